"""The market plan: which group sends what to which market and when, with a proven bound."""
