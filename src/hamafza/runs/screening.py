"""Screening: lists from files, rules from parameters, and a party's name against them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from hamafza.screening.goods import GoodsControl
from hamafza.screening.listing import SanctionsList, current
from hamafza.screening.parties import Finding, Party, Screen
from hamafza.screening.refusals import NoCurrentList
from hamafza.screening.rules import Rules
from hamafza.sources.un_list import read_un_list
from hamafza.store.parameters import load


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
