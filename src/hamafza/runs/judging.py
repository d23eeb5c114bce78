"""Records of a registry file judged piece by piece: clean, or set aside with reasons."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from hamafza.registry.cells_read import codes_read, plain_code
from hamafza.registry.cleaning import CODES, Country, Damage, read_and_check
from hamafza.registry.columns import ColumnMapping, demand, guess, score, settled
from hamafza.registry.facts_read import Told, facts_of, kinds_told, nothing_told
from hamafza.registry.fields import fields_of, one_of
from hamafza.registry.params import RegistryParams
from hamafza.registry.recognising import IDENTITY, TOLD, WORDS, told_by, with_identity
from hamafza.runs.fault_words import reasons
from hamafza.sources.registry_files import LINE, RawRegistry, registry_pieces
from hamafza.store.clock import now_utc
from hamafza.store.memory import give_back
from hamafza.vocabulary.progress import Report

REASONS = "reasons"
FOR_UNITS = (
    LINE, "kind_read", "name", "goods_text", "goods_hint", "union", "trade", "licence", "phone",
    "province", "city", "province_found", "city_found", "city_lat", "city_lon", "lat_read",
    "lon_read", "address", "units_read", "measure_read", "workers_read", "readiness_read",
    "permit_home", "home_read", "women_read", IDENTITY, WORDS, TOLD,
)  # fmt: skip
"""What of a clean record is needed to make a unit of it, and to know it again."""

KnownMapping = Callable[[Sequence[str]], ColumnMapping]
Sink = Callable[[pl.DataFrame], None]
Hide = Callable[[pl.Series], pl.Series]
"""National codes to what may be kept of them and still tells one from another."""


@dataclass(frozen=True)
class Judged:
    """
    A file's records.

    ``clean`` has the columns FOR_UNITS. ``aside``: line, identity and words of those set aside;
    ``rejects`` gives them as people correct them: line, codes, reasons, then the original cells
    under their headings. ``facts`` and ``unread`` are what clean rows tell beside the unit
    (``registry.facts_read``). ``other_sheets``: those of a workbook whose headings are others.
    """

    clean: pl.DataFrame
    aside: pl.DataFrame
    rejects: pl.DataFrame
    headings: list[str]
    mapping: ColumnMapping
    encoding: str
    is_synthetic: bool
    language: str
    facts: pl.DataFrame
    unread: pl.DataFrame
    other_sheets: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        clean, rejected = self.clean.height, self.rejects.height
        return {"records": clean + rejected, "clean": clean, "rejected": rejected}


def judged(
    path: Path,
    country: Country,
    params: RegistryParams,
    mapping: ColumnMapping | None,
    report: Report,
    keep_told: Sink | None = None,
    hear: Sink | None = None,
    hide: Hide | None = None,
) -> Judged:
    """
    Read a file and judge its records.

    ``keep_told`` is handed the fields of each piece, their national codes as ``hide`` gives them;
    ``hear`` its clean records.

    A piece is judged before the next is read, so the text of clean records never lies in memory
    all at once.
    """
    report("reading", 0, 0)
    others: list[str] = []
    pieces = registry_pieces(path, lambda row: score(row, params.headings), unread=others)

    def known(headings: Sequence[str]) -> ColumnMapping:
        used = settled(guess(headings, params.headings), mapping)
        demand(used, headings, path.name)
        return used

    told = judged_pieces(pieces, known, country, params, report, keep_told, hear, hide)
    return replace(told, other_sheets=tuple(others))


def judged_pieces(
    pieces: Iterable[RawRegistry],
    known: KnownMapping,
    country: Country,
    params: RegistryParams,
    report: Report,
    keep_told: Sink | None = None,
    hear: Sink | None = None,
    hide: Hide | None = None,
) -> Judged:
    """Judge records that come in pieces; there is at least one."""
    gathered = _Gathered(hide or _left_out)
    used: ColumnMapping | None = None
    for raw in pieces:
        used = used or known(raw.headings)
        gathered.add(raw, used, country, params, keep_told)
        if hear is not None:
            hear(gathered.clean[-1])
        give_back()
        report("reading", gathered.records, 0)
    assert used is not None
    rejects = pl.concat(gathered.rejects, how="diagonal")
    cells = [name for name in rejects.columns if name not in (LINE, CODES, REASONS)]
    return Judged(
        pl.concat(gathered.clean),
        pl.concat(gathered.aside),
        rejects.with_columns(pl.col(cells).fill_null("")),
        gathered.headings,
        used,
        gathered.encoding,
        gathered.is_synthetic,
        language_of(gathered.headings),
        pl.concat(each.facts for each in gathered.told),
        pl.concat(each.unread for each in gathered.told),
    )


@dataclass
class _Gathered:
    hide: Hide
    headings: list[str] = field(default_factory=list)
    encoding: str = ""
    clean: list[pl.DataFrame] = field(default_factory=list)
    aside: list[pl.DataFrame] = field(default_factory=list)
    rejects: list[pl.DataFrame] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    is_synthetic: bool = True
    records: int = 0

    def add(
        self,
        raw: RawRegistry,
        mapping: ColumnMapping,
        country: Country,
        params: RegistryParams,
        keep_told: Sink | None,
    ) -> None:
        self.headings, self.encoding = raw.headings, raw.encoding
        fields = fields_of(raw.frame, raw.headings, mapping)
        damage = Damage(list(raw.surplus), list(raw.opened))
        today = now_utc().date()
        told = read_and_check(fields, country, params, damage, today)
        hidden = self._without_codes(fields, country, params)
        whole = with_identity(told.with_columns(told_by(hidden).alias(TOLD)), params.recognition)
        is_clean = pl.col(CODES) == ""
        kinds = kinds_told(mapping)
        self.clean.append(whole.filter(is_clean).select(FOR_UNITS))
        bad = whole.filter(~is_clean).select(LINE, CODES, IDENTITY, WORDS)
        self.aside.append(bad.select(LINE, IDENTITY, WORDS))
        self.rejects.append(rejects_of(raw, bad))
        # A file is invented when each of its rows says so.
        origin = fields["origin"]
        told_all = origin.null_count() == 0
        invented = told_all and bool(one_of(origin, params.words.synthetic).all())
        self.is_synthetic = self.is_synthetic and invented
        self.records += raw.frame.height
        if kinds:
            sound = fields.filter(whole[CODES] == "")
            self.told.append(self._keyed(facts_of(sound, kinds, country.code, params, today)))
        else:
            self.told.append(nothing_told())
        if keep_told is not None:
            keep_told(hidden)

    def _without_codes(
        self, fields: pl.DataFrame, country: Country, params: RegistryParams
    ) -> pl.DataFrame:
        """Return the fields as they are kept: no national code among them, but what hides it."""
        if fields["owner_code"].null_count() == fields.height:
            return fields
        rule = params.identity.national_codes.get(country.code)
        code = plain_code(pl.col("owner_code"))
        if rule is not None:  # a zero that was lost changes nothing
            code = pl.coalesce(codes_read(pl.col("owner_code"), rule), code)
        return fields.with_columns(self.hide(fields.select(code).to_series()).alias("owner_code"))

    def _keyed(self, told: Told) -> Told:
        return Told(
            told.facts.with_columns(self.hide(told.facts["code"]).alias("code_key")), told.unread
        )


def _left_out(codes: pl.Series) -> pl.Series:
    """Who has no key keeps nothing of a code."""
    return pl.Series(codes.name, [None] * len(codes), dtype=pl.String)


def rejects_of(raw: RawRegistry, bad: pl.DataFrame) -> pl.DataFrame:
    """Return the records set aside: line, codes, reasons, then their cells as they were written."""
    language = language_of(raw.headings)
    told = {codes: reasons(codes, language) for codes in bad[CODES].unique()}
    reason = pl.col(CODES).replace_strict(told, default="", return_dtype=pl.String)
    places = {line: _place(opened, language) for line, opened in raw.opened.items()}
    place = pl.col(LINE).replace_strict(places, default="", return_dtype=pl.String)
    if raw.sheet:
        place = pl.concat_str(place, _in_sheet(raw, language))
    why = bad.select(LINE, CODES, pl.concat_str(reason, place).alias(REASONS))
    behind = list(_behind(raw, bad[LINE].to_list()))
    names = _distinct([*raw.headings, *(f"+{at + 1}" for at in range(len(behind)))])
    cells = {f"c{at}": name for at, name in enumerate(names[: len(raw.headings)])}
    whole = why.join(raw.frame.rename(cells), on=LINE, how="left", maintain_order="left")
    added = zip(behind, names[len(raw.headings) :], strict=True)
    return whole.with_columns(column.alias(name) for column, name in added)


def language_of(headings: Sequence[str]) -> str:
    """Return the language that the headings are in."""
    letters = "".join(headings)
    return "fa" if any("\u0600" <= letter <= "\u06ff" for letter in letters) else "en"


def _place(opened: int, language: str) -> str:
    return f" (سطر {opened} متن فایل)" if language == "fa" else f" (line {opened} of the text)"


def _in_sheet(raw: RawRegistry, language: str) -> pl.Expr:
    row = pl.col(LINE) - raw.before
    if language == "fa":
        return pl.format(" (برگه «{}»، ردیف {})", pl.lit(raw.sheet), row)
    return pl.format(" (sheet “{}”, row {})", pl.lit(raw.sheet), row)


def _behind(raw: RawRegistry, lines: list[int]) -> Iterator[pl.Series]:
    """Give the cells behind the last heading as columns, where a row has such."""
    rows = [raw.surplus.get(line, []) for line in lines]
    for at in range(max(map(len, rows), default=0)):
        yield pl.Series([row[at] if at < len(row) else "" for row in rows], dtype=pl.String)


def _distinct(headings: list[str]) -> list[str]:
    """A column called like one of ours gets a number behind."""
    taken = {LINE, CODES, REASONS}
    names = []
    for heading in headings:
        name, again = heading, 2
        while name in taken:
            name, again = f"{heading} ({again})", again + 1
        taken.add(name)
        names.append(name)
    return names
