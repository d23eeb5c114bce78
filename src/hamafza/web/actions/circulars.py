"""Messages to a union's members: the audience is counted first, and told when it has changed."""

from dataclasses import asdict, dataclass
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from hamafza.registry.phones import ways_of_writing
from hamafza.registry.unit_facts import Use
from hamafza.vocabulary.refusals import Refusal
from hamafza.web.actions.claim_finding import params
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.actions.outbox import params as outbox_params
from hamafza.web.actions.reach import units_within
from hamafza.web.notifier import Channel
from hamafza.web.records.accounts import User
from hamafza.web.records.consents import Consent
from hamafza.web.records.outbox import Circular, Message
from hamafza.web.records.units import Unit

PURPOSE = "circular"
_AT_ONCE = 2_000


class NotYourMembers(Refusal):
    code = "circular-not-your-members"


class AudienceChanged(Refusal):
    """Between counting and sending the register has changed: count again, then send."""

    code = "circular-audience-changed"


class NobodyToTell(Refusal):
    code = "circular-nobody"


class TextTooLong(Refusal):
    code = "circular-too-long"


@dataclass(frozen=True)
class Audience:
    """How many a message would reach; ``telephones`` counts each number once."""

    members: int
    agreed: int
    with_telephone: int
    telephones: int


def may_be_told(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return the units that agreed to messages, themselves or through a record joined to them."""
    agreed = Consent.objects.living().filter(use=Use.MESSAGES).values("unit")
    joined = Unit.objects.filter(pk__in=agreed, merged_into__isnull=False).values("merged_into")
    return units.filter(Q(pk__in=agreed) | Q(pk__in=joined))


def audience_of(actor: User, union: str) -> Audience:
    """Count whom a message to a union's members would reach now."""
    audience, _numbers = _counted(_members(actor, union))
    return audience


@transaction.atomic
def send(*, actor: User, union: str, text: str, telephones: int, token: str) -> Circular:
    """
    Lay one message for each telephone in the outbox; ``telephones`` is what the person was shown.

    The same form sent twice is one circular.
    """
    told = text.strip()
    most = outbox_params().most_text
    if len(told) > most:
        raise TextTooLong(letters=len(told), most=most)
    once = f"circular:{sha256(f'{actor.pk}:{token}'.encode()).hexdigest()[:32]}"
    if there := Circular.objects.filter(once=once).first():
        return there
    audience, numbers = _counted(_members(actor, union))
    if not numbers:
        raise NobodyToTell()
    if audience.telephones != telephones:
        raise AudienceChanged(shown=telephones, now=audience.telephones)
    try:
        with transaction.atomic():
            made = Circular.objects.create(
                union=union, text=told, asked_by=actor, once=once, audience=asdict(audience),
                is_demo=belongs_to_demo(actor),
            )  # fmt: skip
    except IntegrityError:
        return Circular.objects.get(once=once)
    Message.objects.bulk_create(
        [
            Message(
                channel=Channel.SMS, to=number, text=told, purpose=PURPOSE, unit_id=unit,
                circular=made, once=f"{once}:{number}"[:100], is_demo=made.is_demo,
            )
            for number, unit in numbers.items()
        ],
        batch_size=_AT_ONCE,
    )  # fmt: skip
    after = {"union": union, "audience": asdict(audience)}
    record(actor=actor, verb="send-circular", subject=made, after=after)
    return made


def _members(actor: User, union: str) -> QuerySet[Unit]:
    if not union:
        raise NotYourMembers()
    units = units_within(actor).filter(union=union).counted()
    if not units.exists():
        raise NotYourMembers()
    return units


def _counted(members: QuerySet[Unit]) -> tuple[Audience, dict[str, int]]:
    """Return the counts, and for each telephone the first unit it belongs to."""
    agreed = may_be_told(members)
    numbers: dict[str, int] = {}
    with_telephone = 0
    told = agreed.order_by("unit_id").values_list("unit_id", "phone")
    for unit, phone in told.iterator(chunk_size=_AT_ONCE):
        if ways := ways_of_writing(phone or "", params()):
            with_telephone += 1
            numbers.setdefault(ways[0], unit)
    audience = Audience(members.count(), agreed.count(), with_telephone, len(numbers))
    return audience, numbers
