"""Tables of trade in services become a data set whole, or leave the one before in use."""

import zipfile

import polars as pl
import pytest

from hamafza.runs.services_import import (
    TABLE,
    ServicesWanted,
    edition_of_services,
    import_services,
    layout_of,
    services_seen,
)
from hamafza.sources.service_groups import as_group, groups_of
from hamafza.sources.service_refusals import (
    ServicesEditionsMixed,
    ServicesEditionUnknown,
    ServicesMirrorsDiffer,
    ServicesTotalsDiffer,
)
from hamafza.sources.trade_refusals import (
    TradeColumnsMissing,
    TradeCountriesUnknown,
    TradeFileCutOff,
    TradeFileEmpty,
    TradeTooLittleKept,
    TradeValuesNegative,
    TradeYearsMissing,
    TradeYearsNotThere,
    TradeZipBroken,
)
from hamafza.store.data_sets import data_sets
from tests.markets.service_tables import (
    BATIS_HEAD,
    FLOWS,
    PLAIN,
    batis_file,
    batis_rows,
    comtrade_file,
    comtrade_row,
)
from tests.markets.trade_tables import written


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def stored(found):
    return pl.read_parquet(found.folder / TABLE).with_columns(
        pl.col("exporter", "importer", "group", "quality").cast(pl.String)
    )


def values(found):
    return {
        (exporter, importer, group): value / 1e6
        for _, exporter, importer, group, value, _ in stored(found).iter_rows()
    }


EXPECTED = {(*pair, group): value for pair, each in FLOWS.items() for group, value in each.items()}


@pytest.mark.parametrize("two_letters", [True, False])
def test_the_balanced_table_is_read_in_both_of_its_spellings(tmp_path, home, two_letters):
    found = import_services(batis_file(tmp_path, *batis_rows(two_letters=two_letters)), home)
    assert found.name == "services-batis-ebops2010"
    assert values(found) == EXPECTED
    quality = dict(stored(found).select("exporter", "quality").unique().rows())
    assert quality == {"IRN": "balanced", "IRQ": "estimated", "DEU": "estimated"}


def test_every_row_read_is_kept_or_told_with_its_reason(tmp_path, home):
    more = [
        "IRN,c,WL,g,EXP,SD,c,2022,,99,E5,99",  # the world
        "IRN,c,IRQ,c,EXP,SB1,c,2022,,1,E5,1",  # a part
        "IRN,c,IRQ,c,EXP,SPX1,d,2022,,1,E5,1",  # another sum
        "IRN,c,IRQ,c,EXP,XX,c,2022,,1,E5,1",  # nobody knows it
    ]
    figures = import_services(batis_file(tmp_path, *batis_rows(), *more), home).record["figures"]
    dropped = {each["reason"]: each["rows"] for each in figures["dropped"]}
    assert dropped == {
        "mirror of a flow its exporter reported": 12,
        "total of other rows": 25,
        "breakdown of other rows": 2,
        "code is no group of services": 1,
    }
    assert figures["rows_read"] == 52 == figures["rows_kept"] + sum(dropped.values())
    assert figures["checks"]["totals"] == {
        "compared_usd": 4 * 285e6, "excess_share": 0.0, "lack_share": 0.0,
    }  # fmt: skip
    assert figures["checks"]["mirrors"] == {"compared_usd": 285e6, "apart_share": 0.0}


def test_namibia_is_a_country_and_not_a_missing_cell(tmp_path, home):
    flows = {("NAM", "OMN"): {"SD": 3}, ("OMN", "NAM"): {"SD": 2}}
    rows = batis_rows(flows=flows, two_letters=True)
    assert values(import_services(batis_file(tmp_path, *rows), home)) == {
        ("NAM", "OMN", "SD"): 3, ("OMN", "NAM", "SD"): 2,
    }  # fmt: skip


def test_the_older_edition_is_told_apart_by_its_codes(tmp_path, home):
    flows = {("IRN", "IRQ"): {"S205": 4, "S236": 6}}
    rows = [row.replace(",SOX,", ",S200,") for row in batis_rows(2012, flows)]
    found = import_services(batis_file(tmp_path, *rows), home)
    assert found.name == "services-batis-ebops2002"
    assert found.record["figures"]["edition"] == "2002"


