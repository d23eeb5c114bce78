"""Screens of a large factory."""
