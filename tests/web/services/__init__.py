"""Pages on markets of services."""
