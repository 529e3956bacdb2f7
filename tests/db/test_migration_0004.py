"""From pitches of the third version of the tables to such as can be found by what they say."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Connection, NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.form import Consent, Field, Form, Kind, Page
from bot.domain.pitch import Pitch, PitchEvent, State
from bot.domain.queue import Sort
from bot.domain.text import Localized
from db.codec import dump_programme
from db.database import Database
from db.migrate import alembic_config, migrate
from db.repositories.pitch_rows import changing_values, fixed_values
from tests.db.conftest import Wakes
from tests.db.samples import (
    CALL,
    COORDINATOR,
    GUEST,
    HOME,
    KEY,
    NOW,
    OWNER,
    later,
    member,
    pitch,
    programme,
    submitted,
)
from tests.db.samples_desk import found, reviewed, score

NEW = ("stage", "review_due", "touched", "due", "owner_handle")
NAME = Field("name", Kind.SHORT, Localized("Name", "姓名", "姓名"), pii=True)
OLD_PAGE = programme().form.pages[0]
OLD = programme(
    form=Form(
        (Page("one", OLD_PAGE.title, (*OLD_PAGE.fields, NAME)),),
        Consent("1", Localized("I agree.", "我同意。", "我同意。")),
    )
)
SAID = {"title": "Steamboat", "logline": "外婆的渔船", "format": "film", "name": "Zebra"}
SENT = submitted(pitch(answers=SAID))
DRAFT = pitch(answers=SAID, owner=GUEST)


async def _sync(url: str, work: Any) -> Any:
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        return await connection.run_sync(work)


async def _alembic(url: str, move: Any, to: str) -> None:
    def run(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        move(config, to)

    await _sync(url, run)


def _insert(connection: Connection, table: str, **values: Any) -> None:
    if connection.dialect.name == "sqlite":
        moments = {name: f"{value:%Y-%m-%d %H:%M:%S.%f}" for name, value in values.items()
                   if hasattr(value, "hour")}  # fmt: skip
        values |= moments
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def _pitch(connection: Connection, given: Pitch) -> None:
    values = fixed_values(given) | changing_values(given) | {"version": 1, "title": "steamboat"}
    old = {name: value for name, value in values.items() if name not in NEW}
    _insert(connection, "pitches", **old)


def _fill(connection: Connection) -> None:
    """A guild as the third version of the tables held it."""
    place = {"coordinators": 21, "desk": 22, "locale": "zh-TW", "timezone": "Asia/Taipei"}
    _insert(connection, "guilds", guild=HOME, **place)
    key = {"guild": HOME, "key": KEY, "version": 1}
    _insert(connection, "programmes", **key, archived=False)
    definition = json.loads(dump_programme(OLD))
    del definition["rules"]
    kept = {"created": NOW, "title_field": "title", "definition": json.dumps(definition)}
    _insert(connection, "programme_versions", **key, **kept)
    of = {"guild": HOME, "id": CALL, "programme": KEY, "opens": NOW}
    _insert(connection, "calls", **of, grace_minutes=0, per_person=1)
    _pitch(connection, SENT)
    _pitch(connection, DRAFT)
    guest = {"guild": HOME, "pitch": SENT.id, "user": GUEST, "name": "Lin"}
    _insert(connection, "members", **guest, invited=NOW, state="accepted")
    event = {"guild": HOME, "pitch": SENT.id, "actor": OWNER, "after": "submitted", "reason": ""}
    for hours in (1, 5, 3):
        _insert(connection, "pitch_events", **event, at=later(hours=hours))


@pytest.fixture
async def migrated(empty_url: str) -> str:
    await _alembic(empty_url, command.upgrade, "0003")
    await _sync(empty_url, _fill)
    await migrate(empty_url)
    return empty_url


async def test_pitches_are_found_by_what_they_said_before(migrated: str) -> None:
    database = await Database.open(migrated, Wakes())
    try:
        for said in ("steam", "渔船", ""):
            (kept,) = await found(database, said)
            assert kept.id == SENT.id
            assert kept.touched == later(hours=5)
        assert await found(database, "zebra") == []
        assert [each.id for each in await found(database, format="film")] == [SENT.id]
        async with database.store.reading() as work:
            assert await found(database, sort=Sort.DUE) == [kept]
            assert await found(database, overdue=True) == []
            (guest,) = await work.team.of(HOME, SENT.id)
            assert (kept.owner_handle, guest.name, guest.handle) == ("", "Lin", "")
            draft = await work.pitches.by_id(HOME, DRAFT.id)
            assert draft.touched == DRAFT.created
            assert (await work.programmes.version(HOME, KEY, 1)) == OLD
            assert not (await work.calls.get(HOME, CALL)).holds
    finally:
        await database.close()


async def test_an_older_version_can_go_on_without_the_desks_tables(migrated: str) -> None:
    database = await Database.open(migrated, Wakes())
    await reviewed(database, score(SENT, COORDINATOR))
    async with database.store.writing() as work:
        sent = await work.pitches.by_id(HOME, SENT.id)
        await work.pitches.save(replace(sent, owner_handle="boatwright"), expected=sent.version)
        await work.team.put(member(SENT, handle="oarsman"))
        moved = PitchEvent(SENT.id, HOME, later(hours=7), OWNER, None, State.SUBMITTED)
        await work.events.add(moved)
        await work.commit()
    await database.close()
    await _alembic(migrated, command.downgrade, "0003")
    await migrate(migrated)
    database = await Database.open(migrated, Wakes())
    try:
        (kept,) = await found(database, "steamboat")
        assert kept.touched == later(hours=7)
        assert kept.owner_handle == ""
        async with database.store.reading() as work:
            assert [each.handle for each in await work.team.of(HOME, SENT.id)] == [""]
    finally:
        await database.close()
