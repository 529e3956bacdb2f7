"""Co-authors and files of pitches."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.errors import FileNotFound
from bot.domain.files import StoredFile
from bot.domain.filetypes import FileType
from bot.domain.ids import FileId, PitchId, UserId
from bot.domain.team import MemberState
from db.database import Database
from db.repositories import files as files_module
from tests.db.samples import (
    GUEST,
    HOME,
    NOW,
    OTHER,
    OWNER,
    attached,
    file,
    joined,
    later,
    member,
    pitch,
    seed,
    stored,
)

DRAFT, SECOND = pitch(), pitch(owner=UserId(5))


@pytest.fixture(autouse=True)
async def _seeded(database: Database) -> None:
    await seed(database)
    await stored(database, DRAFT, SECOND)


async def _files(database: Database, of: PitchId = DRAFT.id) -> list[StoredFile]:
    async with database.store.reading() as work:
        return list(await work.files.of(HOME, of))


async def test_a_team_is_listed_in_the_order_of_invitation(database: Database) -> None:
    second = member(DRAFT, UserId(1), invited=later(minutes=2))
    first = member(
        DRAFT,
        invited=later(minutes=1),
        state=MemberState.INVITED,
        consent_version=None,
        consent_text=None,
        answered=None,
    )
    await joined(database, second, first, member(SECOND, UserId(1)))
    async with database.store.reading() as work:
        assert await work.team.of(HOME, DRAFT.id) == [first, second]
        assert await work.team.of(HOME, PitchId("none")) == []


async def test_a_later_answer_replaces_the_earlier_one(database: Database) -> None:
    invited = member(DRAFT, state=MemberState.INVITED)
    left = member(DRAFT, name="林 🎬", state=MemberState.LEFT, answered=later(days=1))
    await joined(database, invited, left)
    async with database.store.reading() as work:
        assert await work.team.of(HOME, DRAFT.id) == [left]


async def test_a_person_finds_all_that_they_were_invited_to(database: Database) -> None:
    declined = member(DRAFT, state=MemberState.DECLINED)
    accepted = member(SECOND, invited=later(hours=1))
    await joined(database, accepted, declined, member(SECOND, UserId(9)))
    async with database.store.reading() as work:
        assert await work.team.of_user(HOME, GUEST) == [declined, accepted]
        assert await work.team.of_user(OTHER, GUEST) == []


async def test_a_person_taken_out_of_every_team_leaves_the_others(database: Database) -> None:
    stays = member(SECOND, UserId(9))
    await joined(database, member(DRAFT), member(SECOND), stays)
    async with database.store.writing() as work:
        await work.team.remove_user(HOME, GUEST)
        await work.commit()
    async with database.store.reading() as work:
        assert await work.team.of_user(HOME, GUEST) == []
        assert await work.team.of(HOME, SECOND.id) == [stays]


async def test_a_team_of_no_pitch_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await joined(database, replace(member(DRAFT), guild=OTHER))


async def test_files_come_back_in_the_order_of_upload(database: Database) -> None:
    # Of one modal all are uploaded at the same moment.
    given = [file(DRAFT, type=kind, name=f"文件 {kind}") for kind in reversed(FileType)]
    await attached(database, *given, file(SECOND))
    assert await _files(database) == given
    async with database.store.reading() as work:
        assert await work.files.get(HOME, given[1].id) == given[1]


async def test_an_unknown_file_is_not_found(database: Database) -> None:
    kept = file(DRAFT)
    await attached(database, kept)
    async with database.store.reading() as work:
        with pytest.raises(FileNotFound):
            await work.files.get(HOME, FileId("none"))
        with pytest.raises(FileNotFound):
            await work.files.get(OTHER, kept.id)


async def test_a_file_of_another_guilds_pitch_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError):
        await attached(database, replace(file(DRAFT), guild=OTHER))


async def test_a_removed_file_is_gone_and_may_be_removed_again(database: Database) -> None:
    first, second = file(DRAFT), file(DRAFT)
    await attached(database, first, second)
    for _ in range(2):
        async with database.store.writing() as work:
            await work.files.remove(HOME, first.id)
            await work.commit()
    assert await _files(database) == [second]


async def test_a_persons_bytes_are_those_of_all_their_uploads(database: Database) -> None:
    await attached(
        database,
        file(DRAFT, size=3 * 2**31),
        file(SECOND, size=5, uploader=OWNER),
        file(DRAFT, size=7, uploader=GUEST),
    )
    async with database.store.reading() as work:
        assert await work.files.bytes_of(HOME, OWNER) == 3 * 2**31 + 5
        assert await work.files.bytes_of(HOME, UserId(404)) == 0
        assert await work.files.bytes_of(OTHER, OWNER) == 0


async def test_a_key_is_in_use_while_any_guild_names_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files_module, "KEYS_AT_ONCE", 2)
    await seed(database, OTHER)
    elsewhere = replace(pitch(), guild=OTHER)
    await stored(database, elsewhere)
    copies = [file(DRAFT, key="shared"), file(SECOND, key="shared"), file(elsewhere, key="there")]
    await attached(database, *copies)
    async with database.store.writing() as work:
        assert await work.files.keys_in_use([]) == set()
        asked = ["none", "shared", "gone", "there", "shared"]
        assert await work.files.keys_in_use(iter(asked)) == {"shared", "there"}
        await work.files.remove(HOME, copies[0].id)
        assert await work.files.keys_in_use(asked) == {"shared", "there"}
        await work.files.remove(HOME, copies[1].id)
        assert await work.files.keys_in_use(asked) == {"there"}


async def test_teams_and_files_take_as_many_queries_for_many_as_for_few(
    database: Database, statements: list[str]
) -> None:
    async def queries() -> int:
        statements.clear()
        async with database.store.reading() as work:
            await work.files.of(HOME, DRAFT.id)
            await work.team.of(HOME, DRAFT.id)
            await work.erasure.shown(HOME, OWNER, [DRAFT.id, SECOND.id])
        return len(statements)

    few = await queries()
    await attached(database, *(file(DRAFT, uploaded=NOW) for _ in range(20)))
    await joined(database, *(member(DRAFT, UserId(number)) for number in range(1, 20)))
    assert await queries() == few
