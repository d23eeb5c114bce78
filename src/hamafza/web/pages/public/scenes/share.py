"""The guild share of non-oil exports: what is proven, declared and estimated, never one number."""

import math

from django.db.models import Sum
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from hamafza.programme.guild_share import GuildShare, OfficialTotalMissing
from hamafza.web.exchange.programme import shares
from hamafza.web.pages.public.scenes.cast import Cast
from hamafza.web.records.programme import DeclaredExport

PERCENT = 100


def share(cast: Cast) -> dict | None:
    """Return the three lines of the order's year, and by how much the order moved the first."""
    own = DeclaredExport.objects.filter(deal=cast.deal, line="proven")
    year = own.values_list("year", flat=True).first()
    found = _of_year(year) if year else None
    if found is None:
        return None
    cents = own.aggregate(sum=Sum("value_usd_cents"))["sum"]
    moved = cents / found.total_usd_cents
    return {
        "year": year,
        "rows": _rows(found),
        "decimals": _decimals(min(_above_zero(found), default=1.0)),
        "moved": moved,
        "moved_decimals": _decimals(moved),
        "provenance": found.total_provenance,
        "link": _programme(),
    }


def _of_year(year: int) -> GuildShare | None:
    try:
        return next((found for found in shares() if found.year == year), None)
    except OfficialTotalMissing:
        return None


def _rows(found: GuildShare) -> list[dict]:
    """Each bar begins where the firmer one ended; none is drawn in another's colour."""
    proven, declared, estimated = (
        float(found.line(name).share) * PERCENT for name in ("proven", "declared", "estimated")
    )
    return [
        {
            "label": _("Proven by customs declaration"),
            "parts": (0, proven, 0, 0),
            "figure": proven,
        },
        {
            "label": _("Declared by members"),
            "parts": (proven, 0, declared, 0),
            "figure": declared,
        },
        {
            "label": _("Estimated"),
            "parts": (proven + declared, 0, 0, estimated),
            "figure": estimated,
        },
    ]


def _above_zero(found: GuildShare) -> list[float]:
    return [float(line.share) for line in found.lines if line.share > 0]


def _decimals(share_of_one: float) -> int:
    """As many as show two digits of the share in per cent."""
    if share_of_one <= 0:
        return 2
    return min(max(1 - math.floor(math.log10(share_of_one * PERCENT)), 2), 9)


def _programme() -> str:
    try:
        return reverse("public:programme")
    except NoReverseMatch:
        return ""
