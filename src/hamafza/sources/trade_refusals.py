"""Tables of trade, tariffs, agreements and economies that cannot be taken as they are."""

from hamafza.vocabulary.refusals import Refusal


class TradeFileEmpty(Refusal):
    code = "trade-file-empty"


class TradeZipBroken(Refusal):
    code = "trade-zip-broken"


class TradeZipWithoutYears(Refusal):
    code = "trade-zip-without-years"


class TradeFileCutOff(Refusal):
    code = "trade-file-cut-off"


class TradeTextNotRead(Refusal):
    code = "trade-text-not-read"


class TradeColumnsMissing(Refusal):
    code = "trade-columns-missing"


class TradeMappingNotSound(Refusal):
    code = "trade-mapping-not-sound"


class TradeCountriesUnknown(Refusal):
    code = "trade-countries-unknown"


class TradeValuesNegative(Refusal):
    code = "trade-values-negative"


class TradeEditionsMixed(Refusal):
    code = "trade-editions-mixed"


class TradeEditionNotTold(Refusal):
    code = "trade-edition-not-told"


class TradeEditionNotThis(Refusal):
    code = "trade-edition-not-this"


class TradeEditionUnknown(Refusal):
    code = "trade-edition-unknown"


class TradeYearsMissing(Refusal):
    code = "trade-years-missing"


class TradeYearsNotThere(Refusal):
    code = "trade-years-not-there"


class TradeYearsNotRead(Refusal):
    code = "trade-years-not-read"


class TradeYearTwice(Refusal):
    code = "trade-year-twice"


class TradeTooLittleKept(Refusal):
    code = "trade-too-little-kept"


class TariffsLikeFractions(Refusal):
    code = "tariffs-like-fractions"
