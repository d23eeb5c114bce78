"""Files as CEPII, the United Nations, customs offices and their kin write them, made for tests."""

import zipfile
from pathlib import Path

BACI_HEAD = "t,i,j,k,v,q"
COUNTRIES = """country_code,country_name,country_iso2,country_iso3
4,Afghanistan,AF,AFG
251,France,FR,FRA
276,Germany,DE,DEU
364,Iran,IR,IRN
490,"Other Asia, not elsewhere specified",N/A,S19
792,Türkiye,TR,TUR
842,USA,US,USA
"""
PRODUCTS = 'code,description\n010121,"Horses: live, pure-bred"\n570110,"Carpets, of wool"\n'

API_HEAD = (
    "typeCode,freqCode,refPeriodId,refYear,refMonth,period,reporterCode,reporterISO,reporterDesc,"
    "flowCode,flowDesc,partnerCode,partnerISO,partnerDesc,partner2Code,partner2ISO,partner2Desc,"
    "classificationCode,classificationSearchCode,isOriginalClassification,cmdCode,cmdDesc,aggrLevel,"
    "isLeaf,customsCode,customsDesc,mosCode,motCode,motDesc,qtyUnitCode,qtyUnitAbbr,qty,netWgt,"
    "cifvalue,fobvalue,primaryValue,isReported,isAggregate"
)
OLD_HEAD = (
    "Classification,Year,Period,Period Desc.,Aggregate Level,Is Leaf Code,Trade Flow Code,"
    "Trade Flow,"
    "Reporter Code,Reporter,Reporter ISO,Partner Code,Partner,Partner ISO,Commodity Code,"
    "Commodity,Qty Unit Code,Qty Unit,Qty,Netweight (kg),Trade Value (US$),Flag"
)
BULK_HEAD = (
    "typeCode\tfreqCode\trefPeriodId\trefYear\trefMonth\tperiod\treporterCode\tflowCode\tpartnerCode\t"
    "partner2Code\tclassificationCode\tcmdCode\tcustomsCode\tmosCode\tmotCode\tnetWgt\tprimaryValue"
)
_NUMBERS = {"IRN": "364", "TUR": "792", "DEU": "276", "AFG": "4", "W00": "0", "USA": "842"}


def baci_csv(*rows: str) -> str:
    return "\r\n".join([BACI_HEAD, *rows]) + "\r\n"


def baci_zip(path: Path, tables: dict[int, str], edition: str = "17", **others: str) -> Path:
    """Write a zip as CEPII does; ``others`` replace or add members by their whole name."""
    members = {
        f"BACI_HS{edition}_Y{year}_V202401b.csv": content for year, content in tables.items()
    }
    members["country_codes_V202401b.csv"] = COUNTRIES
    members[f"product_codes_HS{edition}_V202401b.csv"] = PRODUCTS
    members["Readme.txt"] = "BACI, V202401b"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in (members | others).items():
            packed.writestr(name, content)
    return path


def api_row(
    year: int, reporter: str, flow: str, partner: str, code: str, value: object, **said: str
):
    """Return one row of the API's layout, with a comma behind it as the web page writes."""
    cells = {
        "typeCode": "C", "freqCode": "A", "refPeriodId": f"{year}0101", "refYear": str(year),
        "refMonth": "52", "period": str(year), "reporterCode": _NUMBERS[reporter],
        "reporterISO": reporter, "flowCode": flow, "partnerCode": _NUMBERS[partner],
        "partnerISO": partner, "partner2Code": "0", "partner2ISO": "W00",
        "classificationCode": "H5", "cmdCode": code, "cmdDesc": '"Carpets, knotted"',
        "customsCode": "C00", "mosCode": "0", "motCode": "0", "netWgt": "2500",
        "primaryValue": str(value),
    } | said  # fmt: skip
    return ",".join(cells.get(name, "") for name in API_HEAD.split(",")) + ","


def old_row(year: int, reporter: str, flow: str, partner: str, code: str, value: object) -> str:
    cells = {
        "Classification": "H5", "Year": str(year), "Period": str(year), "Trade Flow": flow,
        "Reporter Code": _NUMBERS[reporter], "Reporter ISO": reporter,
        "Partner Code": _NUMBERS[partner], "Partner ISO": partner if partner != "W00" else "WLD",
        "Commodity Code": code, "Commodity": '"Carpets; of wool, knotted"',
        "Trade Value (US$)": str(value), "Netweight (kg)": "",
    }  # fmt: skip
    return ",".join(cells.get(name, "") for name in OLD_HEAD.split(","))


def bulk_row(year: int, reporter: str, flow: str, partner: str, code: str, value: object) -> str:
    cells = {
        "freqCode": "A", "refYear": str(year), "period": str(year),
        "reporterCode": _NUMBERS[reporter], "flowCode": flow, "partnerCode": _NUMBERS[partner],
        "partner2Code": "0", "classificationCode": "H5", "cmdCode": code, "customsCode": "C00",
        "mosCode": "0", "motCode": "0", "primaryValue": str(value),
    }  # fmt: skip
    return "\t".join(cells.get(name, "") for name in BULK_HEAD.split("\t"))


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path
