"""Measured figures: each command prints the peers side by side and keeps them in RESULTS.md."""
