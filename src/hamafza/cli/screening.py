"""``hamafza screening``: a name against a list."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from hamafza.cli.printing import as_json
from hamafza.screening.parties import Finding
from hamafza.vocabulary.refusals import Refusal

app = typer.Typer(no_args_is_help=True, help="With whom and with what it may be done.")


@app.callback()
def group() -> None:
    """With whom and with what it may be done."""


@app.command()
def check(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Each is one party.")],
    lists: Annotated[
        list[Path] | None, typer.Option("--list", help="A list in the UN's XML format; repeatable.")
    ] = None,
    country: Annotated[str | None, typer.Option(help="The party's, ISO 3166-1 alpha-3.")] = None,
    identifier: Annotated[
        list[str] | None, typer.Option(help="Registration number, passport; repeatable.")
    ] = None,
    params: Annotated[Path | None, typer.Option(help="Parameters as TOML.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Check names; without a list nothing is clear, and the command refuses."""
    from hamafza.runs.screening import check_names, require_current_lists
    from hamafza.store.clock import now_utc
    from hamafza.web.sentences import sentence

    checked = check_names(
        names,
        lists or [],
        country=country.upper() if country else None,
        identifiers=identifier or (),
        params_path=params,
    )
    stop: Refusal | None = None
    try:
        require_current_lists(checked[0].lists, now_utc().date(), params)
    except Refusal as refusal:
        stop = refusal
        sys.stderr.write(sentence(refusal, "en") + "\n")
    if json:
        as_json([told(name, one.finding, stop) for name, one in zip(names, checked, strict=True)])
        return
    for name, one in zip(names, checked, strict=True):
        _print(name, one.finding)


def told(name: str, finding: Finding, stop: Refusal | None) -> dict[str, object]:
    """Return a finding as plain values."""
    return {
        "name": name,
        "band": finding.band.value,
        "score": finding.score,
        "lists": [{"name": one, "version": version} for one, version in finding.lists],
        "list_is_current": stop is None,
        "hits": [
            {
                "list": hit.list_name,
                "entry": hit.entry_id,
                "entry_name": hit.entry_name,
                "score": hit.score,
                "band": hit.band.value,
                "grounds": list(hit.grounds),
                "words": [
                    {
                        "party": m.party_words,
                        "entry": m.entry_words,
                        "likeness": round(m.likeness, 3),
                    }
                    for m in hit.meetings
                ],
            }
            for hit in finding.hits
        ],
    }


def _print(name: str, finding: Finding) -> None:
    typer.echo(f"{finding.band.value.upper():7} {name}")
    for hit in finding.hits[:5]:
        grounds = ", ".join(hit.grounds)
        typer.echo(f"        {hit.score:.2f} {hit.entry_name} [{hit.entry_id}] {grounds}")
    for list_name, version in finding.lists:
        typer.echo(f"        list: {list_name}, version {version}")
