"""What the command prints: tables for people, JSON for programs, progress on a terminal."""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from hamafza.vocabulary.progress import Report, silent


def tell_other_sheets(names: Sequence[str]) -> None:
    """Say which sheets of a workbook were not read, if any."""
    if names:
        typer.echo(
            f"Not read, for their headings are not those of the first sheet: {', '.join(names)}."
        )


def as_json(content: object) -> None:
    """Print JSON with Persian letters as they are."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n")


def language() -> str:
    """English unless asked: a terminal seldom shows Persian right."""
    return "fa" if os.environ.get("HAMAFZA_LANGUAGE") == "fa" else "en"


@contextmanager
def progress() -> Iterator[Report]:
    """Give a report that draws on standard error; silent when that is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield silent
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as bars:
        tasks: dict[str, object] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)  # type: ignore[arg-type]

        yield report
