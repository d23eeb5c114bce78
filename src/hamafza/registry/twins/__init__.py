"""Twins: records of one unit that several files hold; found, weighed by evidence, and decided."""
