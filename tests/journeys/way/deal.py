"""One deal: asked for in public, offered under seal, shared, made, shipped."""

from pathlib import Path

from tests.journeys.conftest import Visit
from tests.journeys.way.walking import figures, fill, number_in, press


def ask(buyer: Visit, **said: object) -> str:
    """Ask in public; return the secret address by which the buyer follows the order."""
    buyer.go("/ask/")
    buyer.page.check("[name=kind][value=goods]")
    fill(buyer, **said)
    press(buyer, "main form .btn--main")
    return buyer.page.url


def take_on(officer: Visit, consortium: int, hs6: str) -> int:
    """Give the waiting enquiry to a consortium; return the deal's number."""
    officer.go("/office/deals/")
    press(officer, "main ul.paths a")
    fill(officer, consortium=consortium, hs6=hs6)
    press(officer, "main form .btn--main")
    return number_in(officer.page.url)


def load_list(officer: Visit, file: Path) -> None:
    """Load a screening list."""
    officer.go("/office/screening/")
    officer.page.set_input_files("input[type=file]", file)
    press(officer, "form[action$='/screening/list/'] button")


def step(who: Visit, number: int, name: str, **said: object) -> None:
    """Take a step of the deal, in the office or as its manager, from wherever the person is."""
    place = "office" if "/office/" in who.page.url else "consortium"
    who.go(f"/{place}/deals/{number}/")
    fill(who, f"{name}-", **said)
    press(who, f"form[action$='/deals/{number}/{name}/'] button")


def seal_offer(producer: Visit, quantity: int, price: int, days: int, alone: int = 0) -> None:
    """Open the request that waits and seal an offer."""
    producer.go("/producer/")
    press(producer, "main a[href*='/requests/']")
    fill(producer, quantity=quantity, price=price, days=days)
    if alone:
        fill(producer, alone=alone)
    press(producer, "main form .btn--main")


def sealed(manager: Visit, number: int) -> int:
    """Return how many offers lie there sealed; none of them can be read."""
    manager.go(f"/consortium/deals/{number}/")
    assert manager.page.locator("main tfoot").count() == 0
    given, _members = figures(manager.page.locator("section.card p.big").inner_text())
    return int(given)


def shares(manager: Visit, number: int) -> dict[str, str]:
    """Return by workshop the reason of its share."""
    manager.go(f"/consortium/deals/{number}/")
    rows = manager.page.locator("tr:has(td.why)").all()
    return {
        row.locator("th bdi").first.inner_text(): row.locator("td.why").inner_text() for row in rows
    }


def accept_share(producer: Visit) -> str:
    """Open the own share, accept it, and return the page's words."""
    producer.go("/producer/shares/")
    press(producer, "main ul.paths a")
    said = producer.page.inner_text("main")
    press(producer, "form[action$='/answer/'] .btn--main")
    return said


def inspect(manager: Visit, number: int, accepted: dict[int, int]) -> None:
    """Write down how many pieces passed; who is not named passed whole."""
    manager.go(f"/consortium/deals/{number}/")
    for unit, pieces in accepted.items():
        manager.page.fill(f"[name=accepted-{unit}]", str(pieces))
    press(manager, f"form[action$='/deals/{number}/inspect/'] button")
