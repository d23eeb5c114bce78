"""Cells that could not be read in rows that are units: shown, and taken along as a table."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hamafza.runs.fault_words import UNREAD_WORDS
from hamafza.web.access import seen_by
from hamafza.web.actions.uploads import IMPORTED
from hamafza.web.exchange.secret_cells import SECRET, masked, unread_cell
from hamafza.web.pages.office.column_fields import MEANINGS
from hamafza.web.pages.office.upload_reach import READERS, within_reach
from hamafza.web.pages.sheet_cells import harmless_table
from hamafza.web.records.bad_rows import UnreadCell
from hamafza.web.records.uploads import Upload

AT_ONCE = 2_000


def unread_cells(upload: Upload, language: str, many: int) -> list[dict[str, object]]:
    """
    Return the first cells left unread: line, what the column means, what it held, and why.

    A page that is only looked at shows no code whole; the table that is taken along does.
    """
    told = [_told(cell, language) for cell in UnreadCell.objects.filter(upload=upload)[:many]]
    return [
        row | {"cell": masked(str(row["cell"])) if row["field"] == SECRET else row["cell"]}
        for row in told
    ]


@seen_by(*READERS, scope=within_reach)
@require_GET
def unread(request: HttpRequest, number: int) -> StreamingHttpResponse:
    """Hand out all cells of a file that were left unread."""
    kept = get_object_or_404(Upload, pk=number)
    if kept.state != IMPORTED:
        raise Http404
    lines = harmless_table(_lines(kept, get_language() or "en"))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="unread.csv"'
    return answer


def _lines(upload: Upload, language: str) -> Iterator[list[str]]:
    # Said now: the lines are written after the reader's language is given back.
    headings = [_("Row"), _("Column"), _("What stands there"), _("Reason")]
    meanings = {name: str(word) for name, word in MEANINGS.items()}

    def lines() -> Iterator[list[str]]:
        yield headings
        for cell in UnreadCell.objects.filter(upload=upload).iterator(AT_ONCE):
            told = _told(cell, language)
            yield [str(cell.line), meanings[cell.field], str(told["cell"]), str(told["reason"])]

    return lines()


def _told(cell: UnreadCell, language: str) -> dict[str, object]:
    return {
        "line": cell.line,
        "field": cell.field,
        "meaning": MEANINGS[cell.field],
        "cell": unread_cell(cell),
        "reason": UNREAD_WORDS[cell.code][1 if language == "fa" else 0],
    }


urlpatterns = [path("uploads/<int:number>/unread.csv", unread, name="upload_unread")]
