"""What officers see of a formation, in both languages, and what each of them may do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from hamafza.web.records.formations import Formation
from hamafza.web.records.proposals import Proposal
from hamafza.web.records.runs import Run
from tests.people import make_unit
from tests.web.formations.making import make_formation, names
from tests.web.pagecheck import assert_digits_fit, assert_no_untranslated

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.parviz)
    return client


def address(name, language="fa", **arguments):
    with translation.override(language):
        return reverse(f"office:{name}", kwargs=arguments)


def page(client, name, language="fa", query="", **arguments):
    answer = client.get(address(name, language, **arguments) + query)
    assert answer.status_code == 200, answer.status_code
    html = answer.content.decode()
    assert_digits_fit(html, language)
    if language == "fa":
        assert_no_untranslated(html)
    return html


@pytest.mark.parametrize("language", ["fa", "en"])
def test_every_page_is_in_the_readers_language(officer, cast, language):
    assert page(officer, "formations", language).count('class="empty"') == 1
    one, other = make_formation(cast), make_formation(cast, provinces=["کرمان"])
    number = one.run_id
    officer.post(
        address("formation_group", number=number, group=1),
        {"verb": "leave", "unit": names(one, 1)[1:], "seen": "0"},
    )
    page(officer, "formations", language)
    page(officer, "new_formation", language, f"?from={other.run_id}")
    assert "<svg" in page(officer, "formation", language, number=number)
    group = page(officer, "formation_group", language, "?done=1", number=number, group=1)
    assert group.count("note--stop") == 1
    page(officer, "compare_formations", language, f"?run={number}&run={other.run_id}")


def test_the_certificate_says_in_words_how_much_better_another_grouping_could_be(officer, cast):
    number = make_formation(cast).run_id
    assert 'بیش از <b><span class="n">۱٫۰۰</span> درصد</b>' in page(
        officer, "formation", number=number
    )
    english = page(officer, "formation", "en", number=number)
    assert 'by more than <b><span class="n">1.00</span> percent</b>' in english
    assert 'A group has <span class="n">2</span> to <span class="n">8</span> members' in english


def test_a_run_that_goes_on_shows_how_bound_and_value_close(officer, cast):
    run = Run.objects.create(
        kind="formation", actor=cast.parviz, state="running", stage="formation",
        parameters={"seconds": 30.0},
        standing={"units_done": 40, "units": 100, "value": 30.5, "bound": 90.25, "round": 1,
                  "points": [[0, 0, 100], [1, 12, 95], [2, 30.5, 90.25]]},
    )  # fmt: skip
    html = page(officer, "formation", number=run.pk)
    assert "hx-get" in html
    assert '<noscript><meta http-equiv="refresh"' in html
    assert "closing-gap" in html
    assert "۹۰٫۳" in html
    assert "۵۹٫۸" in html  # between them
    part = officer.get(address("formation", number=run.pk) + "?part").content.decode()
    assert "closing-gap" in part
    assert "<html" not in part
    officer.post(address("cancel_formation", number=run.pk))
    run.refresh_from_db()
    assert run.cancel_asked


def test_a_run_whose_certificate_does_not_hold_is_shown_as_failed(officer, cast):
    run = Run.objects.create(
        kind="formation", actor=cast.parviz, state="refused",
        refusal_code="formation-certificate-does-not-hold",
        refusal_facts={"count": 2, "first": "family x is worth more"},
    )  # fmt: skip
    html = page(officer, "formation", number=run.pk)
    assert "گواهی تأیید نشد" in html
    assert "family x is worth more" in html


def test_a_form_left_as_it_is_asks_the_shipped_rules_of_everything(officer, cast):
    page(officer, "new_formation")
    answer = officer.post(address("new_formation"), filled())
    run = Run.objects.get(kind="formation")
    assert answer.headers["Location"] == address("formation", number=run.pk)
    assert run.parameters == {"seconds": 120.0}
    officer.post(address("new_formation"), filled())
    assert Run.objects.filter(kind="formation").count() == 1  # a double click


def filled(**changed):
    told = {"min_size": "۵", "max_size": "۳۰", "reach_km": "۱۰۰", "min_capacity": "۱",
            "fixed_cost": "۳", "effort": "normal"}  # fmt: skip
    return told | changed


def test_a_form_is_read_in_any_digits_and_kept_as_rules_and_floors(officer, cast):
    make_unit(family="6110", province="یزد")
    make_unit(family="6110", province="یزد")
    officer.post(
        address("new_formation"),
        filled(min_size="4", reach_km="۸۰٫۵", fixed_cost="2.5", home_based="۲۵",
               province_1="یزد", province_share_1="50", families=["6110"], provinces=["یزد"],
               effort="quick"),
    )  # fmt: skip
    assert Run.objects.get(kind="formation").parameters == {
        "families": ["6110"],
        "provinces": ["یزد"],
        "rules": {"min_size": 4, "reach_km": 80.5, "fixed_cost": 2.5},
        "floors": [
            {"by": "home_based", "is": True, "least_share": 0.25},
            {"by": "province", "is": "یزد", "least_share": 0.5},
        ],
        "seconds": 30.0,
    }
    again = page(officer, "new_formation", query=f"?from={Run.objects.get().pk}")
    assert 'value="۸۰٫۵"' in again
    assert 'value="۲۵"' in again


@pytest.mark.parametrize(
    "wrong",
    [
        {"min_size": "40"}, {"min_size": "0"}, {"max_size": "5.5"}, {"reach_km": "دور"},
        {"home_based": "200"}, {"women_owned": "nan"}, {"fixed_cost": "-1"}, {"reach_km": ""},
        {"province_share_1": "20"}, {"effort": "forever"}, {"families": ["0000"]},
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_begins_nothing_and_says_where(officer, cast, wrong):
    answer = officer.post(address("new_formation"), filled(**wrong))
    assert answer.status_code == 400
    html = answer.content.decode()
    assert 'class="error"' in html
    assert_no_untranslated(html)
    assert_digits_fit(html, "fa")
    assert not Run.objects.filter(kind="formation").exists()


def test_what_it_costs_is_told_without_doing_it_then_done_and_taken_back(officer, cast):
    formation = make_formation(cast)
    url = address("formation_group", number=formation.run_id, group=1)
    asked = {"verb": "split", "unit": names(formation, 1)[2:], "seen": "0"}
    preview = officer.post(url, asked | {"preview": "1"}).content.decode()
    assert 'id="cost"' in preview
    assert_no_untranslated(preview)
    assert Formation.objects.get().edits == 0
    done = officer.post(url, asked)
    assert done.headers["Location"] == f"{url}?done=1"
    assert Proposal.objects.get(consortium_id=3).size == 2
    told = page(officer, "formation_group", query="?done=1", number=formation.run_id, group=1)
    assert 'id="cost"' in told
    officer.post(address("undo_regrouping", number=formation.run_id), {"seen": "1", "group": "1"})
    assert Proposal.objects.get(consortium_id=3).state == "dissolved"
    page(officer, "formation_group", number=formation.run_id, group=3)


def test_who_was_late_is_told_so_in_a_sentence(officer, cast):
    formation = make_formation(cast)
    url = address("formation_group", number=formation.run_id, group=1)
    one = names(formation, 1)
    officer.post(url, {"verb": "leave", "unit": one[3], "seen": "0"})
    late = officer.post(url, {"verb": "leave", "unit": one[2], "seen": "0"})
    assert late.status_code == 409
    assert "شخص دیگری" in late.content.decode()
    assert Formation.objects.get().edits == 1


def test_ticked_groups_are_adopted_and_the_page_says_how_many(officer, cast):
    formation = make_formation(cast, groups=3)
    url = address("adopt_formation", number=formation.run_id)
    answer = officer.post(url, {"group": ["1", "3"], "seen": "0"}, follow=True)
    assert "پذیرفته شد: ۲ گروه" in answer.content.decode()
    states = dict(Proposal.objects.values_list("consortium_id", "state"))
    assert states == {1: "adopted", 2: "proposed", 3: "adopted"}
    assert "نشان نشده" in officer.post(url, {"seen": "0"}, follow=True).content.decode()


def test_a_union_groups_its_own_and_leaves_adopting_to_the_office(client, cast):
    office = make_formation(cast)
    own = make_formation(cast, actor=cast.farideh)
    client.force_login(cast.farideh)
    listed = page(client, "formations")
    assert address("formation", number=own.run_id) in listed
    assert address("formation", number=office.run_id) not in listed
    assert client.get(address("formation", number=office.run_id)).status_code == 404
    group = address("formation_group", number=office.run_id, group=1)
    assert client.get(group).status_code == 404
    assert client.post(group, {"verb": "pin", "seen": "0"}).status_code == 404
    assert address("adopt_formation", number=own.run_id) not in page(
        client, "formation", number=own.run_id
    )
    assert client.post(address("adopt_formation", number=own.run_id)).status_code == 403
    client.post(
        address("formation_group", number=own.run_id, group=1), {"verb": "pin", "seen": "0"}
    )
    assert Proposal.objects.get(run=own.run, consortium_id=1).pinned
    client.post(address("new_formation"), filled())
    begun = Run.objects.exclude(state="done").get(kind="formation")
    assert begun.office == cast.farideh.office


def test_an_observer_reads_and_changes_nothing(client, cast):
    formation = make_formation(cast)
    client.force_login(cast.negar)
    for name, more in (("formation", {}), ("formation_group", {"group": 1})):
        html = page(client, name, number=formation.run_id, **more)
        assert 'method="post"' not in html.split("<main")[1].split("</main")[0]
    url = address("formation_group", number=formation.run_id, group=1)
    client.post(url, {"verb": "pin", "seen": "0"})
    assert not Proposal.objects.filter(pinned=True).exists()
    assert client.get(address("new_formation")).status_code == 403


def test_no_page_asks_more_with_more_rows(officer, cast):
    def asked():
        counts = {}
        runs = Run.objects.filter(kind="formation").order_by("pk")
        pages = {
            "formations": (),
            "new_formation": (),
            "formation": {"number": runs[0].pk},
            "formation_group": {"number": runs[0].pk, "group": 1},
            "compare_formations": (),
        }
        for name, arguments in pages.items():
            query = f"?run={runs[0].pk}&run={runs[1].pk}" if "compare" in name else ""
            with CaptureQueriesContext(connection) as told:
                page(officer, name, query=query, **dict(arguments))
            counts[name] = len(told)
        return counts

    make_formation(cast, groups=2)
    make_formation(cast, groups=2)
    page(officer, "formations")  # the first page of a sitting keeps the sitting too
    few = asked()
    grown = make_formation(cast, groups=9, size=7)
    make_formation(cast, groups=9, size=7)
    Proposal.objects.filter(run=grown.run, consortium_id=2).update(pinned=True)
    for _ in range(3):
        make_formation(cast)
    first = Run.objects.filter(kind="formation").order_by("pk")[0]
    _swap(first, grown.run)
    assert asked() == few


def _swap(first, grown):
    """Let the first run have the larger formation, so that the same address is asked again."""
    Formation.objects.filter(run=first).delete()
    Proposal.objects.filter(run=first).delete()
    Formation.objects.filter(run=grown).update(run=first)
    Proposal.objects.filter(run=grown).update(run=first)
