"""Why a message did not go out."""


class NotSent(Exception):  # noqa: N818 - said to the outbox, which decides what follows
    """``is_final``: another attempt would fail as this one did."""

    def __init__(self, said: str, *, is_final: bool) -> None:
        self.said, self.is_final = said, is_final
        super().__init__(said)
