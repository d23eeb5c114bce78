"""Arguments of the pages on a unit's facts, people, consents and accounts."""

from hamafza.web.actions.papers import Paper
from hamafza.web.records.consents import Consent
from hamafza.web.records.people import UnitPerson
from hamafza.web.records.workshops import Machine, UnitGood
from tests.web.unit_facts.making import make_certificate, make_fact, make_person

PAPER = Paper("گواهی.pdf", b"%PDF-1.7 for a test", "pdf")


def _there(model, make):
    return lambda cast: (model.objects.first() or make(cast)).pk


_machine = _there(Machine, lambda cast: make_fact(cast, "machine"))
_good = _there(UnitGood, lambda cast: make_fact(cast, "good", actor=cast.maryam))
_tie = _there(UnitPerson, make_person)


def _consent(cast):
    from hamafza.web.actions.consents import give_consent

    there = Consent.objects.first()
    return (there or give_consent(actor=cast.maryam, unit=cast.unit, use="buyers")).pk


def _paper(cast):
    return make_certificate(cast, file=PAPER).pk


ARGUMENTS = {
    "office:new_unit_fact": lambda cast: {"number": cast.unit.pk, "kind": "machine"},
    "office:unit_fact": lambda cast: {
        "number": cast.unit.pk, "kind": "machine", "fact": _machine(cast),
    },
    "office:end_unit_fact": lambda cast: {
        "number": cast.unit.pk, "kind": "machine", "fact": _machine(cast),
    },
    "office:confirm_good": lambda cast: {"number": cast.unit.pk, "fact": _good(cast)},
    "office:unit_paper": lambda cast: {"number": cast.unit.pk, "fact": _paper(cast)},
    "office:unit_consents": lambda cast: {"number": cast.unit.pk},
    "office:withdraw_consent": lambda cast: {"number": cast.unit.pk, "consent": _consent(cast)},
    "office:new_person": lambda cast: {"number": cast.unit.pk},
    "office:person": lambda cast: {"number": cast.unit.pk, "tie": _tie(cast)},
    "office:end_person": lambda cast: {"number": cast.unit.pk, "tie": _tie(cast)},
    "office:person_code": lambda cast: {"number": cast.unit.pk, "tie": _tie(cast)},
    "office:unit_accounts": lambda cast: {"number": cast.unit.pk},
    "producer:new_fact": lambda cast: {"kind": "machine"},
    "producer:fact": lambda cast: {"kind": "machine", "fact": _machine(cast)},
    "producer:end_fact": lambda cast: {"kind": "machine", "fact": _machine(cast)},
    "producer:paper": lambda cast: {"fact": _paper(cast)},
    "producer:withdraw_consent": lambda cast: {"consent": _consent(cast)},
    "consortium:bank_account": lambda cast: {"number": cast.unit.pk},
}  # fmt: skip
