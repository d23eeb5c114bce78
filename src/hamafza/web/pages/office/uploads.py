"""A union's file: sent, its columns confirmed, read in the background, and what came of it."""

from pathlib import Path

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from hamafza.sources.geography import country_names
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import tasks
from hamafza.web.access import seen_by
from hamafza.web.actions import uploads as act
from hamafza.web.actions.unit_lists import lists_of, seems_corrected
from hamafza.web.branches import uploads_of
from hamafza.web.exchange.bad_rows import open_rows
from hamafza.web.own_country import own_country
from hamafza.web.pages.office.column_fields import column_rows, named_by_owner
from hamafza.web.pages.office.upload_outcome import outcome
from hamafza.web.pages.office.upload_reach import READERS, within_reach
from hamafza.web.pages.sheet_cells import harmless_table
from hamafza.web.records.accounts import User
from hamafza.web.records.uploads import Upload
from hamafza.web.sentences import sentence

PAGE = 30
LISTS_OFFERED = 200


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
    files = uploads_of(request.user).select_related("run", "uploaded_by")
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
    kept = get_object_or_404(Upload.objects.select_related("run", "office"), pk=number)
    facts: dict[str, object] = {"upload": kept, "run": kept.run, "tells_progress": _goes_on(kept)}
    facts["rows_known"] = kept.counts.get("records") or kept.mapping.get("records")
    if kept.state == act.IMPORTED:
        facts |= outcome(kept, get_language() or "en")
    elif not _goes_on(kept):
        facts |= {"columns": column_rows(kept.mapping, bool(kept.office and kept.office.is_union))}
        facts |= {"refusal": _refusal_of(kept), "named_by_owner": named_by_owner(kept.mapping)}
        facts |= _lists(request.user, kept)
    return render(request, "office/upload.html", facts)


@require_POST
def read(request, number: int):
    """Confirm the columns and the list, and let the reading begin."""
    kept = get_object_or_404(Upload, pk=number)
    fields = [request.POST.get(f"c{at}", "") for at in range(len(kept.mapping.get("headings", [])))]
    asked = request.POST.get("list", str(kept.mapping.get("list", "")))
    tasks.gather_carriers()
    run = act.ask_to_read(
        actor=request.user,
        upload=kept,
        fields=fields,
        unit_list=int(asked) if asked.isdecimal() else None,
        name=request.POST.get("name", ""),
        is_whole=request.POST.get("part") != "1",
    )
    tasks.hand_over(run)
    return redirect("office:upload", number)


@require_POST
def corrected(request, number: int):
    """Take the rows set aside, corrected in the file handed out, and read them."""
    kept = get_object_or_404(Upload, pk=number)
    tasks.gather_carriers()
    run = act.receive_corrected(actor=request.user, upload=kept, file=request.FILES.get("file"))
    tasks.hand_over(run)
    return redirect("office:upload", run.parameters["upload"])


@require_GET
def rejects(request, number: int):
    """
    Hand out the rows still set aside, to be corrected and sent again.

    Whoever sent the file wrote its cells, and a spreadsheet would calculate ``=...`` in them; here
    such a cell gets an apostrophe. The file that ``hamafza units read`` writes keeps every cell.
    """
    kept = get_object_or_404(Upload, pk=number)
    if kept.state != act.IMPORTED:
        raise Http404
    named = {"Content-Disposition": 'attachment; filename="rejects.csv"'}
    lines = "".join(harmless_table(open_rows(kept)))
    return HttpResponse(lines, content_type="text/csv; charset=utf-8", headers=named)


def _goes_on(upload: Upload) -> bool:
    return upload.run is not None and not upload.run.has_ended


def _refusal_of(upload: Upload) -> str:
    from hamafza.web.pages.office.runs import refusal_words

    return refusal_words(upload.run) if upload.run else ""


def _lists(user: User, kept: Upload) -> dict[str, object]:
    """Return the lists the file may be of, the one it seems to be of, and a name for a new one."""
    lists = lists_of(user, kept.country).annotate(many=Count("units")).order_by("name")
    return {
        "lists": lists[:LISTS_OFFERED],
        "guessed": kept.mapping.get("list"),
        "chosen": kept.unit_list_id or kept.mapping.get("list"),
        "new_name": Path(kept.file_name).stem,
        "seems_corrected": seems_corrected(kept.mapping.get("headings", [])),
    }


def _country(request) -> str:
    asked = request.POST.get("country", own_country())
    return asked if asked in country_names() else own_country()


def _countries() -> list[tuple[str, str]]:
    at = 1 if get_language() == "fa" else 0
    named = [(code, names[at] or names[0]) for code, names in country_names().items()]
    return sorted(named, key=lambda each: (each[0] != own_country(), each[1]))


urlpatterns = [
    path("uploads/", uploads, name="uploads"),
    path("uploads/<int:number>/", seen_by(*READERS, scope=within_reach)(upload), name="upload"),
    path("uploads/<int:number>/read/", seen_by(*READERS, scope=within_reach)(read),
         name="read_upload"),
    path("uploads/<int:number>/corrected/", seen_by(*READERS, scope=within_reach)(corrected),
         name="corrected"),
    path("uploads/<int:number>/rejects.csv", seen_by(*READERS, scope=within_reach)(rejects),
         name="rejects"),
]  # fmt: skip
