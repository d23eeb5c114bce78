"""Which column is what: guessed from its heading, or told by a mapping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hamafza.registry.refusals import ColumnsMissing, MappingNotSound
from hamafza.vocabulary.text import compact_key

FIELDS = (
    "name", "goods_text", "goods_hint", "kind", "trade", "union", "licence", "licence_date",
    "permit", "own_id", "country", "province", "city", "address", "lat_deg", "lon_deg",
    "monthly_units",
    "measure", "workers", "home_based", "women_owned", "phone", "readiness", "state", "origin",
)  # fmt: skip
"""
What a registry may tell of a unit. ``own_id`` is the number that the list itself knows it by;
``origin`` says where a file of invented rows is from.
"""

_ALWAYS = ("name", "goods_text")
_PLACE = (("city",), ("lat_deg", "lon_deg"))


@dataclass(frozen=True)
class ColumnMapping:
    """
    How one source names things.

    ``columns``: field to the headings it is read from, several joined by a comma.
    ``constants``: field to a text for every row. ``values``: heading to (text in the file: text
    to read instead). ``rejects``: heading to texts that mark a row nobody should read.
    """

    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    source: str = ""

    def __post_init__(self) -> None:
        for name in (*self.columns, *self.constants):
            if name not in FIELDS:
                raise MappingNotSound(key=name, problem="no such field")


def guess(headings: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> ColumnMapping:
    """Return the mapping that the headings suggest; each heading serves one field at most."""
    known = {compact_key(text): name for name in FIELDS for text in (name, *synonyms.get(name, ()))}
    columns: dict[str, tuple[str, ...]] = {}
    for heading in headings:
        name = known.get(_bare(heading))
        if name is not None and name not in columns:
            columns[name] = (heading,)
    return ColumnMapping(columns)


def score(headings: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> int:
    """Return how many fields the texts of a row name: the row of headings names most."""
    return len(guess(headings, synonyms).columns)


def settled(guessed: ColumnMapping, told: ColumnMapping | None) -> ColumnMapping:
    """Return what was told, and for the fields it leaves out what was guessed."""
    if told is None:
        return guessed
    taken = {heading for headings in told.columns.values() for heading in headings}
    left = {
        name: headings
        for name, headings in guessed.columns.items()
        if name not in told.constants and not taken & set(headings)
    }
    return ColumnMapping(left | told.columns, told.constants, told.values, told.source)


def demand(mapping: ColumnMapping, headings: Sequence[str], file: str) -> None:
    """Refuse a mapping that names headings the file has not, or leaves needed fields out."""
    asked = [heading for told in mapping.columns.values() for heading in told]
    strange = [heading for heading in [*asked, *mapping.values] if heading not in headings]
    if strange:
        raise ColumnsMissing(file=file, missing=", ".join(strange), found=_told(headings))
    has = {*mapping.columns, *mapping.constants}
    missing = [name for name in _ALWAYS if name not in has]
    if not any(has.issuperset(place) for place in _PLACE):
        missing.append("city")
    if missing:
        raise ColumnsMissing(file=file, missing=", ".join(missing), found=_told(headings))


def _bare(heading: str) -> str:
    """Leave out what stands in brackets: «ظرفیت ماهانه (عدد)»."""
    return compact_key(heading.split("(")[0] or heading)


def _told(headings: Sequence[str]) -> str:
    return ", ".join(heading for heading in headings if heading)[:300]
