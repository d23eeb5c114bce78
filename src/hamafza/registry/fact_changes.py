"""What of the facts beside a unit follows when a newer file of its list tells something else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hamafza.registry.columns import ColumnMapping, tells
from hamafza.registry.facts_read import TOLD_WITH, WAYS, kinds_told
from hamafza.vocabulary.text import match_key

_OWNER = TOLD_WITH["person"]
_LICENCE = {
    "issued_on": "licence_date", "expires_on": "licence_expiry", "issuer": "issuer",
    "activity_class": "activity_class", "trade": "trade",
}  # fmt: skip
_WORKSHOP = {
    "county": "county", "address": "address", "postal_code": "postal_code", "jobs": "workers",
    "jobs_women": "workers_women",
}  # fmt: skip
_WAYS = {"telephone": "phone", **{way: way for way in WAYS[1:]}}
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "person": _OWNER,
    "licence": ("licence", "permit", *_LICENCE.values(), *_OWNER),
    "workshop": tuple(_WORKSHOP.values()),
    "contact": tuple(_WAYS.values()),
    "machine": ("machines",),
}
"""Kind of fact -> the fields of a file that it is told by."""
_LISTS = (*WAYS, "machines")
_EMPTY = (None, "")


@dataclass(frozen=True)
class Standing:
    """
    A fact as it stands.

    ``is_files``: a file told it, and nobody has touched it since. ``is_over``: a person ended it.
    """

    kind: str
    number: int
    values: Mapping[str, Any]
    is_files: bool
    is_over: bool = False


@dataclass
class Moves:
    """
    ``end`` and ``set``: facts by kind and number. ``add``: columns of ``facts_read.FACTS``.

    ``said``: field, what stood there, what comes. ``by_hand``: fields that stay as a person set
    them.
    """

    end: list[tuple[str, int]] = field(default_factory=list)
    set: list[tuple[str, int, dict[str, list[Any]]]] = field(default_factory=list)
    add: dict[str, Any] = field(default_factory=dict)
    said: list[tuple[str, Any, Any]] = field(default_factory=list)
    by_hand: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Case:
    """One unit: what is told of it now, and how its facts stand."""

    told: Mapping[str, Any]
    mapping: ColumnMapping
    now: Sequence[Standing]
    moves: Moves

    def of(self, kind: str) -> list[Standing]:
        return [each for each in self.now if each.kind == kind and not each.is_over]

    def was_ended(self, kind: str, values: Mapping[str, Any]) -> bool:
        return any(_has(each, values) for each in self.now if each.kind == kind and each.is_over)

    def wanted(self, columns: Mapping[str, str]) -> dict[str, Any]:
        """Return what is told under columns whose field the file has; the rest says nothing."""
        return {
            name: self.told[name] for name, each in columns.items() if tells(self.mapping, each)
        }


def follow(
    told: Mapping[str, Any], differ: Iterable[str], mapping: ColumnMapping, now: Sequence[Standing]
) -> Moves:
    """
    Return what a file changes of the facts of one unit.

    ``told`` is its row of ``facts_read.FACTS``, with ``person`` where the code is known; ``differ``
    the fields that tell something else than the file before did. Facts that no column tells, and
    those that a person told, changed or ended, stay.
    """
    case = _Case(told, mapping, now, Moves())
    fields = set(differ)
    for kind in _ORDER:
        if kind in kinds_told(mapping) and fields & set(FOLLOWS[kind]):
            _ORDER[kind](case)
    return case.moves


def _person(case: _Case) -> None:
    told, moves, ties = case.told, case.moves, case.of("person")
    same = [tie for tie in ties if _is_same_person(tie.values, told)]
    if same:
        _set_right(case, same[0])
        return
    files = [tie for tie in ties if tie.is_files]
    if told["owner"] and (
        (ties and not files) or case.was_ended("person", {"name": told["owner"]})
    ):
        moves.by_hand.append("owner")
        return
    moves.end += [("person", tie.number) for tie in files]
    if told["owner"]:
        moves.add |= {name: told[name] for name in ("owner", "code_key", "gender")}
    before = ", ".join(tie.values["name"] for tie in files) or None
    if before or told["owner"]:
        moves.said.append(("owner", before, told["owner"]))


def _is_same_person(tie: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    if not told["owner"]:
        return False
    if told["code_key"] is not None and (told["person"] or tie["has_code"]):
        return bool(told["person"] == tie["person"])
    alike = match_key(tie["name"]) == match_key(told["owner"])
    return alike and (told["code_key"] is None or tie["has_code"])


def _set_right(case: _Case, tie: Standing) -> None:
    """A name that the list spells otherwise now follows, if the person is of this unit alone."""
    told, stands = case.told, tie.values
    if not tie.is_files or stands["is_shared"]:
        return
    wanted = {"name": told["owner"], "gender": told["gender"] or stands["gender"]}
    change = _differing(stands, wanted)
    if not change:
        return
    if stands["person_version"] != 1:
        case.moves.by_hand.append("owner")
        return
    case.moves.set.append(("name", stands["person"], change))
    fields = {"name": "owner", "gender": "owner_gender"}
    case.moves.said += [(fields[name], *values) for name, values in change.items()]


def _licence(case: _Case) -> None:
    told, moves, living = case.told, case.moves, case.of("licence")
    key = {"kind": told["licence_kind"], "number": told["number"]}
    files = [each for each in living if each.is_files]
    same = [each for each in living if told["number"] and _has(each, key)]
    if same:
        _set(case, same[0], _dated(case.wanted(_LICENCE), same[0].values), _LICENCE)
        return
    if not tells(case.mapping, "licence"):
        return
    moves.end += [("licence", each.number) for each in files]
    if told["number"] and case.was_ended("licence", key):
        moves.by_hand.append("licence")
    elif told["number"]:
        moves.add |= {name: told[name] for name in ("licence_kind", "number", *_LICENCE)}
    for each in files:  # one that is told anew is said by the unit's own column
        moves.said += [
            (_LICENCE[name], each.values[name], told[name])
            for name in ("expires_on", "issuer")
            if (each.values[name] or None) != told[name]
        ]


def _dated(wanted: dict[str, Any], stands: Mapping[str, Any]) -> dict[str, Any]:
    """An old end does not stay before a new beginning."""
    after = {**stands, **wanted}
    if after["issued_on"] and after["expires_on"] and after["issued_on"] > after["expires_on"]:
        wanted = wanted | {"expires_on": None}
    return wanted


def _workshop(case: _Case) -> None:
    wanted = case.wanted(_WORKSHOP)
    there = case.of("workshop")
    if there:
        after = {**there[0].values, **wanted}
        if (
            after["jobs_women"]
            and after["jobs"] is not None
            and after["jobs_women"] > after["jobs"]
        ):
            wanted["jobs_women"] = None
        _set(case, there[0], wanted, _WORKSHOP)
    elif any(value not in _EMPTY for value in wanted.values()):
        case.moves.add |= wanted
        case.moves.said += [(_WORKSHOP[name], None, value) for name, value in wanted.items()
                            if value not in _EMPTY and name not in ("jobs", "address")]  # fmt: skip


def _contact(case: _Case) -> None:
    for way, each in _WAYS.items():
        if tells(case.mapping, each):
            _listed(case, "contact", way, {"way": way}, "value", each)


def _machine(case: _Case) -> None:
    _listed(case, "machine", "machines", {"means": "machine"}, "name", "machines")


def _listed(
    case: _Case, kind: str, column: str, of: Mapping[str, str], name: str, each: str
) -> None:
    """Several facts of one kind from one cell: those it names no more end, new ones come."""
    wanted = list(case.told[column] or ())
    there = [fact for fact in case.of(kind) if _has(fact, of)]
    known = {fact.values[name] for fact in there}
    files = [fact for fact in there if fact.is_files]
    gone = [fact for fact in files if fact.values[name] not in wanted]
    new = [one for one in wanted if one not in known]
    over = [one for one in new if case.was_ended(kind, {**of, name: one})]
    new = [one for one in new if one not in over]
    case.moves.end += [(kind, fact.number) for fact in gone]
    if over:
        case.moves.by_hand.append(each)
    if new:
        case.moves.add[column] = new
    if (gone or new) and each != "phone":  # the unit's own column says that already
        before = ", ".join(fact.values[name] for fact in files) or None
        case.moves.said.append((each, before, ", ".join(wanted) or None))


def _set(case: _Case, fact: Standing, wanted: Mapping[str, Any], fields: Mapping[str, str]) -> None:
    change = _differing(fact.values, wanted)
    if not change:
        return
    if not fact.is_files:
        case.moves.by_hand += [fields[name] for name in change]
        return
    case.moves.set.append((fact.kind, fact.number, change))
    case.moves.said += [(fields[name], *values) for name, values in change.items()]


def _differing(stands: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    return {
        name: [stands[name], value]
        for name, value in wanted.items()
        if (stands[name] or None) != (value or None)
    }


def _has(fact: Standing, values: Mapping[str, Any]) -> bool:
    return all(fact.values[name] == value for name, value in values.items())


_ORDER: Mapping[str, Callable[[_Case], None]] = {
    "person": _person, "licence": _licence, "workshop": _workshop, "contact": _contact,
    "machine": _machine,
}  # fmt: skip
