"""The page's sections, each from the plan's facts alone."""

import polars as pl

from hamafza.runs.report.facts import PlanFacts
from hamafza.runs.report.markup import bar, facts, n, paragraph, section, table, text
from hamafza.runs.report.words import say
from hamafza.store.outlines import countries, provinces
from hamafza.vocabulary.svg import Dot, Line, Picture, draw, ranked_spans, view_of
from hamafza.vocabulary.writing import digits, number, percent

GROUPS_SHOWN = 30
FAMILIES_SHOWN = 25
MARKETS_SHOWN = 15
UNITS_DRAWN = 4000
_MILLION = 1_000_000


def counts(plan: PlanFacts, language: str) -> str:
    """The six figures a reader asks first."""
    coded = plan.units.filter((pl.col("kind") == "maker") & pl.col("hs4").is_not_null()).height
    members = int(plan.consortia["size"].sum()) if plan.consortia.height else 0
    told = [
        (plan.records, "records"),
        (plan.units.height, "clean"),
        (plan.records - plan.units.height, "rejected"),
        (coded, "classified"),
        (plan.consortia.height, "consortia"),
        (members, "members"),
    ]
    return facts([(n(value, language), say(key, language)) for value, key in told])


def where(plan: PlanFacts, language: str) -> str:
    """The map of units and leads."""
    sample = plan.units.gather_every(max(1, plan.units.height // UNITS_DRAWN))
    if not sample.height:
        return ""
    places = list(zip(sample["lat_deg"], sample["lon_deg"], strict=True))
    view = view_of(_middle_of(places), 900, 620, margin_share=0.06)
    leads = plan.consortia.select("lat_deg", "lon_deg").rows()
    picture = Picture(
        view,
        say("map", language),
        land=countries(),
        home=provinces(plan.country),
        scatter=places,
        dots=[Dot(lat, lon, "lit", radius_px=4) for lat, lon in leads],
        lines=_bonds(plan),
    )
    note = say("map_note", language, sample=number(sample.height, language))
    return section(
        say("map", language),
        f'<figure class="map"><div class="sea">{draw(picture)}</div></figure>',
        paragraph(note, "small quiet"),
    )


def _middle_of(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave the outermost hundredth out: one slip of a coordinate must not shrink the map."""
    lats, lons = sorted(lat for lat, _ in places), sorted(lon for _, lon in places)
    low, high = len(places) // 100, len(places) - 1 - len(places) // 100
    return [(lats[low], lons[low]), (lats[high], lons[high])]


def _bonds(plan: PlanFacts) -> list[Line]:
    """Stitches from the leads worth most to their members."""
    best = plan.consortia.head(GROUPS_SHOWN)["consortium_id"].implode()
    chosen = plan.bonds.filter(pl.col("consortium_id").is_in(best))
    ends = chosen.select("lead_lat", "lead_lon", "lat_deg", "lon_deg").rows()
    return [Line([(a, b), (c, d)], "bond") for a, b, c, d in ends]


def markets(plan: PlanFacts, language: str) -> str:
    """Ranked bars: what is sold there now, and the room left."""
    shown = plan.markets.head(MARKETS_SHOWN)
    spans = ranked_spans(shown.select("actual_usd", "gap_usd").rows(), ("", "open"))
    rows = [
        [
            text(_named(row, language)),
            say("neighbour" if row["phase"] == 1 else "further", language),
            bar(span),
            n(row["consortia"], language),
            n(row["gap_usd"] / _MILLION, language, 1),
        ]
        for row, span in zip(shown.iter_rows(named=True), spans, strict=True)
    ]
    heads = [
        (say("market", language), ""),
        ("", ""),
        ("", ""),
        (say("groups", language), "num"),
        (say("gap", language), "num"),
    ]
    return section(
        say("markets", language),
        paragraph(say("markets_note", language), "quiet"),
        table(heads, rows, "bars"),
    )


def families(plan: PlanFacts, language: str) -> str:
    """The families with most units."""
    rows = [
        [
            f"{_code(row['family'], language)} {text(_named(row, language))}",
            n(row["units"], language),
            n(row["consortia"], language),
            n(row["members"], language),
        ]
        for row in plan.families.head(FAMILIES_SHOWN).iter_rows(named=True)
    ]
    heads = [(say("family", language), "")]
    heads += [(say(key, language), "num") for key in ("units", "groups", "joined")]
    return section(say("families", language), table(heads, rows))


def groups(plan: PlanFacts, language: str) -> str:
    """The consortia worth most, with market and way."""
    if not plan.consortia.height:
        return section(say("groups_title", language), paragraph(say("no_groups", language)))
    shown = plan.consortia.head(GROUPS_SHOWN)
    note = say(
        "groups_note",
        language,
        shown=number(shown.height, language),
        all=number(plan.consortia.height, language),
    )
    heads = [(say(key, language), kind) for key, kind in _GROUP_HEADS]
    rows = [_group_row(row, language) for row in shown.iter_rows(named=True)]
    return section(say("groups_title", language), paragraph(note, "quiet"), table(heads, rows))


_GROUP_HEADS = (
    ("family", ""),
    ("lead_unit", ""),
    ("place", ""),
    ("size", "num"),
    ("capacity", "num"),
    ("market", ""),
    ("gap", "num"),
    ("km", "num"),
    ("days", "num"),
    ("cost", "num"),
)


def _group_row(row: dict[str, object], language: str) -> list[str]:
    market = row["market_fa"] if language == "fa" else row["market_en"]
    return [
        _code(row["family"], language),
        text(row["lead_name"]),
        text(row["city"]),
        _figure(row["size"], language),
        _figure(row["capacity"], language, 1),
        text(market or "—"),
        _figure(row["gap_usd"], language, 2, _MILLION),
        _figure(row["km"], language),
        _figure(row["days"], language, 1),
        _figure(row["cost_usd"], language, 0),
    ]


def _figure(value: object, language: str, decimals: int = 0, unit: int = 1) -> str:
    """Return a figure, or a dash where there is none: never a zero that nobody calculated."""
    if not isinstance(value, int | float):
        return "—"
    return n(value / unit, language, decimals)


def certificate(plan: PlanFacts, language: str) -> str:
    """The sentence of the bound."""
    told = plan.formation
    words = say(
        "certificate_note",
        language,
        gap=percent(told["gap_share"], language, 2),
        loss=percent(told["loss_gap_share"], language, 2),
        value=number(told["value"], language, 1),
        bound=number(told["bound"], language, 1),
    )
    return section(say("certificate", language), paragraph(words, "note"))


def reasons(plan: PlanFacts, language: str) -> str:
    """Why rows were set aside, most frequent first."""
    if not plan.rejects.height:
        return section(say("reasons", language), paragraph(say("none_rejected", language)))
    rows = [
        [text(row["reason_fa"] if language == "fa" else row["reason_en"]), n(row["rows"], language)]
        for row in plan.rejects.iter_rows(named=True)
    ]
    heads = [(say("reason", language), ""), (say("rows", language), "num")]
    return section(say("reasons", language), table(heads, rows))


def grounds(plan: PlanFacts, language: str) -> str:
    """Which figures are real, reconstructed, estimated, assumed or synthetic."""
    persian = language == "fa"
    rows = [
        [
            text(each.figure_fa if persian else each.figure_en),
            f'<span class="badge">{say(each.provenance.value, language)}</span>',
            text(each.note_fa if persian else each.note_en),
        ]
        for each in plan.grounds
    ]
    heads = [(say(key, language), "") for key in ("figure", "ground", "note")]
    return section(say("grounds", language), table(heads, rows))


def _code(family: object, language: str) -> str:
    """Return a heading in the reader's digits; a code takes no thousands mark."""
    return f'<span class="n">{digits(family, language)}</span>'


def _named(row: dict[str, object], language: str) -> object:
    return (row["name_fa"] if language == "fa" else row["name_en"]) or row["name_en"]
