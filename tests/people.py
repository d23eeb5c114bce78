"""The cast: one person for each kind of reader, the things they are about, and strangers."""

from dataclasses import dataclass, field

from hamafza.vocabulary.codes import public_id
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Consortium, Member
from hamafza.web.records.parties import Party
from hamafza.web.records.parts import Factory
from hamafza.web.records.units import Unit

PASSWORD = "peshtibani-40"
UNION = "اتحادیه صنایع دستی کرمان"


@dataclass
class Cast:
    """
    Maryam makes table linen; Zohreh, her neighbour, is her rival in the same consortium.

    Reza manages that consortium, Nader another one. Mina is the administrator.
    """

    maryam: User
    zohreh: User
    reza: User
    nader: User
    mina: User
    parviz: User
    farideh: User
    saeed: User
    salim: User
    omid: User
    negar: User
    unit: Unit
    consortium: Consortium
    by_role: dict[str, User] = field(default_factory=dict)

    @classmethod
    def on_stage(cls) -> "Cast":
        first, second, third = (make_unit(name=name) for name in ("مریم", "زهره", "بهنام"))
        own = make_consortium(first, second)
        other = make_consortium(third)
        muscat = Party.objects.create(name="Al Bahja Home LLC", country="OMN", city="Muscat")
        factory = Factory.objects.create(
            name_fa="خودروسازی نمونه",
            name_en="Sample Motors",
            province="کرمان",
            city="کرمان",
            lat_deg=30.28,
            lon_deg=57.08,
        )
        cast = cls(
            maryam=person("maryam", Role.PRODUCER, unit=first),
            zohreh=person("zohreh", Role.PRODUCER, unit=second),
            reza=person("reza", Role.MANAGER, consortium=own),
            nader=person("nader", Role.MANAGER, consortium=other),
            mina=person("mina", Role.ADMINISTRATOR),
            parviz=person("parviz", Role.PROMOTION),
            farideh=person("farideh", Role.UNION, union=UNION),
            saeed=person("saeed", Role.SCREENING),
            salim=person("salim", Role.BUYER, buyer=muscat),
            omid=person("omid", Role.FACTORY, factory=factory),
            negar=person("negar", Role.OBSERVER),
            unit=first,
            consortium=own,
        )
        everybody = (cast.maryam, cast.reza, cast.mina, cast.parviz, cast.farideh, cast.saeed)
        everybody += (cast.salim, cast.omid, cast.negar)
        cast.by_role = {one.role: one for one in everybody}
        return cast


def person(username: str, role: Role, **scope) -> User:
    """Return an account of this role; everybody's password is ``PASSWORD``."""
    account = User(
        username=username,
        full_name=username.title(),
        email=f"{username}@example.org",
        role=role,
        **scope,
    )
    account.set_password(PASSWORD)
    account.save()
    return account


def make_unit(**fields) -> Unit:
    """Return a maker of table linen in Kerman, unless told otherwise."""
    number = (Unit.objects.order_by("-unit_id").values_list("unit_id", flat=True).first() or 0) + 1
    made = {
        "unit_id": number,
        "public_id": public_id(number),
        "line": number + 1,
        "kind": "maker",
        "name": "کارگاه",
        "goods_text": "رومیزی پته‌دوزی",
        "union": UNION,
        "hs4": "6302",
        "hs6": "630259",
        "family": "6302",
        "province": "کرمان",
        "city": "کرمان",
        "lat_deg": 30.28,
        "lon_deg": 57.08,
        "place_basis": "city",
        "capacity": 0.2,
        "capacity_basis": "synthetic",
        "readiness": 0.7,
        "readiness_basis": "synthetic",
        "weight": 1.0,
    }
    return Unit.objects.create(**(made | fields))


def make_consortium(lead: Unit, *others: Unit) -> Consortium:
    """Return a consortium whose members have all accepted."""
    made = Consortium.objects.create(
        name_fa=f"کنسرسیوم {lead.name}", name_en="Kerman linen", family="6302", lead_unit=lead
    )
    for unit in (lead, *others):
        Member.objects.create(consortium=made, unit=unit, state="accepted")
    return made
