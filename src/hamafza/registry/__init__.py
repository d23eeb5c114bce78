"""Who: units, their columns mapped and cleaned, readiness, free capacity."""
