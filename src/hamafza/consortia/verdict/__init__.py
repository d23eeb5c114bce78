"""The judge: the rules and the bound written a second time; it shares no code with the solver."""
