"""
A buyer's enquiry: what is wanted, and where and with whom it ends.

Final destination and end user are mandatory on every deal, and a country of transit is never a
destination: nothing here helps to hide either.
"""

from dataclasses import dataclass
from datetime import date

from hamafza.orders.lifecycle import DealKind
from hamafza.vocabulary.refusals import Refusal


class FinalDestinationMissing(Refusal):
    code = "final-destination-missing"


class EndUserMissing(Refusal):
    code = "end-user-missing"


class QuantityNotPositive(Refusal):
    code = "quantity-not-positive"


class EnquiryWithoutWords(Refusal):
    code = "enquiry-without-words"


class TransitIsNotADestination(Refusal):
    code = "transit-is-not-a-destination"


@dataclass(frozen=True)
class Enquiry:
    """
    What a buyer asks for, in the buyer's own words.

    ``quantity`` counts pieces, or for a service the hours or jobs ``unit`` names;
    ``max_days`` is the longest the buyer will wait for it. Countries are ISO alpha-3.
    """

    kind: DealKind
    goods_text: str
    quantity: int
    unit: str
    buyer_name: str
    destination_country: str
    destination_place: str
    end_user: str
    end_use: str
    max_days: int | None = None
    asked_on: date | None = None
    transit_countries: tuple[str, ...] = ()


def checked_enquiry(enquiry: Enquiry) -> Enquiry:
    """Return the enquiry when it may become a deal, or refuse with what is missing."""
    if not enquiry.goods_text.strip():
        raise EnquiryWithoutWords()
    if enquiry.quantity <= 0:
        raise QuantityNotPositive(quantity=enquiry.quantity)
    if not (enquiry.destination_country.strip() and enquiry.destination_place.strip()):
        raise FinalDestinationMissing()
    if not (enquiry.end_user.strip() and enquiry.end_use.strip()):
        raise EndUserMissing()
    if enquiry.destination_country in enquiry.transit_countries:
        raise TransitIsNotADestination(country=enquiry.destination_country)
    return enquiry
