"""Screens of the two institutions' officers."""
