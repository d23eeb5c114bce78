"""A refusal: a "no" that a person may meet, as data in no language."""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """
    What was asked cannot be done, and why, as a code and facts.

    Sentences are made at the edge (``hamafza.web.sentences``). A fault of ours is never a
    Refusal: it crashes.
    """

    code: ClassVar[str] = ""

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code

    def __reduce__(self) -> tuple[object, ...]:
        """Keep the facts when a refusal crosses from one process to another."""
        return (_again, (type(self), self.facts))


def _again(kind: type[Refusal], facts: dict[str, object]) -> Refusal:
    return kind(**facts)
