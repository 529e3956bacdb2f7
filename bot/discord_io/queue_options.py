"""What the commands take that list pitches: filters, read and suggested."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from discord import Member, User, app_commands

from bot.discord_io.choices import MOST, NAME_CHARACTERS, Choices, known_programmes
from bot.discord_io.escape import cut
from bot.discord_io.export_options import ALL, SHOW_CHOICES, STATES
from bot.discord_io.host import Interaction, actor_of, host, locale_of
from bot.discord_io.queue_code import TEXT_CHARACTERS
from bot.discord_io.reading import LANGUAGE_NAMES, STATE_NAMES
from bot.discord_io.translator import described, named
from bot.domain.errors import ProgrammeNotFound
from bot.domain.errors_queue import NoSuchCall, NothingToSearch, SearchTooLong
from bot.domain.form import Option
from bot.domain.ids import CallId, ProgrammeKey, UserId
from bot.domain.pitch import State
from bot.domain.programme import Programme
from bot.domain.queue import PitchQuery, Sort
from bot.domain.review import read_tag
from bot.domain.text import Locale, Localized, key
from bot.services.common import storable
from bot.services.exporting import KnownCall

Given = TypeVar("Given")
Known = Mapping[ProgrammeKey, Programme]

SORTS: Mapping[Sort, str] = {
    Sort.NEWEST: key("sort.newest"),
    Sort.OLDEST: key("sort.oldest"),
    Sort.DUE: key("sort.due"),
    Sort.SCORE: key("sort.score"),
}
LISTABLE = (*STATES, State.ERASED)
STATE_CHOICES = [
    app_commands.Choice(name=described("export.state.all"), value=ALL),
    *(
        app_commands.Choice(name=described(STATE_NAMES[state]), value=state.value)
        for state in LISTABLE
    ),
]
LANGUAGE_CHOICES = [
    app_commands.Choice(name=described(name), value=locale.value)
    for locale, name in LANGUAGE_NAMES.items()
]
SORT_CHOICES = [
    app_commands.Choice(name=described(name), value=sort.value) for sort, name in SORTS.items()
]


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a command as a person gave them."""

    state: str | None = None
    program: str | None = None
    call: str | None = None
    show: str | None = None
    coordinator: User | Member | None = None
    tag: str | None = None
    language: str | None = None
    form: str | None = None
    score: float | None = None
    sort: str | None = None


def filtered(command: Given) -> Given:
    """The names and descriptions of all options of `Asked`, for a command that takes them."""
    kinds: tuple[Callable[[Given], Given], ...] = (
        app_commands.rename(
            state=named("state", "option.state.name"),
            program=named("program", "option.program.name"),
            call=named("call", "option.call.name"),
            show=named("show", "option.show.name"),
            coordinator=named("coordinator", "option.coordinator.name"),
            tag=named("tag", "option.tag.name"),
            language=named("language", "option.language.name"),
            form=named("format", "option.submissions.form.name"),
            score=named("score", "option.score.name"),
            sort=named("sort", "option.sort.name"),
        ),
        app_commands.describe(
            state=described("option.state.description"),
            program=described("option.faq.program.only"),
            call=described("option.call.only"),
            show=described("option.show.export"),
            coordinator=described("option.submissions.coordinator"),
            tag=described("option.tag.only"),
            language=described("option.submissions.language"),
            form=described("option.submissions.format"),
            score=described("option.submissions.score"),
            sort=described("option.submissions.sort"),
        ),
        app_commands.choices(
            state=STATE_CHOICES, show=SHOW_CHOICES, language=LANGUAGE_CHOICES, sort=SORT_CHOICES
        ),
    )
    for give in kinds:
        command = give(command)
    return command


