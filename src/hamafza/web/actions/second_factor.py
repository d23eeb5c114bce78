"""
The second factor: set up by its owner, asked for at signing in, taken away by an administrator.

A code of an authenticator (RFC 6238) is good once: the time step of the last one taken is kept,
and none of it or before is taken again. Ten codes on paper are for the day the authenticator is
lost; each is good once.
"""

import hmac
import secrets
from dataclasses import dataclass

import pyotp
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from hamafza.vocabulary.refusals import Refusal
from hamafza.vocabulary.text import latin_digits
from hamafza.web import protection
from hamafza.web.actions import keys, sessions, tries
from hamafza.web.actions.accounts import administrators_only
from hamafza.web.actions.events import belongs_to_demo, record
from hamafza.web.records.accounts import User
from hamafza.web.records.second_factor import RecoveryCode, SecondFactor
from hamafza.web.sealing import opened

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""No letter or digit that is easily taken for another."""
_CODE_LENGTH = 10


class CodeWrong(Refusal):
    code = "second-factor-code-wrong"


class SetUpAlready(Refusal):
    code = "second-factor-set-up-already"


class NotSetUp(Refusal):
    code = "second-factor-not-set-up"


class Demanded(Refusal):
    code = "second-factor-demanded"


class SecretLost(Refusal):
    code = "second-factor-secret-lost"


@dataclass(frozen=True)
class ToShow:
    """What the owner's authenticator must learn: the secret to type, or the address in a QR."""

    secret: str
    address: str


def demanded_of(account: User, switched_on: bool) -> bool:
    """Say whether an account must have one: by its role; accounts of the demo go on without."""
    return switched_on and not account.is_demo and account.role in protection.second_factor().roles


def confirmed(account: User) -> SecondFactor | None:
    """Return the second factor that is asked for at signing in, if there is one."""
    return SecondFactor.objects.filter(account=account, confirmed_at__isnull=False).first()


def codes_left(account: User) -> int:
    """Return how many codes on paper are still good."""
    return RecoveryCode.objects.filter(factor__account=account, used_at=None).count()


@transaction.atomic
def begin(*, actor: User) -> SecondFactor:
    """Make a secret for an authenticator; nothing is asked for until a first code proves it."""
    _lock(actor)
    factor = SecondFactor.objects.filter(account=actor).first() or SecondFactor(
        account=actor, is_demo=belongs_to_demo(actor)
    )
    if factor.confirmed_at is not None:
        raise SetUpAlready
    factor.secret, factor.last_step = keys.sealed(pyotp.random_base32()), 0
    factor.save()
    record(actor=actor, verb="begin-second-factor", subject=actor)
    return factor


