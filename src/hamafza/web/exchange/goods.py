"""Confirmed phrases out of the database, without the people who confirmed them."""

import polars as pl
from django.db.models import Count, Q

from hamafza.vocabulary.tables import checked
from hamafza.vocabulary.tables.phrases import ConfirmedPhrases
from hamafza.web.exchange import Binding
from hamafza.web.records.accounts import BRANCH, Role
from hamafza.web.records.goods import GoodsConfirmation

BINDINGS = (
    Binding(
        ConfirmedPhrases,
        GoodsConfirmation,
        renamed={"text": "phrase_key"},
        not_kept={
            "people": "counted from who confirmed",
            "officers": "counted from who confirmed",
        },
    ),
)
_OFFICERS = (Role.ADMINISTRATOR, Role.PROMOTION, *BRANCH)


def confirmed_phrases() -> pl.DataFrame:
    """
    Return the ``ConfirmedPhrases``: spellings of one phrase are one, told by its match key.

    What the demo confirmed is invented and stays out, and so does what a later answer replaced.
    """
    rows = (
        GoodsConfirmation.objects.filter(is_current=True, is_demo=False)
        .exclude(phrase_key="")
        .exclude(hs6="")
        .order_by()
        .values_list("phrase_key", "hs6", "edition")
        .annotate(
            people=Count("confirmed_by", distinct=True),
            officers=Count(
                "confirmed_by", distinct=True, filter=Q(confirmed_by__role__in=_OFFICERS)
            ),
        )
        .filter(people__gt=0)
    )
    names = ("text", "hs6", "edition", "people", "officers")
    table = pl.DataFrame(list(rows), schema=list(names), orient="row")
    # A phrase with codes of two editions is asked again when the older is converted.
    newest = table.filter(pl.col("edition") == pl.col("edition").max().over("text"))
    return checked(ConfirmedPhrases, newest.sort("text", "hs6"))
