"""Browsers and installations for journeys: Persian and English, a phone and a desk."""

import shutil
from dataclasses import dataclass

import pytest

from tests.journeys.house import House, command

ADMINISTRATOR = ("mina", "kavir-shab-12")
DEVICES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True},
    "desk": {"viewport": {"width": 1280, "height": 860}},
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """An installation with its administrator and nothing else."""
    home = tmp_path_factory.mktemp("house")
    name, password = ADMINISTRATOR
    asked = ("--username", name, "--full-name", "مینا راد", "--email", "mina@example.org")
    made = command(home, "init", *asked, "--password", password)
    assert made.returncode == 0, made.stderr
    opened = House.open(home)
    yield opened
    assert opened.stop() == 0


@pytest.fixture(scope="session")
def demo_house(tmp_path_factory):
    """An installation with a small demo, as ``make run`` builds it."""
    opened = House.open(tmp_path_factory.mktemp("demo"), "--demo", "--units", "2000")
    yield opened
    assert opened.stop() == 0


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("no Chromium is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """One person at one installation, in one language; ``page`` is playwright's."""

    page: object
    base: str
    language: str

    def go(self, path: str) -> None:
        """Open a page in the visit's language."""
        prefix = "/en" if self.language == "en" else ""
        self.page.goto(f"{self.base}{prefix}{path}")

    def sign_in(self, username: str, password: str) -> None:
        self.go("/account/sign-in/")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", password)
        self.page.click("main form button")
        self.page.wait_for_load_state()


@pytest.fixture
def visit(chromium):
    """Begin visits: ``visit(house, "fa", "phone")``; a fault on any page fails the journey."""
    contexts, faults = [], []

    def begin(house, language: str = "fa", device: str = "desk", **options) -> Visit:
        context = chromium.new_context(**DEVICES[device], **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("response", lambda answer: answer.status >= 500 and faults.append(answer.url))
        page.on("console", lambda line: line.type == "error" and faults.append(line.text))
        return Visit(page, house.url, language)

    yield begin
    for context in contexts:
        context.close()
    assert not faults, faults
