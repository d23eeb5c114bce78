"""What holds for claims and changes; sources in ``parameters/claims.toml`` and ``changes.toml``."""

from dataclasses import dataclass, field, fields


@dataclass(frozen=True)
class ClaimParams:
    digits: int = 6
    code_minutes: int = 10
    most_tries: int = 5
    open_minutes: int = 60
    """After the code was right, to open the account."""
    invited_days: int = 14
    """After an officer said yes, the same."""
    codes_per_unit_hour: int = 3
    codes_per_unit_day: int = 5
    codes_per_address_hour: int = 10
    most_found: int = 5
    phone_digits: int = 10
    phone_prefixes: tuple[str, ...] = ("0", "")
    """What may stand before the digits of one and the same number."""

    def __post_init__(self) -> None:
        for each in fields(self):
            if each.name != "phone_prefixes" and getattr(self, each.name) < 1:
                raise ValueError(f"{each.name} must be 1 or more")
        if self.digits < 4:
            raise ValueError("digits must be 4 or more")


KINDS = ("text", "phone", "whole", "truth")


@dataclass(frozen=True)
class ChangeField:
    """``most`` is the longest text, or the largest number."""

    kind: str
    most: int
    needs_evidence: bool

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"kind is one of {', '.join(KINDS)}")


@dataclass(frozen=True)
class ChangeParams:
    most_days: int = 14
    """A request that waits longer is late."""
    fields: dict[str, ChangeField] = field(default_factory=dict)
