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


class EditOfUnknownUnit(Refusal):
    code = "formation-edit-of-unknown-unit"


class EditOfNoConsortium(Refusal):
    code = "formation-edit-of-no-consortium"


class EditOfNoMember(Refusal):
    code = "formation-edit-of-no-member"


class EditOfLeadTwice(Refusal):
    code = "formation-edit-of-lead-twice"


class EditNotClear(Refusal):
    code = "formation-edit-not-clear"


class EditChangesNothing(Refusal):
    code = "formation-edit-changes-nothing"
