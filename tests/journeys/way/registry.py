"""The registry: a file sent, its columns confirmed, its units found, one good confirmed."""

from dataclasses import dataclass
from pathlib import Path

from tests.journeys.conftest import Visit
from tests.journeys.way import registry_file
from tests.journeys.way.walking import figure, number_in, press, wait_for

READ_MS = 120_000


@dataclass(frozen=True)
class Counted:
    rows: int
    kept: int
    set_aside: int
    thrown_away: int


def send(officer: Visit, file: Path) -> None:
    """Send a file and come to the meanings its columns are taken for."""
    officer.go("/office/uploads/")
    officer.page.set_input_files("#file", file)
    press(officer, "main form[enctype] .btn--main")


def meanings(officer: Visit) -> dict[str, str]:
    """Return by heading what each column is taken for."""
    rows = officer.page.locator("main tbody tr").all()
    return {
        row.locator("th").inner_text().strip(): row.locator("select").input_value() for row in rows
    }


def read(officer: Visit) -> Counted:
    """Confirm the columns, see the work go on in the background, and return what came of it."""
    press(officer, "main form[action$='/read/'] .btn--main")
    wait_for(officer, "a[href$='/rejects.csv']", READ_MS)
    counted = officer.page.locator(".facts").first.locator("dd.big")
    return Counted(*(int(figure(one)) for one in counted.all_inner_texts()))


def reason_of(officer: Visit, name: str) -> str:
    """Return why the row with this name was set aside, as the page says it."""
    row = officer.page.locator("main tbody tr", has_text=name)
    return row.locator(".why").inner_text()


def rejects(officer: Visit) -> str:
    """Download the rows set aside."""
    with officer.page.expect_download() as coming:
        officer.page.click("a[href$='/rejects.csv']")
    return Path(coming.value.path()).read_text("utf-8-sig")


def find(officer: Visit, words: str) -> list[int]:
    """Search the units; return the numbers of those found."""
    officer.go("/office/units/")
    officer.page.fill("#q", words)
    press(officer, "main form[role=search] button")
    links = officer.page.locator("main tbody th a").all()
    return [number_in(link.get_attribute("href")) for link in links]


def public_id(officer: Visit, number: int) -> str:
    """Open a unit and return its public number."""
    officer.go(f"/office/units/{number}/")
    return officer.page.locator(".pagehead bdi[dir=ltr]").first.inner_text().strip()


def answer_question(producer: Visit) -> str:
    """Answer the one question about her goods, and return the note of what is confirmed."""
    producer.go("/producer/goods/")
    assert registry_file.ASKED in producer.page.locator(".said").inner_text()
    producer.page.check(f"[name=code][value='{registry_file.TABLE_LINEN}']")
    press(producer, "main form[action$='/confirm/'] .btn--main")
    return producer.page.locator("section.note").inner_text()
