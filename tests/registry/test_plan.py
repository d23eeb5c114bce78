"""The whole way from a registry file, without the web: tables, a record and one page."""

import json
import re

import polars as pl
import pytest

from hamafza.cli.__main__ import main
from hamafza.runs.formation_verdict import verify_formation
from hamafza.runs.generating import write_registry
from hamafza.store.records import file_sha256

PARAMS = "[formation]\nmin_size = 2\nmin_capacity = 0.2\nlead_readiness = 0.3\nfixed_cost = 0.1\n"


@pytest.fixture(scope="module")
def planned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan")
    write_registry(400, 3, folder / "union.csv")
    (folder / "p.toml").write_text(PARAMS)
    words = f"plan {folder}/union.csv --country irn --out {folder}/out --params {folder}/p.toml"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["hamafza", *words.split(), "--iterations", "5", "--json"])
        with pytest.raises(SystemExit) as ended:
            main()
    assert not ended.value.code
    return folder


def test_every_record_is_a_unit_or_a_reject_and_the_formation_holds(planned):
    out = planned / "out"
    units = pl.read_parquet(out / "units.parquet")
    rejects = pl.read_csv(out / "rejects.csv", infer_schema=False)
    assert units.height + rejects.height == 400
    findings, _ = verify_formation(out / "formable.parquet", out / "formation", processes=1)
    assert findings == []
    assert pl.read_parquet(out / "proposals.parquet")["market"].drop_nulls().len() > 0


def test_the_record_names_every_file_that_was_read(planned):
    record = json.loads((planned / "out" / "run.json").read_text())
    files = {"registry": planned / "union.csv", "params": planned / "p.toml"}
    assert record["inputs"] == {name: file_sha256(path) for name, path in files.items()}
    assert record["parameters"]["country"] == "IRN"


def test_the_report_opens_alone_and_says_what_its_figures_rest_on(planned):
    page = (planned / "out" / "report.html").read_text()
    sought = re.findall(r"(?:src|href)=\"([^\"#]+)|url\(['\"]?([^'\")]+)", page)
    assert all("".join(each).startswith("data:") for each in sought)
    assert "<svg" in page
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    for basis in ("reconstructed", "estimated", "assumed", "synthetic"):
        assert basis in page.lower()
