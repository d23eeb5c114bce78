"""Screens by reader, since permission, language and tone follow the reader."""