def test_a_zip_holds_the_table_and_notes_beside_it(tmp_path, home):
    packed = tmp_path / "OECD-WTO_BATIS_data_BPM6.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("codes.xlsx", b"no table")
        file.writestr("batis.csv", "\n".join([BATIS_HEAD, *batis_rows()]) + "\n")
    assert values(import_services(packed, home)) == EXPECTED


def test_years_are_taken_as_asked(tmp_path, home):
    path = batis_file(tmp_path, *(row for year in (2020, 2021, 2022) for row in batis_rows(year)))
    assert import_services(path, home).record["figures"]["years"] == [2020, 2021, 2022]
    asked = import_services(path, home, ServicesWanted(years=[2021]))
    assert asked.record["figures"]["years"] == [2021]
    with pytest.raises(TradeYearsNotThere):
        import_services(path, home, ServicesWanted(years=[2030]))


def test_an_edition_that_the_file_has_not_is_refused(tmp_path, home):
    with pytest.raises(ServicesEditionUnknown):
        import_services(batis_file(tmp_path), home, ServicesWanted(edition="2002"))


def test_comtrade_takes_the_exporters_record_and_else_the_importers(tmp_path, home):
    path = comtrade_file(
        tmp_path,
        comtrade_row(2022, "IRN", "X", "IRQ", "SB", 40e6),
        comtrade_row(2022, "IRQ", "M", "IRN", "SB", 44e6),
        comtrade_row(2022, "IRN", "X", "IRQ", "S", 50e6),
        comtrade_row(2022, "DEU", "M", "IRN", "236", 30e6, classificationCode="EB10"),
        comtrade_row(2022, "IRN", "X", "WLD", "SB", 99e6),
        comtrade_row(2022, "IRN", "X", "IRQ", "SB", 7e6, mosCode="2"),
        comtrade_row(2022, "IRN", "X", "IRQ", "570110", 7e6, typeCode="C"),
    )
    with pytest.raises(ServicesEditionsMixed):
        import_services(path, home)
    found = import_services(path, home, ServicesWanted(edition="2010"))
    assert found.name == "services-comtrade-ebops2010"
    assert values(found) == {("IRN", "IRQ", "SB"): 40}
    told = found.record["figures"]
    assert told["checks"]["mirrors"]["apart_share"] == pytest.approx(4 / 44)
    assert told["checks"]["totals"]["lack_share"] == pytest.approx(10 / 50)
    older = import_services(path, home, ServicesWanted(edition="2002"))
    assert stored(older).row(0) == (2022, "IRN", "DEU", "S236", 30e6, "mirror")


def test_a_plain_table_is_read_by_its_persian_headings_and_names(tmp_path, home):
    path = written(tmp_path / "خدمات.csv", *PLAIN)
    assert layout_of(path) == "table"
    assert set(services_seen(path).taken.values()) == {
        "reporter", "partner", "direction", "service", "year", "value_kusd",
    }  # fmt: skip
    found = import_services(path, home, ServicesWanted(source="بانک مرکزی"))
    assert found.name == "services-table-ebops2010"
    assert found.record["figures"]["source"] == "بانک مرکزی, خدمات.csv"
    assert values(found) == {
        ("IRN", "IRQ", "SB"): 40, ("IRN", "DEU", "SD"): 30, ("IRN", "IRQ", "SD"): 10,
    }  # fmt: skip
    assert dict(stored(found).select("group", "quality").unique().rows())["SB"] == "reported"
    assert found.record["figures"]["dropped"] == [
        {"reason": "year not readable", "rows": 1, "value_usd": 1000.0,
         "example": "/ایران/عراق/خدمات نگهداری و تعمیر"}
    ]  # fmt: skip


def test_a_plain_tables_columns_are_mapped_and_say_what_they_rest_on(tmp_path, home):
    path = written(
        tmp_path / "own.csv",
        "from,to,what,when,money,state",
        "IRN,IRQ,SB,2022,5,estimated",
        "IRN,OMN,SB,2022,7,",
    )
    mapping = written(
        tmp_path / "own.toml",
        "[columns]", 'reporter = "from"', 'partner = "to"', 'service = "what"', 'year = "when"',
        'value_musd = "money"', 'quality = "state"',
    )  # fmt: skip
    found = import_services(path, home, mapping=mapping)
    assert stored(found).select("importer", "value_usd", "quality").rows() == [
        ("IRQ", 5e6, "estimated"), ("OMN", 7e6, "reported"),
    ]  # fmt: skip


