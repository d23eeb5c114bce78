"""Screens of a consortium's manager."""
