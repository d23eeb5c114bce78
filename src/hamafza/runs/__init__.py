"""Whole jobs: stages composed over stored tables, each leaving its run record."""
