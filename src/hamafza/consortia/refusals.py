"""What the formation refuses of the units and the effort it is given."""

from hamafza.vocabulary.refusals import Refusal


class ColumnMissing(Refusal):
    code = "formation-column-missing"


class ColumnOfWrongKind(Refusal):
    code = "formation-column-of-wrong-kind"


class ValueMissing(Refusal):
    code = "formation-value-missing"


class ValueOutOfRange(Refusal):
    code = "formation-value-out-of-range"


class UnitTwice(Refusal):
    code = "formation-unit-twice"


class EffortNotPossible(Refusal):
    code = "formation-effort-not-possible"
