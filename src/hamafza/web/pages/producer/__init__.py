"""Screens of a producer, made for a phone."""
