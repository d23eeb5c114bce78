"""What: Persian and English words to the codes of goods and services."""
