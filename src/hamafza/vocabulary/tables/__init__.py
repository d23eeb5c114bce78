"""Tables that pass between stages: each declared once and checked at the door."""

from typing import TypeVar

import dataframely as dy
import polars as pl
from dataframely.exc import SchemaError, ValidationError

S = TypeVar("S", bound=dy.Schema)


class TableNotSound(ValueError):
    """A frame broke its schema: a fault of ours, so it crashes."""


def checked(schema: type[S], frame: pl.DataFrame) -> dy.DataFrame[S]:
    """Return the frame in the schema's column order; raise TableNotSound if it breaks it."""
    missing = [name for name in schema.column_names() if name not in frame.columns]
    if missing:
        raise TableNotSound(f"{schema.__name__} lacks {', '.join(missing)}")
    try:
        return schema.validate(frame.select(schema.column_names()), cast=True)
    except (SchemaError, ValidationError, pl.exceptions.PolarsError) as broken:
        raise TableNotSound(f"{schema.__name__}: {broken}") from broken
