"""Screening: lists from files, rules from parameters, and a party's name against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hamafza.screening.goods import GoodsControl
from hamafza.screening.listing import SanctionsList, current, require_current
from hamafza.screening.parties import Finding, Party, Screen
from hamafza.screening.refusals import NoCurrentList
from hamafza.screening.rules import Rules
from hamafza.sources.un_list import read_un_list, sample_path
from hamafza.store.parameters import load
from hamafza.store.records import file_sha256

__all__ = [
    "Checked", "check_names", "goods_control", "list_in", "require_current_days",
    "require_current_lists", "sample_path", "screen_over", "screening_rules",
]  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """A finding, and the refusal that keeps a deal from resting on it, if there is one."""

    finding: Finding
    lists: tuple[SanctionsList, ...]


def screening_rules(path: Path | None = None) -> Rules:
    return load(Rules, "screening", "rules", path)


def goods_control(path: Path | None = None) -> GoodsControl:
    return load(GoodsControl, "screening", "goods_control", path)


def check_names(
    names: Sequence[str],
    list_paths: Sequence[Path],
    *,
    country: str | None = None,
    identifiers: Sequence[str] = (),
    params_path: Path | None = None,
) -> list[Checked]:
    """Return a finding for each name by itself; refuse when no list is given."""
    if not list_paths:
        raise NoCurrentList()
    lists = tuple(read_un_list(path) for path in list_paths)
    screen = Screen(lists, screening_rules(params_path))
    return [
        Checked(screen.check(Party((name,), country, tuple(identifiers))), lists) for name in names
    ]


def require_current_lists(
    lists: Sequence[SanctionsList], today: date, params_path: Path | None = None
) -> None:
    """Refuse unless a deal may rest on these lists today."""
    current(lists, today, screening_rules(params_path).max_age_days)


def require_current_days(issued: Sequence[tuple[str, date | None]], today: date) -> None:
    """Refuse unless there is a list and each was issued recently enough; names and days alone."""
    require_current(issued, today, screening_rules().max_age_days)


def list_in(path: Path) -> tuple[SanctionsList, str]:
    """Return the list a file holds, and the file's SHA-256."""
    return read_un_list(path), file_sha256(path)


def screen_over(lists: Sequence[SanctionsList]) -> Screen:
    """Return the lists indexed under the shipped rules."""
    return Screen(lists, screening_rules())
