"""Lists of units: which one a file is of, and what its columns meant the last time."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db.models import Count, Q, QuerySet

from hamafza.registry.columns import FIELDS, ColumnMapping
from hamafza.registry.recognising import IDENTITY, WORDS
from hamafza.runs.reading import recognisable, registry_params
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import compact_key
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.branches import branch_of, within
from hamafza.web.exchange.bad_rows import OURS
from hamafza.web.records.accounts import User
from hamafza.web.records.unit_lists import ListedUnit, UnitList
from hamafza.web.records.uploads import Upload

IMPORTED = "imported"
_REMEMBERED = 20


class ListNamedAlready(Refusal):
    code = "list-named-already"


class ListNotYours(Refusal):
    code = "list-not-yours"


def lists_of(actor: User, country: str) -> QuerySet[UnitList]:
    """Return the lists that an officer may bring files of: those kept in the branch, or all."""
    lists = UnitList.objects.filter(country=country, is_demo=actor.is_demo)
    return within(lists, actor, "office")


def remembered(
    actor: User, country: str, headings: Sequence[str], guessed: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """
    Return what people said of these headings in the lists they keep, the last word first.

    A field that somebody gave to another heading, or said of none, is taken from the guess.
    """
    own = UnitList.objects.filter(country=country, office=branch_of(actor), is_demo=actor.is_demo)
    meanings: dict[str, str] = {}
    for unit_list in own.order_by("-id")[:_REMEMBERED]:
        meanings = unit_list.meanings | meanings
    said: dict[str, list[str]] = {}
    for heading in headings:
        name = meanings.get(compact_key(heading), "")
        if name in FIELDS:
            said.setdefault(name, []).append(heading)
    known = {heading for heading in headings if compact_key(heading) in meanings}
    left = {
        name: [heading for heading in named if heading not in known]
        for name, named in guessed.items()
        if name not in said
    }
    return said | left


def guessed(
    actor: User, country: str, file: Path, digest: str, columns: Mapping[str, Sequence[str]]
) -> dict[str, Any]:
    """Return the list that a file seems to be of: the one that holds most of its first rows."""
    lists = lists_of(actor, country)
    before = lists.filter(uploads__sha256=digest, uploads__state=IMPORTED).first()
    if before is not None:
        return {"list": before.pk}
    mapping = ColumnMapping({name: tuple(named) for name, named in columns.items() if named})
    try:
        rows = recognisable(file, country=country, mapping=mapping)
    except Refusal:  # a column is missing yet: the person will say which list it is
        return {}
    numbers = [each for each in rows[IDENTITY] if each]
    named = ListedUnit.objects.filter(unit_list__in=lists).order_by()
    named = named.filter(Q(identity__in=numbers) | Q(words__in=rows[WORDS].to_list()))
    most = named.values_list("unit_list").annotate(many=Count("pk")).order_by("-many").first()
    share = registry_params().recognition.known_share
    return {"list": most[0]} if most and most[1] >= share * rows.height else {}


def chosen(actor: User, upload: Upload, unit_list: int | None, name: str) -> UnitList:
    """Return the list a person chose, or a new one under the name given."""
    if unit_list is not None:
        kept = lists_of(actor, upload.country).filter(pk=unit_list).first()
        if kept is None:
            raise ListNotYours
    else:
        name = (name.strip() or Path(upload.file_name).stem or "-")[:200]
        begun = upload.unit_list  # by an attempt that came to nothing
        kept = begun if begun and begun.name == name else _new_list(actor, upload, name)
    _remember(kept, upload)
    return kept


def as_before(upload: Upload, headings: Sequence[str]) -> dict[str, list[str]]:
    """Return the columns of an upload, as the table of its rows set aside names them."""
    behind = upload.mapping.get("bad_headings", [])
    renamed = dict(zip(upload.mapping["headings"], behind, strict=False))
    told = upload.mapping["columns"]
    return {name: [renamed.get(each, each) for each in named] for name, named in told.items()}


def seems_corrected(headings: Sequence[str]) -> bool:
    """Say whether a file is a table of rows set aside, which belongs on the page of its file."""
    return tuple(headings[: len(OURS)]) == OURS


def _new_list(actor: User, upload: Upload, name: str) -> UnitList:
    office = branch_of(actor)
    if UnitList.objects.filter(country=upload.country, office=office, name=name).exists():
        raise ListNamedAlready(name=name)
    kept = UnitList.objects.create(
        name=name,
        office=office,
        country=upload.country,
        kept_by=actor,
        is_demo=belongs_to_demo(actor),
    )
    record(actor=actor, verb="begin-list", subject=kept, after={"name": name})
    return kept


def _remember(unit_list: UnitList, upload: Upload) -> None:
    taken = {each: name for name, named in upload.mapping["columns"].items() for each in named}
    said = {compact_key(each): taken.get(each, "") for each in upload.mapping["headings"]}
    unit_list.meanings |= said
    unit_list.save(update_fields=["meanings"])
