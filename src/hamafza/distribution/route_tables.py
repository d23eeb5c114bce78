"""Routes as the rows of their tables."""

from collections.abc import Sequence

import polars as pl

from hamafza.distribution.legs import Leg, Mode, Route

_DECIMAL = pl.Decimal(14, 2)


def routes_table(found: Sequence[tuple[int, Route]]) -> pl.DataFrame:
    """Return one row for each consortium and its route."""
    rows = [_route_row(consortium_id, route) for consortium_id, route in found]
    return pl.DataFrame(rows, schema=_ROUTE_COLUMNS, orient="row")


def route_legs_table(found: Sequence[tuple[int, Route]]) -> pl.DataFrame:
    """Return the legs of every route, numbered from 0."""
    rows = [
        (consortium_id, route.market, number, *_leg_row(leg))
        for consortium_id, route in found
        for number, leg in enumerate(route.legs)
    ]
    return pl.DataFrame(rows, schema=_LEG_COLUMNS, orient="row")


def _route_row(consortium_id: int, route: Route) -> tuple[object, ...]:
    return (
        consortium_id,
        route.market,
        route.exporter,
        route.gate.name_en,
        route.gate.name_fa,
        route.gate.kind.value,
        route.gate.code,
        route.destination.name_en,
        route.destination.name_fa,
        ",".join(route.through),
        route.weight_kg,
        route.km,
        _km(route, Mode.ROAD),
        _km(route, Mode.SEA),
        route.days,
        route.cost_usd,
        route.basis.value,
    )


def _leg_row(leg: Leg) -> tuple[object, ...]:
    return (
        leg.mode.value,
        leg.start.name_en,
        leg.start.name_fa,
        leg.start.country,
        leg.end.name_en,
        leg.end.name_fa,
        leg.end.country,
        leg.km,
        leg.hours,
        leg.cost_usd,
        leg.basis.value,
        [lat for lat, _ in leg.points],
        [lon for _, lon in leg.points],
    )


def _km(route: Route, mode: Mode) -> float:
    return sum(leg.km for leg in route.legs if leg.mode is mode)


_ROUTE_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "consortium_id": pl.Int64,
    "market": pl.String,
    "exporter": pl.String,
    "gate": pl.String,
    "gate_fa": pl.String,
    "gate_kind": pl.String,
    "gate_code": pl.String,
    "destination": pl.String,
    "destination_fa": pl.String,
    "through": pl.String,
    "weight_kg": pl.Float64,
    "km": pl.Float64,
    "road_km": pl.Float64,
    "sea_km": pl.Float64,
    "days": pl.Float64,
    "cost_usd": _DECIMAL,
    "basis": pl.String,
}
_LEG_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "consortium_id": pl.Int64,
    "market": pl.String,
    "leg": pl.Int64,
    "mode": pl.String,
    "from_name": pl.String,
    "from_name_fa": pl.String,
    "from_country": pl.String,
    "to_name": pl.String,
    "to_name_fa": pl.String,
    "to_country": pl.String,
    "km": pl.Float64,
    "hours": pl.Float64,
    "cost_usd": _DECIMAL,
    "basis": pl.String,
    "line_lat_deg": pl.List(pl.Float64),
    "line_lon_deg": pl.List(pl.Float64),
}
