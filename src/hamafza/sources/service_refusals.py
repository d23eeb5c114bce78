"""Tables of trade in services that cannot be taken as they are."""

from hamafza.vocabulary.refusals import Refusal


class ServicesEditionsMixed(Refusal):
    code = "services-editions-mixed"


class ServicesEditionUnknown(Refusal):
    code = "services-edition-unknown"


class ServicesTotalsDiffer(Refusal):
    code = "services-totals-differ"


class ServicesMirrorsDiffer(Refusal):
    code = "services-mirrors-differ"


class ServicesNotLoaded(Refusal):
    code = "services-not-loaded"


class ServiceGroupUnknown(Refusal):
    code = "service-group-unknown"