def test_a_cell_told_twice_by_one_side_counts_once(tmp_path, home):
    rows = batis_rows()
    found = import_services(batis_file(tmp_path, *rows, rows[0]), home)
    assert values(found) == EXPECTED
    told = {each["reason"]: each["rows"] for each in found.record["figures"]["dropped"]}
    assert told["told twice"] == 1


def spoiled(change):
    """Return the rows of the sound table with something wrong in them."""
    return lambda: change(batis_rows())


BAD = {
    "a group passes its total": (
        spoiled(lambda rows: [row.replace(",50,", ",20,").replace(",50", ",20") for row in rows]),
        ServicesTotalsDiffer,
    ),
    "a whole table lacks a group": (
        spoiled(lambda rows: [row for row in rows if ",SB," not in row]),
        ServicesTotalsDiffer,
    ),
    "sold is not bought": (
        spoiled(
            lambda rows: [
                row[: row.rindex(",")] + ",1" if ",IMP,SD," in row else row
                for row in rows
                if ",S," not in row and ",SOX," not in row
            ]
        ),
        ServicesMirrorsDiffer,
    ),
    "a value is negative": (
        spoiled(lambda rows: [rows[0][: rows[0].rindex(",")] + ",-5", *rows[1:]]),
        TradeValuesNegative,
    ),
    "nobody knows a country": (
        spoiled(lambda rows: [row.replace("DEU", "QQQ") for row in rows]),
        TradeCountriesUnknown,
    ),
    "two editions are mixed": (
        lambda: batis_rows() + batis_rows(flows={("IRN", "OMN"): {"S236": 6}}, totals=False),
        ServicesEditionsMixed,
    ),
    "a year is missing": (lambda: batis_rows(2019) + batis_rows(2021), TradeYearsMissing),
    "its codes are others": (
        lambda: [row.replace(",SB,", ",5701,").replace(",SD,", ",6302,") for row in batis_rows()],
        TradeTooLittleKept,
    ),
    "the last line is cut off": (lambda: [*batis_rows(), "IRN,c,IR"], TradeFileCutOff),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_and_the_old_set_stays(name, tmp_path, home):
    before = import_services(batis_file(tmp_path), home)
    rows, refusal = BAD[name]
    path = batis_file(tmp_path, *rows(), name="bad.csv")
    if name == "the last line is cut off":
        path.write_text(path.read_text().rstrip("\n"))
    with pytest.raises(refusal):
        import_services(path, home)
    after = data_sets(home)
    assert [(each.name, each.folder) for each in after] == [(before.name, before.folder)]
    assert values(after[0]) == EXPECTED


def test_a_truncated_zip_is_refused(tmp_path, home):
    packed = tmp_path / "batis.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("batis.csv", "\n".join([BATIS_HEAD, *batis_rows()]))
    packed.write_bytes(packed.read_bytes()[:200])
    with pytest.raises(TradeZipBroken):
        import_services(packed, home)
    assert data_sets(home) == []


def test_wrong_columns_and_empty_files_are_refused(tmp_path, home):
    other = written(tmp_path / "other.csv", "a,b,c", "1,2,3")
    with pytest.raises(TradeColumnsMissing):
        import_services(other, home)
    with pytest.raises(TradeColumnsMissing):
        import_services(other, home, ServicesWanted(layout="batis"))
    with pytest.raises(TradeColumnsMissing):
        import_services(other, home, ServicesWanted(layout="comtrade"))
    empty = tmp_path / "empty.csv"
    empty.write_text("")
    with pytest.raises(TradeFileEmpty):
        import_services(empty, home)


def test_an_edition_is_asked_for_by_its_year():
    assert [edition_of_services(text) for text in ("EBOPS 2010", "۲۰۰۲", " ", None)] == [
        "2010", "2002", None, None,
    ]  # fmt: skip
    with pytest.raises(ServicesEditionUnknown):
        edition_of_services("2017")


def test_groups_are_known_by_code_number_and_name():
    told = {
        "sd": "SD", "236": "S236", "S236": "S236", "Construction": "SE", "سفر": "SD", "SOX": "SOX",
        "S200": "S", "SC1": "-", "SPX1": "-", "206": "-", "570110": "", "": "",
    }  # fmt: skip
    assert {text: as_group(text) for text in told} == told
    assert "SL" not in groups_of("2010") and len(groups_of("2010")) == 11
    assert groups_of("2002")[0] == "S205"
