"""An officer sees the own branch and no other: lists, single pages, counts, exports, questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hamafza.web.actions import runs, twin_search, twins, units
from hamafza.web.actions.offices import move_office
from hamafza.web.branches import holds_unit, runs_of, uploads_of
from hamafza.web.office_counts import counted_below
from hamafza.web.records.accounts import Role
from hamafza.web.records.units import Unit
from hamafza.web.records.uploads import Upload
from tests.people import make_union, make_unit, person
from tests.web.offices.making import CARPENTERS, SMITHS, filled, whose
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated
from tests.web.twins.making import make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def country(cast):
    """Unions in three counties of two provinces, and a chamber officer for each height."""
    here, bam = filled(CARPENTERS, 2), filled(SMITHS, 2, city="بم")
    yazd = make_union(CARPENTERS, "یزد", "یزد")
    make_unit(name="یزدی", union=CARPENTERS, province="یزد", city="یزد", office=yazd)
    county = here.parent
    officers = {
        "union": person("u", Role.UNION, office=here),
        "county": person("c", Role.CHAMBER, office=county),
        "province": person("p", Role.CHAMBER, office=county.parent),
        "country": person("n", Role.CHAMBER, office=county.parent.parent),
    }
    return officers | {"yazd": yazd, "bam": bam, "here": here}


def test_each_height_sees_what_lies_below_it(country, cast):
    carpenters = {f"{CARPENTERS} 0", f"{CARPENTERS} 1"}
    smiths = {f"{SMITHS} 0", f"{SMITHS} 1"}
    assert whose(country["union"]) == carpenters
    assert carpenters < whose(country["county"])
    assert not whose(country["county"]) & (smiths | {"یزدی"})
    assert carpenters | smiths < whose(country["province"])
    assert "یزدی" not in whose(country["province"])
    everything = set(Unit.objects.values_list("name", flat=True))
    assert whose(country["country"]) == whose(cast.parviz) == whose(cast.negar) == everything
    for nobody in (cast.nasrin, cast.maryam, cast.reza, cast.salim, cast.omid):
        assert whose(nobody) == set()


def test_a_unit_of_another_branch_is_as_good_as_not_there(client, country):
    strange = Unit.objects.get(name="یزدی")
    own = Unit.objects.filter(office=country["here"]).first()
    pages = ("office:unit", "office:unit_goods")
    for officer in ("union", "county", "province"):
        client.force_login(country[officer])
        for page in pages:
            assert client.get(reverse(page, args=[strange.pk])).status_code == 404
            assert client.get(reverse(page, args=[own.pk])).status_code == 200
        assert client.post(reverse("office:verify_unit", args=[strange.pk])).status_code == 404
        assert client.get(reverse("office:office", args=[country["yazd"].pk])).status_code == 404
        assert ">یزدی<" not in client.get(reverse("office:units")).content.decode()
        assert client.get(f"/api/units/{strange.public_id}").status_code == 404
        named = {one["name"] for one in client.get("/api/units?limit=500").json()["units"]}
        assert named == whose(country[officer])
    client.force_login(country["country"])
    assert client.get(reverse("office:unit", args=[strange.pk])).status_code == 200


def test_an_action_past_the_pages_is_refused_too(country):
    strange = Unit.objects.get(name="یزدی")
    for officer in ("union", "county", "province"):
        assert not holds_unit(country[officer], strange)
        with pytest.raises(units.NotYourUnit):
            units.verify_unit(actor=country[officer], unit=strange)
    units.verify_unit(actor=country["country"], unit=strange)


def test_a_unit_without_an_office_is_seen_by_the_institutions_alone(country, cast):
    lost = make_unit(name="بی‌دفتر", office=None)
    for officer in ("union", "county", "province", "country"):
        assert "بی‌دفتر" not in whose(country[officer])
        assert not holds_unit(country[officer], lost)
    assert "بی‌دفتر" in whose(cast.parviz)


def test_home_counts_the_branch_alone(client, country):
    client.force_login(country["county"])
    html = client.get("/en" + reverse("office:home")).content.decode()
    many = len(whose(country["county"]))
    assert f'<dd class="big"><span class="n">{many}</span></dd>' in html
    assert "Deals under way" not in html


def test_pairs_of_twins_are_those_of_the_branch(country, cast):
    own = Unit.objects.filter(office=country["here"])
    inside = make_pair(own[0], own[1])
    across = make_pair(own[0], Unit.objects.filter(office=country["bam"]).first())
    for officer, seen in (
        ("union", {inside.pk}), ("county", {inside.pk}),
        ("province", {inside.pk, across.pk}), ("country", {inside.pk, across.pk}),
    ):  # fmt: skip
        assert set(twins.within(country[officer]).values_list("pk", flat=True)) == seen
    with pytest.raises(twins.NotYourTwins):
        twins.say_same(actor=country["county"], pair=across)
    twins.say_same(actor=country["province"], pair=across)


def test_files_and_runs_are_those_of_the_branch(country, cast, monkeypatch):
    for name, office in (("a", country["here"]), ("b", country["yazd"]), ("c", None)):
        Upload.objects.create(file_name=name, sha256=name * 64, size_bytes=1, office=office)
    named = {
        officer: set(uploads_of(country[officer]).values_list("file_name", flat=True))
        for officer in ("union", "county", "country")
    }
    assert named == {"union": {"a"}, "county": {"a"}, "country": {"a", "b"}}
    assert uploads_of(cast.parviz).count() == 3
    monkeypatch.setitem(runs.CARRIERS, "trial", lambda run, report, stop: {})
    run = runs.begin(actor=country["county"], kind="trial", parameters={})
    assert run.office == country["county"].office
    assert not runs_of(country["union"]).exists()
    assert list(runs_of(country["county"])) == [run]


def test_two_branches_search_for_twins_beside_each_other(country):
    first = twin_search.find_twins(actor=country["county"])
    assert twin_search.find_twins(actor=country["county"]) == first
    assert twin_search.find_twins(actor=country["union"]) != first


def test_who_moves_in_the_tree_is_seen_from_the_new_place_at_once(client, country, cast):
    own = Unit.objects.filter(office=country["bam"]).first()
    client.force_login(country["county"])
    assert client.get(reverse("office:unit", args=[own.pk])).status_code == 404
    move_office(actor=cast.mina, office=country["bam"], parent=country["here"].parent)
    assert client.get(reverse("office:unit", args=[own.pk])).status_code == 200


def test_branches_are_counted_with_all_below_them_and_joined_records_once(country, cast):
    own = list(Unit.objects.filter(office=country["here"]))
    units.verify_unit(actor=cast.mina, unit=own[0])
    Unit.objects.filter(pk=own[1].pk).update(merged_into=own[0])
    told = counted_below(None)
    here = country["here"]
    assert (told.units[here.pk], told.verified[here.pk]) == (1, 1)
    for officer in ("county", "province", "country"):
        office = country[officer].office
        assert told.units[office.pk] == len(whose(country[officer])) - 1
        assert counted_below(office).units[office.pk] == told.units[office.pk]


@pytest.mark.parametrize("language", ["fa", "en"])
def test_the_pages_speak_one_language(client, country, cast, language):
    prefix = "" if language == "fa" else "/en"
    client.force_login(cast.mina)
    here = country["here"]
    names = ("office", "rename_office", "move_office", "merge_office", "split_office")
    addresses = [reverse(f"office:{name}", args=[here.pk]) for name in names]
    addresses += [reverse("office:offices"), reverse("office:open_office", args=[here.parent_id])]
    addresses += [
        reverse("office:office", args=[here.parent_id]),
        reverse("office:offices") + "?q=x",
    ]
    for address in addresses:
        answer = client.get(prefix + address.removeprefix("/en"))
        assert answer.status_code == 200, address
        html = answer.content.decode()
        assert_digits_fit(html, language)
        if language == "fa":
            assert_no_untranslated(html)


def test_no_page_asks_more_with_more_rows(client, country, cast):
    client.force_login(cast.mina)
    addresses = [
        reverse("office:offices"),
        reverse("office:office", args=[country["here"].parent_id]),
    ]
    client.get(addresses[0])
    before = [_asked(client, each) for each in addresses]
    for number in range(8):
        filled(f"اتحادیه {number} تازه", 2)
    assert [_asked(client, each) for each in addresses] == before


def _asked(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
