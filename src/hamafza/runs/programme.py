"""The guild share of non-oil exports, over files."""

from pathlib import Path

from hamafza.programme.guild_share import GuildShare, guild_share
from hamafza.programme.rules import NonOilRules
from hamafza.programme.target import Target
from hamafza.sources.programme_csv import read_exports, read_totals
from hamafza.store.parameters import load


def measure_share(
    exports: Path, totals: Path, rule: str | None = None, params: Path | None = None
) -> list[GuildShare]:
    """Return the share of each year with exports, under a named rule."""
    name, chosen = non_oil_rules(params).named(rule)
    return guild_share(read_exports(exports), read_totals(totals, name), name, chosen)


def non_oil_rules(params: Path | None = None) -> NonOilRules:
    """Return the rules shipped, or those of a parameters file."""
    return load(NonOilRules, "programme", section="non_oil", path=params)


def target(params: Path | None = None) -> Target:
    """Return the target shipped, or that of a parameters file."""
    return load(Target, "programme", section="target", path=params)
