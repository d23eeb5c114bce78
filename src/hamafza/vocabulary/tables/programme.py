"""Tables of the programme: exports by how well they are known, and official totals."""

import dataframely as dy

EXPORT_LINES = ("proven", "declared", "estimated")
"""From firm to weak; the three are never added without a label."""


class Exports(dy.Schema):
    """
    One row for each export of guild units.

    proven: a customs declaration (for a service: contract, invoice and bank receipt) is matched
    to the deal and the makers' shares. declared: a unit says so. estimated: a survey or model.
    """

    export_id = dy.Int64(primary_key=True)
    year = dy.Int64(nullable=False, min=1900, max=2200)
    line = dy.String(nullable=False, check=lambda line: line.is_in(EXPORT_LINES))
    hs = dy.String(nullable=True, regex=r"^\d{2,6}$")
    """Two to six digits; null for a service or a good without a code."""
    is_service = dy.Bool(nullable=False)
    is_embedded = dy.Bool(nullable=False)
    """A part inside a factory's export: shown apart, never in the share."""
    value_usd_cents = dy.Int64(nullable=False, min=1)
    deal_id = dy.String(nullable=True)
    evidence = dy.String(nullable=True)
    """For a proven row: the number of the declaration, or of the receipt."""


class OfficialTotals(dy.Schema):
    """
    Official exports of the country: by code, or already as a total under a named rule.

    A row with ``hs`` is judged by the rule in use; a row without it must name that very rule.
    Of several revisions of a year the latest counts.
    """

    year = dy.Int64(nullable=False, min=1900, max=2200)
    hs = dy.String(nullable=True, regex=r"^\d{2,6}$")
    rule = dy.String(nullable=True)
    value_usd_cents = dy.Int64(nullable=False, min=0)
    revision = dy.Int64(nullable=False, min=1)
    provenance = dy.String(nullable=False)
    source = dy.String(nullable=False)
