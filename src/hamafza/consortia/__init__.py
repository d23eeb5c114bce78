"""Together: forming consortia, with a bound; their life, by-laws and shared mark."""
