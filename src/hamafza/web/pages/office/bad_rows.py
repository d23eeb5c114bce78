"""A row that was set aside: which of its cells are meant, and as they were written."""

from collections.abc import Mapping

from hamafza.runs.fault_words import reasons

QUOTED = {
    "name-missing": ("name",),
    "goods-missing": ("goods_text",),
    "text-too-long": ("name", "goods_text"),
    "kind-unknown": ("kind",),
    "other-country": ("country",),
    "closed": ("state",),
    "province-unknown": ("province",),
    "city-missing": ("city",),
    "city-unknown": ("city",),
    "city-not-in-province": ("province", "city"),
    "coordinates-wrong": ("lat_deg", "lon_deg"),
    "capacity-not-a-number": ("monthly_units",),
    "capacity-negative": ("monthly_units",),
    "capacity-absurd": ("monthly_units",),
    "workers-wrong": ("workers",),
    "licence-date-wrong": ("licence_date",),
    "readiness-wrong": ("readiness",),
    "measure-unknown": ("measure",),
    "row-too-long": (),
}
"""Fault code -> the fields whose cells it is about."""


def bad_row(
    row: Mapping[str, str | None], columns: Mapping[str, list[str]], language: str
) -> dict[str, object]:
    """Return a row of rejects.csv as its line, reasons, name, and the cells meant, by heading."""
    codes = [code for code in (row["codes"] or "").split(";") if code]
    fields = dict.fromkeys(name for code in codes for name in QUOTED.get(code, ()))
    headings = dict.fromkeys(heading for name in fields for heading in columns.get(name, ()))
    named = columns.get("name", [""])[0]
    return {
        "line": int(row["line"] or 0),
        "reasons": reasons(";".join(codes), language),
        "name": row.get(named) or "",
        "cells": [(heading, row.get(heading) or "") for heading in headings if heading != named],
    }
