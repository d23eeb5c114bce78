"""Finds a plan and the prices that prove how much better any other could be."""
