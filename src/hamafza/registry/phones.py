"""Telephones as people write them: the ways in which one number may stand in a file."""

from hamafza.registry.claim_params import ClaimParams
from hamafza.vocabulary.text import latin_digits


def ways_of_writing(text: str, params: ClaimParams) -> tuple[str, ...]:
    """
    Return how a number may be written, the usual way first; nothing for what is no number.

    ``0913 123 4567``, ``+98-913-1234567`` and ``9131234567`` are one telephone.
    """
    digits = "".join(mark for mark in latin_digits(text) if mark.isdecimal())
    own = digits[-params.phone_digits :]
    before = digits[: -params.phone_digits]
    known = {"".join(mark for mark in one if mark.isdecimal()) for one in params.phone_prefixes}
    if len(own) < params.phone_digits or before not in known:
        return ()
    parted = (own[:3], own[3:6], own[6:])
    bodies = [own, *(mark.join(parted) for mark in " -"), *(own[:3] + m + own[3:] for m in " -")]
    starts = [*params.phone_prefixes]
    starts += [prefix + mark for prefix in params.phone_prefixes if prefix for mark in " -"]
    written = [start + body for body in bodies for start in starts]
    return tuple(dict.fromkeys(written))
