"""Which set of trade the pages and plans of the installation stand on, choice after choice."""

from django.db import models

from hamafza.web.records.kept import Kept


class TradeChoice(Kept):
    """
    One choice; the newest holds, and lies as a file beside the data sets for who reads no database.

    ``set_name`` is empty for the bundled reconstruction; ``digest`` is that of the set's tables on
    that day, so that one replaced since can be told.
    """

    set_name = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    chosen_by = models.ForeignKey(
        "User", null=True, blank=True, on_delete=models.PROTECT, related_name="trade_choices"
    )
    """Nobody where the command chose."""

    class Meta:
        ordering = ["-id"]
