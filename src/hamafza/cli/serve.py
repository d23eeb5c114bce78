"""The server with its worker."""

import typer

from hamafza.cli.demo import DEFAULT_UNITS, build_if_needed


def serve(
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    port: int = typer.Option(8000, min=1, max=65535, help="Port to listen on."),
    demo: bool = typer.Option(False, "--demo", help="Build the demo first, if it is not there."),
    units: int = typer.Option(DEFAULT_UNITS, help="Size of the demo."),
    seed: int = typer.Option(1, min=0, help="Seed of the demo."),
    demo_accounts: bool = typer.Option(
        False, "--demo-accounts", help="Print the demo's accounts, also without --demo."
    ),
) -> None:
    """Serve the pages, and carry out long work beside them, until Ctrl-C."""
    from hamafza.web import installation, serving

    serving.check_port(host, port)
    installation.open_house()
    installation.bring_up_to_date()
    if demo:
        build_if_needed(units, seed)

    def ready() -> None:
        shown = f"[{host}]" if ":" in host else host
        typer.echo(
            f"\nHamafza is ready: http://{shown}:{port}/ (English: http://{shown}:{port}/en/)"
        )
        if demo or demo_accounts:
            _print_accounts()
        typer.echo("Stop it with Ctrl-C.")

    typer.echo("Starting the server ...")
    raise typer.Exit(serving.Servers(host, port).run(ready))


def _print_accounts() -> None:
    from hamafza.web.demo import accounts

    rows = accounts.listed()
    if not rows:
        return
    typer.echo(f"\nDemo accounts (synthetic people; the password of each is {accounts.PASSWORD}):")
    for username, role, about in rows:
        typer.echo(f"  {username:<14} {role:<20} {about}")
    typer.echo()
