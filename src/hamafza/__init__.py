"""Hamafza: small producers export together, from a registry of units to a measured share."""

__version__ = "0.1.0"
