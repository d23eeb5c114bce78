"""What the invented registry is made by; sources in ``parameters/synthetic.toml``."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Noise:
    """Shares of rows or cells, 0 to 1."""

    bad_share: float = 0.03
    twin_share: float = 0.05
    arabic_letters_share: float = 0.15
    half_space_lost_share: float = 0.3
    persian_digits_share: float = 0.4
    slip_share: float = 0.03
    no_capacity_share: float = 0.25
    no_workers_share: float = 0.2
    no_phone_share: float = 0.15
    no_licence_share: float = 0.1
    no_readiness_share: float = 0.65
    twin_same_phone_share: float = 0.6
    twin_same_licence_share: float = 0.5
    twin_number_slip_share: float = 0.25
    twin_other_name_share: float = 0.7
    twin_renamed_share: float = 0.03
    twin_goods_reworded_share: float = 0.2
    twin_same_capacity_share: float = 0.6
    twin_same_workers_share: float = 0.6
    twin_other_trade_share: float = 0.02
    twin_other_owner_share: float = 0.02
    twin_same_point_share: float = 0.5
    namesake_share: float = 0.03
    couple_share: float = 0.02
    couple_same_trade_share: float = 0.5
    double_licence_share: float = 0.02
    double_licence_same_trade_share: float = 0.2

    def __post_init__(self) -> None:
        for field in fields(self):
            if not 0 <= getattr(self, field.name) <= 1:
                raise ValueError(f"{field.name} must lie between 0 and 1")
        if self.bad_share + self.twin_share > 0.9:
            raise ValueError("bad_share and twin_share leave no units")
        if self.namesake_share + self.couple_share + self.double_licence_share > 0.4:
            raise ValueError("too many units are like another: a pair takes two")


@dataclass(frozen=True)
class Size:
    """How large, how ready and how scattered the units are."""

    capacity_sigma: float = 0.9
    workers_sigma: float = 0.6
    readiness_a: float = 2.0
    readiness_b: float = 3.0
    home_weight: float = 6.0
    point_share: float = 0.3
    point_km: float = 4.0

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) < 0:
                raise ValueError(f"{field.name} must not be negative")


@dataclass(frozen=True)
class Owners:
    """Owners and papers, where a registry is asked for with them: shares of rows, 0 to 1."""

    no_code_share: float = 0.1
    wrong_code_share: float = 0.01
    no_email_share: float = 0.7
    licence_years: int = 5

    def __post_init__(self) -> None:
        for name in ("no_code_share", "wrong_code_share", "no_email_share"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must lie between 0 and 1")
