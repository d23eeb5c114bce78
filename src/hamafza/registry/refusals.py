"""What the registry room refuses as a whole; single rows are set aside instead."""

from hamafza.vocabulary.refusals import Refusal


class ColumnsMissing(Refusal):
    code = "registry-columns-missing"


class MappingNotSound(Refusal):
    code = "registry-mapping-not-sound"


class CountNotPossible(Refusal):
    code = "registry-count-not-possible"


class CountryHasNoPlaces(Refusal):
    code = "registry-country-unknown"
