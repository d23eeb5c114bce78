"""Which groups first, as the page tells it."""

import pytest

from tests.web.formations.making import make_formation
from tests.web.formations.test_pages import address, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.parviz)
    return client


@pytest.mark.parametrize("language", ["fa", "en"])
def test_groups_are_chosen_with_reasons_and_the_next_with_why_not(officer, cast, language):
    number = make_formation(cast, groups=3).run_id
    whole = page(officer, "formation_first", language, number=number)
    assert whole.count('class="num main"') == 3
    html = page(officer, "formation_first", language, "?count=2", number=number)
    chosen, rest = html.split("</table>")[:2]
    assert chosen.count('class="num main"') == 2
    assert rest.count('class="num main"') == 1
    assert ("اندازه وقتی" if language == "fa" else "there is time for") in rest


def test_promoters_bound_the_choice_in_all_and_by_province(officer, cast):
    run = make_formation(cast, groups=5).run
    province = run.proposals.first().lead_unit.province
    html = page(officer, "formation_first", "en", "?promoters=1", number=run.pk)
    assert html.split("</table>")[0].count('class="num main"') == 3  # three groups a promoter
    assert "All promoters have taken" in html
    html = page(officer, "formation_first", "en", f"?p-{province}=0", number=run.pk)
    assert "no group can be chosen" in html
    assert "promoters of" in html


@pytest.mark.parametrize("query", ["?count=0", "?count=many", "?promoters=-1", "?p-یزد=1001"])
def test_what_is_no_number_is_said_and_kept(officer, cast, query):
    number = make_formation(cast).run_id
    answer = officer.get(address("formation_first", "en", number=number) + query)
    assert answer.status_code == 400
    assert "Write whole numbers up to" in answer.content.decode()


def test_persian_digits_are_numbers(officer, cast):
    number = make_formation(cast, groups=3).run_id
    html = page(officer, "formation_first", "fa", "?count=۱", number=number)
    assert html.split("</table>")[0].count('class="num main"') == 1


def test_with_nothing_that_waits_the_page_says_so(officer, cast):
    run = make_formation(cast).run
    run.proposals.update(state="adopted")
    assert 'class="empty"' in page(officer, "formation_first", number=run.pk)
