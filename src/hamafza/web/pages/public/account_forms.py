"""Forms of a person's own account."""

from django import forms
from django.contrib.auth import forms as auth
from django.utils.translation import gettext_lazy as _

from hamafza.web.actions import accounts as act
from hamafza.web.pages.public import sign_in_tries
from hamafza.web.records.accounts import User


class SignIn(auth.AuthenticationForm):
    error_messages = {
        "invalid_login": _("This name and password do not belong together. Capitals count."),
        "inactive": _("This account is closed; ask the administrator."),
        "barred": _(
            "Too many wrong tries. Wait a quarter of an hour, or set your password anew by e-mail."
        ),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("Account name")
        self.fields["password"].label = _("Password")

    def clean(self):
        """Ask for no password where too many wrong ones were given; count one more otherwise."""
        username = self.cleaned_data.get("username") or ""
        if sign_in_tries.is_barred(self.request, username):
            raise forms.ValidationError(self.error_messages["barred"], code="barred")
        try:
            cleaned = super().clean()
        except forms.ValidationError:
            sign_in_tries.count_wrong(self.request, username)
            raise
        if self.get_user() is not None:
            sign_in_tries.forget(self.request, username)
        return cleaned


class ForgottenPassword(auth.PasswordResetForm):
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The one your account was opened with."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )


class _ByAction:
    """Keeps the password through the house's own action, which writes it down."""

    user: User
    cleaned_data: dict[str, str]

    def save(self, commit=True):
        self.user = act.set_password(account=self.user, password=self.cleaned_data["new_password1"])
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
