"""
The shared mark: licences of members' products, labels with a serial, and the public answer.

A label is issued only for accepted pieces, so that there are never more labels than good goods.
Who scans one learns whether it is valid and what it stands for, and nothing private of the maker.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal

# Crockford's base 32 without I, L, O and U; 31 is the largest prime below its 32 signs, so one
# wrong sign or two neighbours exchanged always shows (weights run from 2 and never meet 0 mod 31).
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PRIME = 31
_SERIAL = re.compile(r"([0-9]{1,6})-([0-9]{1,9})-([0-9A-Z])")


class LicenceState(StrEnum):
    VALID = "valid"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


LICENCE_LIFE = Life(
    "brand-licence",
    LicenceState.VALID,
    {
        LicenceState.VALID: frozenset({LicenceState.SUSPENDED, LicenceState.WITHDRAWN}),
        LicenceState.SUSPENDED: frozenset({LicenceState.VALID, LicenceState.WITHDRAWN}),
        LicenceState.WITHDRAWN: frozenset(),
    },
)


class LabelQuotaExceeded(Refusal):
    code = "label-quota-exceeded"


class LicenceNotValid(Refusal):
    code = "brand-licence-not-valid"


class Verdict(StrEnum):
    """What a scan is answered."""

    VALID = "valid"
    SUSPENDED = "suspended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Licence:
    """
    A member's product under the mark, from ``valid_from`` to ``valid_until`` (grades expire).

    ``labels_issued`` serials, numbered from 1, have been given out.
    """

    number: int
    state: LicenceState
    valid_from: date
    valid_until: date
    labels_issued: int = 0


def label_serial(licence: int, label: int) -> str:
    """Return a label's serial, such as ``000012-00000036-V``: licence, label, check sign."""
    digits = f"{licence:06d}{label:08d}"
    return f"{licence:06d}-{label:08d}-{_check_sign(digits)}"


def read_serial(text: str) -> tuple[int, int] | None:
    """Return licence and label of a serial, None when it is mistyped; O is read as 0, I as 1."""
    tidy = text.strip().upper().replace("O", "0").replace("I", "1").replace("L", "1")
    found = _SERIAL.fullmatch(tidy)
    if found is None:
        return None
    licence, label = int(found[1]), int(found[2])
    return (licence, label) if label_serial(licence, label) == _full(found) else None


def verdict(licence: Licence | None, label: int | None, on: date) -> Verdict:
    """
    Return what to answer on a day; ``label`` is None when the licence itself is asked about.

    A label never issued is unknown whatever the licence: somebody made it up. A licence that is
    withdrawn or has run out no longer vouches for anything, and answers as suspended.
    """
    if licence is None or (label is not None and not 1 <= label <= licence.labels_issued):
        return Verdict.UNKNOWN
    in_time = licence.valid_from <= on <= licence.valid_until
    if licence.state is LicenceState.VALID and in_time:
        return Verdict.VALID
    return Verdict.SUSPENDED


def issue_labels(licence: Licence, wanted: int, accepted_pieces: int, on: date) -> range:
    """
    Return the numbers of new labels; together with those issued never more than accepted pieces.

    ``accepted_pieces`` counts all pieces of the licensed product accepted at inspections so far.
    """
    if verdict(licence, None, on) is not Verdict.VALID:
        raise LicenceNotValid(licence=licence.number, state=licence.state.value)
    left = accepted_pieces - licence.labels_issued
    if wanted < 1 or wanted > left:
        raise LabelQuotaExceeded(wanted=wanted, left=max(left, 0), accepted=accepted_pieces)
    return range(licence.labels_issued + 1, licence.labels_issued + wanted + 1)


def _full(found: re.Match[str]) -> str:
    return f"{int(found[1]):06d}-{int(found[2]):08d}-{found[3]}"


def _check_sign(digits: str) -> str:
    total = sum((i % 29 + 2) * int(digit) for i, digit in enumerate(reversed(digits)))
    return _SIGNS[total % _PRIME]