async def query_of(interaction: Interaction, asked: Asked, text: str | None = None) -> PitchQuery:
    """What is to be listed; ``text`` is what a search looks for.

    Raises:
        CoordinatorsOnly, ProgrammeNotFound, NoSuchCall, BadTag, SearchTooLong, NothingToSearch.
    """
    known = await known_programmes(interaction)
    assignee = interaction.user if asked.show == "mine" else None
    if asked.coordinator is not None:
        assignee = asked.coordinator
    return PitchQuery(
        states=_states(asked.state),
        programme=_programme(asked.program, known) if asked.program else None,
        call=await _call(interaction, asked.call) if asked.call else None,
        assignee=UserId(assignee.id) if assignee else None,
        unassigned=asked.show == "unassigned",
        overdue=asked.show == "overdue",
        tag=read_tag(storable(asked.tag)) if asked.tag else None,
        locale=Locale(asked.language) if asked.language else None,
        format=_format(asked.form, known) if asked.form else None,
        score_from=round(asked.score, 2) if asked.score is not None else None,
        text="" if text is None else read_search(text),
        sort=Sort(asked.sort) if asked.sort else Sort.NEWEST,
    )


def read_search(typed: str) -> str:
    """What to look for, in one line and in common signs.

    Raises:
        NothingToSearch, SearchTooLong.
    """
    text = " ".join(unicodedata.normalize("NFKC", storable(typed)).split())
    if not text:
        raise NothingToSearch
    if len(text) > TEXT_CHARACTERS:
        raise SearchTooLong(most=TEXT_CHARACTERS)
    return text


async def format_choices(interaction: Interaction, typed: str) -> Choices:
    """Formats that were pitched, as the forms call them: what authors typed might name them, and is
    left out where a review is blind. Raises: CoordinatorsOnly."""
    values = await host(interaction).services.desk.formats(actor_of(interaction))
    known = await known_programmes(interaction)
    names = _format_names(known)
    if any(each.rules.blind for each in known.values()):
        values = [value for value in values if value in names]
    locale, wanted = locale_of(interaction), typed.strip().casefold()
    choices = []
    for value in values:
        name = cut(names[value].in_(locale) if value in names else value, NAME_CHARACTERS)
        if len(value) <= NAME_CHARACTERS and wanted in f"{name}\n{value}".casefold():
            choices.append(app_commands.Choice(name=name, value=value))
    return choices[:MOST]


def format_name(value: str, known: Known, locale: Locale) -> str:
    """As the forms call it, plain."""
    names = _format_names(known)
    return names[value].in_(locale) if value in names else value


def call_name(call: CallId, calls: tuple[KnownCall, ...], locale: Locale) -> str:
    """The programme and the day on which it opened, plain; of an unknown call a dash."""
    named = (_named(one, locale) for one in calls if one.id == call)
    return next(named, "—")


def _named(call: KnownCall, locale: Locale) -> str:
    return f"{call.programme.name.in_(locale)} · {call.opened.isoformat()}"


def _states(typed: str | None) -> tuple[State, ...]:
    if typed == ALL:
        return STATES
    return (State(typed),) if typed else ()


def _programme(typed: str, known: Known) -> ProgrammeKey:
    wanted = typed.strip().casefold()
    for name, programme in known.items():
        if wanted in {name, *(programme.name.in_(locale).casefold() for locale in Locale)}:
            return name
    raise ProgrammeNotFound


async def _call(interaction: Interaction, typed: str) -> CallId:
    """By its id, which is what is chosen; or by its name, where it was typed."""
    wanted = typed.strip().casefold()
    for one in await host(interaction).services.exporting.calls(actor_of(interaction)):
        if wanted in {one.id, *(_named(one, locale).casefold() for locale in Locale)}:
            return one.id
    raise NoSuchCall


def _format(typed: str, known: Known) -> str:
    """The value of what was chosen, or typed as the forms call it."""
    line = " ".join(storable(typed).split())
    for value, name in _format_names(known).items():
        if line.casefold() in {value.casefold(), *(name.in_(each).casefold() for each in Locale)}:
            return value
    return line


def _format_names(known: Known) -> dict[str, Localized]:
    """What the options are called of the fields that cards show as the format."""
    options: list[Option] = []
    for programme in known.values():
        fields = programme.form.fields()
        options += [o for f in fields if f.id == programme.card.format for o in f.options]
    return {option.value: option.label for option in options}
