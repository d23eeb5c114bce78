"""What matching parts may refuse."""

from hamafza.vocabulary.refusals import Refusal


class NeedSaysNothing(Refusal):
    """A need names neither a code nor a word that a workshop could be found by."""

    code = "need-says-nothing"


class NeedQuantityNotPositive(Refusal):
    code = "need-quantity-not-positive"


class NeedPlaceNotOnEarth(Refusal):
    code = "need-place-not-on-earth"


class NeedCodeNotACode(Refusal):
    """A tariff code has four or six digits."""

    code = "need-code-not-a-code"


class ShareNotAShare(Refusal):
    """A share lies between 0 and 1."""

    code = "embedded-share-not-a-share"
