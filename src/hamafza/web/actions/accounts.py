"""Accounts: opened, changed and closed by an administrator."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions import sessions
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.offices import new_union
from hamafza.web.actions.twin_joining import counting
from hamafza.web.records.accounts import SCOPES, Role, User
from hamafza.web.records.units import Unit


class UsernameTaken(Refusal):
    code = "username-taken"


class RoleNeedsScope(Refusal):
    code = "role-needs-scope"


class LastAdministrator(Refusal):
    code = "last-administrator"


class PasswordNotStrong(Refusal):
    code = "password-not-strong"


class AdministratorExists(Refusal):
    code = "administrator-exists"


class OnlyAdministrators(Refusal):
    code = "only-administrators"


@transaction.atomic
def open_first_administrator(*, username: str, full_name: str, email: str, password: str) -> User:
    """Open the account an empty installation begins with; refuse if one is there."""
    there = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True, is_demo=False)
    if there.exists():
        raise AdministratorExists()
    return _open(
        None, username, password, full_name=full_name, email=email, role=Role.ADMINISTRATOR
    )


def check_password(*, password: str, username: str, full_name: str) -> None:
    """Refuse a password that a page would refuse too."""
    try:
        validate_password(password, User(username=username, full_name=full_name))
    except ValidationError as weak:
        raise PasswordNotStrong(problems=" ".join(weak.messages)) from None


@transaction.atomic
def open_account(
    *,
    actor: User,
    username: str,
    full_name: str,
    role: str,
    email: str = "",
    password: str | None = None,
    scope: Model | str | None = None,
) -> User:
    """
    Open an account; without a password the person sets one through the reset letter.

    An account for a record that was joined to another is about the one that counts.
    """
    administrators_only(actor)
    fields = {"full_name": full_name, "email": email, "role": role} | _scope_fields(
        actor, role, scope
    )
    return _open(actor, username, password, **fields)


@transaction.atomic
def open_own_account(
    *, username: str, full_name: str, password: str, unit: Model, email: str = ""
) -> User:
    """Open the account of a unit's owner, inside the action that let the person claim it."""
    check_password(password=password, username=username, full_name=full_name)
    fields = {"full_name": full_name, "email": email, "role": Role.PRODUCER, "unit": unit}
    return _open(None, username, password, is_demo=unit.is_demo, **fields)


@transaction.atomic
def close_for_claim(*, account: User, why: str) -> User:
    """Close an account because an officer gave its unit to somebody else."""
    return _set_active(None, _locked(account), False, "close-account", why)


@transaction.atomic
def change_role(*, actor: User, account: User, role: str, scope: Model | str | None = None) -> User:
    """Give an account another role, with what that role is about."""
    administrators_only(actor)
    kept = _locked(account)
    if role != Role.ADMINISTRATOR:
        keep_one_administrator(kept)
    before = {"role": kept.role, "scope": kept.scope}
    for field, value in (_no_scope() | {"role": role} | _scope_fields(actor, role, scope)).items():
        setattr(kept, field, value)
    kept.save()
    after = {"role": kept.role, "scope": kept.scope}
    record(actor=actor, verb="change-role", subject=kept, before=before, after=after)
    return kept


@transaction.atomic
def close_account(*, actor: User, account: User, why: str = "") -> User:
    """Close an account; the person can sign in no more, the history stays."""
    administrators_only(actor)
    kept = _locked(account)
    keep_one_administrator(kept)
    return _set_active(actor, kept, False, "close-account", why)


@transaction.atomic
def reopen_account(*, actor: User, account: User, why: str = "") -> User:
    """Let a closed account sign in again."""
    administrators_only(actor)
    return _set_active(actor, _locked(account), True, "reopen-account", why)


@transaction.atomic
def set_password(*, account: User, password: str, keep: str | None = None) -> User:
    """
    Let a person have a new password; the event says that and when, and no word of it.

    Every session but the one with the key ``keep`` ends: somebody else may know the old one.
    """
    kept = _locked(account)
    kept.set_password(password)
    kept.save(update_fields=["password"])
    sessions.forget_all(kept, keep)
    record(actor=kept, verb="set-password", subject=kept)
    return kept


def _open(actor: User | None, username: str, password: str | None, **fields: object) -> User:
    account = User(username=username, **({"is_demo": belongs_to_demo(actor)} | fields))
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as broken:
        if User.objects.filter(username=username).exists():
            raise UsernameTaken(username=username) from None
        raise broken
    after = {"username": username, "role": account.role, "scope": account.scope}
    record(actor=actor, verb="open-account", subject=account, after=after)
    return account


def _scope_fields(actor: User, role: str, scope: Model | str | None) -> dict[str, object]:
    """Return the field of what a role is about; a text is the name of a union that is new."""
    field = SCOPES.get(Role(role))
    if field is None:
        return {}
    if not scope:
        raise RoleNeedsScope(role=role, scope=field)
    if isinstance(scope, str):
        return {field: new_union(actor=actor, name=scope)}
    return {field: counting(scope) if isinstance(scope, Unit) else scope}


def _no_scope() -> dict[str, object]:
    return {"office": None, "unit": None, "consortium": None, "buyer": None, "factory": None}


def _set_active(actor: User | None, kept: User, active: bool, verb: str, why: str) -> User:
    before = {"is_active": kept.is_active}
    kept.is_active = active
    kept.save(update_fields=["is_active"])
    if not active:
        sessions.forget_all(kept)
    record(
        actor=actor, verb=verb, subject=kept, before=before, after={"is_active": active}, why=why
    )
    return kept


def _locked(account: User) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=account.pk)


def administrators_only(actor: User) -> None:
    """Refuse whoever is no administrator, also past the pages."""
    if actor.role != Role.ADMINISTRATOR or not actor.is_active:
        raise OnlyAdministrators()


def keep_one_administrator(account: User) -> None:
    """Refuse what would leave no administrator: the pages could never make one again."""
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=account.pk)
    if account.role == Role.ADMINISTRATOR and account.is_active and not others.exists():
        raise LastAdministrator()
