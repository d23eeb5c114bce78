"""How long work tells where it stands."""

from collections.abc import Callable

Report = Callable[[str, int, int], None]
"""Called with a stage's key, what is done and the total; may raise ``Cancelled``."""


class Cancelled(Exception):  # noqa: N818 - somebody's decision, not an error
    """Raised by a report when the person who began the work asks it to end."""


def silent(stage: str, done: int, total: int) -> None:
    """Report to nobody."""
