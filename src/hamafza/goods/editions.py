"""A code of one edition of the Harmonized System in another: the same, another, or a choice."""

from collections.abc import Iterable
from itertools import pairwise

import polars as pl

EDITIONS = ("2012", "2017", "2022")


class Editions:
    """
    Steps between editions that stand next to each other.

    ``steps`` has newer (the later edition), code (in it) and before (in the one before), six digits
    each; a code that is not there is the same in both.
    """

    def __init__(self, steps: pl.DataFrame) -> None:
        self._next: dict[tuple[str, str], dict[str, list[str]]] = {}
        for older, newer in pairwise(EDITIONS):
            rows = steps.filter(pl.col("newer") == newer)
            forward = self._next.setdefault((older, newer), {})
            back = self._next.setdefault((newer, older), {})
            for code, before in rows.select("code", "before").iter_rows():
                forward.setdefault(before, []).append(code)
                back.setdefault(code, []).append(before)

    def codes(self, code: str, edition: str, wanted: str) -> tuple[str, ...]:
        """
        Return what a six-digit code is in another edition; where there are several, a person
        must choose: first the code that stayed, then those of its heading.

        Raise KeyError for an edition that is not known.
        """
        found = {code}
        for step in pairwise(_way(edition, wanted)):
            found = {other for one in found for other in self._next[step].get(one, [one])}
        return tuple(sorted(found, key=lambda o: (o != code, o[:4] != code[:4], o)))


def _way(edition: str, wanted: str) -> Iterable[str]:
    for one in (edition, wanted):
        if one not in EDITIONS:
            raise KeyError(one)
    first, last = EDITIONS.index(edition), EDITIONS.index(wanted)
    return EDITIONS[first : last + 1] if first <= last else EDITIONS[last : first + 1][::-1]
