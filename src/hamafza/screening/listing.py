"""Lists of those who must not be dealt with, as data of one shape whatever their format."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hamafza.screening.refusals import ListTooOld, NoCurrentList


@dataclass(frozen=True)
class Entry:
    """One person or body on a list; ``names`` holds the primary name first, then aliases."""

    entry_id: str
    kind: str
    """``person``, ``entity``, ``vessel`` or ``other``."""
    names: tuple[str, ...]
    weak_names: tuple[str, ...] = ()
    """Aliases that the issuer itself calls low quality."""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 alpha-3 where known; none given contradicts nothing."""
    identifiers: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class SanctionsList:
    """One version of one list; a sample is invented and may stop only demonstration deals."""

    name: str
    version: str
    issued_on: date | None
    entries: tuple[Entry, ...]
    is_sample: bool = False

    def age_days(self, today: date) -> int | None:
        return None if self.issued_on is None else (today - self.issued_on).days


def current(
    lists: Sequence[SanctionsList], today: date, max_age_days: int
) -> Sequence[SanctionsList]:
    """Return the lists if a deal may rest on them: one at least, none older than the rule."""
    issued = [(one.name, one.issued_on) for one in lists]
    require_current(issued, today, max_age_days)
    return lists


def require_current(
    issued: Iterable[tuple[str, date | None]], today: date, max_age_days: int
) -> None:
    """Refuse unless at least one list is there and each says a date recent enough."""
    known = list(issued)
    if not known:
        raise NoCurrentList()
    for name, issued_on in known:
        age_days = None if issued_on is None else (today - issued_on).days
        if age_days is None or age_days > max_age_days:
            days = "?" if age_days is None else age_days
            raise ListTooOld(name=name, days=days, max_days=max_age_days)
