"""Words every stage shares: codes, places, money, time, text keys, refusals, table schemas."""
