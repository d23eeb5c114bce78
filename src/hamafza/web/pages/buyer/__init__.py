"""Screens of a foreign buyer."""
