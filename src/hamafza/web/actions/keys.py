"""
The keys of what is sealed: made, changed, retired, and given up when their file is lost.

A change of keys may be killed anywhere: the new key stands in the file beside the old before any
row bears it, rows go over in chunks of one transaction each, and the next change goes on where
this one stopped. The old keys leave the file only when no row needs them.
"""

import fcntl
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.apps import apps
from django.db import transaction
from django.db.models import Count, F, Model, Q, Value
from django.db.models.functions import StrIndex, Substr
from django.utils import timezone

from hamafza.vocabulary.progress import Report, silent
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import sealing
from hamafza.web.actions.events import record
from hamafza.web.records.keys import SealingKey
from hamafza.web.sealing import LOOKUP, RINGS, SEAL, LookupField, SealedField

CHUNK = 500


class KeysLost(Refusal):
    """The database knows of keys whose file is gone."""

    code = "keys-lost"


class KeysNotLost(Refusal):
    code = "keys-not-lost"


class KeysBusy(Refusal):
    code = "keys-busy"


class KeyInUse(Refusal):
    code = "key-in-use"


@dataclass(frozen=True)
class Column:
    """A sealed field of a model, and the hash beside it where it has one."""

    model: type[Model]
    sealed: str
    lookup: str | None

    @property
    def label(self) -> str:
        return f"{self.model._meta.model_name}.{self.sealed}"

    def hashed(self, text: str) -> str | None:
        """Return the hash of a text under the newest key."""
        return sealing.lookup(text, self.label) if self.lookup else None


@dataclass
class Changed:
    """What a change of keys did: rows sealed anew, and rows that no key at hand opens."""

    went_on: bool
    rows: int = 0
    unreadable: int = 0


@dataclass(frozen=True)
class KeyRow:
    """One key: whether it is the newest, lies in the file, and how many values bear it."""

    ring: str
    name: str
    is_newest: bool
    is_there: bool
    values: int


def sealed(text: str) -> str:
    """Return a text sealed; the first keys are made when the first text is."""
    ready()
    return sealing.seal(text)


def hashed(text: str, purpose: str) -> str:
    """Return the keyed hash of a text."""
    ready()
    return sealing.lookup(text, purpose)


@transaction.atomic
def ready() -> None:
    """Make the first keys; refuse where the database knows of keys and their file is gone."""
    known = set(SealingKey.objects.filter(ended_at=None).values_list("name", flat=True))
    for which in RINGS:
        if not sealing.ring(which):
            if SealingKey.objects.filter(ring=which, ended_at=None).exists():
                raise KeysLost(file=f"keys/{which}")
            with _alone(wait=True):
                if not sealing.ring(which):
                    _add_key(which)
        if not known.issuperset(sealing.ring(which)):
            _write_down(which, set(sealing.ring(which)) - known)


@transaction.atomic
def give_up_lost() -> list[str]:
    """
    Go on with new keys where a file is lost; return the names of the keys given up.

    What they sealed stays as it is, unreadable unless the file is found and its lines are put
    below the new ones.
    """
    lost = [
        key
        for key in SealingKey.objects.filter(ended_at=None)
        if key.name not in sealing.ring(key.ring)
    ]
    if not lost:
        raise KeysNotLost()
    with _alone():
        for key in lost:
            key.ended_at, key.was_lost = timezone.now(), True
            key.save(update_fields=["ended_at", "was_lost"])
            record(actor=None, verb="give-up-key", subject=key, after={"ring": key.ring})
        for which in {key.ring for key in lost}:
            if not sealing.ring(which):
                _add_key(which)
    ready()
    return [key.name for key in lost]


def change(*, report: Report = silent) -> Changed:
    """Seal everything anew with a new key, or go on with a change that was broken off."""
    ready()
    with _alone():
        told = Changed(went_on=bool(_old_values()))
        if not told.went_on:
            for which in RINGS:
                _add_key(which)
            ready()
        for column in columns():
            _change_column(column, told, report)
    return told


def retire() -> list[str]:
    """Take out of the files the keys that nothing bears any more; return their names."""
    ready()
    with _alone():
        used = {name for name, count in _values().items() if count}
        retired = []
        for which in RINGS:
            old = [name for name in sealing.ring(which) if name != sealing.newest(which)]
            for name in old:
                if (which, name) in used:
                    raise KeyInUse(name=name, many=_values()[which, name])
            retired += _retire(which, old)
    return retired


def key_rows() -> list[KeyRow]:
    """Return the keys of both rings, those in the files and those that values bear."""
    values = _values()
    rows = []
    for which in RINGS:
        there = list(sealing.ring(which))
        names = there + [n for (r, n), many in values.items() if r == which and n not in there]
        rows += [
            KeyRow(which, name, name == there[0] if there else False, name in there,
                   values[which, name])
            for name in names
        ]  # fmt: skip
    return rows


