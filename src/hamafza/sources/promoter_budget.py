"""What there is to spend on promoting, in all and by province: TOML, or CSV with a row each."""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from hamafza.consortia.after_refusals import (
    BudgetNotPossible,
    BudgetOfAnotherCurrency,
    BudgetProvinceTwice,
)
from hamafza.consortia.budgets import LARGEST_PURSE, Budget, Costs, Purse, purse
from hamafza.sources.written_rows import Row, read_rows
from hamafza.store.files import read_text
from hamafza.store.parameters import build
from hamafza.store.refusals import ParametersNotSound
from hamafza.vocabulary.text import match_key

NATION = ("", "*")
"""What stands for the whole nation in the column of provinces."""
MOST_PROMOTERS = Decimal(10**6)


@dataclass(frozen=True)
class _Told:
    """One purse as people write it: money in whole units of the currency; left out, no limit."""

    money: Decimal | None = None
    promoters: Decimal | None = None


@dataclass(frozen=True)
class _Toml:
    currency: str | None = None
    national: _Told = field(default_factory=_Told)
    province: dict[str, _Told] = field(default_factory=dict)


def read_budget(path: Path, costs: Costs) -> Budget:
    """
    Return the budget of a file whose name ends in .csv, or else of a TOML file.

    CSV: province (``*`` or empty for the nation), money, promoters, perhaps currency; an empty
    cell is no limit. TOML: currency, [national] and [province."name"] with money and promoters.
    """
    path = Path(path)
    told = _of_csv(path, costs) if path.suffix.lower() == ".csv" else _of_toml(path)
    if told.currency is not None and told.currency != costs.currency:
        raise BudgetOfAnotherCurrency(file=str(path), currency=told.currency, wanted=costs.currency)
    keys = [match_key(name) for name in told.province]
    for at, name in enumerate(told.province):
        if keys.index(keys[at]) != at:
            raise BudgetProvinceTwice(file=str(path), province=name)
    return Budget(
        _purse(told.national, "national", path, costs),
        {name: _purse(each, name, path, costs) for name, each in told.province.items()},
    )


def _purse(told: _Told, whose: str, path: Path, costs: Costs) -> Purse:
    for amount, most in ((told.money, LARGEST_PURSE), (told.promoters, MOST_PROMOTERS)):
        if amount is not None and not (amount.is_finite() and 0 <= amount <= most):
            raise BudgetNotPossible(file=str(path), whose=whose, value=str(amount), most=int(most))
    return purse(told.money, told.promoters, costs)


def _of_toml(path: Path) -> _Toml:
    try:
        content = tomllib.loads(read_text(path), parse_float=Decimal)
    except tomllib.TOMLDecodeError as failure:
        raise ParametersNotSound(file=str(path), key="-", problem=str(failure)) from failure
    return build(_Toml, content, str(path))


def _of_csv(path: Path, costs: Costs) -> _Toml:
    currency: str | None = None
    purses: dict[str, _Told] = {}
    for row in read_rows(path, ("province", "money", "promoters")):
        name = row.text("province")
        name = "" if name in NATION else name
        if name in purses:
            raise BudgetProvinceTwice(file=str(path), province=name or "*")
        purses[name] = _Told(_number(row, "money"), _number(row, "promoters"))
        own = row.text("currency").upper()
        if own and own != costs.currency:
            currency = own
    return _Toml(currency, purses.pop("", _Told()), purses)


def _number(row: Row, column: str) -> Decimal | None:
    return row.decimal(column) if row.text(column) else None
