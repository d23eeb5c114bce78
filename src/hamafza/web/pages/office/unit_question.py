"""What a reader asks for among the units: read from an address, and written into one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hamafza.vocabulary.text import latin_digits
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.finding import CAPACITY, NAME, NEWEST, ORDERS, PLACE, Asked, values_of
from hamafza.web.records.word_index import CAPACITIES, FLAGGED, TOLD

NAMES = ("q", *TOLD, *FLAGGED, "capacity", "order")
"""The parts of an address that ask."""
MOST_CHOICES = 300
"""More values than this are written, not chosen: a list of 8,000 unions is no list."""
_HEADING = re.compile(r"\d{4}")
_LONGEST = 200

KINDS = (
    ("maker", gettext_lazy("makers")),
    ("service", gettext_lazy("service providers")),
    ("distributive", gettext_lazy("wholesalers, carriers, stores")),
)
STATES = (
    ("unverified", gettext_lazy("Not verified yet")),
    ("verified", gettext_lazy("Verified")),
)
ORDER_NAMES = (
    (NAME, gettext_lazy("by name")),
    (PLACE, gettext_lazy("by city")),
    (CAPACITY, gettext_lazy("largest first")),
    (NEWEST, gettext_lazy("newest first")),
)


@dataclass(frozen=True)
class Question:
    """A reader's question: as it was written, as it is asked, and what of it is not understood."""

    written: Mapping[str, str]
    asked: Asked
    faults: tuple[str, ...] = ()

    def address(self, **other: str) -> str:
        """Return the part of an address after its ``?``, with some of it said otherwise."""
        return urlencode({name: told for name, told in {**self.written, **other}.items() if told})


def question_of(given: Mapping[str, str]) -> Question:
    """Read a question; what is not understood narrows nothing, and is said."""
    written = {name: given.get(name, "")[:_LONGEST].replace("\0", "") for name in NAMES}
    faults = []
    told = {name: written[name] for name in TOLD if written[name]}
    heading = latin_digits(written["family"]).strip()
    if "family" in told:
        told["family"] = heading
        if not _HEADING.fullmatch(heading) and ":" not in heading:
            del told["family"]
            faults.append(_("A heading has four digits, such as 6302."))
    asked = Asked.of_text(
        written["q"],
        told=told,
        flags=frozenset(name for name in FLAGGED if written[name]),
        capacity=_capacity(written["capacity"]),
        order=written["order"] if written["order"] in ORDERS else "",
    )
    return Question(written, asked, tuple(faults))


def choices(reader: User, question: Question) -> dict[str, object]:
    """Return what the form offers."""
    unions = [] if reader.role == Role.UNION else values_of("union", most=MOST_CHOICES + 1)
    return {
        "kinds": KINDS,
        "states": STATES,
        "orders": ORDER_NAMES,
        "capacities": [(f"{least:g}", least) for least in CAPACITIES],
        "provinces": values_of("province"),
        "cities": cities(question),
        "unions": unions if len(unions) <= MOST_CHOICES else [],
        "asks_union": reader.role != Role.UNION,
    }


def cities(question: Question) -> list[str]:
    """Return the cities of the province chosen; none where none is chosen."""
    province = question.written["province"]
    return values_of("city", most=MOST_CHOICES, province=province) if province else []


def _capacity(written: str) -> float | None:
    for least in CAPACITIES:
        if f"{least:g}" == latin_digits(written):
            return least
    return None
