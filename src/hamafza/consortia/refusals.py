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


class SharesNotPossible(Refusal):
    code = "formation-shares-not-possible"


class ScopeUnknown(Refusal):
    code = "formation-scope-unknown"


class ScopeNotOne(Refusal):
    code = "formation-scope-not-one"


class ProvinceUnknown(Refusal):
    code = "formation-province-unknown"


class KeptWithoutHome(Refusal):
    code = "formation-kept-without-home"


class ServiceCannotBe(Refusal):
    code = "formation-service-cannot-be"


class BasketNameTaken(Refusal):
    code = "formation-basket-name-taken"


class KeepUnknown(Refusal):
    code = "formation-keep-unknown"


class KeptCannotStand(Refusal):
    code = "formation-kept-cannot-stand"


class RoadsFarAway(Refusal):
    code = "formation-roads-far-away"
