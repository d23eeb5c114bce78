"""What a pair of records says side by side, and what hangs together with a unit, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl
from django.db.models import Q
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hamafza.registry.twins.attributes import ATTRIBUTES
from hamafza.registry.twins.deciding import COUPLE, DOUBLE_LICENCE, MANY, NAMESAKE, OTHER_NAME
from hamafza.registry.twins.keys import keyed
from hamafza.registry.twins.params import TwinParams
from hamafza.registry.twins.seeing import NEAR_KM, seen
from hamafza.store.parameters import load
from hamafza.vocabulary.places import great_circle_km
from hamafza.vocabulary.writing import number
from hamafza.web.actions.twin_joining import group_of, last_of
from hamafza.web.exchange.twins import WEIGHED
from hamafza.web.records.accounts import User
from hamafza.web.records.events import Event
from hamafza.web.records.goods import GoodsConfirmation
from hamafza.web.records.twins import IN_USE, OTHER_OWNERS, SAID_DIFFERENT, UNDONE, TwinPair
from hamafza.web.records.units import Unit

SAME, NEAR, PART, DIFFERS, UNTOLD = "same", "near", "part", "differs", "untold"
FIGURES = ("workers", "made")
FULL_BITS = 20
"""A bar as long as its box; more bits are as good as certain."""
ALONE = 2.5
"""Of so few that have a value, the two records are all."""
FEW = 1_000
LITTLE, MUCH = -2.0, -4.0


@dataclass(frozen=True)
class Row:
    """One attribute of two records, and what its agreement says."""

    name: str
    label: str
    one: Any
    other: Any
    stands: str
    words: str
    bits: float | None
    """How far it is believed: what it moves the probability by."""

    @property
    def is_empty(self) -> bool:
        """Whether neither record tells it."""
        return not self.one and not self.other

    @property
    def size(self) -> int:
        """How long the bar is, of a hundred."""
        return round(min(1.0, abs(self.bits or 0.0) / FULL_BITS) * 100)


def compared_rows(pair: TwinPair) -> list[Row]:
    """Return each attribute with both values, whether they agree, and what that is worth."""
    keys = _keys(pair.one, pair.other)
    km = _km_apart(*keys.iter_rows(named=True))
    labels = _labels()
    rows = []
    for name in ATTRIBUTES:
        bits = pair.evidence.get(name)
        stands = _stands(name, keys, pair.units)
        words = _words(name, stands, bits, pair, km)
        values = _value(name, pair.one), _value(name, pair.other)
        if stands == PART:
            stands = NEAR if bits is not None and bits > 0 else DIFFERS
        rows.append(Row(name, labels[name], *values, stands, words, _pull(name, bits)))
    return rows


def held_words() -> dict[str, str]:
    """Return why a pair is not joined by itself, by the key of the reason."""
    return {
        DOUBLE_LICENCE: _("Two licences in two trades: perhaps two workshops of one person."),
        COUPLE: _("One telephone and another name: perhaps husband and wife, a licence each."),
        NAMESAKE: _("One name in one town: perhaps two firms that are called alike."),
        OTHER_NAME: _("The names are not even near: perhaps a couple, or neighbours."),
        MANY: _("More records hang together here than one unit can well have."),
        IN_USE: _("A consortium or an order counts on the record that would be joined."),
        SAID_DIFFERENT: _("Somebody has said before that records of this unit differ."),
        UNDONE: _("They were joined before, and somebody took it back."),
        OTHER_OWNERS: _("Their owners are different people, by their national codes."),
    }


def held_choices() -> list[tuple[str, str]]:
    """Return the reasons as short names, to choose by."""
    return [
        (DOUBLE_LICENCE, _("two licences")),
        (COUPLE, _("perhaps a couple")),
        (NAMESAKE, _("perhaps namesakes")),
        (OTHER_NAME, _("another name")),
        (MANY, _("many records")),
        (IN_USE, _("in a consortium or an order")),
        (SAID_DIFFERENT, _("said to differ before")),
        (UNDONE, _("taken back")),
        (OTHER_OWNERS, _("other owners")),
        ("none", _("not likely enough")),
    ]


def joined_from() -> float:
    """Return the probability from which a search joins a pair by itself."""
    return _params().automatic


def filled_words(names: Iterable[str]) -> str:
    """Return the names of filled fields, joined as a list is."""
    words = {
        "trade": _("trade"),
        "phone": _("telephone"),
        "licence": _("licence number"),
        "address": _("address"),
        "workers": _("number of workers"),
        "home_based": _("home-based or not"),
        "women_owned": _("owned by a woman or not"),
    }
    comma = "، " if get_language() == "fa" else ", "
    return comma.join(words[name] for name in names)


def joined_records(unit: Unit) -> list[dict[str, Any]]:
    """Return the records that count through this one, each with all that hangs on it."""
    numbers = group_of(unit) - {unit.pk}
    if not numbers:
        return []
    units = Unit.objects.filter(pk__in=numbers).select_related("upload").order_by("pk")
    goods = _by_unit(
        GoodsConfirmation.objects.filter(unit__in=numbers).select_related("confirmed_by")
    )
    pairs = {pair.joined_id: pair for pair in TwinPair.objects.filter(joined__in=numbers)}
    moved = {number for pair in pairs.values() for number in pair.accounts}
    people = User.objects.in_bulk(moved)
    events: dict[int, list[Event]] = {}
    told = Event.objects.filter(subject_kind="unit", subject_id__in=numbers)
    for event in told.select_related("actor").order_by("-id")[:100]:
        events.setdefault(event.subject_id, []).append(event)
    return [
        {
            "unit": each,
            "confirmations": goods.get(each.pk, []),
            "people": [people[number] for number in _moved(pairs.get(each.pk)) if number in people],
            "events": events.get(each.pk, []),
            "pair": pairs.get(each.pk),
        }
        for each in units
    ]


def _moved(pair: TwinPair | None) -> list[int]:
    return pair.accounts if pair else []


def stands_for(unit: Unit) -> Unit | None:
    """Return the record that counts in this one's place; None if it counts itself."""
    return None if unit.merged_into_id is None else last_of((unit.pk,))[unit.pk]


