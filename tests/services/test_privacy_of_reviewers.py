"""What a coordinator thought, wrote and wished is theirs to take away, and to have forgotten."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

from bot.discord_io.archive_page import ArchivePage
from bot.domain.history import Happening, happening
from bot.domain.notice import NoticeKind
from bot.domain.pitch import Pitch, State
from bot.domain.preferences import Preferences, Telling
from bot.domain.text import Locale
from bot.texts import Texts
from tests.db.samples import HOME, OTHER, seed
from tests.services.asked import Counter
from tests.services.house import (
    KEY,
    LIN,
    MANAGER,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
    on_both_engines,
)
from tests.services.reviewers import marking, scoring, with_rules
from tests.services.talks import Talks, said
from tests.services.test_privacy import everything_stored
from tests.support.filemaking import PDF

NASTY = "<b>Ask</b> about rights"
WISHES = Preferences(
    HOME,
    MAYA.user,
    "Asia/Taipei",
    Telling.DIGEST,
    {KEY: Telling.INSTANT},
    digest_hour=9,
    quiet_from=22,
    quiet_until=7,
    schools=("<i>USC</i>", "北京电影学院"),
)


async def as_reviewer(house: House) -> tuple[Pitch, Pitch]:
    """One pitch that Maya holds, scored and wrote about, and one that she is kept from."""
    await with_rules(house)
    first, second = await house.handed_in(LIN), await house.handed_in(SAM)
    await house.desk.claim(MAYA, first.id)
    typed = {"craft": "4", "story": "NA"}
    await scoring(house).put(MAYA, first.id, typed, "Strong <hand>", "Keep <going>")
    await marking(house).note(MAYA, str(first.ref), NASTY)
    await scoring(house).declare(MAYA, str(second.ref))
    async with house.database.store.writing() as work:
        await work.preferences.save(WISHES)
        await work.commit()
    return first, second


async def data(house: House, actor: Any = MAYA) -> Any:
    archive = await house.privacy.gather(actor)
    (part,) = [part async for part in archive.parts()]
    with zipfile.ZipFile(io.BytesIO(part.data)) as unzipped:
        return json.loads(unzipped.read("data.json"))


class TestExport:
    @on_both_engines
    async def test_it_holds_what_they_thought_and_how_they_are_told(self, house: House) -> None:
        first, second = await as_reviewer(house)
        await scoring(house).put(WEI, first.id, {"craft": "1"}, "Weak", "")
        await marking(house).note(WEI, str(first.ref), "Not for us")
        found = await data(house)
        assert found["preferences"] == {
            "time zone": "Asia/Taipei",
            "told": "digest",
            "programmes": {KEY: "instant"},
            "digest": 9,
            "quiet from": 22,
            "quiet until": 7,
            "schools": ["<i>USC</i>", "北京电影学院"],
        }
        (score,) = found["scores"]
        assert score["pitch"] == str(first.ref)
        assert score["values"] == {"craft": 4}
        assert (score["note"], score["feedback"]) == ("Strong <hand>", "Keep <going>")
        assert (score["version"], score["at"]) == (1, house.clock.now().isoformat())
        (note,) = found["notes"]
        assert (note["pitch"], note["text"]) == (str(first.ref), NASTY)
        (conflict,) = found["conflicts"]
        assert (conflict["pitch"], conflict["kind"]) == (str(second.ref), "declared")
        assert found["assigned"] == [str(first.ref)]
        whole = json.dumps(found)
        assert "Weak" not in whole
        assert "Not for us" not in whole

    async def test_the_page_that_people_read_has_it_too(self, house: House) -> None:
        first, second = await as_reviewer(house)
        kept = (await house.privacy.gather(MAYA)).kept
        for locale in Locale:
            text = Texts.load().of(locale)
            page = ArchivePage(Texts.load())(kept, locale)
            for shown in (
                "Asia/Taipei",
                "22:00",
                "09:00",
                "&lt;i&gt;USC&lt;/i&gt;",
                "Craft: 4",
                "Strong &lt;hand&gt;",
                "Keep &lt;going&gt;",
                "&lt;b&gt;Ask&lt;/b&gt; about rights",
                str(first.ref),
                str(second.ref),
                text("archive.scores"),
                text("archive.notes"),
                text("archive.conflicts"),
                text("archive.assigned"),
                text("prefs.title"),
            ):
                assert shown in page, shown

    async def test_what_they_left_open_stands_plain(self, house: House) -> None:
        await as_reviewer(house)
        async with house.database.store.writing() as work:
            plain = replace(WISHES, digest_hour=None, quiet_from=None, quiet_until=None, schools=())
            await work.preferences.save(plain)
            await work.commit()
        kept = (await house.privacy.gather(MAYA)).kept
        text = Texts.load().of(Locale.EN)
        page = ArchivePage(Texts.load())(kept, Locale.EN)
        assert text("prefs.never") in page
        assert text("archive.no_quiet") in page

    async def test_who_never_reviewed_has_none_of_it(self, house: House) -> None:
        await as_reviewer(house)
        found = await data(house, LIN)
        assert found["preferences"] is None
        assert found["scores"] == found["notes"] == found["conflicts"] == found["assigned"] == []

    async def test_it_is_of_this_guild_alone(self, house: House) -> None:
        await seed(house.database, OTHER)
        await as_reviewer(house)
        found = await data(house, elsewhere(MAYA))
        assert found["preferences"] is None
        assert found["scores"] == found["notes"] == found["conflicts"] == found["assigned"] == []


class TestErasure:
    @on_both_engines
    async def test_nothing_of_a_coordinator_is_left(self, house: House) -> None:
        first, second = await as_reviewer(house)
        talks = Talks(house)
        upload = talks.downloads.upload("maya.pdf", PDF)
        await talks.talking.reply(MAYA, first.id, said("From Maya", upload))
        await house.reviewing.decide(MAYA, str(first.ref), State.DECLINED, "Not this year")
        await house.reviewing.changes(WEI, second.id, ["title"], "Shorter", None)
        await house.reviewing.cancel_changes(WEI, second.id)
        await house.reviewing.changes(MAYA, first.id, ["title"], "Shorter", None)
        counter = Counter.in_(house)
        question = await counter.at_desk("May I?")
        await counter.questions.answer(MAYA, question, "Yes.")
        async with house.database.store.writing() as work:
            await work.preferences.claim_digest(HOME, MAYA.user, "2026-03-01", house.clock.now())
            await work.commit()
        goes = await house.privacy.what_goes(MAYA)
        assert (goes.files, goes.coordinates, goes.held, goes.scores) == (1, True, 1, 1)
        assert not (await house.privacy.what_goes(LIN)).coordinates
        await house.privacy.erase(MAYA)
        left = await everything_stored(house)
        for trace in (str(MAYA.user), MAYA.name, "Strong", "Keep", "rights", "From Maya", "maya."):
            assert [row for row in left if trace in row] == [], trace
        assert house.files.kept == {}
        goes = await house.privacy.what_goes(MAYA)
        assert (goes.files, goes.messages, goes.coordinates) == (0, 0, False)

    @on_both_engines
    async def test_files_they_sent_go_and_those_of_others_stay(self, house: House) -> None:
        first, _ = await as_reviewer(house)
        await seed(house.database, OTHER)
        talks = Talks(house)
        upload = talks.downloads.upload
        await talks.talking.reply(MAYA, first.id, said("a", upload("maya.pdf", PDF + b"a")))
        await talks.talking.reply(WEI, first.id, said("b", upload("wei.pdf", PDF + b"b")))
        await talks.talking.author_wrote(LIN, first.id, said("c", upload("lin.pdf", PDF + b"c")))
        goes = await house.privacy.what_goes(MAYA)
        assert (goes.files, goes.bytes) == (1, len(PDF) + 1)
        assert (await house.privacy.what_goes(LIN)).files == 3
        await house.privacy.erase(elsewhere(MAYA))
        assert len(house.files.kept) == 3
        await house.privacy.erase(MAYA)
        async with house.database.store.reading() as work:
            kept = await work.files.of_talks(HOME, first.id)
        assert [file.name for file in kept] == ["wei.pdf", "lin.pdf"]
        assert sorted(house.files.kept.values()) == [PDF + b"b", PDF + b"c"]

    async def test_what_they_held_is_free_for_another(self, house: House) -> None:
        first, _ = await as_reviewer(house)
        told = len(await house.queue())
        await house.privacy.erase(MAYA)
        stored = await house.stored(first.id)
        assert (stored.state, stored.assignee) == (State.IN_REVIEW, None)
        last = (await house.history(first.id))[-1]
        assert (happening(last), last.actor) == ((Happening.RELEASED, ""), 0)
        assert (NoticeKind.DESK_UPDATE, None) in await house.told(after=told)
        assert (await house.desk.claim(WEI, first.id)).pitch.assignee == WEI.user

    async def test_what_they_proposed_and_asked_for_stands_without_their_name(
        self, house: House
    ) -> None:
        first, second = await as_reviewer(house)
        await house.reviewing.decide(MAYA, str(first.ref), State.ACCEPTED, "Bold")
        await scoring(house).take_back(MAYA, str(second.ref))
        await house.reviewing.changes(MAYA, second.id, ["title"], "Shorter", None)
        await house.privacy.erase(MAYA)
        proposal = (await house.stored(first.id)).proposal
        changes = (await house.stored(second.id)).changes
        assert proposal is not None
        assert changes is not None
        assert (proposal.decision, proposal.reason, proposal.by) == (State.ACCEPTED, "Bold", 0)
        assert (changes.message, changes.by) == ("Shorter", 0)
        released = await house.release(MANAGER, str(first.ref))
        assert released.pitch.state is State.ACCEPTED

    async def test_a_score_that_did_not_count_does_not_come_to_count(self, house: House) -> None:
        """What they scored before they declared a conflict."""
        first, _ = await as_reviewer(house)
        await scoring(house).put(WEI, first.id, {"craft": "2"})
        await scoring(house).declare(MAYA, str(first.ref))
        before = (await scoring(house).scorecard(WEI, first.id)).tally
        await house.privacy.erase(MAYA)
        after = (await scoring(house).scorecard(WEI, first.id)).tally
        assert before == after
        assert after is not None
        assert (after.count, after.mean) == (1, 2.0)

    async def test_the_desk_shows_an_answer_of_theirs_without_their_name(
        self, house: House
    ) -> None:
        counter = Counter.in_(house)
        question = await counter.at_desk("May I?")
        await counter.questions.answer(MAYA, question, "Yes.")
        told = len(await house.queue())
        await house.privacy.erase(MAYA)
        rows = (await house.queue())[told:]
        assert [(row["kind"], row["detail"]) for row in rows] == [
            (NoticeKind.QUESTION_UPDATE, question)
        ]

    async def test_erasing_twice_is_the_same_as_once(self, house: House) -> None:
        await as_reviewer(house)
        await house.privacy.erase(MAYA)
        before = await everything_stored(house)
        await house.privacy.erase(MAYA)
        assert await everything_stored(house) == before
