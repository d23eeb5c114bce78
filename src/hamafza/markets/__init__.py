"""Where: trade tables to export potential, by market and phase."""
