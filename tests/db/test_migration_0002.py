"""From the first tables to those of the complete intake, with what people had stored by then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from alembic import command
from sqlalchemy import Connection, NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.ids import GuildId
from bot.domain.notice import Notice
from bot.domain.pitch import Pitch, Revision
from db.codec import dump_answers, dump_programme, dump_value
from db.database import Database
from db.migrate import alembic_config, migrate
from tests.db.conftest import Wakes
from tests.db.samples import (
    CALL,
    HOME,
    KEY,
    NOW,
    OWNER,
    later,
    notice,
    pitch,
    programme,
    queued,
    submitted,
)

# A later step counts a pitch as touched when it was made or handed in.
DRAFT, HANDED_IN = pitch(touched=NOW), submitted(pitch(title="山海 🎬", touched=NOW))
NOTICES = [notice(HANDED_IN), notice(HANDED_IN, None), notice(HANDED_IN)]
GUILD = {"guild": HOME}


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
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(f":{name}" for name in values)
    if connection.dialect.name == "sqlite":
        values = {name: _plain(value) for name, value in values.items()}
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), values)


def _plain(value: Any) -> Any:
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if hasattr(value, "tzinfo") else value


def _insert_pitch(connection: Connection, of: Pitch) -> None:
    _insert(
        connection,
        "pitches",
        guild=of.guild,
        id=of.id,
        ref=of.ref.prefix + of.ref.code,
        programme=KEY,
        form_version=1,
        call=CALL,
        owner=of.owner,
        owner_name=of.owner_name,
        locale=of.locale.value,
        created=of.created,
        state=of.state.value,
        version=1,
        submitted=of.submission and of.submission.at,
        title="",
        answers=dump_answers(of.answers),
        submission=dump_value(of.submission),
    )


def _insert_notice(connection: Connection, of: Notice) -> None:
    _insert(
        connection,
        "notices",
        id=of.id,
        guild=of.guild,
        destination=of.destination,
        kind=of.kind.value,
        pitch=of.pitch,
        route=of.route.value,
        recipient=of.recipient,
        actor=of.actor,
        created=NOW,
        state="waiting",
        attempts=0,
        due=NOW,
    )


def _fill(connection: Connection) -> None:
    """A guild as the first version of the tables held it."""
    _insert(connection, "programmes", **GUILD, key=KEY, version=1, archived=False)
    definition = dump_programme(programme())
    _insert(
        connection,
        "programme_versions",
        **GUILD,
        key=KEY,
        version=1,
        created=NOW,
        title_field="title",
        definition=definition,
    )
    _insert(
        connection,
        "calls",
        **GUILD,
        id=CALL,
        programme=KEY,
        opens=NOW,
        closes=later(days=30),
        grace_minutes=15,
        per_person=3,
    )
    _insert_pitch(connection, DRAFT)
    _insert_pitch(connection, HANDED_IN)
    assert HANDED_IN.submission is not None
    _insert(
        connection,
        "revisions",
        **GUILD,
        pitch=HANDED_IN.id,
        number=1,
        submitted=HANDED_IN.submission.at,
        form_version=1,
        content_hash=HANDED_IN.submission.content_hash,
        consent_version=HANDED_IN.submission.consent_version,
        consent_text=HANDED_IN.submission.consent_text,
        answers=dump_answers(HANDED_IN.answers),
    )
    for each in NOTICES:
        _insert_notice(connection, each)


async def _filled(url: str) -> None:
    await _alembic(url, command.upgrade, "0001")
    await _sync(url, _fill)


async def _check(database: Database) -> None:
    async with database.store.reading() as work:
        assert await work.pitches.by_id(HOME, DRAFT.id) == replace(DRAFT, owner_handle="")
        sent = await work.pitches.by_id(HOME, HANDED_IN.id)
        assert sent == replace(HANDED_IN, owner_handle="")
        revisions = await work.pitches.revisions(HOME, HANDED_IN.id)
        assert list((await work.notices.inbox(HOME, OWNER, limit=5)).items) == NOTICES[::-2]
        assert await work.team.of(HOME, HANDED_IN.id) == []
        assert await work.files.of(HOME, HANDED_IN.id) == []
        due = await work.reminders.drafts_closing(later(days=28), later(days=31), "72", limit=5)
    assert HANDED_IN.submission is not None
    first = Revision(HANDED_IN.id, 1, 1, HANDED_IN.answers, HANDED_IN.submission)
    assert revisions == [first]
    assert due == [(GuildId(HOME), DRAFT.id)]


async def test_what_was_stored_is_kept_and_counted_as_the_first_version(empty_url: str) -> None:
    await _filled(empty_url)
    await migrate(empty_url)
    database = await Database.open(empty_url, Wakes())
    try:
        await _check(database)
        async with database.store.writing() as work:
            saved = await work.pitches.save(submitted(DRAFT), expected=1)
            await work.commit()
        assert saved == replace(submitted(DRAFT), version=2)
    finally:
        await database.close()


async def test_notices_in_the_queue_go_on_in_their_order(empty_url: str) -> None:
    await _filled(empty_url)
    await migrate(empty_url)
    database = await Database.open(empty_url, Wakes())
    added = notice(HANDED_IN)
    try:
        await queued(database, added)
        shown: list[Notice] = []
        while leased := await database.queue.lease("a", now=NOW, until=later(hours=1), limit=5):
            for one in leased:
                shown.append(one.notice)
                await database.queue.sent(one.notice, None, NOW)
    finally:
        await database.close()
    assert [each for each in shown if each.recipient] == [NOTICES[0], NOTICES[2], added]


async def test_the_step_can_be_taken_back_and_done_again(empty_url: str) -> None:
    await _filled(empty_url)
    await migrate(empty_url)
    await _alembic(empty_url, command.downgrade, "0001")
    await migrate(empty_url)
    database = await Database.open(empty_url, Wakes())
    try:
        await _check(database)
    finally:
        await database.close()
