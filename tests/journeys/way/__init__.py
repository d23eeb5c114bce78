"""The rooms of the long way, page by page: what a person fills in, presses and reads there."""
