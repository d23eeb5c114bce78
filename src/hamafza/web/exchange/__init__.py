"""
Rows to tables and back: the only door between the database and the stages.

Each module here binds tables to models and says so in ``BINDINGS``; a test holds every column
against the model's fields.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import dataframely as dy
from django.db.models import Model


@dataclass(frozen=True)
class Binding:
    """A table's columns are fields of the model, unless renamed or, with a reason, not kept."""

    table: type[dy.Schema]
    model: type[Model]
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Column to field name."""
    not_kept: Mapping[str, str] = field(default_factory=dict)
    """Column to the reason why no field keeps it."""

    def missing_fields(self) -> list[str]:
        """Return the columns that no field of the model answers for."""
        names = {each.name for each in self.model._meta.get_fields()}
        names |= {each.attname for each in self.model._meta.concrete_fields}
        return [
            column
            for column in self.table.column_names()
            if column not in self.not_kept and self.renamed.get(column, column) not in names
        ]
