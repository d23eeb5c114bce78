"""Screens for everybody: the story, sign-in, markets, the check of a mark."""
