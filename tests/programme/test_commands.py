import json

import pytest

from hamafza.cli.__main__ import main
from hamafza.runs.programme import non_oil_rules, target
from hamafza.store.resources import shipped

TOTALS = shipped("programme", "totals_irn_2017.csv")

EXPORTS = """year,line,value_usd,hs,deal_id,evidence
2017,proven,12900,6302.59,d1,kotaj 1
2017,declared,13000,630259,d1,
2017,estimated,500,5701,,
"""


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    def run(*words, exports=EXPORTS):
        (tmp_path / "exports.csv").write_text(exports, encoding="utf-8")
        monkeypatch.setattr("sys.argv", ["hamafza", "programme", *words])
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    return run


def test_the_share_is_told_with_its_lines_apart(run):
    code, out, _ = run("share", "exports.csv", "--totals", str(TOTALS), "--json")
    (year,) = json.loads(out)
    assert code == 0
    assert year["lines"]["proven"]["value_usd"] == 12900
    assert year["lines"]["declared"]["value_usd"] == 0
    assert year["total_provenance"] == "reconstructed"


@pytest.mark.parametrize(
    ("exports", "words", "told"),
    [
        ("year,line,value_usd\n2017,proven,5\n", [], "column evidence"),
        ("year,line,value_usd\n2017,sure,5\n", [], "is not one of"),
        ("year,line,value_usd,hs\n2017,declared,5,63x\n", [], "two to six digits"),
        ("year,line,value_usd\n1403,declared,5\n", [], "is not a whole number from 1900"),
        (EXPORTS, ["--rule", "mine"], "There is no non-oil rule"),
        (EXPORTS.replace("2017", "2018"), [], "official total of 2018"),
        (EXPORTS.replace("12900", "99000000000"), [], "above the official total"),
    ],
)
def test_a_bad_table_is_answered_with_one_sentence(run, exports, words, told):
    code, _, err = run("share", "exports.csv", "--totals", str(TOTALS), *words, exports=exports)
    assert code == 2
    assert told in err
    assert err.count("\n") == 1


def test_the_shipped_rules_and_target_are_sound():
    rules = non_oil_rules()
    assert "27" in rules.rules[rules.default].excluded
    assert target().provenance == "assumed"
