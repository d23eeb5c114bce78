"""A life: the states a thing passes through, as one table of permitted steps."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from hamafza.vocabulary.refusals import Refusal

S = TypeVar("S", bound=StrEnum)


class StepNotPermitted(Refusal):
    """The table of permitted steps does not hold this step."""

    code = "step-not-permitted"


@dataclass(frozen=True)
class Life(Generic[S]):
    """
    The steps that a thing of one kind may take; every state is a key of ``permitted``.

    Pages draw their buttons from it, actions change states through it, and the docs' diagrams
    and the property tests are made from it.
    """

    kind: str
    first: S
    permitted: Mapping[S, frozenset[S]]

    def step(self, state: S, towards: S) -> S:
        """Return ``towards``, or refuse."""
        if towards not in self.permitted[state]:
            raise StepNotPermitted(kind=self.kind, state=state.value, towards=towards.value)
        return towards

    def next_states(self, state: S) -> list[S]:
        """Return what may follow, in the order the states are declared."""
        return [after for after in self.permitted if after in self.permitted[state]]

    def is_over(self, state: S) -> bool:
        """Say whether nothing may follow."""
        return not self.permitted[state]

    def steps(self) -> list[tuple[S, S]]:
        """Return every permitted step, in declared order."""
        return [(state, after) for state in self.permitted for after in self.next_states(state)]

    def mermaid(self) -> str:
        """Return the table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.first.name}"]
        lines += [f"    {state.name} --> {after.name}" for state, after in self.steps()]
        lines += [f"    {state.name} --> [*]" for state in self.permitted if self.is_over(state)]
        return "\n".join(lines)
