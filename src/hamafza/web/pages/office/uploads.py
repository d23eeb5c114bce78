"""A union's file: sent, its columns confirmed, read in the background, and what came of it."""

import polars as pl
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from hamafza.runs.reading import reasons_counted
from hamafza.sources.geography import country_names
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import uploads as act
from hamafza.web.pages.office.bad_rows import bad_row
from hamafza.web.pages.office.column_fields import column_rows
from hamafza.web.pages.sheet_cells import harmless_lines
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.uploads import Upload
from hamafza.web.sentences import sentence

READERS = (*OFFICE, Role.UNION)
HOME_COUNTRY = "IRN"
PAGE = 30
BAD_ROWS_SHOWN = 50


def within_reach(user: User, number: int) -> bool:
    """An officer of a union sees the files that this officer sent."""
    return _files_of(user).filter(pk=number).exists()


@seen_by(*READERS)
def uploads(request):
    """List the files, the newest first; take a new one."""
    refusal = ""
    if request.method == "POST":
        try:
            kept = act.receive_upload(
                actor=request.user,
                file=request.FILES.get("file"),
                country=_country(request),
            )
            return redirect("office:upload", kept.pk)
        except Refusal as refused:
            refusal = sentence(refused, get_language() or "en")
    files = _files_of(request.user).select_related("run", "uploaded_by")
    facts = {
        "page": Paginator(files, PAGE).get_page(request.GET.get("page")),
        "refusal": refusal,
        "countries": _countries(),
        "country": _country(request),
        "most_mb": act.MOST_BYTES >> 20,
    }
    return render(request, "office/uploads.html", facts, status=400 if refusal else 200)


@require_GET
def upload(request, number: int):
    """Show one file: its columns to confirm, its progress, or what came of it."""
    kept = get_object_or_404(Upload.objects.select_related("run"), pk=number)
    facts: dict[str, object] = {"upload": kept, "run": kept.run, "tells_progress": _goes_on(kept)}
    if kept.state == act.IMPORTED:
        facts |= _outcome(kept)
    elif not _goes_on(kept):
        facts |= {"columns": column_rows(kept.mapping, request.user.role == Role.UNION)}
        facts |= {"refusal": _refusal_of(kept)}
    return render(request, "office/upload.html", facts)


@require_POST
def read(request, number: int):
    """Confirm the columns and let the reading begin."""
    kept = get_object_or_404(Upload, pk=number)
    fields = [request.POST.get(f"c{at}", "") for at in range(len(kept.mapping.get("headings", [])))]
    tasks.gather_carriers()
    tasks.hand_over(act.ask_to_read(actor=request.user, upload=kept, fields=fields))
    return redirect("office:upload", number)


@require_GET
def rejects(request, number: int):
    """
    Hand out the rows set aside, to be corrected and sent again.

    Whoever sent the file wrote its cells, and a spreadsheet would calculate ``=...`` in them; here
    such a cell gets an apostrophe. The file that ``hamafza units read`` writes keeps every cell.
    """
    kept = get_object_or_404(Upload, pk=number)
    file = act.rejects_of(kept)
    if file is None:
        raise Http404
    named = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
    lines = "".join(harmless_lines(file))
    return HttpResponse(lines, content_type="text/csv; charset=utf-8", headers=named)


def _files_of(user: User) -> QuerySet[Upload]:
    files = Upload.objects.all()
    return files if user.role in OFFICE else files.filter(uploaded_by=user)


def _goes_on(upload: Upload) -> bool:
    return upload.run is not None and not upload.run.has_ended


def _refusal_of(upload: Upload) -> str:
    from hamafza.web.pages.office.runs import refusal_words

    return refusal_words(upload.run) if upload.run else ""


def _outcome(upload: Upload) -> dict[str, object]:
    file = act.rejects_of(upload)
    if file is None:
        return {"bad_rows": [], "reasons": []}
    bad = pl.read_csv(file, infer_schema=False)
    told = reasons_counted(bad) if bad.height else None
    fa = get_language() == "fa"
    reasons = [
        {"reason": row["reason_fa" if fa else "reason_en"], "rows": row["rows"]}
        for row in (told.iter_rows(named=True) if told is not None else ())
    ]
    columns = upload.mapping.get("columns", {})
    rows = bad.head(BAD_ROWS_SHOWN).iter_rows(named=True)
    return {
        "reasons": reasons,
        "bad_rows": [bad_row(row, columns, get_language() or "en") for row in rows],
    }


def _country(request) -> str:
    asked = request.POST.get("country", HOME_COUNTRY)
    return asked if asked in country_names() else HOME_COUNTRY


def _countries() -> list[tuple[str, str]]:
    at = 1 if get_language() == "fa" else 0
    named = [(code, names[at] or names[0]) for code, names in country_names().items()]
    return sorted(named, key=lambda each: (each[0] != HOME_COUNTRY, each[1]))


urlpatterns = [
    path("uploads/", uploads, name="uploads"),
    path("uploads/<int:number>/", seen_by(*READERS, scope=within_reach)(upload), name="upload"),
    path("uploads/<int:number>/read/", seen_by(*READERS, scope=within_reach)(read),
         name="read_upload"),
    path("uploads/<int:number>/rejects.csv", seen_by(*READERS, scope=within_reach)(rejects),
         name="rejects"),
]  # fmt: skip
