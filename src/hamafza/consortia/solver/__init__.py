"""Forming consortia: prices by the dual, groups under the prices, search, exact small families."""
