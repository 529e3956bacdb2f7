"""A pitch as one of its authors sees it: what all views of it share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord
from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.cards import headline
from bot.discord_io.escape import escape
from bot.domain.form import Page
from bot.domain.ids import FileId, GuildId, PitchId, UserId
from bot.domain.pitch import Pitch
from bot.services.drafts import Draft
from bot.texts import Text

PRIMARY = discord.ButtonStyle.primary
SUCCESS = discord.ButtonStyle.success
DANGER = discord.ButtonStyle.danger
PLAIN = discord.ButtonStyle.secondary

Button = ui.Button[Any]
Select = ui.Select[Any]
Item = ui.Item[Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """``user`` is the author who looks; ``direct`` says that they do so in a DM, where Discord
    offers nobody to choose."""

    draft: Draft
    text: Text
    user: UserId
    direct: bool = False

    @property
    def pitch(self) -> Pitch:
        return self.draft.pitch

    @property
    def owns(self) -> bool:
        return self.user == self.pitch.owner

    @property
    def place(self) -> tuple[GuildId, PitchId]:
        """The ids by which buttons find it again, also from outside the server."""
        return self.pitch.guild, self.pitch.id

    @property
    def headline(self) -> str:
        """The reference and the title, as they stand in what is being filled in."""
        shown = replace(self.pitch, answers=self.pitch.current)
        return headline(shown, self.draft.programme, self.text)

    @property
    def names(self) -> Mapping[str, str]:
        """Of its files, by id."""
        return file_names(self.draft)

    def of(self, draft: Draft) -> Seen:
        """The same person before what became of it."""
        return replace(self, draft=draft)

    def index(self, page: Page) -> int:
        return self.draft.programme.form.pages.index(page)

    def title(self, page: Page) -> str:
        return escape(page.title.in_(self.text.locale))

    def button(
        self,
        act: Act,
        *more: object,
        label: str,
        style: discord.ButtonStyle = PLAIN,
        disabled: bool = False,
    ) -> Button:
        """``label`` is a key."""
        return button(
            act, *self.place, *more, label=self.text(label), style=style, disabled=disabled
        )

    def select(
        self, act: Act, *more: object, placeholder: str, options: Iterable[tuple[str, str]]
    ) -> Select:
        """``placeholder`` is a key; ``options`` are label and value, 25 at most."""
        return select(act, *self.place, *more, placeholder=self.text(placeholder), options=options)


def button(
    act: Act,
    *ids: object,
    label: str,
    style: discord.ButtonStyle = PLAIN,
    disabled: bool = False,
) -> Button:
    """A button that is found again by its ``custom_id``."""
    custom_id = ":".join((act.value, *(str(part) for part in ids)))
    return ui.Button(label=label, style=style, disabled=disabled, custom_id=custom_id)


def select(act: Act, *ids: object, placeholder: str, options: Iterable[tuple[str, str]]) -> Select:
    """A choice of one, found again by its ``custom_id``. Labels are cut at 100 characters
    (Discord's limit)."""
    custom_id = ":".join((act.value, *(str(part) for part in ids)))
    made = [discord.SelectOption(label=label[:100], value=value) for label, value in options]
    return ui.Select(custom_id=custom_id, placeholder=placeholder, options=made[:25])


def file_names(draft: Draft) -> Mapping[str, str]:
    return {str(file.id): file.name for file in draft.files.values()}


def current_files(draft: Draft) -> Sequence[FileId]:
    """Ids of the files that the answers name now."""
    named = [answer for answer in draft.pitch.current.values() if isinstance(answer, tuple)]
    return [FileId(one) for answer in named for one in answer if FileId(one) in draft.files]


def begun(draft: Draft, page: Page) -> bool:
    """Whether anything on the page was answered."""
    return any(field.id in draft.pitch.current for field in page.fields)


def optional(draft: Draft, page: Page) -> bool:
    """Whether the page may be left alone, and was."""
    return draft.done(page) and not begun(draft, page)


def how_far(draft: Draft) -> tuple[int, int]:
    """How many pages are done, of how many. Those that may be left alone, and were, do not
    count."""
    counted = [page for page in draft.pages if not optional(draft, page)]
    return sum(draft.done(page) for page in counted), len(counted)


def fitted(lines: Iterable[str], most: int) -> list[str]:
    """The first of ``lines`` that fit into ``most`` characters together; an ellipsis for the
    rest."""
    kept: list[str] = []
    for line in lines:
        most -= len(line) + 1
        if most < 0:
            return [*kept, "…"]
        kept.append(line)
    return kept
