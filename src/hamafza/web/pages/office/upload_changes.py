"""All that a file changed in its list, taken along: a line for each field, and for who is gone."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hamafza.runs.editions import changes_in
from hamafza.web.access import seen_by
from hamafza.web.actions.edition_settling import folder_of
from hamafza.web.actions.uploads import IMPORTED
from hamafza.web.pages.office.column_fields import MEANINGS
from hamafza.web.pages.office.upload_reach import READERS, within_reach
from hamafza.web.pages.sheet_cells import harmless_table
from hamafza.web.records.unit_lists import ListedUnit
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload

AT_ONCE = 5_000


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


def _of_a_unit(row: dict, unit: Unit) -> Iterator[list[str]]:
    named = [str(row["line"]), unit.public_id, unit.name]
    for column, (before, after) in row["changes"].items():
        if column in MEANINGS:
            yield [*named, str(MEANINGS[column]), _cell(before), _cell(after), _("changed")]
    for column in row["by_hand"]:
        if column in MEANINGS:
            yield [*named, str(MEANINGS[column]), "", "", _("set by hand, and stays")]


def _cell(value: object) -> str:
    return "" if value is None else str(value)


urlpatterns = [path("uploads/<int:number>/changes.csv", changes, name="upload_changes")]
