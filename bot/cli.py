"""The command line: ``callboard``."""

from __future__ import annotations

import asyncio
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import aiohttp
import discord
import typer

from bot import logs
from bot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from bot.answers.evaluate import Asked, QuestionSet

app = typer.Typer(
    name="callboard",
    help="A Discord bot for talent programmes. Alone it runs the bot; without DISCORD_TOKEN it "
    "serves a page to try the bot on, with a Discord of its own.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
program = typer.Typer(help="Programme files.", no_args_is_help=True)
app.add_typer(program, name="program")
faq = typer.Typer(help="Answers to questions.", no_args_is_help=True)
app.add_typer(faq, name="faq")

FAILED = 1
BAD_SETTING = 2


def _settings() -> Settings:
    try:
        settings = Settings.load()
    except SettingsError as error:
        typer.echo(f"callboard: {error}", err=True)
        raise typer.Exit(BAD_SETTING) from None
    logs.configure(settings.log_format, settings.log_level)
    return settings


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"callboard {version('callboard')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def run(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Run the bot, or without a token the demonstration."""
    if context.invoked_subcommand is not None:
        return
    settings = _settings()
    if settings.discord_token is None:
        _demonstrate()
        return
    from bot.app import serve
    from db.migrate import DatabaseTooNew

    try:
        asyncio.run(serve(settings))
    except (discord.LoginFailure, discord.PrivilegedIntentsRequired) as error:
        typer.echo(f"callboard: DISCORD_TOKEN: {error}", err=True)
        raise typer.Exit(BAD_SETTING) from None
    except SettingsError as error:
        typer.echo(f"callboard: {error}", err=True)
        raise typer.Exit(BAD_SETTING) from None
    except DatabaseTooNew as error:
        typer.echo(f"callboard: DATABASE_URL: {error}", err=True)
        raise typer.Exit(BAD_SETTING) from None
    except aiohttp.ClientConnectionError as error:
        typer.echo(f"callboard: Discord cannot be reached: {error}", err=True)
        raise typer.Exit(FAILED) from None


def _demonstrate() -> None:
    from bot.demo import DemonstrationFailed, demonstrate

    logs.configure("console", "error")
    try:
        asyncio.run(demonstrate(typer.echo))
    except DemonstrationFailed as error:
        typer.echo(f"callboard: the demonstration did not start: {error}", err=True)
        raise typer.Exit(FAILED) from None


@app.command()
def migrate() -> None:
    """Bring the database to the form this version needs. A start does it too."""
    from sqlalchemy.exc import SQLAlchemyError

    from db.migrate import DatabaseTooNew
    from db.migrate import migrate as upgrade

    settings = _settings()
    try:
        asyncio.run(upgrade(settings.database_url))
    except (DatabaseTooNew, SQLAlchemyError, OSError, ValueError) as error:
        typer.echo(f"callboard: DATABASE_URL: {str(error).splitlines()[0]}", err=True)
        raise typer.Exit(BAD_SETTING) from None
    typer.echo("The database is up to date.")


@program.command("check")
def check(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
) -> None:
    """Check a programme file; each fault is named with its line and field."""
    from bot.content.loader import check as faults_of

    # What is no UTF-8 is named by the check, with its line.
    faults = faults_of(file.read_bytes().decode("utf-8", "surrogateescape"))
    for fault in faults:
        typer.echo(f"{file}:{fault.line}: {fault.field}: {fault.message}", err=True)
    if faults:
        raise typer.Exit(FAILED)
    typer.echo(f"{file}: no faults")


@faq.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    predictions: Annotated[Path | None, typer.Option(dir_okay=False)] = None,
    split: Annotated[str, typer.Option()] = "validation",
) -> None:
    """Ask a set of questions with known answers, and show what the answers are worth."""
    from bot.answers import evaluate as evaluation

    settings = _settings()
    try:
        questions = evaluation.load(file)
    except ValueError as error:
        typer.echo(f"{file}: {str(error).splitlines()[0]}", err=True)
        raise typer.Exit(FAILED) from None
    asked = asyncio.run(_asked(settings, questions, split))
    if predictions is not None:
        lines = "".join(f"{each.as_line()}\n" for each in asked)
        predictions.write_text(lines, encoding="utf-8")
    typer.echo(evaluation.report(asked))


async def _asked(settings: Settings, questions: QuestionSet, split: str) -> list[Asked]:
    from bot.answers import evaluate as evaluation
    from bot.answers.engine import Engine
    from bot.embedders import embedder_of

    engine = Engine(embedder_of(settings))
    await engine.start()
    try:
        return [each async for each in evaluation.ask(engine, questions, split)]
    finally:
        await engine.close()


def main() -> None:
    """Entry point of the console script."""
    app()
