"""What routing may refuse."""

from hamafza.vocabulary.refusals import Refusal


class CountryUnknown(Refusal):
    """No country has this ISO 3166-1 alpha-3 code."""

    code = "route-country-unknown"


class MarketIsHome(Refusal):
    """A route abroad was asked for a market that is the exporter itself."""

    code = "route-market-is-home"


class PlaceNotOnEarth(Refusal):
    code = "route-place-not-on-earth"


class WeightNotPositive(Refusal):
    code = "route-weight-not-positive"


class NoWay(Refusal):
    """Neither a crossing nor a port leads to the market."""

    code = "route-no-way"


class ChoiceUnknown(Refusal):
    """A way is chosen by cost, days or both."""

    code = "route-choice-unknown"
