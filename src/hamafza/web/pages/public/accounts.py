"""Sign in, sign out, and set a forgotten password anew."""

from django.conf import settings
from django.contrib.auth import views
from django.shortcuts import redirect
from django.urls import path, reverse_lazy

from hamafza.web.access import PUBLIC, SIGNED_IN, seen_by
from hamafza.web.context import HOMES
from hamafza.web.pages.public import own_account, own_data, signing_in
from hamafza.web.pages.public.account_forms import (
    ForgottenPassword,
    NewPassword,
    OwnPassword,
)
from hamafza.web.records.accounts import Role

app_name = "accounts"


@seen_by(*SIGNED_IN)
def home(request):
    """Send a person to the home of the role."""
    return redirect(HOMES.get(Role(request.user.role), "office:home"))


sign_out = views.LogoutView.as_view()


class OwnPasswordChange(views.PasswordChangeView):
    form_class = OwnPassword
    template_name = "registration/password.html"
    success_url = reverse_lazy("accounts:password_done")

    def form_valid(self, form):
        """Keep the session it is changed in; the others end."""
        form.keep = self.request.session.session_key
        return super().form_valid(form)


password = OwnPasswordChange.as_view()
password_done = views.PasswordChangeDoneView.as_view(
    template_name="registration/password_done.html"
)
forgotten = views.PasswordResetView.as_view(
    form_class=ForgottenPassword,
    template_name="registration/forgotten.html",
    email_template_name="registration/letter.txt",
    subject_template_name="registration/letter_subject.txt",
    success_url=reverse_lazy("accounts:forgotten_sent"),
)
anew = views.PasswordResetConfirmView.as_view(
    form_class=NewPassword,
    template_name="registration/anew.html",
    success_url=reverse_lazy("accounts:anew_done"),
)
anew_done = views.PasswordResetCompleteView.as_view(template_name="registration/anew_done.html")


@seen_by(PUBLIC)
def forgotten_sent(request):
    """Say where the letter went: to the post, or into a folder of this machine."""
    return views.PasswordResetDoneView.as_view(
        template_name="registration/forgotten_sent.html",
        extra_context={"folder": letters_folder()},
    )(request)


def letters_folder() -> str:
    """Return the folder letters are laid in, or nothing where they are really posted."""
    return getattr(settings, "EMAIL_FILE_PATH", "")


urlpatterns = [
    path("", home, name="home"),
    *signing_in.urlpatterns,
    *own_account.urlpatterns,
    *own_data.urlpatterns,
    path("sign-out/", seen_by(PUBLIC)(sign_out), name="sign_out"),
    path("password/", seen_by(*SIGNED_IN)(password), name="password"),
    path("password/done/", seen_by(*SIGNED_IN)(password_done), name="password_done"),
    path("forgotten/", seen_by(PUBLIC)(forgotten), name="forgotten"),
    path("forgotten/sent/", forgotten_sent, name="forgotten_sent"),
    path("anew/<uidb64>/<token>/", seen_by(PUBLIC)(anew), name="anew"),
    path("anew/done/", seen_by(PUBLIC)(anew_done), name="anew_done"),
]
