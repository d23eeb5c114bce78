"""Which markets a group should look at first, with the reasons as facts."""

from dataclasses import dataclass

import polars as pl

from hamafza.markets.parameters import ChoiceParams


@dataclass(frozen=True)
class MarketChoice:
    """One market for a group; USD a year."""

    rank: int
    importer: str
    hs4: str
    phase: int
    neighbour: str
    potential_usd: float
    actual_usd: float
    gap_usd: float
    group_usd: float
    """The group's part of the potential: its share of the country's capacity in the heading."""
    supply: float
    demand: float
    ease: float
    reasons: tuple[str, ...]
    """Facts in no language, strongest first; see REASONS."""


REASONS = (
    "neighbour-by-land",
    "neighbour-by-sea",
    "large-demand",
    "easy-trade",
    "unrealised",
    "never-sold",
)
EASY = 1.0  # the pair trades more than its goods alone let expect
UNREALISED_SHARE = 0.5  # at least half of the potential is still open
NEVER_SOLD_SHARE = 0.01  # sales of less than this share of the potential are as good as none


def choose_markets(
    potential: pl.DataFrame, hs4: str, capacity_share: float, params: ChoiceParams
) -> list[MarketChoice]:
    """
    Return the markets for a heading, best first, at most ``params.markets``.

    ``potential`` is a Potential table of one exporter; ``capacity_share`` the group's part, 0 to
    1, of the country's capacity in the heading. Within a phase the larger gap comes first, then
    the larger potential, then the code: the order is always the same.
    """
    rows = ranked(potential.filter(pl.col("hs4") == hs4), params)
    large = _large_demand(rows)
    return [
        _choice(rank, row, capacity_share, large)
        for rank, row in enumerate(rows.head(params.markets).iter_rows(named=True), start=1)
    ]


def ranked(potential: pl.DataFrame, params: ChoiceParams) -> pl.DataFrame:
    """Return the rows a person may be shown, in the order of the choice."""
    if potential.is_empty():
        return potential
    closed = list(params.closed.get(str(potential["exporter"][0]), ()))
    shown = potential.filter(
        ~pl.col("importer").is_in(closed)
        & (pl.col("potential_usd") >= params.smallest_potential_usd)
    )
    phase = ["phase"] if params.neighbours_first else []
    keys = [*phase, "gap_usd", "potential_usd", "importer", "hs4"]
    descending = [key in ("gap_usd", "potential_usd") for key in keys]
    return shown.sort(keys, descending=descending)


def _choice(rank: int, row: dict[str, object], share: float, large: float) -> MarketChoice:
    potential = float(str(row["potential_usd"]))
    return MarketChoice(
        rank=rank,
        importer=str(row["importer"]),
        hs4=str(row["hs4"]),
        phase=int(str(row["phase"])),
        neighbour=str(row["neighbour"]),
        potential_usd=potential,
        actual_usd=float(str(row["actual_usd"])),
        gap_usd=float(str(row["gap_usd"])),
        group_usd=share * potential,
        supply=float(str(row["supply"])),
        demand=float(str(row["demand"])),
        ease=float(str(row["ease"])),
        reasons=reasons(row, large),
    )


def reasons(row: dict[str, object], large_demand_usd: float) -> tuple[str, ...]:
    """Return why a market stands where it stands."""
    potential, gap, actual = (
        float(str(row[name])) for name in ("potential_usd", "gap_usd", "actual_usd")
    )
    holds = {
        "neighbour-by-land": row["neighbour"] == "land",
        "neighbour-by-sea": row["neighbour"] == "sea",
        "large-demand": float(str(row["demand"])) >= large_demand_usd > 0,
        "easy-trade": float(str(row["ease"])) > EASY,
        "unrealised": gap > UNREALISED_SHARE * potential,
        "never-sold": actual < NEVER_SOLD_SHARE * potential,
    }
    return tuple(reason for reason in REASONS if holds[reason])


def _large_demand(rows: pl.DataFrame) -> float:
    """Return the demand that only the upper quarter of these markets reaches."""
    quarter = rows["demand"].quantile(0.75)
    return float(quarter) if quarter is not None else 0.0
