"""A maker without an account finds the own workshop, shows that it is hers, opens an account."""

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from hamafza.registry.claim_life import ClaimState
from hamafza.web import notifier
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.actions import accounts, claim_finding, claim_review, claims
from hamafza.web.limits import address as address_of
from hamafza.web.records.claims import Claim
from hamafza.web.records.units import Unit
from hamafza.web.sentences import sentence

_FOUND = "hamafza.claim.found"
_FOUND_S = 60 * 60


class AccountForm(forms.Form):
    """The name and password she will sign in with."""

    full_name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    username = forms.CharField(
        label=gettext_lazy("Account name"),
        max_length=60,
        help_text=gettext_lazy("Your mobile number, or a word of your own in Latin letters."),
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=128,
        help_text=gettext_lazy(
            "At least ten signs; not only digits, and not a word everybody uses."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class TellForm(forms.Form):
    """What she tells the office where no code can help."""

    full_name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    contact = forms.CharField(
        label=gettext_lazy("Mobile number or e-mail address"),
        max_length=254,
        help_text=gettext_lazy("The answer goes there."),
        widget=forms.TextInput(attrs={"dir": "ltr"}),
    )
    told = forms.CharField(
        label=gettext_lazy("Why is it yours?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    file = forms.FileField(
        label=gettext_lazy("A paper that shows it"),
        required=False,
        help_text=gettext_lazy("A photograph of the licence, or a PDF."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )


@seen_by(PUBLIC)
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Find the own workshop by licence, number or telephone; no person is shown."""
    words = request.POST.get("words", "").strip()[:60]
    found = None
    if request.method == "POST" and words:
        found = [_shown(unit) for unit in claim_finding.units_by(words)]
    return render(request, "claims/find.html", {"words": words, "found": found})


@seen_by(PUBLIC)
@require_POST
def ask_code(request: HttpRequest) -> HttpResponse:
    """Send a code to the telephone in the register."""
    unit = _unit_of(request.POST.get("unit", ""))
    try:
        claim = claims.ask_code(unit=unit, address=address_of(request))
    except (claims.ClaimedAlready, claims.NoTelephone) as refusal:
        messages.warning(request, sentence(refusal, get_language() or "fa"))
        return redirect("public:claim_tell", request.POST["unit"])
    return redirect("public:claim_on", claims.secret(claim))


@seen_by(PUBLIC)
@never_cache
def tell(request: HttpRequest, token: str) -> HttpResponse:
    """Tell the office, with a paper."""
    unit = _unit_of(token)
    form = TellForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            claim = claim_review.ask_review(
                unit=unit, address=address_of(request), **form.cleaned_data
            )
        except claim_review.NoContact as refusal:
            form.add_error("contact", sentence(refusal, get_language() or "fa"))
        else:
            return redirect("public:claim_on", claims.secret(claim))
    return render(request, "claims/tell.html", {"form": form, "unit": _shown(unit)})


@seen_by(PUBLIC)
@never_cache
def go_on(request: HttpRequest, secret: str) -> HttpResponse:
    """Go on with a claim: the code, the account, or what the office says."""
    claim = claims.by_secret(secret)
    if claim is None:
        raise Http404
    form = None
    if claim.state == ClaimState.CONFIRMED:
        form = AccountForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and _opened(claim, form):
            messages.success(request, _("Your account is open. Sign in with it."))
            return redirect("accounts:sign_in")
    elif claim.state == ClaimState.CODE_SENT and request.method == "POST":
        _try(request, claim)
        return redirect("public:claim_on", secret)
    elif claim.state == ClaimState.IN_REVIEW and "withdraw" in request.POST:
        claim_review.withdraw(claim=claim)
        return redirect("public:claim_on", secret)
    facts = {
        "claim": claim,
        "unit": _shown(claim.unit),
        "form": form,
        "secret": secret,
        "digits": claim_finding.params().digits,
        "minutes": claim_finding.params().code_minutes,
        "folder": notifier.folder_of(notifier.Channel.SMS, is_demo=claim.is_demo),
    }
    answer = render(request, "claims/on.html", facts)
    answer.headers["X-Robots-Tag"] = "noindex"  # the address itself is the key
    return answer


def _try(request: HttpRequest, claim: Claim) -> None:
    refused = (claims.CodeWrong, claims.CodeTriedOut, claims.CodeRanOut, claims.ClaimNotOpen)
    try:
        claims.enter_code(claim=claim, code=request.POST.get("code", "")[:20])
    except refused as refusal:
        messages.error(request, sentence(refusal, get_language() or "fa"))


def _opened(claim: Claim, form: AccountForm) -> bool:
    try:
        claims.open_account(claim=claim, **form.cleaned_data)
    except (accounts.UsernameTaken, accounts.PasswordNotStrong) as refusal:
        field = "username" if isinstance(refusal, accounts.UsernameTaken) else "password"
        words = refusal.facts.get("problems") or sentence(refusal, get_language() or "fa")
        form.add_error(field, str(words))
        return False
    return True


def _shown(unit: Unit) -> dict[str, str]:
    """Return what a stranger may see of a unit: goods and place, and no name or number."""
    return {
        "goods": unit.goods_text,
        "trade": unit.trade or "",
        "city": unit.city,
        "public_id": unit.public_id,
        "phone": claim_finding.phone_of(unit)[-2:],
        "token": signing.dumps(unit.pk, salt=_FOUND),
    }


def _unit_of(token: str) -> Unit:
    """Return the unit somebody has found a short while ago; nobody counts through the numbers."""
    try:
        number = signing.loads(token, salt=_FOUND, max_age=_FOUND_S)
    except signing.BadSignature:
        raise Http404 from None
    unit = Unit.objects.filter(pk=number).first()
    if unit is None:
        raise Http404
    return unit


urlpatterns = [
    path("claim/", find, name="claim"),
    path("claim/code/", ask_code, name="claim_code"),
    path("claim/tell/<str:token>/", tell, name="claim_tell"),
    path("claim/<str:secret>/", go_on, name="claim_on"),
]
