"""
Unions that accounts were about become offices, with the units, files and runs that were theirs.

They span the country, as their names did: each officer sees what he saw. Where a union belongs to a
county, it is moved below the chamber of that county in the tree.
"""

from django.db import migrations
from django.utils import timezone

from hamafza.registry.offices import NUMBERS, OfficeKind, OfficeParams, office_key
from hamafza.store.parameters import load

COUNTRY = "IRN"


def make_offices(apps, schema_editor):
    model = {name: apps.get_model("records", name) for name in ("User", "Office", "Unit", "Run", "Upload")}
    accounts = model["User"].objects.exclude(union="")
    names = sorted(set(accounts.values_list("union", flat=True)))
    if not names:
        return
    params = load(OfficeParams, "offices")
    chamber = _chambers(model["Office"], params)
    by_key = {}
    for name in names:
        key = office_key(name, params.union_words) or name
        if key not in by_key:
            number = NUMBERS[OfficeKind.UNION].start + len(by_key)
            is_demo = not accounts.filter(union=name, is_demo=False).exists()
            by_key[key] = _office(
                model["Office"], number, OfficeKind.UNION, chamber, (name, ""), key, is_demo
            )
        office = by_key[key]
        model["Unit"].objects.filter(union=name).update(office=office)
        people = accounts.filter(union=name)
        numbers = list(people.values_list("pk", flat=True))
        people.update(office=office)
        model["Upload"].objects.filter(uploaded_by__in=numbers).update(office=office)
        model["Run"].objects.filter(actor__in=numbers).update(office=office)
    for run in model["Run"].objects.filter(kind__in=("formation", "twins")):
        if "union" in run.parameters:
            del run.parameters["union"]
            run.save(update_fields=["parameters"])


def _chambers(offices, params):
    names = params.names_of(COUNTRY)
    above = None
    for kind in (OfficeKind.PROMOTION, OfficeKind.NATIONAL):
        both = names.of(kind)
        above = _office(offices, NUMBERS[kind].start, kind, above, both, office_key(both[0]), False)
    return above


def _office(offices, number, kind, above, names, key, is_demo):
    return offices.objects.create(
        id=number, kind=kind.value, country=COUNTRY, name_fa=names[0], name_en=names[1],
        name_key=key, parent=above, path=f"{above.path if above else ''}{number}.",
        opened_on=timezone.localdate(), is_demo=is_demo,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0006_offices"),
    ]

    operations = [migrations.RunPython(make_offices, migrations.RunPython.noop)]
