"""Tries counted, so that nobody tries many: passwords, codes, letters asked for."""

from hashlib import sha256

from hamafza.vocabulary.refusals import Refusal
from hamafza.web import protection
from hamafza.web.records.tries import Tries


class TooOften(Refusal):
    """Somebody tried or asked too often; ``minutes`` tells when the door is open again."""

    code = "too-often"
    status = 429

    @property
    def after_s(self) -> int:
        return int(str(self.facts["seconds"]))


def one_more(kind: str, *of: str) -> None:
    """
    Count one more try of a kind before it is made; refuse where there were enough.

    ``kind`` names a field of the limits, ``of`` says whose tries: an account, an address. Counted
    first, so that of many who try at once none slips through between looking and counting.
    """
    allowed = getattr(protection.limits(), kind)
    count, left_s = Tries.objects.one_more(_key(kind, *of), allowed.within_s)
    if count == 1:
        Tries.objects.forget_old()
    if count > allowed.most:
        raise too_often(left_s)


def forget(kind: str, *of: str) -> None:
    """Begin anew: it was done rightly."""
    Tries.objects.forget(_key(kind, *of))


def take_back(kind: str, *of: str) -> None:
    """Count one less: this one was none of those that are counted."""
    Tries.objects.one_less(_key(kind, *of))


def too_often(left_s: int) -> TooOften:
    return TooOften(minutes=-(-left_s // 60), seconds=left_s)


def _key(kind: str, *of: str) -> str:
    return sha256("\n".join((kind, *of)).encode()).hexdigest()
