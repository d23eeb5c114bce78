"""`hamafza goods`: what makers make, as codes of the Harmonized System."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from hamafza.cli.printing import as_json, progress
from hamafza.goods.uses import Use
from hamafza.goods.verdict import Verdict
from hamafza.goods.wording import dotted
from hamafza.runs.classifying import classifier, classify_one, wording
from hamafza.runs.goods_files import classify_file, convert_file
from hamafza.runs.goods_learning import learn
from hamafza.runs.goods_tables import uses
from hamafza.runs.national_tariff import load_national
from hamafza.store.home import home
from hamafza.store.tables import write_parquet

app = typer.Typer(
    no_args_is_help=True,
    help="Makers' words to HS codes: the likely codes, why, and what to ask back.",
)


@app.command()
def classify(
    file: Path = typer.Argument(..., help="CSV or XLSX with a column `text`."),
    out: Path = typer.Option(..., "--out", help="CSV to write."),
    top: int = typer.Option(10, "--top", min=5, max=30, help="Candidates for each line."),
    review: Path | None = typer.Option(
        None, "--review", help="CSV of distinct texts, first where a person's minute gains most."
    ),
) -> None:
    """
    Write the likely codes of each line.

    OUT has line (0 is the first data row), rank, hs4, hs6, probability (that this hs4 is right),
    probability_hs6, reason, question. A service or an unknown text keeps one row without codes.
    --review has text, lines, gain (lines expected to be wrong if nobody looks), the likeliest code.
    """
    with progress() as report:
        lines = classify_file(file, out, top, report, review)
    typer.echo(f"{lines} lines classified into {out}")


@app.command()
def explain(
    text: str = typer.Argument(..., help="A phrase in Persian or English."),
    json: bool = typer.Option(False, "--json", help="Print JSON for a program."),
) -> None:
    """Show what one phrase is read as: candidates, the reason and the question."""
    verdict = classify_one(text)
    if json:
        as_json(_plain(verdict))
        return
    _print(verdict)


@app.command()
def convert(
    file: Path = typer.Argument(..., help="CSV or XLSX with a column `code` of six digits."),
    out: Path = typer.Option(..., "--out", help="CSV of codes with one answer, or none."),
    choices: Path = typer.Option(..., "--choices", help="CSV of those that a person must choose."),
    edition: str = typer.Option(..., "--from", help="Edition of the codes: 2012, 2017 or 2022."),
    wanted: str = typer.Option("2022", "--to", help="Edition wanted."),
) -> None:
    """
    Bring codes of one edition of the Harmonized System to another.

    OUT has line, code, converted (empty where a person must choose or the code is not known);
    CHOICES has a row for each code that is possible, with its names, the likeliest first.
    """
    lines, open_lines = convert_file(file, out, choices, edition, wanted)
    typer.echo(f"{lines} codes read; {open_lines} wait for a person in {choices}")


@app.command()
def national(
    file: Path = typer.Argument(..., help="CSV or XLSX with columns `code` and `name`."),
    country: str = typer.Option("IRN", "--country", help="Three letters."),
    source: str = typer.Option(..., "--source", help="Who published it; shown below the lines."),
    dated: datetime = typer.Option(..., "--dated", formats=["%Y-%m-%d"], help="Day it is of."),
    rejects: Path = typer.Option(..., "--rejects", help="CSV of rows left out, with reasons."),
) -> None:
    """
    Put a country's own tariff lines (7 to 12 digits) in place of those before.

    Pages then offer the lines below a confirmed code. A file of which fewer than half of the rows
    are lines of this edition is refused, and the table before stays.
    """
    kept, dropped = load_national(
        file, home(), country=country, source=source, dated=dated.date(), rejects=rejects
    )
    typer.echo(f"{kept} lines of {country.upper()} kept; {dropped} rows left out, see {rejects}")


@app.command(name="learn")
def learn_confirmed(
    phrases: Path | None = typer.Option(
        None, "--phrases", help="Parquet to write all confirmed phrases to, for fitting weights."
    ),
) -> None:
    """
    Learn from what people confirmed: phrases on whose code they agree become terms.

    Prints how many of these were read right before: people's own judgement of the machine. Names
    do not leave the database. Servers learn at their next start.
    """
    from hamafza.web import installation

    installation.open_house()
    installation.require()
    from hamafza.web.exchange.goods import confirmed_phrases

    told = confirmed_phrases()
    if phrases is not None:
        write_parquet(told, phrases)
    learnt = learn(told)
    typer.echo(f"{learnt.phrases} phrases confirmed; people agree on the code of {learnt.agreed}")
    if learnt.hs4_before_percent is not None:
        typer.echo(
            f"of these the machine had {learnt.hs4_before_percent} % of headings and "
            f"{learnt.hs6_before_percent} % of codes right before"
        )


def _plain(verdict: Verdict) -> dict[str, object]:
    """Return the verdict with its sentences in both languages."""
    told = asdict(verdict)
    if verdict.candidates:
        told["purpose"] = asdict(uses().of(verdict.candidates[0].hs6))
    for language in ("en", "fa"):
        told[f"reason_{language}"] = wording().reason(verdict.reason, language)
        asked = verdict.question
        told[f"question_{language}"] = wording().question(asked, language) if asked else ""
    return told


def _print(verdict: Verdict) -> None:
    language = verdict.language or "en"
    table = Table(title=verdict.text)
    for head in ("HS", "heading right", "code right", "name", "reason"):
        table.add_column(head)
    for candidate in verdict.candidates:
        name = classifier().names.name(candidate.hs6, language)
        reason = wording().reason(candidate.reason, language)
        shares = f"{candidate.probability:.2f}", f"{candidate.probability_hs6:.2f}"
        table.add_row(dotted(candidate.hs6), *shares, name, reason)
    console = Console()
    if verdict.candidates:
        console.print(table)
    else:
        console.print(wording().reason(verdict.reason, language))
    purpose = uses().of(verdict.candidates[0].hs6) if verdict.candidates else None
    if purpose and purpose.use is not Use.OTHER:
        console.print(wording().purpose(purpose, classifier().names, language))
    if verdict.question:
        console.print(wording().question(verdict.question, language))
