"""Coordinators say how they want to be told, and are told so."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sandbox.people.person import Person
from sandbox.people.views import Message
from tests.e2e.desk import ask_for_changes, submitted
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import pitch, reference, words
from tests.e2e.together import delivered

ZONE = "America/Los_Angeles"


@pytest.fixture
def stage(timed_stage: Stage) -> Stage:
    return timed_stage


async def settings(person: Person) -> Message:
    shown = await person.types("/submissions notify")
    assert shown.message is not None, shown.text
    check(person, shown.text)
    return shown.message


async def chooses(person: Person, key: str, **params: object) -> str:
    """Choose an option of the menus, by its text; what the settings say then."""
    label = words(person)(key, **params)
    shown = await person.selects(label, label)
    return shown.text


async def gives_times(person: Person, **given: str) -> str:
    """Fill the modal: time zone, begin and end of the quiet hours, schools."""
    text = words(person)
    await person.presses(text("button.times"))
    done = await person.fills({text(f"prefs.form.{name}"): typed for name, typed in given.items()})
    return done.text


async def until(stage: Stage, hour: int) -> None:
    """It is that hour (and a minute) where Maya lives; at least half an hour from now."""
    now = stage.sandbox.clock.now()
    local = (now + timedelta(minutes=30)).astimezone(ZoneInfo(ZONE))
    then = datetime.combine(local.date(), datetime.min.time(), ZoneInfo(ZONE))
    then += timedelta(hours=hour, minutes=1)
    if then < local:
        then += timedelta(days=1)
    stage.sandbox.clock.advance((then - now).total_seconds())
    assert stage.app is not None
    stage.app.wake()


async def told(person: Person, words_: str, count: int = 1) -> list[Message]:
    """Until so many messages with these words have come."""
    async with asyncio.timeout(20):
        while True:
            found = [one for one in await person.reads("dm") if words_ in one.text]
            if len(found) >= count:
                return found
            await person.types("/programs")


def opening(person: Person, key: str) -> str:
    filled = dict.fromkeys(("headline", "programme", "relative", "at", "day"), "\0")
    return max(words(person)(key, **filled).split("\0"), key=len).strip()


async def test_settings_are_shown_changed_and_kept(stage: Stage) -> None:
    maya = stage.maya
    text = words(maya)
    first = await settings(maya)
    assert text("prefs.digest_wanting") in first.text
    assert text("prefs.no_quiet") in first.text
    assert text("prefs.instant") in await chooses(maya, "prefs.instant")
    assert text("prefs.digest_at", hour="09:00") in await chooses(maya, "prefs.at", hour="09:00")
    shown = await gives_times(maya, timezone=ZONE, begin="22", end="7:00", schools="USC\nNYU")
    assert text("prefs.quiet", begin="22:00", end="07:00") in shown
    assert text("prefs.timezone", timezone=ZONE) in shown
    assert text("prefs.schools", schools="USC, NYU") in shown
    await stage.restart()
    assert (await settings(maya)).text == shown
    assert text("prefs.digest_wanting") in (await settings(stage.noor)).text


async def test_one_programme_can_be_told_of_otherwise(stage: Stage) -> None:
    maya = stage.maya
    text = words(maya)
    await settings(maya)
    name = "ChunM"
    menu = next(
        label
        for message in [await settings(maya)]
        for select in message.selects
        for label in [option.label for option in select.options]
        if name in label
    )
    await maya.selects(menu, menu)
    shown = await chooses(maya, "prefs.off")
    assert f"{menu}: {text('prefs.off')}" in shown
    assert f"{menu}: " not in await chooses(maya, "prefs.as_usual")


async def test_what_cannot_be_read_goes_back_to_the_person(stage: Stage) -> None:
    maya = stage.maya
    await settings(maya)
    answer = await gives_times(maya, timezone="Mars", begin="22", end="7", schools="USC")
    assert words(maya)("draft.given_back") in answer
    await maya.sees("Mars")
    assert words(maya)("prefs.no_quiet") in (await settings(maya)).text


async def test_nobody_but_coordinators_has_such_settings(stage: Stage) -> None:
    refused = await stage.lin.types("/submissions notify")
    assert refused.text.startswith(words(stage.lin)("error.coordinators_only"))


async def test_who_wants_to_know_at_once_is_told_and_the_others_are_not(stage: Stage) -> None:
    maya, noor = stage.maya, stage.noor
    await settings(maya)
    await chooses(maya, "prefs.instant")
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    (message,) = await told(maya, opening(maya, "digest.new_pitch"))
    assert ref in message.text
    assert "Moon Harbour" in message.text
    check(maya, message.text)
    await delivered(stage)
    assert not [one for one in await noor.reads("dm") if ref in one.text]


async def test_the_digest_comes_at_the_persons_hour_and_names_what_there_is_to_do(
    stage: Stage,
) -> None:
    maya, noor = stage.maya, stage.noor
    text = words(maya)
    await until(stage, 6)
    await settings(maya)
    await gives_times(maya, timezone=ZONE, begin="", end="", schools="")
    await chooses(maya, "prefs.at", hour="09:00")
    ref, _ = await submitted(stage)
    await pitch(stage.sam, given={"title": "Night Ferry"})
    await ask_for_changes(maya, ref)
    await until(stage, 8)
    await delivered(stage)
    assert not [one for one in await maya.reads("dm") if opening(maya, "digest.title") in one.text]
    await until(stage, 9)
    (digest,) = await told(maya, opening(maya, "digest.title"))
    check(maya, digest.text)
    assert text.n("digest.new", 2) in digest.text
    assert text.n("digest.mine", 1) in digest.text
    assert "Night Ferry" in digest.text
    await stage.restart()
    await delivered(stage)
    assert len(await told(maya, opening(maya, "digest.title"))) == 1
    assert not [one for one in await noor.reads("dm") if "Night Ferry" in one.text]


async def test_who_is_no_coordinator_any_more_is_told_nothing(stage: Stage) -> None:
    maya = stage.maya
    await settings(maya)
    await chooses(maya, "prefs.instant")
    await chooses(maya, "prefs.at", hour="09:00")
    maya.loses("Coordinators")
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    await until(stage, 9)
    await until(stage, 9)
    await delivered(stage)
    assert not [one for one in await maya.reads("dm") if ref in one.text]
    assert ref not in (await maya.types("/inbox")).text


async def test_what_nobody_touches_is_raised_in_its_thread(stage: Stage) -> None:
    ref, card = await submitted(stage)
    stage.sandbox.clock.advance(timedelta(days=9).total_seconds())
    assert stage.app is not None
    stage.app.wake()
    async with asyncio.timeout(20):
        while not [one for one in card.thread.messages if ref in one.text and "9" in one.text]:
            await stage.maya.types("/programs")
    assert len([one for one in card.thread.messages if "9 days" in one.text]) == 1
