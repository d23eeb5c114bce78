"""Accounts, administered by an administrator."""

from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hamafza.web.access import seen_by
from hamafza.web.actions import accounts as act
from hamafza.web.actions import second_factor
from hamafza.web.context import ROLE_NAMES
from hamafza.web.pages.office.account_forms import AccountForm, RoleForm
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.events import Event

A_PAGE = 50


@seen_by(Role.ADMINISTRATOR)
def accounts(request):
    """Every account, searched by name and narrowed by role."""
    said = request.GET.get("q", "").strip()
    role = request.GET.get("role", "")
    found = User.objects.select_related(
        "office", "unit", "consortium", "buyer", "factory"
    ).order_by("id")
    if said:
        found = found.filter(
            Q(username__icontains=said) | Q(full_name__icontains=said) | Q(email__icontains=said)
        )
    if role in Role.values:
        found = found.filter(role=role)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    facts = {"page": page, "q": said, "chosen": role, "roles": list(ROLE_NAMES.items())}
    return render(request, "accounts/list.html", facts)


@seen_by(Role.ADMINISTRATOR)
def open_account(request):
    """Open an account; the person sets the password through a link."""
    form = AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        account = act.open_account(
            actor=request.user,
            username=said["username"],
            full_name=said["full_name"],
            email=said["email"],
            role=said["role"],
            scope=said["scope"],
        )
        messages.success(request, _("The account is open. Give the person the link below."))
        return redirect("office:account", account.pk)
    return render(request, "accounts/open.html", {"form": form})


@seen_by(Role.ADMINISTRATOR)
def account(request, number: int):
    """One account: role, history, the link for a password, closing."""
    kept = get_object_or_404(User, pk=number)
    form = RoleForm(request.POST or None, initial={"role": kept.role, "about": _about(kept)})
    if request.method == "POST" and form.is_valid():
        act.change_role(
            actor=request.user,
            account=kept,
            role=form.cleaned_data["role"],
            scope=form.cleaned_data["scope"],
        )
        messages.success(request, _("The role is changed."))
        return redirect("office:account", kept.pk)
    history = Event.objects.filter(subject_kind="user", subject_id=kept.pk).order_by("-id")[:20]
    facts = {
        "account": kept,
        "form": form,
        "role_name": ROLE_NAMES[Role(kept.role)],
        "has_second_factor": second_factor.confirmed(kept) is not None,
        "history": history.select_related("actor", "acting_for"),
        "link": request.build_absolute_uri(_password_link(kept)) if kept.is_active else "",
    }
    return render(request, "accounts/account.html", facts)


@require_POST
def close(request, number: int):
    """Close the account, with a reason that stays in its history."""
    kept = get_object_or_404(User, pk=number)
    act.close_account(actor=request.user, account=kept, why=request.POST.get("why", "")[:300])
    messages.success(request, _("The account is closed."))
    return redirect("office:account", kept.pk)


@require_POST
def reopen(request, number: int):
    """Open a closed account again."""
    kept = get_object_or_404(User, pk=number)
    act.reopen_account(actor=request.user, account=kept)
    messages.success(request, _("The account is open again."))
    return redirect("office:account", kept.pk)


@require_POST
def take_second_factor(request, number: int):
    """Help somebody who lost the authenticator: the second factor goes, the reason stays."""
    kept = get_object_or_404(User, pk=number)
    why = request.POST.get("why", "")[:300]
    second_factor.take_away(actor=request.user, account=kept, why=why)
    messages.success(request, _("The second factor is taken away; every session has ended."))
    return redirect("office:account", kept.pk)


def _password_link(kept: User) -> str:
    """A link with which the person sets a password; it ends with its use, or after three days."""
    uid = urlsafe_base64_encode(force_bytes(kept.pk))
    return reverse("accounts:anew", args=[uid, default_token_generator.make_token(kept)])


def _about(kept: User) -> str:
    scope = kept.scope
    if scope is None:
        return ""
    return getattr(scope, "public_id", None) or str(getattr(scope, "pk", scope))


urlpatterns = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/open/", open_account, name="open_account"),
    path("accounts/<int:number>/", account, name="account"),
    path("accounts/<int:number>/close/", seen_by(Role.ADMINISTRATOR)(close), name="close_account"),
    path(
        "accounts/<int:number>/reopen/", seen_by(Role.ADMINISTRATOR)(reopen), name="reopen_account"
    ),
    path(
        "accounts/<int:number>/second-factor/",
        seen_by(Role.ADMINISTRATOR)(take_second_factor),
        name="take_second_factor",
    ),
]
