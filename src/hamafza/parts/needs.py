"""A factory's need, and how workshops are weighed against it."""

from dataclasses import dataclass

from hamafza.parts.refusals import (
    NeedCodeNotACode,
    NeedPlaceNotOnEarth,
    NeedQuantityNotPositive,
    NeedSaysNothing,
)
from hamafza.vocabulary.codes import is_hs4, is_hs6
from hamafza.vocabulary.text import match_key


@dataclass(frozen=True)
class Need:
    """
    What a factory asks for each month, and where.

    ``code`` is a heading or a subheading, ``service_code`` a job done on the factory's own
    pieces; ``words`` name processes and materials, in either language.
    """

    quantity: int
    lat_deg: float
    lon_deg: float
    code: str = ""
    service_code: str = ""
    words: str = ""

    def __post_init__(self) -> None:
        if self.quantity <= 0:
            raise NeedQuantityNotPositive(quantity=self.quantity)
        if not (-90 <= self.lat_deg <= 90 and -180 <= self.lon_deg <= 180):
            raise NeedPlaceNotOnEarth(lat_deg=self.lat_deg, lon_deg=self.lon_deg)
        checked_code(self.code)
        if not (self.code or self.service_code or self.keys):
            raise NeedSaysNothing()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the words that can be looked for: those of three letters or more."""
        return tuple(dict.fromkeys(w for w in match_key(self.words).split() if len(w) > 2))


def checked_code(code: str) -> str:
    """Return a heading, a subheading or nothing; refuse anything else."""
    if code and not (is_hs4(code) or is_hs6(code)):
        raise NeedCodeNotACode(given=code)
    return code


@dataclass(frozen=True)
class Judgement:
    """Weights of the match; ``parameters/parts.toml`` says where they come from."""

    reach_km: float = 300.0
    half_km: float = 75.0
    """A workshop this far is worth half of one next door."""
    heading_fit: float = 0.8
    """The right heading where a subheading was asked; the subheading itself is 1."""
    words_fit: float = 0.6
    """Words alone, all of them found; a part of them is worth that part."""
    near_weight: float = 0.45
    able_weight: float = 0.35
    ready_weight: float = 0.20
    ceiling_share: float = 0.6
    """No workshop takes more of a joint bid; one that can do all alone may."""
    most_members: int = 12

    def __post_init__(self) -> None:
        if self.reach_km <= 0 or self.half_km <= 0:
            raise ValueError("reach_km and half_km must be above zero")
        if not 0 < self.ceiling_share <= 1:
            raise ValueError("ceiling_share lies between 0 and 1")
