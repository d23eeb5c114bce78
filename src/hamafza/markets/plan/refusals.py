"""What the market plan refuses of what it is given."""

from hamafza.vocabulary.refusals import Refusal


class PlanTableNotSound(Refusal):
    code = "plan-table-not-sound"


class PlanWorthTooLarge(Refusal):
    code = "plan-worth-too-large"


class PlanWithoutMarkets(Refusal):
    code = "plan-without-markets"


class PlanOfTwoExporters(Refusal):
    code = "plan-of-two-exporters"


class PlanEffortNotPossible(Refusal):
    code = "plan-effort-not-possible"


class PlanMarketUnknown(Refusal):
    code = "plan-market-unknown"


class PlanNotJudged(Refusal):
    """The judge found something else than the plan says: ``count`` of findings, the ``first``."""

    code = "plan-certificate-does-not-hold"