def pairs_of_unit(unit: Unit) -> list[int]:
    """Return the numbers of the pairs that speak of a record."""
    about = Q(one=unit) | Q(other=unit) | Q(joined=unit) | Q(joined__merged_into=unit)
    return list(TwinPair.objects.filter(about).values_list("pk", flat=True))


def _by_unit(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.unit_id, []).append(row)
    return found


@lru_cache(maxsize=1)
def _params() -> TwinParams:
    return load(TwinParams, "twins")


def _keys(*units: Unit) -> pl.DataFrame:
    """Return what records are compared by: one spelling for each attribute, a row for each."""
    columns = {name: [getattr(unit, name) for unit in units] for name in WEIGHED}
    kinds = {
        "women_owned": pl.Boolean, "workers": pl.Int64, "monthly_units": pl.Float64,
        "lat_deg": pl.Float64, "lon_deg": pl.Float64,
    }  # fmt: skip
    frame = pl.DataFrame(columns, schema={name: kinds.get(name, pl.String) for name in WEIGHED})
    return keyed(frame, _params())


def _stands(name: str, keys: pl.DataFrame, units: int) -> str:
    told = seen(name, keys[:1], keys[1:], units)
    flags = {UNTOLD: told.missing, SAME: told.same, NEAR: told.near, PART: told.part}
    return next((stands for stands, is_so in flags.items() if is_so[0]), DIFFERS)


def _km_apart(one: dict[str, Any], other: dict[str, Any]) -> float | None:
    ends = [side[axis] for side in (one, other) for axis in ("lat", "lon")]
    return None if None in ends else float(great_circle_km(*ends))


def _words(name: str, stands: str, bits: float | None, pair: TwinPair, km: float | None) -> str:
    if name == "place" and km is not None:
        return _distance(km)
    if stands == UNTOLD:
        return _("one says nothing")
    if stands == NEAR:
        return _near_words(name)
    if stands == PART and bits is not None and bits > 0:
        return _("within a half") if name in FIGURES else _("some of the words")
    if stands in (PART, DIFFERS):
        return _against(_pull(name, bits))
    if name == "trade" and not bits:
        return _("adds nothing: the goods say it already")
    return "" if bits is None else _rarity(name, bits, pair.units)


def _pull(name: str, bits: float | None) -> float | None:
    """Return how far counted evidence is believed: what people see is what decides."""
    return None if bits is None else _params().belief.pull(name, bits)


def _rarity(name: str, bits: float, units: int) -> str:
    """Say how many units have the value that two share, as it was counted when they were found."""
    share = min(1.0, getattr(_params(), name).same / 2.0**bits)
    have = share * units + 1  # beside the one that was compared
    if have <= ALONE:
        return _in_figures(_("only these two of %(all)s units"), all=units)
    if have <= FEW:
        many = round(have)
        words = ngettext(
            "%(many)s of %(all)s units has it", "%(many)s of %(all)s units have it", many
        )
        return _in_figures(words, many=many, all=units)
    return _in_figures(_("one unit in %(one)s has it"), one=max(1, round(1 / share)))


def _near_words(name: str) -> str:
    if name in FIGURES:
        return _("within a tenth")
    return _("nearly the same words") if name == "address" else _("a slip of the pen apart")


def _against(bits: float | None) -> str:
    if bits is None or bits > LITTLE:
        return _("counts a little against")
    return _("counts against") if bits > MUCH else _("counts strongly against")


def _distance(km: float) -> str:
    if km < NEAR_KM:
        return _in_figures(_("%(metres)s metres apart"), metres=round(km * 1000))
    return _in_figures(_("%(km)s km apart"), km=round(km, 1))


def _in_figures(words: str, **figures: float) -> str:
    """Put figures into words, in the reader's script."""
    return words % {name: _figure(figure) for name, figure in figures.items()}


def _figure(value: float) -> str:
    return number(value, (get_language() or "fa")[:2])


def _value(name: str, unit: Unit) -> Any:
    """Return what a record says, as it was written; empty for nothing."""
    if name == "goods":
        return unit.goods_text
    if name == "trade":
        return unit.trade or unit.hs4 or unit.service_code or ""
    if name == "city":
        return unit.city if unit.city == unit.province else f"{unit.city} ({unit.province})"
    if name == "place":
        return _("its own point on the map") if unit.place_basis == "point" else ""
    if name == "owner":
        return {True: _("yes"), False: _("no")}.get(unit.women_owned, "")
    value = getattr(unit, {"made": "monthly_units"}.get(name, name))
    if name in FIGURES:
        return "" if value is None else _figure(value)
    return "" if value is None else _figures_alone(value)


def _figures_alone(text: str) -> str | SafeString:
    """A number reads left to right in every language."""
    is_number = text and not any(letter.isalpha() for letter in text)
    return format_html('<span dir="ltr">{}</span>', text) if is_number else text


def _labels() -> dict[str, str]:
    return {
        "phone": _("Telephone"),
        "licence": _("Licence number"),
        "name": _("Name"),
        "goods": _("Goods or service"),
        "trade": _("Trade"),
        "city": _("Place"),
        "address": _("Address"),
        "owner": _("Owned by a woman"),
        "workers": _("Workers"),
        "made": _("Made a month"),
        "place": _("Point on the map"),
    }
