"""Fifty pitches in two languages, put into the database at once."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.call import Call
from bot.domain.ids import ALPHABET, GuildId, PitchId, ProgrammeKey, Reference, UserId
from bot.domain.pitch import Pitch, State, Submission
from bot.domain.programme import Programme
from bot.domain.review import Score
from bot.domain.text import Locale
from bot.services.indexing import index
from tests.e2e.stage import Stage

FIFTY = 50
KEY = ProgrammeKey("chunm")
SCORED = {1: 4, 2: 2, 3: 5}
FIRST = datetime.fromisoformat("2026-01-01T00:00:00+00:00")


def title(number: int) -> str:
    """Even ones are English, odd ones Chinese; no two are the same."""
    return f"Moon Harbour {number:02}" if number % 2 == 0 else f"月亮港口{number:02}号"


def reference(number: int) -> str:
    """Of the ``number``-th pitch, from 0, which is the oldest."""
    high, low = divmod(number, len(ALPHABET))
    return f"CM-777{ALPHABET[high]}{ALPHABET[low]}"


async def handed_in(stage: Stage) -> None:
    """Sam's English and Lin's Chinese ones to ChunM, the first as the oldest: a feature every
    fifth, else a series. Number 0 and every tenth after it is Noor's to review and was due a day
    ago, and is tagged "rights"; Maya scored numbers 1, 2 and 3 with 4, 2 and 5."""
    assert stage.app is not None
    guild = GuildId(stage.sandbox.guild("north").id)
    async with stage.app.database.store.writing() as work:
        call = await work.calls.latest(guild, KEY)
        known = await work.programmes.get(guild, KEY)
        assert call is not None
        assert known is not None
        for number in range(FIFTY):
            made = _pitch(stage, number, call, known.version)
            await work.pitches.add(made)
            await index(work, made)
            if number % 10 == 0:
                await work.reviews.tag(guild, made.id, "rights")
        for number, mean in SCORED.items():
            score = _score(stage, number, mean, known.programme)
            await work.reviews.put_score(score, mean, ranked=True)
        await work.commit()


def _pitch(stage: Stage, number: int, call: Call, version: int) -> Pitch:
    at = FIRST + timedelta(minutes=number)
    english, tenth = number % 2 == 0, number % 10 == 0
    author = stage.sam if english else stage.lin
    prefix, _, code = reference(number).partition("-")
    return Pitch(
        id=PitchId(f"{number:020x}"),
        guild=call.guild,
        ref=Reference(prefix, code),
        programme=KEY,
        form_version=version,
        call=call.id,
        owner=UserId(author.id),
        owner_name=author.name,
        locale=Locale.EN if english else Locale.ZH_CN,
        created=at,
        state=State.IN_REVIEW if tenth else State.SUBMITTED,
        answers={
            "title": title(number),
            "logline": "A keeper waits for the tide." if english else "守塔人等着潮水。",
            "format": "feature" if number % 5 == 0 else "series-16",
        },
        assignee=UserId(stage.noor.id) if tenth else None,
        submission=Submission(at, "1", "I agree.", "ab" * 32),
        revision=1,
        review_due=at if tenth else None,
        touched=at,
    )


def _score(stage: Stage, number: int, mean: int, programme: Programme) -> Score:
    guild, pitch = GuildId(stage.sandbox.guild("north").id), PitchId(f"{number:020x}")
    values = {category.id: mean for category in programme.review}
    return Score(guild, pitch, UserId(stage.maya.id), values, "", "", 1, FIRST)
