"""The facts of a unit as rows of its page: a title, what is told beside it, what asks attention."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hamafza.registry.unit_facts import ALARMING, LicenceState, standing
from hamafza.vocabulary import writing
from hamafza.vocabulary.money import Money
from hamafza.web import factwords as words
from hamafza.web.actions.fact_kinds import KINDS, alarms
from hamafza.web.actions.facts import today
from hamafza.web.dealwords import MEASURES
from hamafza.web.pages.fact_forms import JALALI_BEHIND
from hamafza.web.placenames import country_name
from hamafza.web.records.unit_lists import ListedUnit

Told = str | SafeString


@dataclass(frozen=True)
class Row:
    """One fact: ``parts`` are joined by commas, ``badges`` are kind and word."""

    fact: Any
    title: Told
    parts: list[Told]
    badges: list[tuple[str, str]] = field(default_factory=list)
    may_confirm: bool = False
    file: bool = False
    record: str = ""
    """The public number of the joined record it was told of, where that is not the unit's own."""


@dataclass(frozen=True)
class Section:
    kind: str
    rows: list[Row]
    may_add: bool
    is_single: bool = False

    @property
    def title(self) -> str:
        return str(words.SECTIONS[self.kind])

    @property
    def add(self) -> str:
        return str(words.ADD[self.kind])

    @property
    def nothing(self) -> str:
        return str(words.EMPTY[self.kind])


def rows_of(kind: str, units: Iterable[int], stands_for: int) -> list[Row]:
    """Return the living facts of a kind, of all records of a unit."""
    model = KINDS[kind].model
    related = ["unit", *_RELATED.get(kind, ())]
    facts = model._default_manager.filter(unit__in=list(units), ended_at=None)
    found = facts.select_related(*related).order_by(*_ORDER.get(kind, ("pk",)))
    return [_of_record(_ROWS[kind](fact), stands_for) for fact in found]


def files_of(units: Iterable[int]) -> dict[int, str]:
    """Return by record the name of the file that told of it last."""
    named = ListedUnit.objects.filter(unit__in=list(units)).order_by("pk")
    return dict(named.values_list("unit_id", "upload__file_name"))


def with_source(rows: list[Row], files: dict[int, str]) -> list[Row]:
    """Say of facts that a file told, and nobody has touched since, which file that is."""
    return [
        replace(row, parts=[*row.parts, format_html("{} {}", _("told by the file"),
                                                    _quoted(files[row.fact.unit_id]))])
        if row.fact.told_by_id is None and row.fact.version == 1 and row.fact.unit_id in files
        else row
        for row in rows
    ]  # fmt: skip


def ends(expires_on: Any) -> tuple[list[Told], list[tuple[str, str]]]:
    """Return until when a paper holds, and a badge where that asks for attention."""
    if expires_on is None:
        return [], []
    stands = standing(expires_on, today(), alarms())
    last = format_html("{} {}", _("until"), _day(expires_on))
    if stands not in ALARMING:
        return [last], []
    badge, word = words.STANDINGS[stands]
    return [last], [(badge, str(word))]


def _of_record(row: Row, stands_for: int) -> Row:
    if row.fact.unit_id == stands_for:
        return row
    return Row(**(vars(row) | {"record": row.fact.unit.public_id}))


def _licence(fact: Any) -> Row:
    last, badges = ends(fact.expires_on)
    if fact.state != LicenceState.VALID:
        badges = [("stop", str(words.LICENCE_STATES[LicenceState(fact.state)]))]
    title = format_html('{} <bdi dir="ltr">{}</bdi>', words.LICENCE_KINDS[fact.kind], fact.number)
    holder = [format_html("{} {}", _("held by"), _quoted(fact.holder))] if fact.holder else []
    told = [_quoted(fact.trade), _word(words.ACTIVITY_CLASSES, fact.activity_class),
            _quoted(fact.issuer)]  # fmt: skip
    return Row(fact, title, [*holder, *_there(told), *last], badges)


def _workshop(fact: Any) -> Row:
    told = [
        _count(fact.jobs, _("people work there")),
        _count(fact.jobs_women, _("of them women")),
        _count(fact.jobs_home, _("work for it at home")),
    ]
    place = _there([_quoted(fact.address), _quoted(fact.postal_code)])
    title = _quoted(fact.county) or _("The workshop")
    return Row(fact, title, [*place, *_there(told)])


def _machine(fact: Any) -> Row:
    made = format_html("{} {}", _("made in"), _year(fact.made_in_year)) if fact.made_in_year else ""
    many = (
        format_html("{} ×", _figure(writing.number(fact.how_many, _language())))
        if fact.how_many > 1
        else ""
    )
    told = [many, made, _quoted(fact.materials), _quoted(fact.size)]
    kind = ("", str(words.MEANS[fact.means]))
    return Row(fact, _quoted(fact.name), _there(told), [kind])


