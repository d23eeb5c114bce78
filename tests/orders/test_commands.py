import csv
import json

import pytest

from hamafza.cli.__main__ import main

OFFERS = """member_id,offered,free_capacity,days,bar
1,110,110,28,
2,40,40,30,
3,60,60,30,licence-expired
"""
SHARES = "member_id,accepted,unit_price\n1,40,21.50\n2,20,21.50\n"
RECEIPTS = "reference,amount,bank_charges\nA,700.00,2.10\nB,590,0\n"
COSTS = "code,amount,key,member_id\nfreight,74.20,quantity,\ninspection,30,own,1\n"


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """Return exit code, standard output and standard error of a command; files by name."""

    def run(*words, **files):
        for name, text in files.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
        told = [w.replace("@", f"{tmp_path}/") for w in words]
        monkeypatch.setattr("sys.argv", ["hamafza", *told])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return ended.value.code or 0, out, err

    run.folder = tmp_path
    return run


def rows(path):
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_an_order_is_shared_from_a_file_and_each_member_told_why(run):
    code, out, _ = run("orders", "allocate", "@offers.csv", "--quantity", "100",
                       "--max-share", "0.5", "--out", "@out.csv", offers=OFFERS)  # fmt: skip
    told = rows(run.folder / "out.csv")
    assert code == 0
    assert [row["share"] for row in told] == ["50", "40", "0"]
    assert [row["reason"] for row in told] == ["ceiling", "whole-offer", "licence-expired"]
    assert "10 remain unfilled" in out


def test_a_program_reads_the_shares_as_json(run):
    _, out, _ = run("orders", "allocate", "@offers.csv", "--quantity", "100", "--json",
                    "--out", "@out.csv", offers=OFFERS)  # fmt: skip
    told = json.loads(out)
    assert sum(share["share"] for share in told["shares"]) + told["unfilled"] == 100


def test_money_divides_from_files_to_the_last_unit(run):
    code, out, _ = run("orders", "settle", "@shares.csv", "--receipts", "@receipts.csv",
                       "--costs", "@costs.csv", "--currency", "EUR", "--out", "@nets.csv",
                       shares=SHARES, receipts=RECEIPTS, costs=COSTS)  # fmt: skip
    told = rows(run.folder / "nets.csv")
    minor = [name for name in told[0] if name.endswith("_minor")]
    assert code == 0
    assert "1,041.80 EUR" in out
    for row in told:
        taken = sum(int(row[n]) for n in minor if n not in ("gross_minor", "outstanding_minor"))
        assert int(row["gross_minor"]) == taken


@pytest.mark.parametrize(
    ("offers", "words", "told"),
    [
        ("", [], "lacks the column"),
        ("member_id,offered,free_capacity\n", [], "has no rows"),
        ("member_id,offered\n1,2\n", [], "lacks the column free_capacity"),
        ("member_id,offered,free_capacity\n1,-3,5\n", [], "is not a whole number"),
        ("member_id,offered,free_capacity\n1,1e30,5\n", [], "is not a whole number"),
        ("member_id,offered,free_capacity\n1,nan,5\n", [], "is not a whole number"),
        ("member_id,offered,free_capacity\n1,3,5\n1,3,5\n", [], "twice"),
        ("member_id,offered,free_capacity,bar\n1,3,5,ugly\n", [], "is not one of"),
        (OFFERS, ["--max-share", "0"], "max_share"),
        (OFFERS, ["--max-share", "a lot"], "is not a number"),
        (OFFERS, ["--lot", "0"], "lot"),
        (OFFERS, ["--lot", "500"], "less than one lot"),
    ],
)
def test_a_bad_file_or_rule_is_answered_with_one_sentence(run, offers, words, told):
    code, _, err = run("orders", "allocate", "@offers.csv", "--quantity", "100",
                       "--out", "@out.csv", *words, offers=offers)  # fmt: skip
    assert code == 2
    assert told in err
    assert err.count("\n") == 1


def test_a_cost_charged_to_a_stranger_is_refused(run):
    costs = "code,amount,key,member_id\ninspection,30,own,7\n"
    code, _, err = run("orders", "settle", "@shares.csv", "--receipts", "@receipts.csv",
                       "--costs", "@costs.csv", "--out", "@nets.csv",
                       shares=SHARES, receipts=RECEIPTS, costs=costs)  # fmt: skip
    assert (code, "no share in the deal" in err) == (2, True)


def test_digits_of_any_script_are_read(run):
    offers = "member_id,offered,free_capacity\n۱,۱۱۰,۱٬۱۱۰\n"
    code, _, _ = run("orders", "allocate", "@offers.csv", "--quantity", "100",
                     "--max-share", "1", "--out", "@out.csv", offers=offers)  # fmt: skip
    assert (code, rows(run.folder / "out.csv")[0]["share"]) == (0, "100")


def test_a_life_is_printed_as_a_table_and_as_a_diagram(run):
    assert "contracted" in run("orders", "life")[1]
    assert run("orders", "life", "deal-service", "--mermaid")[1].startswith("stateDiagram")
    assert run("orders", "life", "pirate")[0] == 2


def test_the_offers_are_never_written_over(run):
    code, _, err = run("orders", "allocate", "@offers.csv", "--quantity", "100",
                       "--out", "@offers.csv", offers=OFFERS)  # fmt: skip
    assert code == 2
    assert len(err.splitlines()) == 1
    assert (run.folder / "offers.csv").read_text(encoding="utf-8") == OFFERS
