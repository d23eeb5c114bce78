"""What protects accounts: the judgements of ``parameters/accounts.toml``."""

from dataclasses import dataclass, fields
from functools import lru_cache

from hamafza.store.parameters import load
from hamafza.web.records.accounts import Role


@dataclass(frozen=True)
class Allowance:
    """``most`` times within ``within_s`` seconds, counted from the first."""

    most: int
    within_s: int

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 1:
                raise ValueError(f"{field.name} is at least 1")


@dataclass(frozen=True)
class Limits:
    sign_in: Allowance
    sign_in_address: Allowance
    sign_in_account: Allowance
    second_factor: Allowance
    reset: Allowance
    reset_account: Allowance
    enquiry: Allowance
    claim_look: Allowance
    person_look: Allowance
    api: Allowance
    search: Allowance


@dataclass(frozen=True)
class SecondFactorRules:
    roles: tuple[str, ...]
    issuer: str
    digits: int
    step_s: int
    steps_aside: int
    recovery_codes: int
    half_signed_in_s: int

    def __post_init__(self) -> None:
        if set(self.roles) - set(Role.values):
            raise ValueError("roles names a role that is not there")


@lru_cache(maxsize=1)
def limits() -> Limits:
    return load(Limits, "accounts", "limits")


@lru_cache(maxsize=1)
def second_factor() -> SecondFactorRules:
    return load(SecondFactorRules, "accounts", "second_factor")
