"""What two records are compared in."""

ATTRIBUTES = (
    "phone", "licence", "name", "goods", "trade", "city", "address", "owner", "workers", "made",
    "place",
)  # fmt: skip
"""In the order in which evidence is shown."""
