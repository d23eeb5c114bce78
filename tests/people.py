"""The cast: one person for each kind of reader, the things they are about, and strangers."""

from dataclasses import dataclass, field

from django.db import transaction

from hamafza.vocabulary.codes import public_id
from hamafza.web.exchange.offices import seats_of
from hamafza.web.records.accounts import Role, User
from hamafza.web.records.consortia import Consortium, Member
from hamafza.web.records.offices import Office
from hamafza.web.records.parties import Party
from hamafza.web.records.parts import Factory
from hamafza.web.records.units import Unit

PASSWORD = "peshtibani-40"
UNION = "اتحادیه صنایع دستی کرمان"


@dataclass
class Cast:
    """
    Maryam makes table linen; Zohreh, her neighbour, is her rival in the same consortium.

    Reza manages that consortium, Nader another one. Mina is the administrator. Farideh is the
    officer of their union, Hadi of the chamber above it; Nasrin is a clerk for whom nobody answers.
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
    hadi: User
    nasrin: User
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
            hadi=person("hadi", Role.CHAMBER, office=make_union(UNION).parent),
            nasrin=person("nasrin", Role.CLERK, union=UNION),
            unit=first,
            consortium=own,
        )
        everybody = (cast.maryam, cast.reza, cast.mina, cast.parviz, cast.farideh, cast.saeed)
        everybody += (cast.salim, cast.omid, cast.negar, cast.hadi, cast.nasrin)
        cast.by_role = {one.role: one for one in everybody}
        return cast


def person(username: str, role: Role, **scope) -> User:
    """
    Return an account of this role; everybody's password is ``PASSWORD``.

    ``union`` is the name of a union in Kerman, made if need be.
    """
    if union := scope.pop("union", None):
        scope["office"] = make_union(union)
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


@transaction.atomic
def make_union(name: str, province: str = "کرمان", city: str = "کرمان") -> Office:
    """Return the union of a name in a county; it and what stands above it are made if need be."""
    seats = seats_of([(province, city, name)], country="IRN")
    return Office.objects.select_related("parent").get(pk=seats["office_id"][0])


def make_unit(**fields) -> Unit:
    """Return a maker of table linen in Kerman, unless told otherwise; of a union in Kerman."""
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
    told = made | fields
    if "office" not in told:
        told["office"] = make_union(told["union"] or "")
    return Unit.objects.create(**told)


def make_consortium(lead: Unit, *others: Unit) -> Consortium:
    """Return a consortium whose members have all accepted."""
    made = Consortium.objects.create(
        name_fa=f"کنسرسیوم {lead.name}", name_en="Kerman linen", family="6302", lead_unit=lead
    )
    for unit in (lead, *others):
        Member.objects.create(consortium=made, unit=unit, state="accepted")
    return made
