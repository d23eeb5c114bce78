"""What templates may ask for: one library, ``{% load look %}``."""
