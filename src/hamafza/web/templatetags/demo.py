"""``{% load demo %}``: who a visitor of a pure demonstration may sign in as."""

from typing import Any

from django import template

from hamafza.web.context import ROLE_NAMES
from hamafza.web.demo.accounts import PASSWORD
from hamafza.web.records.accounts import Role, User

register = template.Library()

SHOWN = (Role.PRODUCER, Role.MANAGER, Role.UNION, Role.BUYER, Role.FACTORY, Role.OBSERVER)
"""Readers alone: officers and the administrator are named where the demo was started."""


@register.inclusion_tag("components/demo_accounts.html")
def demo_accounts() -> dict[str, Any]:
    """List the demo's readers, and only while nobody but the demo has an account here."""
    if User.objects.filter(is_demo=False).exists():
        return {"accounts": []}
    first: dict[str, User] = {}
    for account in User.objects.filter(is_demo=True, is_active=True).order_by("id"):
        first.setdefault(account.role, account)
    listed = [(first[role].username, ROLE_NAMES[role]) for role in SHOWN if role in first]
    return {"accounts": listed, "password": PASSWORD}
