"""A person gets everything that is kept about them, and has it erased."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from bot.domain.errors import PitchNotFound
from bot.domain.notice import NoticeKind
from bot.domain.pitch import Pitch, State
from bot.domain.text import Locale
from bot.services import archive
from bot.services.archive import Part
from db.tables import metadata
from tests.db.samples import OTHER, attached, file, seed
from tests.services.forms import PAGED, asks
from tests.services.house import (
    FILLED,
    KEY,
    KIM,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    House,
    elsewhere,
    on_both_engines,
)
from tests.services.post import Post


async def parts(house: House, actor: Any = LIN) -> list[Part]:
    made = await house.privacy.gather(actor)
    found = [part async for part in made.parts()]
    assert made.count == len(found)
    return found


def opened(part: Part) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(part.data)) as unzipped:
        return {name: unzipped.read(name) for name in unzipped.namelist()}


async def with_everything(house: House) -> Pitch:
    """A pitch of Lin's with a file, a co-author and a new version, and one of Sam's that Lin is
    in."""
    await asks(house, PAGED)
    draft = await house.drafted()
    await house.with_file(draft.id, "deck.pdf", b"the deck")
    await house.joined(draft.id)
    await house.intake.submit(LIN, draft.id)
    await house.desk.claim(MAYA, draft.id)
    await house.intake.save_page(LIN, draft.id, 0, {**FILLED, "title": "Second title"})
    of_sam = await house.drafted(SAM)
    await house.joined(of_sam.id, LIN, owner=SAM)
    return await house.stored(draft.id)


class TestExport:
    async def test_it_holds_all_that_is_kept(self, house: House) -> None:
        pitch = await with_everything(house)
        await house.reviewing.changes(MAYA, pitch.id, ["title"], "Shorter.", None)
        (part,) = await parts(house)
        found = opened(part)
        assert part.name == "callboard.zip"
        assert sorted(found) == ["data.json", f"files/{pitch.ref}/01-deck.pdf", "index.html"]
        assert found[f"files/{pitch.ref}/01-deck.pdf"] == b"the deck"
        assert found["index.html"].decode() == f"{LIN.locale} {LIN.user}"
        data = json.loads(found["data.json"])
        (kept,) = data["pitches"]
        assert kept["reference"] == str(pitch.ref)
        assert kept["new version"]["title"] == "Second title"
        assert [each["answers"]["title"] for each in kept["versions"]] == ["月亮港"]
        assert [each["name"] for each in kept["team"]] == ["Sam"]
        assert kept["submission"]["consent"] == "我同意（1）。"
        assert kept["files"][0]["sha256"]
        assert kept["history"][-1]["reason"] == "Shorter."
        assert [each["state"] for each in data["joined"]] == ["accepted"]
        assert {each["kind"] for each in data["notices"]} >= {"receipt", "claimed", "invited"}

    async def test_it_has_the_persons_own_user_name_and_no_one_elses(self, house: House) -> None:
        lin, sam = replace(LIN, handle="lin.handle"), replace(SAM, handle="sam.handle")
        draft = await house.drafted(lin)
        await house.joined(draft.id, sam, owner=lin)
        of_sam = await house.drafted(sam)
        await house.joined(of_sam.id, lin, owner=sam)
        (part,) = await parts(house)
        data = json.loads(opened(part)["data.json"])
        assert [each["user name"] for each in data["pitches"]] == ["lin.handle"]
        assert [each["user name"] for each in data["joined"]] == ["lin.handle"]
        assert "sam.handle" not in json.dumps(data)
        await house.intake.submit(lin, draft.id)
        assert "lin.handle" in "\n".join(await everything_stored(house))
        await house.privacy.erase(lin)
        assert "lin.handle" not in "\n".join(await everything_stored(house))

    async def test_it_is_empty_of_a_person_who_was_never_here(self, house: House) -> None:
        await with_everything(house)
        (part,) = await parts(house, KIM)
        data = json.loads(opened(part)["data.json"])
        assert (data["pitches"], data["joined"], data["notices"]) == ([], [], [])
        assert data["language"] is None

    async def test_it_is_of_this_guild_alone(self, house: House) -> None:
        await seed(house.database, OTHER)
        await with_everything(house)
        (part,) = await parts(house, elsewhere(LIN))
        assert json.loads(opened(part)["data.json"])["pitches"] == []

    async def test_what_a_person_uploaded_to_anothers_pitch_is_theirs(self, house: House) -> None:
        await with_everything(house)
        (of_sam,) = (await house.intake.listed(SAM)).items[:1]
        added = file(of_sam, uploader=LIN.user, name="sketch.pdf", key="k")
        house.files.kept["k"] = b"sketch"
        await attached(house.database, added, file(of_sam, uploader=SAM.user))
        (part,) = await parts(house)
        assert opened(part)[f"files/{of_sam.ref}/01-sketch.pdf"] == b"sketch"

    async def test_it_comes_in_parts_that_discord_takes(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(archive, "PART_BYTES", 100)
        await asks(house, PAGED)
        draft = await house.drafted()
        for number, size in enumerate((60, 30, 40, 101), 1):
            await house.with_file(draft.id, f"{number}.pdf", bytes([number]) * size)
        first, second, third, fourth = await parts(house)
        assert sorted(opened(first)) == ["data.json", "index.html"]
        place = f"files/{draft.ref}"
        assert sorted(opened(second)) == [f"{place}/01-1.pdf", f"{place}/02-2.pdf"]
        assert sorted(opened(third)) == [f"{place}/03-3.pdf"]
        assert (second.name, third.name) == ("callboard-2.zip", "callboard-3.zip")
        assert (fourth.name, len(fourth.data)) == ("04-4.pdf", 101)

    async def test_all_notices_are_in_it(
        self, house: House, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.services.privacy.NOTICES", 1)
        pitch = await house.handed_in()
        await house.desk.claim(MAYA, pitch.id)
        (part,) = await parts(house)
        assert len(json.loads(opened(part)["data.json"])["notices"]) == 2

    async def test_bytes_that_are_missing_keep_nothing_else_out(self, house: House) -> None:
        pitch = await with_everything(house)
        house.files.kept.clear()
        (part,) = await parts(house)
        assert sorted(opened(part)) == ["data.json", "index.html"]
        assert (await house.stored(pitch.id)) == pitch


class TestErasure:
    async def test_it_says_first_what_goes(self, house: House) -> None:
        await with_everything(house)
        await house.drafted()
        goes = await house.privacy.what_goes(LIN)
        assert (goes.drafts, goes.submitted, goes.joined) == (1, 1, 1)
        assert (goes.files, goes.bytes, goes.messages) == (1, 8, 0)

    @on_both_engines
    async def test_nothing_of_the_person_is_left_anywhere(self, house: House) -> None:
        pitch = await with_everything(house)
        draft = await house.drafted()
        await house.reviewing.changes(MAYA, pitch.id, ["title"], "Lin, shorter.", None)
        await house.privacy.erase(LIN)
        left = await everything_stored(house)
        for trace in (
            str(LIN.user),
            LIN.name,
            "月亮港",
            "Second title",
            "Lin, shorter.",
            "deck.pdf",
            "我同意",
        ):
            # Sam's own draft has the sample's title; nothing else does.
            hits = [row for row in left if trace in row and f"'{SAM.user}'" not in row]
            assert hits == [], trace
        assert house.files.kept == {}
        with pytest.raises(PitchNotFound):
            await house.stored(draft.id)

    async def test_a_tombstone_stays_of_what_was_handed_in(self, house: House) -> None:
        pitch = await with_everything(house)
        await house.privacy.erase(LIN)
        left = await house.stored(pitch.id)
        assert (left.state, left.owner, left.owner_name, left.answers) == (
            State.ERASED,
            0,
            "",
            {},
        )
        assert (left.ref, left.programme, left.call) == (pitch.ref, pitch.programme, pitch.call)
        history = await house.history(pitch.id)
        assert [event.after for event in history][-1] is State.ERASED
        assert {event.actor for event in history} == {0, MAYA.user}
        assert {event.reason for event in history} == {""}
        assert (await house.desk.by_id(MANAGER, pitch.id)).team.authors == (0,)

    async def test_co_authors_and_owners_of_joined_pitches_are_told(self, house: House) -> None:
        pitch = await with_everything(house)
        await house.privacy.erase(LIN)
        rows = {(row["kind"], row["recipient"], row["pitch"]): row for row in await house.queue()}
        assert (NoticeKind.ERASED, SAM.user, pitch.id) in rows
        (of_sam,) = (await house.intake.listed(SAM)).items
        left = rows[NoticeKind.TEAM_CHANGED, SAM.user, of_sam.id]
        assert (left["detail"], left["actor"]) == ("left", None)
        assert (await house.intake.draft(SAM, of_sam.id)).members == ()
        assert (NoticeKind.DESK_UPDATE, None, pitch.id) in rows

    async def test_a_person_who_had_left_is_not_said_to_leave_again(self, house: House) -> None:
        of_sam = await house.drafted(SAM)
        await house.joined(of_sam.id, LIN, owner=SAM)
        await house.teams.leave(LIN, of_sam.id)
        told = len(await house.queue())
        await house.privacy.erase(LIN)
        assert NoticeKind.TEAM_CHANGED not in [k for k, _ in (await house.told())[told:]]
        assert (await house.intake.draft(SAM, of_sam.id)).members == ()

    async def test_what_is_open_on_a_screen_is_gone_at_once(self, house: House) -> None:
        pitch = await with_everything(house)
        await house.intake.to_fill(LIN, pitch.id)
        await house.privacy.erase(LIN)
        for author in (LIN, SAM):
            with pytest.raises(PitchNotFound):
                await house.intake.to_fill(author, pitch.id)

    async def test_erasing_twice_is_the_same_as_once(self, house: House) -> None:
        await with_everything(house)
        await house.privacy.erase(LIN)
        before = await everything_stored(house)
        await house.privacy.erase(LIN)
        assert await everything_stored(house) == before
        goes = await house.privacy.what_goes(LIN)
        assert (goes.drafts, goes.submitted, goes.joined, goes.messages) == (0, 0, 0, 0)

    async def test_what_is_kept_elsewhere_stays(self, house: House) -> None:
        await seed(house.database, OTHER)
        there = await house.intake.start(elsewhere(LIN), KEY)
        await house.handed_in()
        await house.privacy.erase(LIN)
        assert (await house.stored(there.pitch.id, OTHER)) == there.pitch

    async def test_the_person_can_begin_anew(self, house: House) -> None:
        for _ in range(3):
            await house.handed_in()
        await house.privacy.erase(replace(LIN, locale=Locale.EN))
        assert (await house.intake.start(LIN, KEY)).pitch.state is State.DRAFT


async def test_messages_of_the_bot_are_taken_away_and_so_is_the_list_of_them(post: Post) -> None:
    house = post.house
    async with post.running():
        pitch = await with_everything(house)
        draft = await house.drafted()
        await house.teams.invite(LIN, draft.id, KIM.user, KIM.name)
        count = len(await house.queue())
        await post.queue.until("sent", count)
        goes = await house.privacy.what_goes(LIN)
        await house.privacy.erase(LIN)
        await post.queue.until("sent", count + goes.messages + 2)
    assert goes.messages == len(post.sender.removed) > 2
    details = {notice.detail for notice in post.sender.removed}
    assert details <= {"31:32", "31:", "33:"}
    assert {notice.recipient for notice in post.sender.removed} == {None}
    rows = await house.queue()
    assert NoticeKind.REMOVAL not in [row["kind"] for row in rows]
    assert {row["pitch"] for row in rows} >= {pitch.id}


async def everything_stored(house: House) -> list[str]:
    """All rows of all tables, as text."""
    rows = []
    async with house.database.engines.reading() as connection:
        for table in metadata.sorted_tables:
            if table.name in ("programme_versions", "programmes"):
                continue
            found = await connection.execute(text(f'SELECT * FROM "{table.name}"'))
            rows += [
                f"{table.name} " + " ".join(repr(str(value)) for value in row) for row in found
            ]
    return sorted(rows)
