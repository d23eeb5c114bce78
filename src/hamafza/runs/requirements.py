"""What a card of requirements rests on: its rules, and the names of codes of two to six digits."""

from functools import lru_cache
from pathlib import Path

from hamafza.goods.names import GoodsNames
from hamafza.markets.requirements import RequirementRules, is_code
from hamafza.runs.goods_tables import goods_tables
from hamafza.store.parameters import load


def requirement_rules(path: Path | None = None) -> RequirementRules:
    return load(RequirementRules, "requirements", "rules", path)


@lru_cache(maxsize=1)
def goods_names() -> GoodsNames:
    """Return the names of chapters, headings and subheadings, without the classifier's weights."""
    tables = goods_tables()
    return GoodsNames(tables.nomenclature, tables.names_fa, tables.subheadings)


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    return frozenset(goods_tables().nomenclature["code"].to_list())


def is_known(code: str) -> bool:
    """Say whether a code of two, four or six digits stands in the nomenclature."""
    return is_code(code) and code in _known()
