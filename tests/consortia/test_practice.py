"""The rules of practice: every formation obeys them, and no other grouping beats its bound."""

from dataclasses import fields

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from hamafza.consortia.door import units_at_the_door
from hamafza.consortia.params import Basket, BasketLine, Equity, Floor, FormationParams
from hamafza.consortia.refusals import KeptCannotStand
from hamafza.consortia.verdict.asked import asked_of
from hamafza.consortia.verdict.judge import Tables
from hamafza.runs.formation import Effort, form_consortia
from hamafza.runs.formation_verdict import judgement_on
from hamafza.runs.standing import standing_of
from tests.consortia.practice import best_value, problems
from tests.consortia.reference import towns

QUICK = settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
RULES = FormationParams(lead_readiness=0.4, fixed_cost=1.0, max_size=12)


def formed(units, params, iterations=25, processes=1, standing=None):
    """Form, and have the judge look at it."""
    result = form_consortia(
        units, params, Effort(iterations=iterations), processes=processes, standing=standing
    )
    tables = Tables(**{each.name: getattr(result, each.name, None) for each in fields(Tables)})
    asked = asked_of(result.record["parameters"])
    judgement = judgement_on(units_at_the_door(units), asked, tables, result.record, processes=1)
    assert judgement.findings == []
    return result


def lines_told(units):
    return units.with_columns(product_line=pl.col("family"))


@QUICK
@given(problems())
def test_no_grouping_beats_the_bound_and_no_rule_is_broken(problem):
    units, params = problem
    result = formed(units, params)
    families = [units] if params.baskets else units.partition_by("family")
    best = sum(best_value(lines_told(family), params) for family in families)
    assert result.record["value"] <= best + 1e-9
    assert result.record["bound"] >= best - 1e-9


@QUICK
@given(problems(with_kept=True))
def test_what_must_be_kept_is_kept_or_refused(problem):
    units, params = problem
    try:
        result = formed(units, params)
    except KeptCannotStand:
        return
    if result.record.get("standing", {}).get("kept", 0) < units.filter("kept")["home"].n_unique():
        return  # what cannot be kept is left aside; the reference knows only what must be
    families = [units] if params.baskets else units.partition_by("family")
    best = sum(best_value(lines_told(family), params) for family in families)
    assert result.record["value"] <= best + 1e-9
    assert result.record["bound"] >= best - 1e-9
