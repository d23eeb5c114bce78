"""What is missing before strangers may reach an installation is said, line by line."""

import pytest

from hamafza.web import deployment
from hamafza.web.actions import second_factor
from hamafza.web.records.accounts import Role
from hamafza.web.records.second_factor import SecondFactor
from tests.people import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(settings, tmp_path):
    """Settings as docs/deployment.md asks for them."""
    settings.HTTPS = settings.SECOND_FACTOR = settings.SECURE_SSL_REDIRECT = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECRET_KEY = "k" * 25 + "abcdefghijklmnopqrstuvwxyz0123456789"
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    settings.ALLOWED_HOSTS = ["hamafza.example.org"]
    settings.EMAIL_HOST = "mail.example.org"
    tmp_path.chmod(0o700)
    settings.HOME = tmp_path
    return settings


def test_nothing_is_missing_where_all_is_said(ready):
    assert deployment.missing() == []


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("DEBUG", True, "HAMAFZA_DEBUG"),
        ("HTTPS", False, "HAMAFZA_HTTPS"),
        ("TRUSTED_PROXIES", [], "HAMAFZA_TRUSTED_PROXIES"),
        ("SECOND_FACTOR", False, "HAMAFZA_SECOND_FACTOR"),
        ("ALLOWED_HOSTS", ["localhost"], "names this machine alone"),
        ("ALLOWED_HOSTS", ["*"], "takes any name"),
        ("EMAIL_HOST", "", "HAMAFZA_EMAIL_HOST"),
    ],
)
def test_each_setting_that_is_missing_is_said(ready, name, value, told):
    setattr(ready, name, value)
    assert [line for line in deployment.missing() if told in line]


def test_open_accounts_of_the_demo_and_bare_officers_are_said(ready):
    mina = person("mina", Role.ADMINISTRATOR)
    assert deployment.missing() == [
        "1 accounts that must have a second factor have not set it up yet."
    ]
    mina.is_demo = True
    mina.save()
    assert deployment.missing() == [
        "Accounts of the demo are open, and their password is known: hamafza demo --wipe."
    ]


def test_an_officer_with_a_second_factor_is_not_counted(ready):
    second_factor.begin(actor=person("mina", Role.ADMINISTRATOR))
    SecondFactor.objects.update(confirmed_at="2026-11-29T00:00Z")
    assert not [line for line in deployment.missing() if "set it up" in line]


def test_files_that_others_may_read_are_said(ready):
    (ready.HOME / "secret-key").write_text("x")
    (ready.HOME / "secret-key").chmod(0o644)
    assert [line for line in deployment.missing() if "chmod 600" in line]
