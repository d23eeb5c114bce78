"""Tables at rest: Parquet, run records, shipped resources, and the one door that fans work out."""
