"""A formation whose certificate does not verify is an error: nothing of it is written."""

import pytest

from hamafza.consortia.params import FormationParams
from hamafza.consortia.verdict.refusals import CertificateDoesNotHold
from hamafza.runs import formation
from tests.makers import units_frame

EASY = FormationParams(min_size=3, max_size=8, min_capacity=0.5, fixed_cost=1.0)


def formed(out_dir):
    return formation.form_consortia(
        units_frame(60), EASY, formation.Effort(iterations=20), processes=1, out_dir=out_dir,
        judge=True,
    )  # fmt: skip


def test_a_sound_formation_is_judged_and_written(tmp_path):
    assert formed(tmp_path).record["consortia"] > 0
    assert (tmp_path / "run.json").exists()


def test_a_record_that_says_too_much_is_refused_and_leaves_no_file(tmp_path, monkeypatch, caplog):
    honest = formation.record_of

    def boasting(*given):
        told = honest(*given)
        return told | {"value": told["value"] + 1.0}

    monkeypatch.setattr(formation, "record_of", boasting)
    with pytest.raises(CertificateDoesNotHold):
        formed(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert "the judge refuses a formation: " in caplog.text
