"""From an empty installation to a second person at work, in both languages and on both devices."""

import pytest

from tests.journeys.conftest import ADMINISTRATOR

WORDS = {"fa": ("نقش", "کارشناس توسعه صادرات"), "en": ("Role", "Promotion officer")}


@pytest.mark.parametrize("device", ["phone", "desk"])
@pytest.mark.parametrize("language", ["fa", "en"])
def test_a_promotion_officer_is_given_an_account_and_signs_in(house, visit, language, device):
    name = f"parviz-{language}-{device}"
    office = visit(house, language, device)
    office.sign_in(*ADMINISTRATOR)
    office.go("/office/accounts/open/")
    for field, words in {"full_name": "پرویز", "username": name, "email": "p@example.org"}.items():
        office.page.fill(f"[name={field}]", words)
    office.page.select_option("[name=role]", "promotion")
    office.page.click("main form .btn--main")
    link = office.page.input_value("#link")
    assert WORDS[language][1] in office.page.inner_text("main")
    newcomer = visit(house, language, device)
    newcomer.page.goto(link)
    for field in ("new_password1", "new_password2"):
        newcomer.page.fill(f"[name={field}]", "kooh-o-darya-7")
    newcomer.page.click("main form button")
    newcomer.sign_in(name, "kooh-o-darya-7")
    assert newcomer.page.url.endswith("/office/")
    width = newcomer.page.evaluate("document.documentElement.scrollWidth")
    assert width <= newcomer.page.viewport_size["width"]


def test_signing_in_works_without_scripts(house, visit):
    office = visit(house, "fa", "phone", java_script_enabled=False)
    office.sign_in(*ADMINISTRATOR)
    assert office.page.url.endswith("/office/")
