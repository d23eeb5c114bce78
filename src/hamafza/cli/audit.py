"""``hamafza audit``: whether the record of changes stands as it was written."""

import re
from collections.abc import Collection
from typing import Annotated

import typer

from hamafza.cli.printing import as_json, language
from hamafza.vocabulary.chain import ChainBroken, End, Standing

app = typer.Typer(no_args_is_help=True, help="The record of changes, and whether it stands.")

CHAINS = {"real": False, "demo": True}
"""What people did and what the demo did: each hangs in a chain of its own."""
_DIGEST = re.compile("[0-9a-f]{64}")


@app.callback()
def group() -> None:
    """The record of changes, and whether it stands."""


@app.command()
def verify(
    anchor: Annotated[
        list[str] | None,
        typer.Option(help="A digest written down elsewhere that must stand; may be repeated."),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Follow every event to the end of its chain; exit code 1 where the record is broken."""
    anchors = [_digest(text) for text in anchor or ()]
    _open()
    chains = {name: _followed(is_demo, anchors) for name, is_demo in CHAINS.items()}
    stands = {name: told for name, told in chains.items() if isinstance(told, Standing)}
    broken = {name: told for name, told in chains.items() if isinstance(told, ChainBroken)}
    found = {
        digest: (name, at) for name, told in stands.items() for digest, at in told.anchors.items()
    }
    lost = [digest for digest in anchors if digest not in found]
    if json:
        as_json(
            {name: _values(told.end) for name, told in stands.items()}
            | {name: told.facts | {"broken": told.code} for name, told in broken.items()}
            | {"anchors": found, "lost": lost}
        )
    else:
        _print(stands, broken, found, lost)
    if broken or lost:
        raise typer.Exit(1)


@app.command()
def head(json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Print the end of each chain, to be written down where this machine cannot reach."""
    _open()
    from hamafza.web.actions.events import end_of_chain

    ends = {name: end_of_chain(is_demo=is_demo) for name, is_demo in CHAINS.items()}
    if json:
        as_json({name: _values(end) for name, end in ends.items()})
        return
    for name, end in ends.items():
        typer.echo(f"{name} {end.number} {end.digest}")


def _digest(text: str) -> str:
    digest = text.strip().lower()
    if not _DIGEST.fullmatch(digest):
        raise typer.BadParameter("an anchor is a digest of 64 signs, 0-9 and a-f")
    return digest


def _open() -> None:
    from hamafza.web import installation

    installation.open_house()
    installation.require()


def _followed(is_demo: bool, anchors: Collection[str]) -> Standing | ChainBroken:
    from hamafza.web.actions.events import verified_chain

    try:
        return verified_chain(is_demo=is_demo, anchors=anchors)
    except ChainBroken as broken:
        return broken


def _print(
    stands: dict[str, Standing],
    broken: dict[str, ChainBroken],
    found: dict[str, tuple[str, int]],
    lost: list[str],
) -> None:
    from hamafza.web.sentences import sentence

    for name, told in stands.items():
        typer.echo(f"{name}: {told.end.number:,} events stand; the last is {told.end.digest}.")
    for digest, (name, number) in found.items():
        typer.echo(f"{name}: the anchor {digest} stands, as event {number:,}.")
    for name, refusal in broken.items():
        typer.echo(f"{name}: {sentence(refusal, language())}", err=True)
    for digest in lost:
        typer.echo(
            f"The anchor {digest} was not found: the event that bore it was rewritten or removed"
            f"{', or stands after a break' if broken else ''}.",
            err=True,
        )


def _values(end: End) -> dict[str, object]:
    return {"events": end.number, "digest": end.digest}
