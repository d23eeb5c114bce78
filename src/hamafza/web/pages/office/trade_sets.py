"""Data sets of trade in the office: which are loaded, and a new file for one of them."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from hamafza.runs.trade_asked import KINDS as KNOWN
from hamafza.runs.trade_asked import MAPPED, WISHES
from hamafza.sources.geography import country_names
from hamafza.vocabulary.refusals import Refusal
from hamafza.web import tasks
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import trade_sets as act
from hamafza.web.actions.trade_choice import choose_trade
from hamafza.web.actions.uploads import MOST_BYTES
from hamafza.web.own_country import own_country
from hamafza.web.pages.office.column_fields import ColumnRow
from hamafza.web.pages.office.trade_facts import sets_shown
from hamafza.web.pages.office.trade_standing import standing_facts
from hamafza.web.pages.office.trade_words import CHOICES, FIELDS, KINDS
from hamafza.web.pages.office.trade_words import WISHES as WISH_WORDS
from hamafza.web.records.accounts import Role
from hamafza.web.records.runs import Run
from hamafza.web.sentences import sentence

READERS = (*OFFICE, Role.OBSERVER)
PAGE = 10


@seen_by(*READERS)
def trade(request):
    """Show the sets in use and the files read before; take a new file."""
    may_send = request.user.role in OFFICE
    refusal, kind = "", request.POST.get("kind", "")
    if request.method == "POST" and may_send:
        try:
            if kind not in KNOWN:
                raise act.FileNotSent
            digest = act.receive(file=request.FILES.get("file"), kind=kind)
            return redirect("office:trade_file", kind, digest)
        except Refusal as refused:
            refusal = _words(refused)
    return _list(request, kind, refusal)


def _list(request, kind: str = "", refusal: str = "", not_chosen: str = ""):
    """Show the page, with the sentence for which a file or a choice was refused."""
    imports = Run.objects.filter(kind=act.KIND).select_related("actor").order_by("-id")
    facts = {
        "sets": sets_shown(),
        "page": Paginator(imports, PAGE).get_page(request.GET.get("page")),
        "kinds": KINDS.items(),
        "kind": kind,
        "refusal": refusal,
        "may_send": request.user.role in OFFICE,
        "may_choose": request.user.role == Role.PROMOTION,
        "not_chosen": not_chosen,
        "most_mb": MOST_BYTES >> 20,
        **standing_facts(),
    }
    status = 400 if refusal or not_chosen else 200
    return render(request, "trade/list.html", facts, status=status)


@seen_by(Role.PROMOTION)
@require_POST
def choose(request):
    """Let all pages and plans stand on a loaded set of flows, or on the bundled one."""
    try:
        choose_trade(actor=request.user, name=request.POST.get("set", "").strip()[:120])
    except Refusal as refused:
        return _list(request, not_chosen=_words(refused))
    return redirect("office:trade")


@seen_by(*OFFICE)
def trade_file(request, kind: str, digest: str):
    """Show what a file that was sent seems to be; with its columns confirmed, begin to read it."""
    if kind not in KNOWN:
        raise Http404
    try:
        name, table = act.file_sent(digest).name, act.look_into(digest, kind)
    except act.FileNotSent as gone:
        raise Http404 from gone
    wishes = {each: request.POST.get(each, "").strip()[:200] for each in WISHES[kind]}
    fields = [request.POST.get(f"c{at}", "") for at in range(len(table.headings) if table else 0)]
    refusal = ""
    if request.method == "POST":
        tasks.gather_carriers()
        try:
            run = act.ask_to_import(
                actor=request.user, kind=kind, digest=digest, wishes=wishes, fields=fields
            )
            tasks.hand_over(run)
            return redirect("runs:run", run.pk)
        except Refusal as refused:
            refusal = _words(refused)
    facts = {
        "kind_word": KINDS[kind],
        "file_name": name,
        "columns": _columns(kind, table, fields),
        "wishes": [_wish(each, wishes[each]) for each in WISHES[kind]],
        "refusal": refusal,
    }
    return render(request, "trade/file.html", facts, status=400 if refusal else 200)


def _columns(kind: str, table: Any, fields: list[str]) -> list[ColumnRow]:
    """Return the columns with what each is taken for, as guessed or as was chosen a moment ago."""
    rows = []
    for at, heading in enumerate(table.headings if table else ()):
        guessed = table.taken.get(heading, "")
        chosen = fields[at] if any(fields) else guessed
        meanings = [(name, str(FIELDS[name]), name == chosen) for name in MAPPED[kind]]
        sample = next((row[at] for row in table.rows if row[at]), "")
        rows.append(ColumnRow(f"c{at}", heading, sample[:80], meanings, bool(guessed)))
    return rows


def _wish(name: str, told: str) -> dict[str, Any]:
    label, text = WISH_WORDS[name]
    choices = _countries() if name == "country" else CHOICES.get(name)
    chosen = told or (own_country() if name == "country" else "")
    return {"name": name, "label": label, "help": text, "choices": choices, "chosen": chosen}


def _countries() -> list[tuple[str, str]]:
    at = int((get_language() or "fa").startswith("fa"))
    named = [(code, names[at] or names[0]) for code, names in country_names().items()]
    return sorted(named, key=lambda each: (each[0] != own_country(), each[1]))


def _words(refused: Refusal) -> str:
    return sentence(refused, get_language() or "en")


urlpatterns = [
    path("trade/", trade, name="trade"),
    path("trade/in-use/", choose, name="choose_trade"),
    path("trade/files/<str:kind>/<str:digest>/", trade_file, name="trade_file"),
]
