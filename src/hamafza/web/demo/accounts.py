"""One account for each kind of reader, all invented, all with one password that is no secret."""

from datetime import timedelta

from django.db.models import Count, Model
from django.utils import timezone, translation

from hamafza.registry.offices import OfficeKind
from hamafza.web.actions import accounts as act
from hamafza.web.actions.delegations import delegate
from hamafza.web.context import ROLE_NAMES
from hamafza.web.records.accounts import SCOPES, Role, User
from hamafza.web.records.consortia import Consortium
from hamafza.web.records.deals import Deal
from hamafza.web.records.offices import Office
from hamafza.web.records.parties import Party
from hamafza.web.records.parts import Factory
from hamafza.web.records.settlement import Payout
from hamafza.web.records.units import Unit

PASSWORD = "hamafza-demo"
DELEGATED_DAYS = 60

NAMES = {
    Role.ADMINISTRATOR: "مینا راد",
    Role.PROMOTION: "پرویز کاویانی",
    Role.UNION: "فریده صمدی",
    Role.CHAMBER: "هادی نوری",
    Role.CLERK: "نسرین مقدم",
    Role.SCREENING: "سعید نیکنام",
    Role.MANAGER: "رضا مهرابی",
    Role.PRODUCER: "مریم کرمانی",
    Role.BUYER: "Salim Al Harthi",
    Role.FACTORY: "امید فلاح",
    Role.OBSERVER: "نگار بهرامی",
}


def open_officers() -> User:
    """Open the accounts that are about no single thing; return the administrator."""
    administrator = User(
        username="administrator",
        full_name=NAMES[Role.ADMINISTRATOR],
        email="administrator@example.org",
        role=Role.ADMINISTRATOR,
        is_demo=True,
    )
    administrator.set_password(PASSWORD)
    administrator.save()
    for role in (Role.PROMOTION, Role.SCREENING, Role.OBSERVER):
        of(role)
    return administrator


def of(role: Role, scope: Model | str | None = None) -> User:
    """
    Return the demo account of this role for this scope, opened if need be.

    The first of a role is called like the role, so whoever builds first names the account that
    is printed. Without a scope, the first account of the role is meant.
    """
    found = User.objects.filter(is_demo=True, role=role).order_by("id")
    if scope is not None:
        found = found.filter(**{SCOPES[role]: scope})
    known = found.first()
    return known or _open(role, scope)


def open_readers() -> None:
    """Open an account for each role that no room opened, about what there is most to see of."""
    for role, choose in _CHOICES.items():
        if User.objects.filter(is_demo=True, role=role).exists():
            continue
        scope = choose()
        if scope:
            of(role, scope)
    delegate(
        actor=of(Role.UNION),
        clerk=of(Role.CLERK),
        until=timezone.localdate() + timedelta(days=DELEGATED_DAYS),
        why="مرخصی",
    )


def listed() -> list[tuple[str, str, str]]:
    """Return account name, role and what it is about, one for each kind of reader."""
    first: dict[str, User] = {}
    for account in User.objects.filter(is_demo=True, is_active=True).order_by("id"):
        first.setdefault(account.role, account)
    with translation.override("en"):
        return [
            (first[role].username, str(name), str(first[role].scope or ""))
            for role, name in ROLE_NAMES.items()
            if role in first
        ]


def _open(role: Role, scope: Model | str | None) -> User:
    administrator = User.objects.get(is_demo=True, username="administrator")
    there = User.objects.filter(is_demo=True, role=role).count()
    username = role.value if not there else f"{role.value}-{there + 1}"
    named = getattr(scope, "name", "") if role == Role.PRODUCER and there else ""
    return act.open_account(
        actor=administrator,
        username=username,
        full_name=(named or NAMES[role])[:150],
        email=f"{username}@example.org",
        role=role,
        password=PASSWORD,
        scope=scope,
    )


def _union() -> Office | None:
    """The union of the demo with most units: its officer has something to do."""
    unions = Office.objects.open().filter(is_demo=True, kind=OfficeKind.UNION)
    return unions.annotate(many=Count("units")).order_by("-many", "id").first()


def _chamber() -> Office | None:
    """The chamber of the province in which that union lies."""
    union = of(Role.UNION).office
    above = Office.objects.filter(pk__in=union.above, kind=OfficeKind.PROVINCIAL)
    return above.first()


def _clerks_union() -> Office | None:
    return of(Role.UNION).office


def _consortium() -> Consortium | None:
    with_deals = Consortium.objects.filter(is_demo=True, deals__isnull=False).first()
    return with_deals or Consortium.objects.filter(is_demo=True).first()


def _unit() -> Unit | None:
    paid = Payout.objects.filter(is_demo=True).select_related("unit").first()
    return paid.unit if paid else Unit.objects.filter(is_demo=True, kind="maker").first()


def _buyer() -> Party | None:
    deal = Deal.objects.filter(is_demo=True).select_related("buyer").first()
    return deal.buyer if deal else Party.objects.filter(is_demo=True).first()


def _factory() -> Factory | None:
    return Factory.objects.filter(is_demo=True).order_by("id").first()


_CHOICES = {
    Role.UNION: _union,
    Role.CHAMBER: _chamber,
    Role.CLERK: _clerks_union,
    Role.MANAGER: _consortium,
    Role.PRODUCER: _unit,
    Role.BUYER: _buyer,
    Role.FACTORY: _factory,
}
