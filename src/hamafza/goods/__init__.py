"""What a maker makes: Persian and English words become HS or service codes, with the reason."""
