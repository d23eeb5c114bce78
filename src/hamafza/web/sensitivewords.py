"""Names of sensitive fields and of the tasks they were read for."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from hamafza.web.records.privacy import SensitiveRead

FIELDS = {
    "phone": _("telephone"),
    "licence": _("licence number"),
    "person": _("names of people"),
    "contact": _("ways of reaching it"),
    "national-code": _("national code"),
    "bank-account": _("bank account"),
    "buyer-contact": _("a buyer's person: name and ways of reaching them"),
}
TASKS = {
    "unit-page": _("the unit's page"),
    "sealed-number": _("a national code opened, with a reason given"),
    "by-code": _("a unit looked up by its owner's national code"),
    "settlement": _("settlement"),
    "lead-page": _("the page of a buyer's lead"),
}


def shown_reads(reads: Iterable[SensitiveRead]) -> list[SensitiveRead]:
    """Hang on each look the names of what was read and why."""
    shown = list(reads)
    for read in shown:
        read.fields_read = [FIELDS.get(name, name) for name in read.what.split()]
        read.task = TASKS.get(read.why, read.why)
    return shown
