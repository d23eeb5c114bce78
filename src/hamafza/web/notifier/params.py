"""What holds for the outbox; values in ``parameters/messages.toml``."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class OutboxParams:
    most_attempts: int = 5
    wait_minutes: tuple[int, ...] = (1, 5, 30, 120)
    lease_minutes: int = 3
    at_once: int = 40
    most_text: int = 600

    def __post_init__(self) -> None:
        for name in ("most_attempts", "lease_minutes", "at_once", "most_text"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be 1 or more")
        if not self.wait_minutes or min(self.wait_minutes) < 1:
            raise ValueError("wait_minutes are one or more, each at least 1")

    def wait_after(self, attempts: int) -> timedelta:
        """Return how long a message waits after so many attempts."""
        return timedelta(minutes=self.wait_minutes[min(attempts, len(self.wait_minutes)) - 1])
