"""What is known of the record behind a figure of trade, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hamafza.markets.pairs import PairQuality

QUALITIES: dict[str, Promise] = {
    PairQuality.RECORDED: gettext_lazy("recorded"),
    PairQuality.OLDER: gettext_lazy("an older record"),
    PairQuality.GRAVITY: gettext_lazy("no record"),
    PairQuality.RECONSTRUCTED: gettext_lazy("put together"),
    PairQuality.MIRROR: gettext_lazy("told by one side"),
    PairQuality.SILENT: gettext_lazy("neither reports"),
}
MEANINGS: dict[str, Promise] = {
    PairQuality.RECORDED: gettext_lazy(
        "Trade of the two countries stands in the table of that year."
    ),
    PairQuality.OLDER: gettext_lazy(
        "The table of the year lacks the two countries' trade; an older one has it."
    ),
    PairQuality.GRAVITY: gettext_lazy(
        "No table has trade of the two countries: it is reckoned from distance, borders, language "
        "and size."
    ),
    PairQuality.RECONSTRUCTED: gettext_lazy(
        "The loaded table says of itself that it is put together from others."
    ),
    PairQuality.MIRROR: gettext_lazy(
        "One of the two countries alone reports; the other's trade is read in its mirror."
    ),
    PairQuality.SILENT: gettext_lazy(
        "Neither country reports: what stands here comes from third hands, and nothing proves no "
        "trade."
    ),
}