def _good(fact: Any) -> Row:
    measure = str(MEASURES.get(fact.measure, fact.measure))
    told = [
        _code(fact.hs6) if fact.hs6 else "",
        _count(fact.monthly_units, " ".join((measure, _("a month")))),
        _count(fact.monthly_kg, _("kg a month")),
    ]
    has_figures = fact.monthly_units is not None or fact.monthly_kg is not None
    is_open = has_figures and fact.confirmed_at is None
    badges = [("proposed", _("own word"))] if is_open else []
    if has_figures and not is_open:
        badges = [("done", _("confirmed"))]
    return Row(fact, _quoted(fact.words), _there(told), badges, may_confirm=is_open)


def _certificate(fact: Any) -> Row:
    last, badges = ends(fact.expires_on)
    number = format_html('<bdi dir="ltr">{}</bdi>', fact.number) if fact.number else ""
    good = format_html("{} {}", _("for"), _quoted(fact.good.words)) if fact.good else ""
    told = [str(words.CERTIFICATE_KINDS[fact.kind]), number, _quoted(fact.body), good]
    return Row(fact, _quoted(fact.name), [*_there(told), *last], badges, file=bool(fact.file))


def _export(fact: Any) -> Row:
    place = country_name(fact.country, _language())
    title = format_html("{} {}", place, _year(fact.year))
    value = _money(fact.value_minor, fact.currency) if fact.value_minor is not None else ""
    told = [
        _quoted(fact.words),
        _code(fact.hs6) if fact.hs6 else "",
        value,
        str(words.EXPORT_SOURCES[fact.source]),
        format_html('<bdi dir="ltr">{}</bdi>', fact.evidence) if fact.evidence else "",
    ]
    is_own = fact.source == "own-word"
    badge = ("proposed", _("own word")) if is_own else ("firm", _("on paper"))
    return Row(fact, title, _there(told[:3] + (told[4:] if is_own else told[3:])), [badge])


def _contact(fact: Any) -> Row:
    value = format_html('<bdi dir="ltr">{}</bdi>', writing.digits(fact.value, _language()))
    if fact.way in ("email", "website", "messenger"):
        value = format_html('<bdi dir="ltr">{}</bdi>', fact.value)
    told = [str(words.WAYS[fact.way]), _quoted(fact.person), _quoted(fact.note)]
    return Row(fact, value, _there(told))


def _distributor(fact: Any) -> Row:
    language = _language()
    comma = "، " if language == "fa" else ", "
    lands = comma.join(country_name(code, language) for code in fact.reach)
    served = comma.join(fact.coverage)
    told = [
        format_html("{} <bdi>{}</bdi>", _("serves"), served) if served else "",
        _quoted(fact.languages),
        _count(fact.vehicles, _("vehicles")),
        _count(fact.carries_kg, _("kg together")),
        _count(fact.stores, _("stores")),
        _count(fact.stores_m2, _("square metres")),
    ]
    badges = [("firm", _("cold chain"))] if fact.is_cold else []
    title = format_html("{} {}", _("reaches"), lands) if lands else _("at home only")
    return Row(fact, title, _there(told), badges)


_ROWS: dict[str, Callable[[Any], Row]] = {
    "licence": _licence,
    "workshop": _workshop,
    "machine": _machine,
    "good": _good,
    "certificate": _certificate,
    "export": _export,
    "contact": _contact,
    "distributor": _distributor,
}
_RELATED = {"licence": ("holder",), "certificate": ("good",), "contact": ("person",)}
_ORDER: dict[str, tuple[str, ...]] = {
    "certificate": ("expires_on", "pk"),
    "export": ("-year", "country", "pk"),
    "machine": ("means", "pk"),
}


def _year(year: int) -> SafeString:
    """Write a Gregorian year, in Persian as the Jalali one that begins in it; no marks between."""
    shown = year - JALALI_BEHIND if get_language() == "fa" else year
    return _figure(writing.digits(str(shown), _language()))


def _language() -> str:
    return (get_language() or "fa")[:2]


def _figure(text: str) -> SafeString:
    return format_html('<span class="n">{}</span>', text)


def _day(day: date) -> str:
    return writing.day_in_words(day, _language(), today(), weekday=False)


def _code(code: str) -> SafeString:
    return _figure(writing.digits(f"{code[:4]}.{code[4:]}", _language()))


def _money(minor: int, currency: str) -> SafeString:
    told = writing.sum_in_figures(Money(minor, currency), _language())
    return format_html("{}\u00a0{}", _figure(told), writing.currency_name(currency, _language()))


def _quoted(text: object) -> Told:
    return format_html("<bdi>{}</bdi>", text) if text else ""


def _word(known: dict, key: str) -> str:
    return str(known[key]) if key else ""


def _count(many: int | None, word: str) -> Told:
    return (
        ""
        if many is None
        else format_html("{} {}", _figure(writing.number(many, _language())), word)
    )


def _there(told: Iterable[Told]) -> list[Told]:
    return [each for each in told if each]
