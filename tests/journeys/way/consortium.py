"""From a calculated proposal to a consortium that may sell."""

from tests.journeys.conftest import Visit
from tests.journeys.way.walking import figures, fill, number_in, press, wait_for

FORMED_MS = 180_000


def form(officer: Visit) -> None:
    """Begin a formation, see it go on, and come to the proposals when it is done."""
    officer.go("/office/proposals/")
    fill(officer, effort="quick")
    press(officer, "form[action$='/proposals/form/'] button")
    assert officer.page.locator(".run progress").count() == 1
    wait_for(officer, ".run .note--done", FORMED_MS)
    press(officer, "main .btn--main")


def open_proposal(officer: Visit, province: str) -> None:
    """Narrow the proposals to a province and open the first."""
    officer.page.select_option("#province", province)
    press(officer, "main form[role=search] button")
    press(officer, "main a[href*='/office/proposals/']:not([href*='?'])")


def kilometres_of_the_way(officer: Visit) -> float:
    """Return the longest way, in km, that the open proposal tells of."""
    way = officer.page.locator("main section:has(svg)").last
    return max(figures(way.inner_text()))


def adopt(officer: Visit, name_fa: str, name_en: str) -> int:
    """Adopt the open proposal; return the number of the consortium it became."""
    fill(officer, name_fa=name_fa, name_en=name_en)
    press(officer, "form[action$='/adopt/'] .btn--main")
    press(officer, "main a[href*='/office/consortia/']")
    return number_in(officer.page.url)


def step(officer: Visit, number: int, towards: str) -> None:
    """Let the consortium take a step of its life."""
    officer.go(f"/office/consortia/{number}/")
    press(officer, f"form[action$='/step/{towards}/'] button")


def write_answer(officer: Visit, number: int, name: str, answer: str) -> None:
    """Write a member's answer or ballot down: joins, declines, for, against."""
    officer.go(f"/office/consortia/{number}/")
    row = officer.page.locator("main tbody tr", has_text=name)
    with officer.page.expect_navigation():
        row.locator(f"button[name={answer}]").click()


def join(producer: Visit) -> None:
    """Join on the own phone."""
    producer.go("/producer/")
    press(producer, "main a[href$='/producer/consortium/']")
    press(producer, "button[name=joins]")


def vote(producer: Visit) -> None:
    """Read the by-laws and vote for them."""
    producer.go("/producer/")
    press(producer, "main a[href$='/producer/consortium/']")
    press(producer, "main a[href*='/bylaws/']")
    press(producer, "button[name=for]")


def draft_bylaws(manager: Visit, said: str) -> None:
    """Write every mandatory clause and put the by-laws to the vote."""
    manager.go("/consortium/bylaws/")
    for clause in manager.page.locator("main textarea").all():
        clause.fill(said)
    press(manager, "main form:has(textarea) button")


def count_vote(manager: Visit) -> None:
    manager.go("/consortium/bylaws/")
    press(manager, "form[action$='/close/'] button")
