"""Claims in the office: read with their evidence, accepted or refused by a key."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from hamafza.registry.claim_life import ClaimState
from hamafza.web.access import OFFICE, seen_by
from hamafza.web.actions import claim_review as act
from hamafza.web.actions import claims, evidence
from hamafza.web.actions.claim_finding import accounts_of
from hamafza.web.actions.reach import about_units_within
from hamafza.web.records.accounts import BRANCH, User
from hamafza.web.records.claims import Claim
from hamafza.web.records.evidence import Evidence

READERS = (*OFFICE, *BRANCH)
LONGEST = 400
BECAUSE = {
    act.CLAIMED: gettext_lazy("Somebody signs in for this unit already."),
    act.NO_PHONE: gettext_lazy("The register has no telephone for this unit."),
    act.OTHER_PHONE: gettext_lazy("The telephone in the register is not the claimant's."),
}
STATES = {
    ClaimState.CODE_SENT: gettext_lazy("a code was sent"),
    ClaimState.IN_REVIEW: gettext_lazy("waits for an officer"),
    ClaimState.CONFIRMED: gettext_lazy("accepted, the account is not opened yet"),
    ClaimState.OPENED: gettext_lazy("the account is opened"),
    ClaimState.REFUSED: gettext_lazy("refused"),
    ClaimState.LAPSED: gettext_lazy("has run out"),
    ClaimState.WITHDRAWN: gettext_lazy("withdrawn"),
}


def within(user: User, number: int) -> bool:
    """An officer reads the claims on units of the own office, once they were laid before it."""
    mine = about_units_within(Claim.objects.all(), user).exclude(asked_at=None)
    return mine.filter(pk=number).exists()


def evidence_within(user: User, number: int) -> bool:
    """An officer opens the papers about units of the own office."""
    return about_units_within(Evidence.objects.filter(pk=number), user).exists()


@seen_by(*READERS, scope=within)
def claim(request: HttpRequest, number: int) -> HttpResponse:
    """One claim with what the person says, beside what the register holds."""
    kept = _claim(number)
    facts = {
        "claim": kept,
        "unit": kept.unit,
        "because": BECAUSE.get(kept.because, ""),
        "state": STATES[ClaimState(kept.state)],
        "waits": kept.state == ClaimState.IN_REVIEW,
        "people": accounts_of(kept.unit),
        "others": Claim.objects.filter(unit=kept.unit, state=ClaimState.IN_REVIEW)
        .exclude(pk=kept.pk).count(),
    }  # fmt: skip
    return render(request, "claims/office.html", facts)


@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Keep the decision, tell the person, and show the next."""
    told = {
        "actor": request.user,
        "claim": _claim(number),
        "link": lambda kept: request.build_absolute_uri(
            reverse("public:claim_on", args=[claims.secret(kept)])
        ),
        "why": request.POST.get("why", "").strip()[:LONGEST],
    }
    say = request.POST.get("say", "")
    if say == "refuse":
        act.refuse(**told)
        messages.success(request, _("Refused; the person is told why."))
    elif say in ("accept", "instead"):
        act.accept(**told, instead=say == "instead")
        messages.success(request, _("Accepted; a link to open the account is on its way."))
    return redirect("office:next_in_queue")


@seen_by(*READERS, scope=evidence_within)
def paper(request: HttpRequest, number: int) -> FileResponse:
    """The paper as it was handed in, to be kept or opened by the browser's own means."""
    kept = get_object_or_404(Evidence, pk=number)
    answer = FileResponse(
        BytesIO(evidence.path_of(kept).read_bytes()),  # small, and so left by nobody open
        as_attachment=kept.media_type == "application/pdf",
        filename=kept.file_name or f"{kept.pk}{evidence.SUFFIXES[kept.media_type]}",
        content_type=kept.media_type,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _claim(number: int) -> Claim:
    rows = Claim.objects.select_related("unit", "evidence", "decided_by", "account")
    return get_object_or_404(rows, pk=number)


urlpatterns = [
    path("claims/<int:number>/", claim, name="claim"),
    path("claims/<int:number>/decide/", seen_by(*READERS, scope=within)(decide),
         name="decide_claim"),
    path("evidence/<int:number>/", paper, name="evidence"),
]  # fmt: skip
