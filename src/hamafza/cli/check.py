"""Whether an installation may be reached by strangers."""

import typer


def check() -> None:
    """Say what is missing before strangers may reach this installation; exit code 1 if anything."""
    from hamafza.web import installation

    installation.open_house()
    installation.require()
    from hamafza.web import deployment

    lines = deployment.missing()
    for line in lines:
        typer.echo(f"- {line}")
    if lines:
        raise typer.Exit(1)
    typer.echo("Nothing known is missing.")
