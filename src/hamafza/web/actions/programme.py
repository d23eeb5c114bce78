"""The programme's own records: commitments, official totals, exports declared or estimated."""

from datetime import date

from django.db import transaction

from hamafza.programme.commitments import COMMITMENT_LIFE, CommitmentState, EvidenceMissing
from hamafza.programme.rules import NonOilRule
from hamafza.runs.programme import non_oil_rules
from hamafza.store.resources import shipped_csv
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import User
from hamafza.web.records.programme import Commitment, DeclaredExport, OfficialTotal
from hamafza.web.records.units import Unit


class ProvenNeedsADeal(Refusal):
    """A proven export comes from a deal and its declaration; nobody types one in."""

    code = "proven-needs-a-deal"


@transaction.atomic
def load_commitments(*, actor: User | None, is_demo: bool = False) -> list[Commitment]:
    """Take in the memorandum's commitments, in the programme's own reading; once."""
    rows = shipped_csv("programme", "commitments.csv").rows(named=True)
    made = []
    for row in rows:
        commitment, is_new = Commitment.objects.get_or_create(
            number=int(row["number"]),
            defaults={
                "text_fa": row["text_fa"],
                "text_en": row["text_en"],
                "owner_fa": row["owner_fa"],
                "owner_en": row["owner_en"],
                "due_on": date.fromisoformat(row["due_on"]),
                "is_demo": is_demo or belongs_to_demo(actor),
            },
        )
        if is_new:
            record(actor=actor, verb="load-commitment", subject=commitment)
        made.append(commitment)
    return made


@transaction.atomic
def move_commitment(
    *,
    actor: User,
    commitment: Commitment,
    towards: CommitmentState,
    evidence: str = "",
    on: date | None = None,
) -> Commitment:
    """Mark a commitment kept, with what shows it, dropped, or open again."""
    kept = Commitment.objects.select_for_update(no_key=True).get(pk=commitment.pk)
    if towards is CommitmentState.KEPT and not evidence.strip():
        raise EvidenceMissing(number=kept.number)
    before = kept.state
    kept.state = COMMITMENT_LIFE.step(CommitmentState(before), towards).value
    kept.evidence = evidence
    kept.kept_on = on if towards is CommitmentState.KEPT else None
    kept.save()
    changed = {"before": {"state": before}, "after": {"state": kept.state}}
    record(actor=actor, verb="move-commitment", subject=kept, why=evidence, **changed)
    return kept


@transaction.atomic
def enter_total(
    *,
    actor: User,
    country: str,
    year: int,
    rule: str,
    value_usd: int,
    source: str,
    provenance: str = "real",
) -> OfficialTotal:
    """Enter a year's official total under a named rule; a revision stands beside the first."""
    name, chosen = non_oil_rules().named(rule)
    earlier = OfficialTotal.objects.select_for_update(no_key=True).filter(
        country=country, year=year, rule=name, rule_version=chosen.version
    )
    made = OfficialTotal.objects.create(
        country=country,
        year=year,
        rule=name,
        rule_version=chosen.version,
        value_usd=value_usd,
        source=source,
        provenance=provenance,
        revision=earlier.count() + 1,
        is_demo=belongs_to_demo(actor),
    )
    after = {"year": year, "rule": name, "value_usd": value_usd, "revision": made.revision}
    record(actor=actor, verb="enter-total", subject=made, after=after)
    return made


@transaction.atomic
def declare_export(
    *,
    actor: User,
    line: str,
    year: int,
    value_usd_cents: int,
    destination: str,
    hs6: str = "",
    unit: Unit | None = None,
    evidence: str = "",
    is_embedded: bool = False,
) -> DeclaredExport:
    """Write down an export that a unit declares, or that a survey estimates."""
    if line == "proven":
        raise ProvenNeedsADeal()
    made = DeclaredExport.objects.create(
        unit=unit,
        year=year,
        hs6=hs6,
        destination=destination,
        value_usd_cents=value_usd_cents,
        line=line,
        evidence=evidence,
        is_embedded=is_embedded,
        is_demo=belongs_to_demo(actor, unit),
    )
    after = {"line": line, "year": year, "value_usd_cents": value_usd_cents}
    record(actor=actor, verb="declare-export", subject=made, after=after)
    return made


def total_by_rule(rule: NonOilRule) -> int:
    """Return the shipped demonstration total under a rule, in whole dollars."""
    rows = shipped_csv("programme", "totals_irn_2017.csv").rows(named=True)
    return sum(
        int(row["value_usd"])
        for row in rows
        if not any(row["hs"].startswith(code) for code in rule.excluded)
    )
