"""What a figure rests on: every table and screen says which of these it shows."""

from enum import StrEnum


class Provenance(StrEnum):
    """The five grounds a figure can stand on, from firm to invented."""

    REAL = "real"
    """Given by the file or the person it belongs to."""
    RECONSTRUCTED = "reconstructed"
    """Put together from real tables that do not hold it themselves."""
    ESTIMATED = "estimated"
    """Calculated by a stated rule where no table reaches."""
    ASSUMED = "assumed"
    """Taken from a parameters file."""
    SYNTHETIC = "synthetic"
    """Invented for demonstration."""
