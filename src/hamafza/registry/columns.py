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
    "owner", "owner_family", "owner_code", "owner_gender", "licence_expiry", "issuer",
    "activity_class", "county", "postal_code", "mobile", "email", "website", "workers_women",
    "machines",
)  # fmt: skip
"""
What a registry may tell of a unit. ``own_id`` is the number that the list itself knows it by;
``origin`` says where a file of invented rows is from. From ``owner`` on they tell of people,
papers and places beside the unit (``facts_read``); ``owner`` is a whole name, or what stands before
``owner_family``.
"""
OWN_FIELDS = FIELDS[: FIELDS.index("owner")]
FACT_FIELDS = FIELDS[len(OWN_FIELDS) :]

_ALWAYS = ("name", "goods_text")
_NAMES = ("owner", "owner_family")
"""Without a column of names a unit is called by its owner's."""
_IF_ALONE = {"county": "city", "mobile": "phone"}
"""A field whose only heading may stand for another: a county where no town is told."""
_BARE_NAMES = frozenset({"نام", "name", "اسم"})
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
    meant = {heading: known.get(_bare(heading)) for heading in headings}
    if _bare_name_is_owners(meant):
        meant |= {heading: "owner" for heading in headings if _bare(heading) in _BARE_NAMES}
    columns: dict[str, tuple[str, ...]] = {}
    for heading, name in meant.items():
        if name is not None and name not in columns:
            columns[name] = (heading,)
    for alone, other in _IF_ALONE.items():
        if alone in columns and other not in columns:
            columns[other] = columns.pop(alone)
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
    has = {name for name in FIELDS if tells(mapping, name)}
    if is_named_by_owner(mapping):
        has.add("name")
    missing = [name for name in _ALWAYS if name not in has]
    if not any(has.issuperset(place) for place in _PLACE):
        missing.append("city")
    if missing:
        raise ColumnsMissing(file=file, missing=", ".join(missing), found=_told(headings))


def tells(mapping: ColumnMapping, name: str) -> bool:
    """Say whether a mapping has a column, or a text, for a field."""
    return name in mapping.columns or mapping.constants.get(name) is not None


def is_named_by_owner(mapping: ColumnMapping) -> bool:
    """Say whether units are called by their owners, for want of a column that names them."""
    return not tells(mapping, "name") and any(tells(mapping, name) for name in _NAMES)


def _bare_name_is_owners(meant: Mapping[str, str | None]) -> bool:
    """«نام» beside «نام خانوادگی», or beside the name of the unit, is what a person is called."""
    others = {name for heading, name in meant.items() if _bare(heading) not in _BARE_NAMES}
    return "owner" not in others and bool(others & {"owner_family", "name"})


def _bare(heading: str) -> str:
    """Leave out what stands in brackets: «ظرفیت ماهانه (عدد)»."""
    return compact_key(heading.split("(")[0] or heading)


def _told(headings: Sequence[str]) -> str:
    return ", ".join(heading for heading in headings if heading)[:300]
