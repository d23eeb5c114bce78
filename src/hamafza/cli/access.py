"""Who may see what: the table of every page and call by every role."""

from pathlib import Path
from typing import Annotated

import typer


def access(
    out: Annotated[Path | None, typer.Option(help="Write it there, as docs/access.md.")] = None,
) -> None:
    """Print who may see every page and make every call, as the code declares it."""
    from hamafza.web import installation

    installation.open_house()
    from hamafza.web.access_table import as_markdown

    told = as_markdown()
    if out is None:
        typer.echo(told, nl=False)
        return
    out.write_text(told, encoding="utf-8")
    typer.echo(f"Written to {out}.")
