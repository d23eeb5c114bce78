"""The administrator's accounts: each person is given a link, and sets the own password."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.journeys.conftest import Visit
from tests.journeys.way.walking import fill, press

PASSWORD = "kooh-o-darya-7"


@dataclass
class Accounts:
    """``begin`` opens a browser of its own for each person."""

    administrator: Visit
    begin: Callable[[], Visit]
    people: dict[str, Visit] = field(default_factory=dict)

    def welcome(self, username: str, role: str, about: str = "", *, is_new: bool = False) -> Visit:
        """Open an account; return its person, signed in."""
        office = self.administrator
        office.go("/office/accounts/open/")
        fill(office, full_name=username.title(), username=username, role=role, about=about)
        fill(office, email=f"{username}@example.org")
        if is_new:
            office.page.check("[name=is_new_union]")
        press(office, "main form .btn--main")
        person = self.begin()
        person.page.goto(office.page.input_value("#link"))
        fill(person, new_password1=PASSWORD, new_password2=PASSWORD)
        press(person, "main form button")
        person.sign_in(username, PASSWORD)
        self.people[username] = person
        return person
