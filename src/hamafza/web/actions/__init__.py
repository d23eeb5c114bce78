"""Every change of state: one verb, one transaction, one event at least."""
