"""What every room of the way needs: press and arrive, and read a figure in any script."""

import re

from hamafza.vocabulary.text import latin_digits
from tests.journeys.conftest import Visit

_FIGURE = re.compile(r"[-−‎]*\d[\d,٬.٫]*")


def press(visit: Visit, selector: str) -> None:
    """Press a button or a link, unfold what hides it, and arrive at a page that is no refusal."""
    button = visit.page.locator(selector).first
    if not button.is_visible():
        button.locator("xpath=ancestor::details[not(@open)]/summary").first.click()
    with visit.page.expect_navigation():
        button.click()
    refused = visit.page.locator("[data-code]")
    assert refused.count() == 0, refused.first.inner_text()
    wrong = visit.page.locator("p.error")
    assert wrong.count() == 0, wrong.all_inner_texts()
    _fits(visit)


def wait_for(visit: Visit, selector: str, most_ms: int) -> None:
    """Wait while work goes on in the background; its refusal or fault ends the waiting."""
    visit.page.wait_for_selector(f"{selector}, .note--stop", timeout=most_ms)
    stopped = visit.page.locator(".note--stop")
    assert stopped.count() == 0, stopped.first.inner_text()


def fill(visit: Visit, prefix: str = "", **fields: object) -> None:
    """Fill fields by name; a field with choices is chosen from."""
    for name, value in fields.items():
        field = visit.page.locator(f"main [name='{prefix}{name}']").first
        if not field.is_visible():
            field.locator("xpath=ancestor::details[not(@open)]/summary").first.click()
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(str(value))
        else:
            field.fill(str(value))


def figures(text: str) -> list[float]:
    """Return the figures of a text, whichever digits and marks they are written with."""
    found = _FIGURE.findall(latin_digits(text).replace("٬", "").replace("٫", "."))
    return [float(one.strip("−-‎").replace(",", "").rstrip(".")) for one in found]


def figure(text: str) -> float:
    """Return the only figure of a text."""
    (only,) = figures(text)
    return only


def number_in(address: str) -> int:
    """Return the last number of an address."""
    return int(re.findall(r"/(\d+)/", address)[-1])


def _fits(visit: Visit) -> None:
    """No page of the way is wider than the screen."""
    wide = visit.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= visit.page.viewport_size["width"], f"{visit.page.url} is {wide} wide"
