"""
What a country's programme asks of an export consortium, and what is still missing, by member.

It is help and no barrier: a consortium is founded all the same, and everybody sees what to do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True)
class ProgrammeRules:
    """
    The rules of one programme, with their source.

    ``exports_instead_usd`` is what a member must have exported in all to need no certificate.
    """

    name_fa: str
    name_en: str
    countries: tuple[str, ...]
    min_members: int
    source: str
    max_members: int | None = None
    asks_certificate: bool = False
    exports_instead_usd: int | None = None
    asks_promoter: bool = False

    def __post_init__(self) -> None:
        if self.min_members < 2:
            raise ValueError("min_members is at least 2")
        if self.max_members is not None and self.max_members < self.min_members:
            raise ValueError("max_members is not below min_members")
        if self.exports_instead_usd is not None and self.exports_instead_usd <= 0:
            raise ValueError("exports_instead_usd is above 0")


@dataclass(frozen=True)
class Programmes:
    """The programmes known, by name; the first holds where no other does."""

    rules: dict[str, ProgrammeRules] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.rules:
            raise ValueError("rules name at least one programme")

    def of(self, country: str, name: str = "") -> ProgrammeRules:
        """Return the rules named, or those of a country; KeyError for a name nobody gave."""
        if name:
            return self.rules[name]
        first = next(iter(self.rules.values()))
        return next((one for one in self.rules.values() if country in one.countries), first)


@dataclass(frozen=True)
class MemberStanding:
    """What is known of a member; exports are of all years, in US dollars."""

    key: int
    hand: str
    """Members under one hand share this text, and count as one."""
    has_certificate: bool
    exports_usd: Decimal


@dataclass(frozen=True)
class Lacking:
    """One thing that the programme asks and that is not there: a code and facts."""

    code: str
    member: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


def what_is_lacking(
    rules: ProgrammeRules,
    members: Sequence[MemberStanding],
    *,
    has_promoter: bool,
    promoter_is_lead: bool = False,
) -> tuple[Lacking, ...]:
    """Return what the programme asks and the group has not, of the group first."""
    hands = len({member.hand for member in members})
    found = []
    if hands < rules.min_members:
        found.append(Lacking("too-few", facts={"members": hands, "least": rules.min_members}))
    if rules.max_members is not None and hands > rules.max_members:
        found.append(Lacking("too-many", facts={"members": hands, "most": rules.max_members}))
    if rules.asks_promoter and not has_promoter:
        found.append(Lacking("no-promoter"))
    if promoter_is_lead:
        found.append(Lacking("promoter-is-lead"))
    if rules.asks_certificate:
        found += [_certificate(rules, one) for one in members if _needs(rules, one)]
    return tuple(found)


def _needs(rules: ProgrammeRules, member: MemberStanding) -> bool:
    instead = rules.exports_instead_usd
    return not member.has_certificate and (instead is None or member.exports_usd < instead)


def _certificate(rules: ProgrammeRules, member: MemberStanding) -> Lacking:
    facts = {"exports_usd": member.exports_usd, "instead_usd": rules.exports_instead_usd}
    return Lacking("no-certificate", member=member.key, facts=facts)