def to_show(account: User) -> ToShow | None:
    """Return what an authenticator must learn, while it is being set up; never afterwards."""
    factor = SecondFactor.objects.filter(account=account, confirmed_at=None).first()
    secret = opened(factor.secret) if factor else None
    if secret is None:
        return None
    rules = protection.second_factor()
    address = _totp(secret).provisioning_uri(name=account.username, issuer_name=rules.issuer)
    return ToShow(" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)), address)


def confirm(*, actor: User, said: str, keep: str | None = None) -> list[str]:
    """
    Let the second factor count from now on; return the codes on paper, shown this once.

    Sessions other than the one with the key ``keep`` end: they began without it.
    """
    tries.one_more("second_factor", str(actor.pk))
    with transaction.atomic():
        factor = _locked(actor)
        if factor.confirmed_at is not None:
            raise SetUpAlready
        _take_step(factor, said)
        factor.confirmed_at = timezone.now()
        factor.save()
        codes = _new_codes(factor)
        sessions.forget_all(actor, keep)
        record(actor=actor, verb="confirm-second-factor", subject=actor)
    tries.forget("second_factor", str(actor.pk))
    return codes


def prove(*, account: User, said: str) -> None:
    """Take a code of the authenticator or one on paper; refuse a wrong, an old and a used one."""
    tries.one_more("second_factor", str(account.pk))
    with transaction.atomic():
        _prove(_locked(account), said)
    tries.forget("second_factor", str(account.pk))


def renew_codes(*, actor: User, said: str) -> list[str]:
    """Give new codes on paper for a code; the old ones are good no more."""
    tries.one_more("second_factor", str(actor.pk))
    with transaction.atomic():
        factor = _locked(actor)
        _prove(factor, said)
        codes = _new_codes(factor)
        record(actor=actor, verb="renew-recovery-codes", subject=actor)
    tries.forget("second_factor", str(actor.pk))
    return codes


def turn_off(*, actor: User, said: str, switched_on: bool) -> None:
    """Go on without a second factor, if the role may; a code proves that it is the owner."""
    if demanded_of(actor, switched_on):
        raise Demanded
    tries.one_more("second_factor", str(actor.pk))
    with transaction.atomic():
        factor = _locked(actor)
        _prove(factor, said)
        factor.delete()
        record(actor=actor, verb="turn-off-second-factor", subject=actor)


@transaction.atomic
def take_away(*, actor: User, account: User, why: str) -> None:
    """Help a person who has lost the authenticator and the codes: both and the sessions go."""
    administrators_only(actor)
    _locked(account).delete()
    sessions.forget_all(account)
    record(actor=actor, verb="take-second-factor-away", subject=account, why=why)


def _prove(factor: SecondFactor, said: str) -> None:
    if factor.confirmed_at is None:
        raise NotSetUp
    digits = _cleaned(said)
    if digits.isdecimal() and len(digits) == protection.second_factor().digits:
        _take_step(factor, digits)
        factor.save(update_fields=["last_step"])
        record(actor=factor.account, verb="enter-second-factor", subject=factor.account)
        return
    code = factor.codes.filter(digest=_digest(factor, digits), used_at=None).first()
    if code is None:
        raise CodeWrong
    code.used_at = timezone.now()
    code.save(update_fields=["used_at"])
    left = factor.codes.filter(used_at=None).count()
    record(
        actor=factor.account, verb="use-recovery-code", subject=factor.account,
        after={"codes_left": left},
    )  # fmt: skip


def _take_step(factor: SecondFactor, said: str) -> None:
    """Keep the time step whose code this is; one not later than the last taken is a replay."""
    rules = protection.second_factor()
    secret = opened(factor.secret)
    if secret is None:
        raise SecretLost
    here = int(timezone.now().timestamp()) // rules.step_s
    for step in range(here - rules.steps_aside, here + rules.steps_aside + 1):
        right = _totp(secret).at(step * rules.step_s)
        if step > factor.last_step and hmac.compare_digest(right, _cleaned(said)):
            factor.last_step = step
            return
    raise CodeWrong


def _totp(secret: str) -> pyotp.TOTP:
    rules = protection.second_factor()
    return pyotp.TOTP(secret, digits=rules.digits, interval=rules.step_s)


def _new_codes(factor: SecondFactor) -> list[str]:
    factor.codes.all().delete()
    codes = [
        "".join(secrets.choice(_LETTERS) for _ in range(_CODE_LENGTH))
        for _ in range(protection.second_factor().recovery_codes)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, digest=_digest(factor, code), is_demo=factor.is_demo)
        for code in codes
    )
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(factor: SecondFactor, code: str) -> str:
    """Keyed with the installation's own secret: the database alone cannot be searched for codes."""
    return salted_hmac(f"recovery-code {factor.pk}", code, algorithm="sha256").hexdigest()


def _cleaned(said: str) -> str:
    return "".join(sign for sign in latin_digits(said).lower() if sign.isascii() and sign.isalnum())


def _lock(account: User) -> None:
    """Two windows of one person take turns."""
    User.objects.select_for_update(no_key=True).get(pk=account.pk)


def _locked(account: User) -> SecondFactor:
    _lock(account)
    factor = SecondFactor.objects.filter(account=account).select_related("account").first()
    if factor is None:
        raise NotSetUp
    return factor
