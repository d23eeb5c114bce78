"""What it adds up to: the guild share of non-oil exports, and the commitments."""
