"""Claims: a code sent to the telephone in the register, tried, and the account that it opens."""

import secrets
from datetime import timedelta
from enum import Enum, auto

from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from hamafza.registry.claim_life import CLAIM_LIFE, ClaimState
from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import latin_digits
from hamafza.web.actions import outbox
from hamafza.web.actions.accounts import close_for_claim, open_own_account
from hamafza.web.actions.claim_finding import accounts_of, params, phone_of
from hamafza.web.actions.events import record
from hamafza.web.actions.reach import counting
from hamafza.web.notifier import Channel
from hamafza.web.records.accounts import User
from hamafza.web.records.claims import Claim
from hamafza.web.records.units import Unit

_C = ClaimState
PURPOSE = "claim-code"
_LINK, _CODE, _ADDRESS = "hamafza.claim", "hamafza.claim.code", "hamafza.claim.address"


class ClaimedAlready(Refusal):
    """Somebody signs in for this unit; another claim is an officer's to decide."""

    code = "unit-claimed-already"


class NoTelephone(Refusal):
    code = "unit-without-telephone"


class TooManyCodes(Refusal):
    code = "claim-too-many-codes"


class CodeWrong(Refusal):
    code = "claim-code-wrong"


class CodeTriedOut(Refusal):
    code = "claim-code-tried-out"


class CodeRanOut(Refusal):
    code = "claim-code-ran-out"


class ClaimNotOpen(Refusal):
    """It is decided, used, or waits for somebody else."""

    code = "claim-not-open"


def secret(claim: Claim) -> str:
    """Return the part of the address by which the person goes on with a claim."""
    return signing.dumps(claim.pk, salt=_LINK)


def by_secret(text: str) -> Claim | None:
    """Return the claim an address leads to, None for one nobody gave out."""
    try:
        number = signing.loads(text, salt=_LINK)
    except signing.BadSignature:
        return None
    return Claim.objects.select_related("unit").filter(pk=number).first()


def digest_of_address(address: str) -> str:
    """Return what is kept of the place a request comes from: enough to count, not to know."""
    return salted_hmac(_ADDRESS, address, algorithm="sha256").hexdigest()


@transaction.atomic
def ask_code(*, unit: Unit, address: str) -> Claim:
    """Send a code to the telephone that the register has for a unit nobody has claimed yet."""
    kept = Unit.objects.select_for_update(no_key=True).get(pk=counting(unit).pk)
    if accounts_of(kept):
        raise ClaimedAlready(unit=kept.public_id)
    phone = phone_of(kept)
    if not phone:
        raise NoTelephone(unit=kept.public_id)
    place = digest_of_address(address)
    _few_enough(kept, place)
    now = timezone.now()
    code = f"{secrets.randbelow(10 ** params().digits):0{params().digits}d}"
    claim = Claim(
        unit=kept,
        address_digest=place,
        sent_to=phone[-2:],
        code_until=now + timedelta(minutes=params().code_minutes),
        is_demo=kept.is_demo,
    )
    claim.save()
    claim.code_digest = _digest(claim, code)
    claim.save(update_fields=["code_digest"])
    _write_code(claim, phone, code)
    record(actor=None, verb="ask-claim-code", subject=claim, after={"unit": kept})
    return claim


def enter_code(*, claim: Claim, code: str) -> Claim:
    """Try a code; a wrong one is counted even though it is refused."""
    kept, outcome = _try(claim, latin_digits(code).strip())
    if outcome is _Outcome.NOT_OPEN:
        raise ClaimNotOpen()
    if outcome is _Outcome.RAN_OUT:
        raise CodeRanOut(minutes=params().code_minutes)
    if outcome is _Outcome.TRIED_OUT:
        raise CodeTriedOut(tries=params().most_tries)
    if outcome is _Outcome.WRONG:
        raise CodeWrong(left=params().most_tries - kept.tries)
    return kept


