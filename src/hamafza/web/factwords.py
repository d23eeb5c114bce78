"""Words for the facts of a unit; codes stay in the stages."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hamafza.registry.unit_facts import (
    ActivityClass,
    CertificateKind,
    ConsentWay,
    ExportSource,
    Gender,
    LicenceKind,
    LicenceState,
    Means,
    Part,
    Standing,
    Use,
    Way,
)

SECTIONS = {
    "person": _("People"),
    "licence": _("Licences and permits"),
    "workshop": _("The workshop"),
    "machine": _("Machines and processes"),
    "good": _("Goods and monthly capacity"),
    "certificate": _("Certificates"),
    "export": _("Exports so far"),
    "distributor": _("Distribution"),
    "contact": _("Contacts"),
    "consent": _("Consents"),
    "account": _("Bank account"),
}
"""The sections of a unit's page, in their order."""

ADD = {
    "person": _("Add a person"),
    "licence": _("Add a licence or permit"),
    "workshop": _("Tell of the workshop"),
    "machine": _("Add a machine or process"),
    "good": _("Add a good"),
    "certificate": _("Add a certificate"),
    "export": _("Add an export"),
    "distributor": _("Tell of the distribution"),
    "contact": _("Add a contact"),
}

EMPTY = {
    "person": _("Nobody is written down yet."),
    "licence": _("No licence or permit is written down yet."),
    "workshop": _("Nothing is told of the workshop yet."),
    "machine": _("No machine or process is told yet."),
    "good": _("No good is told apart yet; the words of the file stand above."),
    "certificate": _("No certificate is written down yet."),
    "export": _("No export is written down yet."),
    "distributor": _("Nothing is told of the distribution yet."),
    "contact": _("No contact is written down yet."),
    "consent": _("The unit has agreed to no use of its facts yet."),
    "account": _("No bank account is written down yet."),
}

PARTS = {
    Part.OWNER: _("owner"),
    Part.PARTNER: _("partner"),
    Part.STEWARD: _("steward"),
}

GENDERS = {Gender.WOMAN: _("woman"), Gender.MAN: _("man")}

LICENCE_KINDS = {
    LicenceKind.BUSINESS: _("business licence"),
    LicenceKind.HOME_BASED: _("home-based work permit"),
    LicenceKind.HANDICRAFT: _("handicraft permit"),
    LicenceKind.OTHER: _("another permit"),
}

LICENCE_STATES = {
    LicenceState.VALID: pgettext_lazy("licence", "valid"),
    LicenceState.SUSPENDED: pgettext_lazy("licence", "suspended"),
    LicenceState.REVOKED: pgettext_lazy("licence", "revoked"),
}

ACTIVITY_CLASSES = {
    ActivityClass.PRODUCTION: _("production"),
    ActivityClass.TECHNICAL_SERVICES: _("technical services"),
    ActivityClass.DISTRIBUTION: _("distribution"),
    ActivityClass.SERVICES: _("services"),
}

MEANS = {Means.MACHINE: _("machine"), Means.PROCESS: _("process")}

CERTIFICATE_KINDS = {
    CertificateKind.STANDARD: _("national standard"),
    CertificateKind.HEALTH: _("health or hygiene"),
    CertificateKind.QUALITY: _("quality management"),
    CertificateKind.ORGANIC: _("organic"),
    CertificateKind.HALAL: _("halal"),
    CertificateKind.EXPORT_READINESS: _("export readiness"),
    CertificateKind.OTHER: pgettext_lazy("certificate", "another"),
}

EXPORT_SOURCES = {
    ExportSource.CUSTOMS: _("customs declaration"),
    ExportSource.TRADER: _("a trader's paper"),
    ExportSource.OWN_WORD: _("the unit's own word"),
}

WAYS = {
    Way.MOBILE: _("mobile"),
    Way.TELEPHONE: _("telephone"),
    Way.EMAIL: _("e-mail"),
    Way.MESSENGER: _("messenger"),
    Way.WEBSITE: _("website"),
}

USES = {
    Use.MATCHING: _("To be proposed for consortia and orders"),
    Use.BUYERS: _("To be named to buyers, factories and the public"),
    Use.STATISTICS: _("To be counted in published statistics"),
    Use.MESSAGES: _("To be sent messages"),
}

WITHOUT = {
    Use.MATCHING: _(
        "Who has never answered may be proposed: nothing binds before the unit's own yes. "
        "Who has withdrawn is not proposed."
    ),
    Use.BUYERS: _(
        "Without it the unit stands there as “a workshop in” its province. A factory whose "
        "question it answers with yes learns its name and telephone."
    ),
    Use.STATISTICS: _(
        "Who has withdrawn is left out of published counts by goods, service, town and province. "
        "The whole programme's sums are the chamber's duty: they count every unit and name none."
    ),
    Use.MESSAGES: _(
        "Without it no message to the members reaches the unit; answers to what it asked do."
    ),
}
"""What a use does where it was not agreed to: said where the consent is asked."""

CONSENT_WAYS = {
    ConsentWay.SIGNED_PAPER: _("by signed paper"),
    ConsentWay.TELEPHONE: _("by telephone"),
    ConsentWay.ACCOUNT: _("by the own account"),
}

STANDINGS = {
    Standing.ENDS_SOON: ("proposed", _("ends soon")),
    Standing.LAST_DAY: ("stop", _("ends today")),
    Standing.ENDED: ("stop", _("ended")),
}
"""Badge and word of a paper that asks for attention."""
