"""Entries of the lists that parties are screened against."""

import dataframely as dy

ENTRY_KINDS = ("person", "entity", "vessel", "other")


class ListEntries(dy.Schema):
    """One row for each entry of one list; ``weak:`` before an alias says its issuer doubts it."""

    entry_id = dy.String(primary_key=True, min_length=1, max_length=60)
    kind = dy.String(nullable=False, check=lambda kind: kind.is_in(ENTRY_KINDS))
    name = dy.String(nullable=False, min_length=1)
    aliases = dy.List(dy.String(nullable=False), nullable=False)
    countries = dy.List(dy.String(nullable=False, regex=r"^[A-Z]{3}$"), nullable=False)
    identifiers = dy.List(dy.String(nullable=False), nullable=False)
    note = dy.String(nullable=False)
