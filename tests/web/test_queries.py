"""
No page asks the database more often because there is more to show.

Everything a page may list is made three times and then thirty times; between the two, each page
asks as often as before, for each of its readers.
"""

import re
from contextlib import suppress

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hamafza.vocabulary.refusals import Refusal
from hamafza.web.access import PUBLIC
from hamafza.web.actions.events import record
from hamafza.web.actions.privacy import note_read
from hamafza.web.records.consortia import Member
from hamafza.web.records.deals import Deal, DealLine
from tests.people import make_consortium, make_unit, person
from tests.web.addresses import arguments_of, pages

FEW, MANY = 3, 30


@pytest.mark.django_db
def test_no_page_asks_more_often_for_more_rows(client, cast):
    opened = _addresses(cast)
    assert len(opened) > len(pages()) - 10, "too many pages are left out"
    _make(cast, FEW)
    few = _asked(client, cast, opened)
    _make(cast, MANY - FEW)
    many = _asked(client, cast, opened)
    assert len(few) > 60, "most pages are not opened at all"
    more = {page: (few[page], many[page]) for page in few if many.get(page, 0) > few[page]}
    assert not more, more


def _addresses(cast) -> dict[str, str]:
    """Return the address of every page; what can be made but once, several pages are about."""
    made: dict[tuple, dict] = {}
    opened = {}
    for page in pages():
        told = {}
        if page.takes_arguments:
            make = arguments_of(page.name)
            alike = (make.__module__, *re.findall(r"<(?:\w+:)?(\w+)>", page.route))
            try:
                with transaction.atomic():
                    told = made[alike] = make(cast)
            except Refusal:
                if alike not in made:
                    continue
                told = made[alike]
        opened[page.name] = reverse(page.name, kwargs=told)
    return opened


def _make(cast, count: int) -> None:
    """Make everything once more, ``count`` times; what there can be but one of stays as it is."""
    makers = [arguments_of(page.name) for page in pages() if page.takes_arguments]
    for _ in range(count):
        for make in makers:
            with suppress(Exception), transaction.atomic():
                make(cast)
        unit = make_unit(name="کارگاه دیگر")
        Member.objects.create(consortium=cast.consortium, unit=unit, state="accepted")
        make_consortium(make_unit(name="کارگاه سوم"))
        for deal in Deal.objects.filter(consortium=cast.consortium)[:3]:
            number = deal.lines.count() + 1
            DealLine.objects.create(deal=deal, number=number, description="رومیزی", quantity=6)
        record(actor=cast.parviz, verb="correct-unit", subject=cast.unit, before={}, after={})
        note_read(reader=cast.parviz, unit=unit, what=["phone"], why="unit-page")
        person(f"one-more-{unit.pk}", "producer", unit=unit)


def _asked(client, cast, opened: dict[str, str]) -> dict[tuple[str, str], int]:
    """Return how often each page asks, for the first two kinds of its readers; nothing is warm."""
    times = {}
    for page in pages():
        if page.name not in opened:
            continue
        readers = page.view.seen_by
        people = {"": None} if PUBLIC in readers else cast.by_role
        for role in [role for role in people if not role or role in readers][:2]:
            client.logout()
            if role:
                client.force_login(people[role])
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(opened[page.name])
                if answer.streaming:
                    b"".join(answer.streaming_content)
            if answer.status_code == 200:
                times[page.name, role] = len(queries)
    return times
