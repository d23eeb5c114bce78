"""Judges a plan from its tables alone; shares no code with the solver or its problem."""
