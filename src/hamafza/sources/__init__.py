"""Other people's data: one file for each format."""
