"""What the judge refuses to let pass."""

from hamafza.vocabulary.refusals import Refusal


class CertificateDoesNotHold(Refusal):
    """The judge found something else than the run says; facts: ``count`` of findings, ``first``."""

    code = "formation-certificate-does-not-hold"
