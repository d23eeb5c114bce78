"""What the markets room may refuse."""

from hamafza.vocabulary.refusals import Refusal


class CountryUnknown(Refusal):
    code = "country-unknown"


class CountryHasNoExports(Refusal):
    code = "country-has-no-exports"


class HeadingUnknown(Refusal):
    code = "heading-unknown"


class HeadingNotNew(Refusal):
    """The country has an advantage in it already, nobody buys it, or the trade does not know it."""

    code = "heading-not-new"


class VariantUnknown(Refusal):
    code = "variant-unknown"


class TradeFileNotSound(Refusal):
    code = "trade-file-not-sound"


class LayoutUnknown(Refusal):
    code = "layout-unknown"


class ComplexityNotDefined(Refusal):
    code = "complexity-not-defined"


class GrowthHasNoYear(Refusal):
    code = "growth-has-no-year"


class TradeFileNeeded(Refusal):
    code = "trade-file-needed"


class YearsNeedDataSet(Refusal):
    code = "years-need-data-set"


class YearsTooFew(Refusal):
    code = "years-too-few"


class TradeSetNotFlows(Refusal):
    code = "trade-set-not-flows"


class TradeSetLacksCountry(Refusal):
    code = "trade-set-lacks-country"


class WeightOutOfBounds(Refusal):
    code = "weight-out-of-bounds"
