"""A client with all cogs and no connection."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from bot.answers.engine import Engine
from bot.answers.matcher import EngineMatcher
from bot.client import COGS, Client
from bot.discord_io.host import Services
from bot.discord_io.letters_view import Letters
from bot.discord_io.translator import Translator, in_english
from bot.domain.text import Locale
from bot.randomness import SystemIds
from bot.services.answering import Answering
from bot.services.auditing import Auditing
from bot.services.bank import FaqBank
from bot.services.common import SystemClock
from bot.services.deciding import Deciding
from bot.services.desk import Desk
from bot.services.drafts import Recent
from bot.services.exporting import Exporting
from bot.services.inbox import Inbox
from bot.services.intake import Intake
from bot.services.keeping import Bytes
from bot.services.marking import Marking
from bot.services.pace import Pace
from bot.services.pitch_files import PitchFiles
from bot.services.preferring import Preferring
from bot.services.privacy import Privacy
from bot.services.programmes import Programmes
from bot.services.questions import Questions
from bot.services.reviewing import Reviewing
from bot.services.scoring import Scoring
from bot.services.setup import Setup
from bot.services.statistics import DeskStatistics
from bot.services.talking import Talking
from bot.services.team import Teams
from bot.texts import Texts

TEXTS = Texts.load()
Payload = list[dict[str, Any]]


@cache
def commands() -> Payload:
    """All our commands as they are registered."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _commands()).result()


@cache
def templates() -> tuple[re.Pattern[str], ...]:
    """By which the classes of buttons and selects are found."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _templates()).result()


@asynccontextmanager
async def _client() -> AsyncIterator[Client]:
    store: Any = None  # the cogs only keep what they are given
    clock, ids, recent = SystemClock(), SystemIds(), Recent()
    letters = Letters(TEXTS)
    reviewing = Reviewing(store, clock, ids, recent, letters)
    matcher = EngineMatcher(Engine())
    async with Client(TEXTS) as client:
        client.serve(
            Services(
                answering=Answering(store, matcher, clock, ids, Pace(clock)),
                questions=Questions(store, clock, ids, matcher),
                bank=FaqBank(store, matcher, clock, ids, store, store),
                programmes=Programmes(store, clock, ids),
                intake=Intake(store, clock, ids, Bytes(store, store), recent),
                teams=Teams(store, clock, ids, recent),
                files=PitchFiles(store, store, store, store, clock, ids, recent),
                desk=Desk(store, reviewing, clock),
                reviewing=reviewing,
                deciding=Deciding(store, clock, ids, recent, letters),
                scoring=Scoring(store, clock, ids, recent),
                marking=Marking(store, clock, ids, recent),
                exporting=Exporting(store, clock),
                auditing=Auditing(store),
                preferring=Preferring(store, clock),
                statistics=DeskStatistics(store, clock),
                talking=Talking(store, clock, ids, store, store, store, matcher, recent),
                setup=Setup(store, clock, {}, Locale.EN),
                inbox=Inbox(store),
                privacy=Privacy(store, clock, ids, store, recent, store),
            ),
            store,
            store,
            store,
        )
        for cog in COGS:
            await client.load_extension(cog)
        yield client


async def _commands() -> Payload:
    async with _client() as client:
        translator = Translator(TEXTS)
        return [
            in_english(
                await command.get_translated_payload(client.tree, translator), TEXTS.of(Locale.EN)
            )
            for command in client.tree.get_commands()
        ]


async def _templates() -> tuple[re.Pattern[str], ...]:
    async with _client() as client:
        return tuple(client._connection._view_store._dynamic_items)
