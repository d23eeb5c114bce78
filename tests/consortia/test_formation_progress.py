"""A formation tells how its value and its bound close while families end."""

import pytest

from hamafza.consortia.params import FormationParams
from hamafza.runs.formation import Effort, form_consortia
from hamafza.vocabulary.progress import Cancelled
from tests.makers import units_frame

COUNTED = Effort(iterations=5)


def test_the_bound_falls_and_the_value_rises_to_what_the_record_says():
    told = []
    formed = form_consortia(
        units_frame(300), FormationParams(), COUNTED, processes=1, told=told.append
    )
    assert [one.units for one in told] == [300] * 4
    assert [one.units_done for one in told] == sorted(one.units_done for one in told)
    assert (told[0].value, told[0].bound) == (0.0, pytest.approx(formed.record["weight"]))
    for before, after in zip(told, told[1:], strict=False):
        assert after.bound < before.bound
        assert after.value > before.value
    assert told[-1].units_done == 300
    assert told[-1].value == pytest.approx(formed.record["value"])
    assert told[-1].bound == pytest.approx(formed.record["bound"])


def test_who_is_told_may_end_the_work():
    heard = []

    def hear(standing):
        heard.append(standing)
        if standing.units_done:
            raise Cancelled

    with pytest.raises(Cancelled):
        form_consortia(units_frame(300), FormationParams(), COUNTED, processes=1, told=hear)
    assert len(heard) == 2
