"""An empty installation and its first administrator."""

import typer


def init(
    username: str = typer.Option(..., prompt="Account name", help="In Latin letters."),
    full_name: str = typer.Option(..., prompt="Full name"),
    email: str = typer.Option(..., prompt="E-mail address"),
    password: str = typer.Option(
        ..., prompt=True, hide_input=True, confirmation_prompt=True, envvar="HAMAFZA_PASSWORD"
    ),
) -> None:
    """Make an empty installation and its first administrator; asks for what is not given."""
    from hamafza.web import installation

    installation.open_house()
    from django.conf import settings

    from hamafza.web.actions import accounts

    accounts.check_password(password=password, username=username, full_name=full_name)
    installation.bring_up_to_date()
    accounts.open_first_administrator(
        username=username, full_name=full_name, email=email, password=password
    )
    typer.echo(f"The installation in {settings.HOME} is ready; {username} is its administrator.")
    typer.echo("Start it with: hamafza serve")
