"""Pairs and registries made for tests of twins."""

from hamafza.web.exchange.twins import fingerprint_of
from hamafza.web.records.events import Event
from hamafza.web.records.twins import TwinPair
from hamafza.web.records.units import Unit
from tests.people import make_unit

EVIDENCE = {"phone": 11.0, "licence": -1.06, "name": 9.0, "goods": 6.0, "trade": 0.0, "city": 1.5}
CERTAIN = {"phone": "09130001122", "licence": "0123456789"}


def make_pair(one: Unit | None = None, other: Unit | None = None, **fields) -> TwinPair:
    """Return an open pair of two records, made unless they are given."""
    one = one or make_unit(name="قنادی محمدی", phone="09131112233")
    other = other or make_unit(name="کارگاه قنادي محمدي", phone="+98 913 111 2233", workers=4)
    first, second = sorted((one, other), key=lambda unit: unit.pk)
    told = {"probability": 0.8, "decision": "review", "bits": 2.0, "evidence": EVIDENCE}
    told |= {"units": 3000, "weighed": fingerprint_of(first, second)}
    return TwinPair.objects.create(one=first, other=second, **(told | fields))


def make_crowd(count: int = 60) -> None:
    """Keep strangers, each with a name, a telephone and a licence of its own."""
    for at in range(count):
        make_unit(
            name=f"خیاطی {chr(0x0628 + at % 40)}ا{chr(0x0633 + at % 7)}{at}",
            goods_text=f"کالای {at % 20}",
            phone=f"0901{at:07d}",
            licence=f"02{at:08d}",
            city=("یزد", "قم", "رشت")[at % 3],
        )


def row_of(unit: Unit) -> dict[str, object]:
    """Return a unit as the database keeps it, field by field."""
    return Unit.objects.filter(pk=unit.pk).values().get()


def verbs() -> list[str]:
    """Return what happened to pairs, in order."""
    return list(Event.objects.filter(subject_kind="twinpair").values_list("verb", flat=True))
