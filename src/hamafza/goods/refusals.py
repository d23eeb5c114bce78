"""What the goods room may refuse."""

from hamafza.vocabulary.refusals import Refusal


class NoTextColumn(Refusal):
    code = "goods-no-text-column"


class NothingToClassify(Refusal):
    code = "goods-nothing-to-classify"


class CodeUnknown(Refusal):
    code = "goods-code-unknown"


class NotYourUnit(Refusal):
    code = "goods-not-your-unit"


class NoCodeChosen(Refusal):
    code = "goods-no-code-chosen"


class EditionUnknown(Refusal):
    code = "goods-edition-unknown"


class CountryNotThree(Refusal):
    code = "goods-country-not-three"


class NationalTariffUnusable(Refusal):
    code = "goods-national-unusable"


class NationalLineUnknown(Refusal):
    code = "goods-national-line-unknown"
