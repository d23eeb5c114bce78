"""What is refused of questions asked of a finished formation."""

from hamafza.vocabulary.refusals import Refusal


class BudgetOfAnotherCurrency(Refusal):
    code = "formation-budget-of-another-currency"


class BudgetProvinceTwice(Refusal):
    code = "formation-budget-province-twice"


class BudgetNotPossible(Refusal):
    code = "formation-budget-not-possible"


class AskedCountNotPossible(Refusal):
    code = "formation-count-not-possible"


class UnitsNotOfRun(Refusal):
    code = "formation-units-not-of-run"


class ShareNotPossible(Refusal):
    code = "formation-share-not-possible"


class RunWithoutGroups(Refusal):
    code = "formation-run-without-groups"
