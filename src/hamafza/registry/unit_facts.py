"""What may be told of a unit, beside its row in a file: kinds, bounds, and what stands when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from hamafza.vocabulary.life import Life
from hamafza.vocabulary.refusals import Refusal


class LicenceKind(StrEnum):
    """A guild's business licence, and the two permits of those who need none."""

    BUSINESS = "business"
    HOME_BASED = "home-based"
    HANDICRAFT = "handicraft"
    OTHER = "other"


class LicenceState(StrEnum):
    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


class ActivityClass(StrEnum):
    """The four groups of guild units (Guild System Act of Iran, art. 4)."""

    PRODUCTION = "production"
    TECHNICAL_SERVICES = "technical-services"
    DISTRIBUTION = "distribution"
    SERVICES = "services"


class Part(StrEnum):
    """What a person is to a unit."""

    OWNER = "owner"
    PARTNER = "partner"
    STEWARD = "steward"


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"


class Means(StrEnum):
    """What a workshop works with: a machine, or a process it masters."""

    MACHINE = "machine"
    PROCESS = "process"


class CertificateKind(StrEnum):
    STANDARD = "standard"
    HEALTH = "health"
    QUALITY = "quality"
    ORGANIC = "organic"
    HALAL = "halal"
    EXPORT_READINESS = "export-readiness"
    OTHER = "other"


class ExportSource(StrEnum):
    """Who says that it went abroad: a customs paper, a trader's paper, or the unit's own word."""

    CUSTOMS = "customs"
    TRADER = "trader"
    OWN_WORD = "own-word"


class Way(StrEnum):
    """How a unit is reached."""

    MOBILE = "mobile"
    TELEPHONE = "telephone"
    EMAIL = "email"
    MESSENGER = "messenger"
    WEBSITE = "website"


class Use(StrEnum):
    """What a unit's facts may be used for, each agreed to by itself."""

    MATCHING = "matching"
    BUYERS = "buyers"
    STATISTICS = "statistics"
    MESSAGES = "messages"


class ConsentWay(StrEnum):
    """How a consent was given or withdrawn."""

    SIGNED_PAPER = "signed-paper"
    TELEPHONE = "telephone"
    ACCOUNT = "account"


_L = LicenceState
LICENCE_LIFE = Life(
    "licence",
    _L.VALID,
    {
        _L.VALID: frozenset({_L.SUSPENDED, _L.REVOKED}),
        _L.SUSPENDED: frozenset({_L.VALID, _L.REVOKED}),
        _L.REVOKED: frozenset(),
    },
)


class DatesOutOfOrder(Refusal):
    code = "fact-dates-out-of-order"


class DateStillToCome(Refusal):
    code = "fact-date-still-to-come"


class YearNotPossible(Refusal):
    code = "fact-year-not-possible"


@dataclass(frozen=True)
class Alarms:
    """From how many days before its end a paper is shown as ending, and who is written to when."""

    soon_days: int = 90
    message_days: tuple[int, ...] = (90, 30, 7)
    """Days before the end from which a message goes out, each once; the farthest first."""

    def __post_init__(self) -> None:
        if self.soon_days < 1:
            raise ValueError("soon_days must be at least 1")
        falling = sorted(set(self.message_days), reverse=True)
        if list(self.message_days) != falling or (falling and falling[-1] < 0):
            raise ValueError("message_days are 0 or more, each smaller than the one before")

    def stage_of(self, left_days: int) -> int | None:
        """Return the nearest stage a paper has come to; None where it is far off or has ended."""
        due = [stage for stage in self.message_days if 0 <= left_days <= stage]
        return min(due, default=None)


@dataclass(frozen=True)
class Limits:
    """What no fact can be; beyond it is a slip of the pen."""

    first_year: int = 1950
    most_machines: int = 10_000

    def __post_init__(self) -> None:
        if self.most_machines < 1:
            raise ValueError("most_machines must be at least 1")


class Standing(StrEnum):
    """How a paper with an end stands on a day; its last day is a day on which it holds."""

    NO_END = "no-end"
    HOLDS = "holds"
    ENDS_SOON = "ends-soon"
    LAST_DAY = "last-day"
    ENDED = "ended"


ALARMING = (Standing.ENDS_SOON, Standing.LAST_DAY, Standing.ENDED)


def standing(expires_on: date | None, today: date, alarms: Alarms) -> Standing:
    """Say how a paper stands today."""
    if expires_on is None:
        return Standing.NO_END
    left = (expires_on - today).days
    if left < 0:
        return Standing.ENDED
    if left == 0:
        return Standing.LAST_DAY
    return Standing.ENDS_SOON if left <= alarms.soon_days else Standing.HOLDS


def check_dates(issued_on: date | None, expires_on: date | None, today: date) -> None:
    """Refuse a paper that ends before it begins, or that is still to be issued."""
    if issued_on is not None and issued_on > today:
        raise DateStillToCome()
    if issued_on is not None and expires_on is not None and expires_on < issued_on:
        raise DatesOutOfOrder()


def check_year(year: int | None, today: date, limits: Limits) -> None:
    """Refuse a year before anybody's time, or one still to come."""
    if year is not None and not limits.first_year <= year <= today.year:
        raise YearNotPossible(first=limits.first_year, last=today.year)
