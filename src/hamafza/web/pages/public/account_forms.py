"""Forms of a person's own account."""

from django import forms
from django.contrib.auth import forms as auth
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hamafza.web.actions import accounts as act
from hamafza.web.actions import tries
from hamafza.web.limits import address
from hamafza.web.records.accounts import User
from hamafza.web.sentences import sentence


class SignIn(auth.AuthenticationForm):
    error_messages = {
        "invalid_login": _("This name and password do not belong together. Capitals count."),
        "inactive": _("This account is closed; ask the administrator."),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Account name")
        self.fields["password"].label = _("Password")

    def clean(self):
        """Count the try, then ask for the password; where there were too many, ask for none."""
        username = (self.cleaned_data.get("username") or "").strip().casefold()
        where = address(self.request)
        counted = {
            "sign_in": (username, where),
            "sign_in_address": (where,),
            "sign_in_account": (username,),
        }
        try:
            for kind, of in counted.items():
                tries.one_more(kind, *of)
        except tries.TooOften as refused:
            barred = sentence(refused, get_language() or "en")
            raise forms.ValidationError(barred, code="barred") from None
        cleaned = super().clean()
        if self.get_user() is not None:
            tries.forget("sign_in", username, where)
            tries.take_back("sign_in_address", where)
            tries.take_back("sign_in_account", username)
        return cleaned


class ForgottenPassword(auth.PasswordResetForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one your account was opened with."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    def save(self, **options):  # type: ignore[override]
        """Send the letter, but no flood of them; the page that follows is the same either way."""
        try:
            tries.one_more("reset_account", self.cleaned_data["email"].strip().casefold())
        except tries.TooOften:
            return
        super().save(**options)


class _ByAction:
    """Keeps the password through the house's own action, which writes it down."""

    user: User
    cleaned_data: dict[str, str]
    keep: str | None = None
    """The session that goes on: the one in which the password is changed."""

    def save(self, commit=True):
        password = self.cleaned_data["new_password1"]
        self.user = act.set_password(account=self.user, password=password, keep=self.keep)
        return self.user


class NewPassword(_ByAction, auth.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class OwnPassword(_ByAction, auth.PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["old_password"].label = _("Present password")
        _in_our_words(self)


def _in_our_words(form: forms.Form) -> None:
    first, second = form.fields["new_password1"], form.fields["new_password2"]
    first.label, second.label = _("New password"), _("The new password once more")
    first.help_text = _("At least ten signs; not only digits, and not a word everybody uses.")
    second.help_text = ""
