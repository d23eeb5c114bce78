"""The joint deal: its life, sealed offers, quote, allocation, settlement."""
