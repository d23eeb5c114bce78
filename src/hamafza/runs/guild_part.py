"""The guild's part of a potential: registered units beside the country's trade."""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from hamafza.markets.guild_part import GuildPartParams, guild_part
from hamafza.runs.potential import PotentialRun, potential_run
from hamafza.store.parameters import load
from hamafza.store.records import RunRecord, Stopwatch, file_sha256, plain
from hamafza.store.tables import read_parquet, write_parquet
from hamafza.vocabulary.tables.units import UNCLASSIFIED

ROOM = "guild_part"
SUMS = ("part_low_usd", "part_usual_usd", "part_high_usd", "handmade_low_usd", "handmade_high_usd")


@dataclass(frozen=True)
class GuildPartRun:
    """Parts by good and market, by good and province, and the record."""

    parts: pl.DataFrame
    provinces: pl.DataFrame
    record: RunRecord


def guild_part_run(
    units_path: Path,
    exporter: str,
    out: Path,
    *,
    shares_path: Path | None = None,
    params_path: Path | None = None,
) -> GuildPartRun:
    """
    Reckon the guild's part and write parts.parquet, provinces.parquet and run.json.

    ``units_path`` is what ``hamafza units read`` wrote; ``shares_path`` a Parquet with hs4,
    share_low, share and share_high of the guild in national exports.
    """
    watch, params = Stopwatch(), load(GuildPartParams, ROOM, "guild_part", params_path)
    run = potential_run(exporter)
    units = read_parquet(Path(units_path), ("kind", "hs4", "family", "province", "capacity"))
    shares = None
    if shares_path is not None:
        shares = read_parquet(Path(shares_path), ("hs4", "share_low", "share", "share_high"))
    parts, provinces = guild_part(run.frame, capacity_of(units), exports_of(run), params, shares)
    for name, frame in (("parts", parts), ("provinces", provinces)):
        write_parquet(frame, Path(out) / f"{name}.parquet", {"table": f"guild part: {name}"})
    given = {"units": units_path, "shares": shares_path}
    record = RunRecord(
        "guild-part",
        parameters={"exporter": exporter, "guild_part": plain(params), "trade": run.told()},
        inputs={name: file_sha256(path) for name, path in given.items() if path},
        outputs={path.name: file_sha256(path) for path in sorted(Path(out).glob("*.parquet"))},
        figures={
            "goods": parts["hs4"].n_unique(),
            "markets": parts["importer"].n_unique(),
            "potential_usd": float(parts["potential_usd"].sum()),
            **{name: float(parts[name].sum()) for name in SUMS},
        },
    )
    watch.close(record).write(Path(out) / "run.json")
    return GuildPartRun(parts, provinces, record)


def guild_parts(exporter: str, capacity: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """
    Return GuildPart and ProvincePart for what units can make: hs4, province, shipments_a_month.

    Each good stands alone, so a table of some goods gives the same as one of all.
    """
    run, wanted = potential_run(exporter), capacity["hs4"].unique().implode()
    params = load(GuildPartParams, ROOM, "guild_part")
    rows = run.frame.filter(pl.col("hs4").is_in(wanted))
    return guild_part(rows, capacity, exports_of(run), params)


def capacity_of(units: pl.DataFrame) -> pl.DataFrame:
    """Return hs4, province and shipments a month of makers whose words gave a heading."""
    makers = units.filter(
        (pl.col("kind") == "maker")
        & (pl.col("family") != UNCLASSIFIED)
        & pl.col("hs4").is_not_null()
    )
    return makers.group_by("hs4", "province").agg(shipments_a_month=pl.col("capacity").sum())


def exports_of(run: PotentialRun) -> pl.DataFrame:
    """Return hs4 and the country's exports of each heading."""
    totals = run.trade.totals
    own = totals.exports_usd[totals.geography.position[run.exporter]]
    return pl.DataFrame({"hs4": list(totals.headings), "exports_usd": own})
