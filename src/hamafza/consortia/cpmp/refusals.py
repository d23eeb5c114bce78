"""What is refused of a capacitated p-median instance."""

from hamafza.vocabulary.refusals import Refusal


class ColumnsNotThere(Refusal):
    code = "cpmp-columns-not-there"


class ColumnHoldsNoNumbers(Refusal):
    code = "cpmp-column-holds-no-numbers"


class NumberBelowZero(Refusal):
    code = "cpmp-number-below-zero"


class SizeNotPossible(Refusal):
    code = "cpmp-size-not-possible"


class MediansNotPossible(Refusal):
    code = "cpmp-medians-not-possible"


class WeightOverCapacity(Refusal):
    code = "cpmp-weight-over-capacity"


class PointTooHeavy(Refusal):
    code = "cpmp-point-too-heavy"


class DistancesNotSound(Refusal):
    code = "cpmp-distances-not-sound"


class TimeNotPossible(Refusal):
    code = "cpmp-time-not-possible"


class MeasureNotKnown(Refusal):
    code = "cpmp-measure-not-known"
