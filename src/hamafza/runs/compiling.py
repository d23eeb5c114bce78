"""Compiles what a formation and its judge need: ``python -m hamafza.runs.compiling``, at setup."""

import polars as pl

from hamafza.runs.formation import Effort, form_consortia, formation_params


def compile_formation() -> None:
    """Form a toy and have it judged; the machine code stays beside the sources."""
    count = 40
    units = pl.DataFrame(
        {
            "unit_id": range(count),
            "family": ["-"] * count,
            "lat_deg": [35.0 + 0.01 * at for at in range(count)],
            "lon_deg": [51.0] * count,
            "capacity": [0.2] * count,
            "readiness": [1.0 if at % 3 else 0.2 for at in range(count)],
            "weight": [1.0 + 0.1 * (at % 7) for at in range(count)],
        }
    )
    form_consortia(units, formation_params(), Effort(iterations=3), processes=1, judge=True)


if __name__ == "__main__":
    compile_formation()
