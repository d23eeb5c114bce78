"""What the tests of offices make, and what must hold of every tree."""

from hamafza.registry.offices import NUMBERS, PARENTS, OfficeKind
from hamafza.web.actions import delegations
from hamafza.web.branches import units_of
from hamafza.web.records.accounts import Role
from hamafza.web.records.offices import Office
from hamafza.web.records.units import Unit
from tests.people import make_union, make_unit, person

CARPENTERS, SMITHS = "اتحادیه درودگران", "اتحادیه آهنگران"


def filled(name: str, units: int = 3, city: str = "کرمان", **more) -> Office:
    """Return a union of Kerman with so many units."""
    union = make_union(name, city=city)
    for number in range(units):
        make_unit(name=f"{name} {number}", union=name, city=city, office=union, **more)
    return union


def assert_a_tree(*, as_written: bool = False) -> None:
    """
    Every office stands below a higher kind, its path is the way to it, and nothing is lost.

    ``as_written``: units came in since under a former name, which stays as their file wrote it.
    """
    offices = Office.objects.in_bulk()
    for office in offices.values():
        kind = OfficeKind(office.kind)
        assert office.pk in NUMBERS[kind]
        above = offices.get(office.parent_id)
        assert (above is None) == (not PARENTS[kind])
        assert above is None or above.kind in PARENTS[kind]
        assert office.path == f"{above.path if above else ''}{office.pk}."
        if office.is_open and above is not None:
            assert above.is_open
    held = Unit.objects.filter(office__isnull=False, office__closed_on__isnull=False)
    assert not held.exists()
    for unit in Unit.objects.select_related("office").filter(office__kind=OfficeKind.UNION):
        assert as_written or unit.union == unit.office.name_fa


def whose(user) -> set[str]:
    """Return the names of the units that a person sees."""
    return set(units_of(user).values_list("name", flat=True))


def clerk_of(office: Office, name: str = "shirin"):
    return person(name, Role.CLERK, office=office)


def delegated(officer, clerk, until, why: str = "مرخصی"):
    return delegations.delegate(actor=officer, clerk=clerk, until=until, why=why)