def columns() -> Iterator[Column]:
    """Give every sealed field there is, whichever model it belongs to."""
    for model in apps.get_app_config("records").get_models():
        fields = model._meta.concrete_fields
        beside = {each.of: each.name for each in fields if isinstance(each, LookupField)}
        for each in fields:
            if isinstance(each, SealedField):
                yield Column(model, each.name, beside.get(each.name))


def _change_column(column: Column, told: Changed, report: Report) -> None:
    after = 0
    while True:
        many, unreadable, after = _change_some(column, after)
        told.rows += many
        told.unreadable += unreadable
        report(column.label, told.rows, 0)
        if not many and not unreadable:
            return


@transaction.atomic
def _change_some(column: Column, after: int) -> tuple[int, int, int]:
    """Seal some rows anew; return how many, how many do not open, and the last row seen."""
    locked = column.model._base_manager.select_for_update(no_key=True)
    rows = list(locked.filter(_is_old(column), pk__gt=after).order_by("pk")[:CHUNK])
    opened = [(row, sealing.opened(getattr(row, column.sealed))) for row in rows]
    changed = [(row, text) for row, text in opened if text is not None]
    for row, text in changed:
        setattr(row, column.sealed, sealing.seal(text))
        if column.lookup:
            setattr(row, column.lookup, column.hashed(text))
    if changed:
        fields = [name for name in (column.sealed, column.lookup) if name]
        column.model._base_manager.bulk_update([row for row, _text in changed], fields)
        key = SealingKey.objects.get(name=sealing.newest(SEAL))
        told = {"column": column.label, "rows": len(changed), "first": changed[0][0].pk}
        record(actor=None, verb="change-key", subject=key, after=told)
    return len(changed), len(rows) - len(changed), rows[-1].pk if rows else after


def _is_old(column: Column) -> Q:
    """Return what tells the rows that do not bear the newest keys."""
    seal = f"{sealing.newest(SEAL)}."
    old = Q(**{f"{column.sealed}__isnull": False})
    old &= ~Q(**{f"{column.sealed}__startswith": seal})
    if column.lookup:
        hashed = f"{sealing.newest(LOOKUP)}."
        behind = Q(**{f"{column.lookup}__isnull": False})
        old |= behind & ~Q(**{f"{column.lookup}__startswith": hashed})
    return old


def _old_values() -> int:
    """Count the values that an unfinished change has left with an older key still at hand."""
    return sum(
        many
        for (which, name), many in _values().items()
        if name in sealing.ring(which) and name != sealing.newest(which)
    )


def _values() -> Counter[tuple[str, str]]:
    """Count the values under each key, by ring and name."""
    counted: Counter[tuple[str, str]] = Counter()
    for column in columns():
        for which, name in ((SEAL, column.sealed), (LOOKUP, column.lookup)):
            if name:
                counted.update(_values_of(column.model, which, name))
    return counted


def _values_of(model: type[Model], which: str, name: str) -> dict[tuple[str, str], int]:
    key = Substr(F(name), 1, StrIndex(F(name), Value(".")) - 1)
    rows = model._base_manager.filter(**{f"{name}__isnull": False}).order_by()
    return {
        (which, found): many
        for found, many in rows.annotate(key=key).values_list("key").annotate(Count("pk"))
    }


def _add_key(which: str) -> None:
    name, key = sealing.new_key()
    sealing.write_ring(which, {name: key, **sealing.ring(which)})


def _write_down(which: str, names: Iterable[str]) -> None:
    """Let the database know of keys that stand in the file, also of one found again."""
    for name in sorted(names):
        made, is_new = SealingKey.objects.update_or_create(
            name=name, defaults={"ring": which, "ended_at": None, "was_lost": False}
        )
        verb = "make-key" if is_new else "find-key"
        record(actor=None, verb=verb, subject=made, after={"ring": which})


@transaction.atomic
def _retire(which: str, names: list[str]) -> list[str]:
    keys = dict(sealing.ring(which))
    gone = {name: keys.pop(name) for name in names}
    if gone:
        aside = sealing.ring(f"{which}.retired")
        sealing.write_ring(f"{which}.retired", {**gone, **aside})
        sealing.write_ring(which, keys)
    # Those aside are marked too: a kill may have come between the file and this.
    aside = sealing.ring(f"{which}.retired")
    for key in SealingKey.objects.filter(ring=which, name__in=aside, ended_at=None):
        key.ended_at = timezone.now()
        key.save(update_fields=["ended_at"])
        record(actor=None, verb="retire-key", subject=key, after={"ring": which})
    return names


@contextmanager
def _alone(*, wait: bool = False) -> Iterator[None]:
    """Let one process at a time change the files; a killed one lets go by itself."""
    path = sealing.file_of("lock")
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            raise KeysBusy() from None
        yield
