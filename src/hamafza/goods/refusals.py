"""What the goods room may refuse."""

from hamafza.vocabulary.refusals import Refusal


class NoTextColumn(Refusal):
    code = "goods-no-text-column"


class NothingToClassify(Refusal):
    code = "goods-nothing-to-classify"
