"""The United Nations Security Council consolidated list, in its XML format."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from hamafza.screening.listing import Entry, SanctionsList
from hamafza.screening.refusals import ListNotReadable
from hamafza.store.files import existing
from hamafza.store.resources import shipped, shipped_csv
from hamafza.vocabulary.dates import parse_date
from hamafza.vocabulary.text import match_key

UN_LIST = "UN Security Council consolidated list"
SAMPLE_LIST = "SAMPLE - invented entries"
_WEAK = ("low",)
_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
# Names of countries as the UN writes them where they differ from those of our table.
_UN_COUNTRIES = {
    "democratic republic of the congo": "COD", "iran islamic republic of": "IRN",
    "islamic republic of iran": "IRN", "syrian arab republic": "SYR", "syria": "SYR",
    "democratic people s republic of korea": "PRK", "russian federation": "RUS",
    "united kingdom of great britain and northern ireland": "GBR",
    "united republic of tanzania": "TZA", "state of palestine": "PSE", "turkey": "TUR",
    "libyan arab jamahiriya": "LBY", "united states of america": "USA", "cote d ivoire": "CIV",
}  # fmt: skip


def sample_path() -> Path:
    """Return the sample list that ships with the package: every entry is invented."""
    return shipped("screening", "sample_un.xml")


def read_un_list(path: Path) -> SanctionsList:
    """
    Read a file in the UN's format, or refuse it.

    No document type, no entity and no network is allowed: a list comes from outside. The root
    may carry ``sample="true"``, our own mark of a list with invented entries.
    """
    root = _root(Path(path))
    generated = root.get("dateGenerated", "")
    entries = tuple(_entry(node) for node in root.iter("INDIVIDUAL", "ENTITY"))
    if not entries:
        raise ListNotReadable(file=str(path), problem="no entries")
    is_sample = root.get("sample") == "true"
    name = SAMPLE_LIST if is_sample else UN_LIST
    return SanctionsList(name, generated or "undated", _day(generated), entries, is_sample)


def _root(path: Path) -> Any:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False
    )
    try:
        tree = etree.parse(existing(path), parser)
    except (etree.XMLSyntaxError, OSError) as failure:
        raise ListNotReadable(file=str(path), problem=str(failure)) from failure
    if tree.docinfo.doctype:
        raise ListNotReadable(file=str(path), problem="a document type is declared")
    if tree.getroot().tag != "CONSOLIDATED_LIST":
        raise ListNotReadable(file=str(path), problem=f"root {tree.getroot().tag}")
    return tree.getroot()


def _entry(node: Any) -> Entry:
    is_person = node.tag == "INDIVIDUAL"
    primary = " ".join(filter(None, (_text(node, part) for part in _PARTS)))
    native = _text(node, "NAME_ORIGINAL_SCRIPT")
    aliases = [
        (_text(alias, "QUALITY"), name)
        for alias in node.iter(f"{node.tag}_ALIAS")
        for name in _split_alias(_text(alias, "ALIAS_NAME"))
    ]
    strong = [name for quality, name in aliases if quality.lower() not in _WEAK]
    weak = [name for quality, name in aliases if quality.lower() in _WEAK]
    return Entry(
        _text(node, "REFERENCE_NUMBER") or _text(node, "DATAID"),
        "person" if is_person else "entity",
        tuple(dict.fromkeys(filter(None, (primary, native, *strong)))),
        tuple(dict.fromkeys(weak)),
        _countries(node),
        tuple(
            filter(None, (_text(paper, "NUMBER") for paper in node.iter(f"{node.tag}_DOCUMENT")))
        ),
        _text(node, "UN_LIST_TYPE"),
    )


def _split_alias(text: str) -> list[str]:
    """Several aliases may stand in one element, parted by semicolons."""
    return [part.strip() for part in text.split(";") if part.strip()]


def _countries(node: Any) -> tuple[str, ...]:
    told = [value.text or "" for value in node.iterfind("NATIONALITY/VALUE")]
    told += [value.text or "" for value in node.iterfind(f"{node.tag}_ADDRESS/COUNTRY")]
    codes = (_country_codes().get(match_key(name)) for name in told)
    return tuple(sorted({code for code in codes if code}))


@lru_cache(maxsize=1)
def _country_codes() -> dict[str, str]:
    rows = shipped_csv("country", "countries.csv").select("name_en", "iso3").iter_rows()
    return {match_key(name): code for name, code in rows} | _UN_COUNTRIES


def _text(node: Any, name: str) -> str:
    return " ".join((node.findtext(name) or "").split())


def _day(generated: str) -> date | None:
    return parse_date(generated[:10])
