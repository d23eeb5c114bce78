"""
Short messages through a gateway that Apprise knows (Kavenegar, Twilio, ...), or any HTTP address.

``HAMAFZA_SMS_URL`` is an Apprise address in which ``{to}`` stands for the telephone:
``kavenegar://KEY/{to}``, or ``json://gateway.example/send?:phone={to}`` for a gateway of one's own.
"""

from urllib.parse import quote

from hamafza.vocabulary.text import latin_digits
from hamafza.web.notifier.faults import NotSent


def send(url: str, to: str, text: str) -> None:
    """Hand one message over; Apprise tells whether the gateway took it, and not why not."""
    import apprise  # here: it opens more than a hundred services' modules

    digits = "".join(mark for mark in latin_digits(to) if mark.isdecimal() or mark == "+")
    if not digits:
        raise NotSent("no telephone number", is_final=True)
    service = apprise.Apprise.instantiate(url.replace("{to}", quote(digits)))
    if service is None:
        raise NotSent("HAMAFZA_SMS_URL is no address that Apprise knows", is_final=True)
    try:
        went = service.notify(body=text, notify_type=apprise.NotifyType.INFO)
    except (OSError, TypeError) as fault:
        raise NotSent(str(fault), is_final=isinstance(fault, TypeError)) from fault
    if not went:
        raise NotSent("the gateway did not take it", is_final=False)
