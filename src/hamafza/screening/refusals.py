"""What screening may refuse."""

from hamafza.vocabulary.refusals import Refusal


class NoCurrentList(Refusal):
    """No list is loaded, or the newest is too old: no deal may go on."""

    code = "screening-no-current-list"


class ListTooOld(Refusal):
    """The list was issued more days ago than the rule allows: no deal may go on."""

    code = "screening-list-too-old"


class ListNotReadable(Refusal):
    """The file is no list in a format we know."""

    code = "screening-list-not-readable"


class NameEmpty(Refusal):
    """A name without a letter or digit can be checked against nothing."""

    code = "screening-name-empty"
