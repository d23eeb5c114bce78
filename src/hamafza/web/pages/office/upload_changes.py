"""All that a file changed in its list, taken along: a line for each field, and for who is gone."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hamafza.runs.editions import changes_in
from hamafza.vocabulary.writing import day_in_words
from hamafza.web.access import seen_by
from hamafza.web.actions.edition_settling import folder_of
from hamafza.web.actions.uploads import IMPORTED
from hamafza.web.factwords import ACTIVITY_CLASSES, GENDERS
from hamafza.web.pages.office.column_fields import MEANINGS
from hamafza.web.pages.office.upload_reach import READERS, within_reach
from hamafza.web.pages.sheet_cells import harmless_table
from hamafza.web.records.unit_lists import ListedUnit
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

AT_ONCE = 5_000
_DAYS = ("licence_date", "licence_expiry")
_WORDS: dict[str, Any] = {"owner_gender": GENDERS, "activity_class": ACTIVITY_CLASSES}


@seen_by(*READERS, scope=within_reach)
@require_GET
def changes(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Hand out the changes of a file that was read."""
    kept = get_object_or_404(Upload, pk=number)
    if kept.state != IMPORTED:
        raise Http404
    # What is said in the reader's language is said now: the lines are written after this returns.
    lines = harmless_table(list(_lines(kept)))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="changes.csv"'
    return answer


def _lines(upload: Upload) -> Iterator[list[str]]:
    yield [_("Row"), _("Number"), _("Unit"), _("What changed"), _("Before"), _("After"), ""]
    for rows in changes_in(folder_of(upload), AT_ONCE):
        units = Unit.objects.only("public_id", "name").in_bulk([row["unit_id"] for row in rows])
        for row in rows:
            if unit := units.get(row["unit_id"]):
                yield from _of_a_unit(row, unit)
    gone = ListedUnit.objects.filter(gone_in=upload).select_related("unit").order_by("unit")
    for each in gone.iterator(AT_ONCE):
        yield ["", each.unit.public_id, each.unit.name, "", "", "", _("gone")]


def said_of(row: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Return what changed in a unit and the facts beside it: field, before, after."""
    columns = [
        (column, before, after)
        for column, (before, after) in row["changes"].items()
        if column in MEANINGS  # others follow from these
    ]
    return columns + [
        (name, _shown(name, before), _shown(name, after)) for name, before, after in row["said"]
    ]


def _shown(name: str, value: Any) -> Any:
    """Return a value in the reader's words: a day, a gender, a class are kept as codes."""
    if value and name in _DAYS:
        language = get_language() or "en"
        return day_in_words(date.fromisoformat(value), language, localdate(), weekday=False)
    words = _WORDS.get(name, {})
    return str(words[value]) if value in words else value


def _of_a_unit(row: dict, unit: Unit) -> Iterator[list[str]]:
    named = [str(row["line"]), unit.public_id, unit.name]
    for name, before, after in said_of(row):
        yield [*named, str(MEANINGS[name]), _cell(before), _cell(after), _("changed")]
    for column in row["by_hand"]:
        if column in MEANINGS:
            yield [*named, str(MEANINGS[column]), "", "", _("set by hand, and stays")]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


urlpatterns = [path("uploads/<int:number>/changes.csv", changes, name="upload_changes")]
