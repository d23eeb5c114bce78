"""Signing in: name and password, then a code where the account has a second factor."""

from django import forms
from django.conf import settings
from django.contrib.auth import login, views
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hamafza.vocabulary.refusals import Refusal
from hamafza.web import protection, second_factor
from hamafza.web.access import PUBLIC, seen_by
from hamafza.web.actions import second_factor as act
from hamafza.web.pages.public.account_forms import SignIn
from hamafza.web.records.accounts import User
from hamafza.web.sentences import sentence

_HALF = "half_signed_in"
"""In the session of somebody whose password was right and whose code is awaited."""


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        help_text=_("Six digits from your authenticator, or one of your codes on paper."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "none",
                "dir": "ltr",
                "autofocus": True,
            }
        ),
    )


class SigningIn(views.LoginView):
    authentication_form = SignIn
    template_name = "registration/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form):
        """Let the person in, or ask for the code first; until then nobody is signed in."""
        account = form.get_user()
        if act.confirmed(account) is None:
            return super().form_valid(form)
        self.request.session.cycle_key()
        self.request.session[_HALF] = {
            "account": account.pk,
            "password": account.get_session_auth_hash(),
            "backend": account.backend,
            "at": timezone.now().timestamp(),
            "next": self.get_redirect_url(),
        }
        return redirect("accounts:second")


@seen_by(PUBLIC)
def second(request):
    """Ask for the code; the right one signs the person in."""
    account, way = _awaited(request)
    if account is None:
        return redirect("accounts:sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            act.prove(account=account, said=form.cleaned_data["code"])
        except Refusal as refused:
            form.add_error("code", sentence(refused, get_language() or "en"))
        else:
            return _let_in(request, account, way)
    return render(request, "account/second.html", {"form": form}, status=_status(form))


def _awaited(request) -> tuple[User | None, str]:
    """Whose code is awaited: somebody half signed in, or wholly but without having shown one."""
    if second_factor.lacks_it(request):
        return request.user, ""
    half = request.session.get(_HALF)
    longest = protection.second_factor().half_signed_in_s
    if half is None or timezone.now().timestamp() - half["at"] > longest:
        return None, ""
    account = User.objects.filter(pk=half["account"], is_active=True).first()
    if account is None or account.get_session_auth_hash() != half["password"]:
        return None, ""  # closed, or another password since
    account.backend = half["backend"]
    return account, half["next"]


def _let_in(request, account: User, way: str):
    request.session.pop(_HALF, None)
    if request.user.is_authenticated:
        request.session.cycle_key()
    else:
        login(request, account, backend=account.backend)
    request.session[second_factor.SHOWN] = True
    ours = url_has_allowed_host_and_scheme(
        way, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(way if ours else reverse(settings.LOGIN_REDIRECT_URL))


def _status(form: forms.Form) -> int:
    return 400 if form.is_bound else 200


urlpatterns = [
    path("sign-in/", seen_by(PUBLIC)(SigningIn.as_view()), name="sign_in"),
    path("sign-in/code/", second, name="second"),
]