@transaction.atomic
def open_account(
    *, claim: Claim, username: str, full_name: str, password: str, email: str = ""
) -> User:
    """Open the owner's account; where an officer said "instead", the former ones are closed."""
    kept = _locked(claim)
    if kept.state != _C.CONFIRMED or kept.open_until is None or kept.open_until <= timezone.now():
        raise ClaimNotOpen()
    unit = Unit.objects.select_for_update(no_key=True).get(pk=counting(kept.unit).pk)
    there = accounts_of(unit)
    if there and kept.decided_by_id is None:
        raise ClaimedAlready(unit=unit.public_id)
    if kept.instead:
        for account in there:
            close_for_claim(account=account, why=kept.why)
    account = open_own_account(
        username=username, full_name=full_name, password=password, email=email, unit=unit
    )
    kept.state = CLAIM_LIFE.step(_C(kept.state), _C.OPENED)
    kept.account = account
    kept.save()
    record(
        actor=account, verb="claim-unit", subject=kept,
        before={"state": _C.CONFIRMED.value}, after={"state": kept.state, "unit": unit},
    )  # fmt: skip
    return account


class _Outcome(Enum):
    RIGHT = auto()
    WRONG = auto()
    TRIED_OUT = auto()
    RAN_OUT = auto()
    NOT_OPEN = auto()


@transaction.atomic
def _try(claim: Claim, code: str) -> tuple[Claim, _Outcome]:
    kept = _locked(claim)
    if kept.state != _C.CODE_SENT:
        return kept, _Outcome.NOT_OPEN
    before = {"state": kept.state, "tries": kept.tries}
    if kept.code_until is None or kept.code_until <= timezone.now():
        outcome, towards = _Outcome.RAN_OUT, _C.LAPSED
    elif constant_time_compare(kept.code_digest, _digest(kept, code)):
        outcome, towards = _Outcome.RIGHT, _C.CONFIRMED
        kept.open_until = timezone.now() + timedelta(minutes=params().open_minutes)
    else:
        kept.tries += 1
        is_last = kept.tries >= params().most_tries
        outcome = _Outcome.TRIED_OUT if is_last else _Outcome.WRONG
        towards = _C.LAPSED if is_last else _C.CODE_SENT
    if towards is not _C.CODE_SENT:
        kept.state, kept.code_digest = CLAIM_LIFE.step(_C(kept.state), towards), ""
    kept.save()
    after = {"state": kept.state, "tries": kept.tries}
    record(actor=None, verb="enter-claim-code", subject=kept, before=before, after=after)
    return kept, outcome


def _few_enough(unit: Unit, place: str) -> None:
    now = timezone.now()
    hour, day = now - timedelta(hours=1), now - timedelta(days=1)
    sent = Claim.objects.exclude(code_until=None)
    limits = (
        (sent.filter(unit=unit, created_at__gt=hour), params().codes_per_unit_hour, 1),
        (sent.filter(unit=unit, created_at__gt=day), params().codes_per_unit_day, 24),
        (sent.filter(address_digest=place, created_at__gt=hour),
         params().codes_per_address_hour, 1),
    )  # fmt: skip
    for claims, most, hours in limits:
        if claims.count() >= most:
            raise TooManyCodes(hours=hours)


def _write_code(claim: Claim, phone: str, code: str) -> None:
    facts = {"minutes": params().code_minutes, "number": claim.unit.public_id}
    hidden = "•" * params().digits
    outbox.write(
        channel=Channel.SMS,
        to=phone,
        text=render_to_string("claims/code.txt", facts | {"code": hidden}).strip(),
        secret_text=render_to_string("claims/code.txt", facts | {"code": code}).strip(),
        purpose=PURPOSE,
        once=f"claim:{claim.pk}:code",
        unit=claim.unit,
        holds_until=claim.code_until,
    )


def _digest(claim: Claim, code: str) -> str:
    return salted_hmac(_CODE, f"{claim.pk}:{code}", algorithm="sha256").hexdigest()


def _locked(claim: Claim) -> Claim:
    rows = Claim.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("unit").get(pk=claim.pk)
