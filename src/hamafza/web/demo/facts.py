"""More of a few invented units: people, papers that end, machines, goods, exports, consents."""

from datetime import date, timedelta
from random import Random

from django.utils import timezone

from hamafza.registry.identity import CodeRule
from hamafza.vocabulary.progress import Report
from hamafza.web.actions.bank_accounts import confirm_account, give_account
from hamafza.web.actions.consents import give_consent
from hamafza.web.actions.facts import add_fact
from hamafza.web.actions.people import add_person, identity
from hamafza.web.demo import accounts
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.units import Unit

MAKERS, DISTRIBUTORS = 40, 20
NAMES = ("زهرا", "مریم", "فاطمه", "لیلا", "علی", "حسین", "محمد", "رضا")
FAMILIES = ("کرمانی", "یزدی", "صالحی", "مرادی", "کاظمی", "نوری")
MACHINES = ("چرخ خیاطی صنعتی", "دستگاه برش", "کوره", "پرس", "دستگاه بسته‌بندی")
BODIES = ("سازمان ملی استاندارد ایران", "اداره بهداشت شهرستان")
ENDS_IN_DAYS = (-20, 0, 12, 60, 200, 500)
"""Of the papers: some ended, one today, some soon, some later."""


def build(report: Report) -> None:
    """Tell what an officer would of some makers and distributors; the producer tells her own."""
    officer, random = accounts.of(Role.PROMOTION), Random(40)
    makers = list(Unit.objects.filter(is_demo=True, kind="maker").order_by("pk")[:MAKERS])
    producer = accounts.of(Role.PRODUCER)
    if producer.unit is not None:
        makers = [producer.unit, *(unit for unit in makers if unit.pk != producer.unit_id)]
    for at, unit in enumerate(makers):
        _people(officer, unit, random)
        _papers(officer, unit, random, ENDS_IN_DAYS[at % len(ENDS_IN_DAYS)])
        _workshop(officer, unit, random)
    for unit in Unit.objects.filter(is_demo=True, kind="distributive").order_by("pk")[
        :DISTRIBUTORS
    ]:
        _distributor(officer, unit, random)
    if producer.unit is not None:
        _her_own(producer, producer.unit, random)


def _people(officer: User, unit: Unit, random: Random) -> None:
    rule = identity().national_codes[unit.country]
    gender = random.choice(("woman", "man"))
    name = random.choice(NAMES[:4] if gender == "woman" else NAMES[4:])
    owner = add_person(
        actor=officer,
        unit=unit,
        name=f"{name} {random.choice(FAMILIES)}",
        national_code=_invented_code(random, rule),
        gender=gender,
    )
    said: dict[str, object] = {
        "kind": "home-based" if unit.home_based else "business",
        "holder": owner.person,
    }
    said |= {"number": unit.licence or f"{random.randrange(10**9):010d}", "trade": unit.trade or ""}
    said |= {"activity_class": "production", "issuer": unit.union or ""}
    said |= {"issued_on": date(2022, 5, 1), "expires_on": _day(random.choice(ENDS_IN_DAYS[2:]))}
    add_fact(actor=officer, unit=unit, kind="licence", said=said)


def _papers(officer: User, unit: Unit, random: Random, days: int) -> None:
    said: dict[str, object] = {"kind": "standard", "name": "نشان استاندارد ملی", "body": BODIES[0]}
    said |= {"number": f"{random.randrange(10**6)}", "expires_on": _day(days)}
    add_fact(actor=officer, unit=unit, kind="certificate", said=said)
    if random.random() < 0.3:
        said = {"year": 2023, "country": random.choice(("IRQ", "OMN", "AFG")), "source": "trader"}
        said |= {"value_minor": random.randrange(5, 90) * 100_000, "currency": "USD"}
        add_fact(actor=officer, unit=unit, kind="export", said=said)


def _workshop(officer: User, unit: Unit, random: Random) -> None:
    jobs = unit.workers or random.randrange(2, 15)
    said: dict[str, object] = {
        "county": unit.city,
        "jobs": jobs,
        "jobs_women": random.randrange(jobs + 1),
    }
    add_fact(actor=officer, unit=unit, kind="workshop", said=said)
    said = {
        "means": "machine",
        "name": random.choice(MACHINES),
        "how_many": random.randrange(1, 5),
    }
    add_fact(actor=officer, unit=unit, kind="machine", said=said | {"made_in_year": 2015})


def _distributor(officer: User, unit: Unit, random: Random) -> None:
    reach = random.sample(("IRQ", "AFG", "TUR", "OMN", "ARM"), k=random.randrange(3))
    said: dict[str, object] = {
        "coverage": [unit.province],
        "reach": sorted(reach),
        "languages": "فارسی، عربی",
    }
    said |= {"vehicles": random.randrange(1, 9), "carries_kg": random.randrange(2, 40) * 1000}
    said |= {"stores": random.randrange(3), "is_cold": random.random() < 0.2}
    add_fact(actor=officer, unit=unit, kind="distributor", said=said)


def _her_own(producer: User, unit: Unit, random: Random) -> None:
    said: dict[str, object] = {
        "words": unit.goods_text[:400],
        "hs6": unit.hs6 or "",
        "measure": "piece",
    }
    said |= {"monthly_units": 45, "monthly_kg": 60}
    add_fact(actor=producer, unit=unit, kind="good", said=said)
    contact = {"way": "mobile", "value": f"0900{random.randrange(10**7):07d}"}
    add_fact(actor=producer, unit=unit, kind="contact", said=contact)
    for use in ("matching", "statistics"):
        give_consent(actor=producer, unit=unit, use=use)
    number = f"{random.randrange(10**22):022d}"
    check = 98 - int(number + "182700") % 97
    account = give_account(
        actor=producer, unit=unit, iban=f"IR{check:02d}{number}", holder_name=producer.full_name
    )
    manager = User.objects.filter(
        is_demo=True, role=Role.MANAGER, consortium__members__unit=unit
    ).first()
    if manager is not None:
        confirm_account(actor=manager, account=account, seen=1)


def _invented_code(random: Random, rule: CodeRule) -> str:
    """Return a number that fits the rule: invented, though it may happen to be somebody's."""
    digits = [random.randrange(10) for _ in rule.weights]
    rest = sum(w * d for w, d in zip(rule.weights, digits, strict=True)) % rule.modulus
    check = rest if rest < rule.remainder_stands else rule.modulus - rest
    return "".join(map(str, [*digits, check]))


def _day(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)
