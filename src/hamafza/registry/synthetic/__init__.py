"""An invented registry with the habits, slips and twins of real ones, and the truth beside it."""
