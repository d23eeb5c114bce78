"""Trade between countries as the stages read it."""

import dataframely as dy

COUNTRY = r"^[A-Z]{3}$"
HEADING = r"^\d{4}$"


class Flows(dy.Schema):
    """One row for each exporter, importer and heading that traded in the year."""

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    hs4 = dy.String(primary_key=True, regex=HEADING)
    value_usd = dy.Float64(nullable=False, min=0)


class Exports(dy.Schema):
    """What each country exported of each heading in a year, to all countries together."""

    exporter = dy.String(primary_key=True, regex=COUNTRY)
    hs4 = dy.String(primary_key=True, regex=HEADING)
    value_usd = dy.Float64(nullable=False, min=0)


class SectionFlows(dy.Schema):
    """What each pair of countries traded of each of the ten SITC sections in a year."""

    year = dy.Int64(primary_key=True, min=1960)
    section = dy.Int64(primary_key=True, min=0, max=9)
    exporter = dy.String(primary_key=True, regex=COUNTRY)
    importer = dy.String(primary_key=True, regex=COUNTRY)
    value_usd = dy.Float64(nullable=False, min=0)


class SectionShares(dy.Schema):
    """How a heading's subheadings lie in SITC sections; a heading's shares sum to 1."""

    hs4 = dy.String(primary_key=True, regex=HEADING)
    section = dy.Int64(primary_key=True, min=0, max=9)
    share = dy.Float64(nullable=False, min=0, max=1)
