"""The hamafza command."""
