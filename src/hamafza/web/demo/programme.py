"""The demo's figures: the promises, a stand-in total, and a few declared and estimated exports."""

from datetime import timedelta

from django.utils import timezone

from hamafza.programme.commitments import CommitmentState
from hamafza.runs.programme import non_oil_rules
from hamafza.vocabulary.progress import Report
from hamafza.vocabulary.provenance import Provenance
from hamafza.web.actions import programme as act
from hamafza.web.demo import accounts
from hamafza.web.records.accounts import Role
from hamafza.web.records.units import Unit

DECLARING = 40
# Synthetic: a few thousand dollars a year is what such a workshop can carry over a border.
DECLARED_CENTS = (150_000, 220_000, 310_000, 480_000)
ESTIMATED_CENTS = 1_250_000_00
SOURCE = (
    "Exports of Iran in 2017 by HS chapter (Open Trade Statistics from UN Comtrade), standing in"
    " for the year shown until its official total is entered"
)


def build(report: Report) -> None:
    """Fill the programme page; every invented figure is marked on it."""
    officer = accounts.of(Role.PROMOTION)
    year = timezone.localdate().year
    promises = act.load_commitments(actor=officer, is_demo=True)
    act.move_commitment(
        actor=officer,
        commitment=promises[0],
        towards=CommitmentState.KEPT,
        evidence="همین پایگاه، با داده ساختگی",
        on=min(promises[0].due_on, timezone.localdate() - timedelta(days=1)),
    )
    for name, rule in non_oil_rules().rules.items():
        if not rule.counts_services:  # no table at hand counts services
            act.enter_total(
                actor=officer,
                country="IRN",
                year=year,
                rule=name,
                value_usd=act.total_by_rule(rule),
                source=SOURCE,
                provenance=Provenance.RECONSTRUCTED.value,
            )
    makers = Unit.objects.filter(is_demo=True, kind="maker").exclude(hs6=None).order_by("pk")
    for number, unit in enumerate(makers[:DECLARING]):
        act.declare_export(
            actor=officer,
            line="declared",
            year=year,
            value_usd_cents=DECLARED_CENTS[number % len(DECLARED_CENTS)],
            destination=("IRQ", "AFG", "ARM", "OMN")[number % 4],
            hs6=unit.hs6 or "",
            unit=unit,
            evidence="اظهار خود واحد (ساختگی)",
        )
    act.declare_export(
        actor=officer,
        line="estimated",
        year=year,
        value_usd_cents=ESTIMATED_CENTS,
        destination="IRQ",
        hs6="570242",
        evidence="پیمایش (ساختگی)",
    )
    report("programme", 1, 1)
