"""What the desk and the authors of a pitch write to one another."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.errors import (
    CoordinatorsOnly,
    FileTypeUnknown,
    OwnPitch,
    PitchNotFound,
    PitchStillADraft,
    SubmissionNotFound,
)
from bot.domain.errors_review import (
    Blocked,
    MessageGone,
    NothingToSend,
    TooManyBytes,
    TooManyMessages,
)
from bot.domain.files import MEBIBYTE
from bot.domain.ids import ChannelId, MessageId, PitchId, ProgrammeKey
from bot.domain.people import Actor
from bot.domain.talk import A_MINUTE, FIELD, TalkId
from bot.services.talking import Said
from tests.services.house import (
    HOME,
    KEY,
    KIM,
    LIN,
    MAYA,
    SAM,
    WEI,
    House,
    elsewhere,
    on_both_engines,
)
from tests.services.talks import DM, Talks, said
from tests.support.filemaking import PDF, png

LONG_AGO = MessageId(0)
ZIP = b"PK\x03\x04" + b"\0" * 100


@pytest.fixture
def talks(house: House) -> Talks:
    return Talks(house)


@on_both_engines
async def test_each_author_and_the_desk_are_told_what_a_coordinator_wrote(
    talks: Talks, engine: str
) -> None:
    pitch = (await talks.house.handed_in()).id
    sent = await talks.talking.reply(MAYA, pitch, Said("Where is it set?"))
    assert sent.new
    assert sent.rejected == ()
    assert await talks.told() == [("reply", LIN.user), ("reply", None)]
    (talk,) = await talks.of(pitch)
    assert (talk.words, talk.by_author, talk.writer, talk.writer_name) == (
        "Where is it set?", False, MAYA.user, "Maya",
    )  # fmt: skip
    assert [event.reason for event in await talks.house.history(pitch)][-1] == "#replied"
    assert (await talks.house.stored(pitch)).touched == talks.house.clock.now()


async def test_co_authors_read_it_too(talks: Talks) -> None:
    draft = await talks.house.drafted()
    await talks.house.joined(draft.id)
    pitch = (await talks.house.intake.submit(LIN, draft.id)).pitch.id
    await talks.talking.reply(MAYA, pitch, Said("Both of you?"))
    assert await talks.told() == [("reply", LIN.user), ("reply", SAM.user), ("reply", None)]
    await talks.talking.author_wrote(SAM, pitch, said("Yes."))
    assert (await talks.told())[-1] == ("author_wrote", None)
    assert (await talks.of(pitch))[-1].writer == SAM.user


async def test_what_stands_in_the_thread_already_is_not_repeated_there(talks: Talks) -> None:
    pitch = (await talks.house.handed_in()).id
    await talks.talking.reply(MAYA, pitch, said("From the thread."))
    assert await talks.told() == [("reply", LIN.user)]


@on_both_engines
async def test_a_message_that_comes_twice_is_passed_on_once(talks: Talks, engine: str) -> None:
    pitch = (await talks.house.handed_in()).id
    message = said("Hello", talks.downloads.upload("a.pdf", PDF))
    both = await asyncio.gather(
        talks.talking.author_wrote(LIN, pitch, message),
        talks.talking.author_wrote(LIN, pitch, message),
    )
    again = await talks.talking.author_wrote(LIN, pitch, message)
    assert sorted([both[0].new, both[1].new]) == [False, True]
    assert not again.new
    assert await talks.told() == [("author_wrote", None)]
    assert len(talks.house.files.kept) == 1


async def test_an_authors_message_is_no_work_on_the_pitch(talks: Talks) -> None:
    pitch = await talks.house.handed_in()
    talks.house.clock.passes(days=3)
    await talks.talking.author_wrote(LIN, pitch.id, said("Any news yet"))
    now = await talks.house.stored(pitch.id)
    assert (now.version, now.touched) == (pitch.version, pitch.touched)
    assert [event.reason for event in await talks.house.history(pitch.id)][-1] == "#wrote"


class TestWhoMayWrite:
    async def test_only_coordinators_of_the_guild_reply(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        for actor in (SAM, elsewhere(MAYA)):
            with pytest.raises(CoordinatorsOnly):
                await talks.talking.reply(actor, pitch, Said("Hi"))
            with pytest.raises(CoordinatorsOnly):
                await talks.talking.to_reply(actor, pitch)
        with pytest.raises(SubmissionNotFound):
            await talks.talking.reply(MAYA, PitchId("0" * 20), Said("Hi"))
        manager_elsewhere = replace(elsewhere(MAYA), manages_guild=True)
        with pytest.raises(SubmissionNotFound):
            await talks.talking.reply(manager_elsewhere, pitch, Said("Hi"))
        assert await talks.told() == []

    async def test_nobody_writes_as_a_coordinator_about_their_own_pitch(self, talks: Talks) -> None:
        author = replace(LIN, roles=MAYA.roles)
        pitch = await talks.house.handed_in(author)
        with pytest.raises(OwnPitch):
            await talks.talking.reply(author, pitch.id, Said("Hi"))
        with pytest.raises(OwnPitch):
            await talks.talking.block(author, str(pitch.ref))

    async def test_a_draft_is_nobodys_but_its_authors(self, talks: Talks) -> None:
        draft = await talks.house.drafted()
        with pytest.raises(SubmissionNotFound):
            await talks.talking.reply(MAYA, draft.id, Said("Hi"))
        with pytest.raises(PitchStillADraft):
            await talks.talking.author_wrote(LIN, draft.id, said("Hi"))

    async def test_strangers_and_those_who_only_were_invited_write_nothing(
        self, talks: Talks
    ) -> None:
        draft = await talks.house.drafted()
        await talks.house.teams.invite(LIN, draft.id, SAM.user, SAM.name)
        for actor in (SAM, KIM, MAYA, elsewhere(LIN)):
            with pytest.raises(PitchNotFound):
                await talks.talking.author_wrote(actor, draft.id, said("Hi"))
            with pytest.raises(PitchNotFound):
                await talks.talking.to_answer(actor.guild, actor.user, draft.id)
        assert await talks.told() == []

    async def test_who_is_blocked_is_not_heard_until_that_ends(self, talks: Talks) -> None:
        pitch = await talks.house.handed_in()
        for _ in range(2):
            await talks.talking.block(MAYA, str(pitch.ref))
        with pytest.raises(Blocked):
            await talks.talking.author_wrote(LIN, pitch.id, said("!!!"))
        with pytest.raises(Blocked):
            await talks.talking.to_answer(LIN.guild, LIN.user, pitch.id)
        (mine,) = await talks.talking.conversations.open_of(LIN.user)
        assert mine.filed.pitch.id == pitch.id
        await talks.talking.reply(MAYA, pitch.id, Said("Please stop."))
        await talks.talking.block(MAYA, str(pitch.ref), blocked=False)
        await talks.talking.author_wrote(LIN, pitch.id, said("Sorry."))
        reasons = [event.reason for event in await talks.house.history(pitch.id)]
        assert reasons[-4:] == ["#blocked", "#replied", "#unblocked", "#wrote"]

    async def test_only_coordinators_block(self, talks: Talks) -> None:
        pitch = await talks.house.handed_in()
        for actor in (LIN, SAM, elsewhere(MAYA)):
            with pytest.raises(CoordinatorsOnly):
                await talks.talking.block(actor, str(pitch.ref))

    async def test_there_are_only_so_many_messages_in_a_minute(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        for number in range(A_MINUTE):
            await talks.talking.author_wrote(LIN, pitch, said(f"{number}"))
        with pytest.raises(TooManyMessages):
            await talks.talking.author_wrote(LIN, pitch, said("one more"))
        talks.house.clock.passes(seconds=61)
        await talks.talking.author_wrote(LIN, pitch, said("later"))

    async def test_what_was_written_over_hours_may_come_at_once(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        now = talks.house.clock.now()
        talks.house.clock.passes(days=1)
        for number in range(A_MINUTE + 5):
            at = now.replace(hour=number // 6, minute=10 * (number % 6))
            await talks.talking.author_wrote(LIN, pitch, replace(said(f"{number}"), at=at))
        assert len(await talks.of(pitch)) == A_MINUTE + 5


class TestFiles:
    async def test_they_are_copied_at_once_and_come_with_the_message(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        message = said("Here", talks.downloads.upload("月亮.pdf", PDF))
        await talks.talking.author_wrote(LIN, pitch, message)
        (brief,) = await talks.briefed()
        assert brief.talked is not None
        (file,) = brief.talked.files
        assert (file.name, file.field, file.uploader) == ("月亮.pdf", FIELD, LIN.user)
        (opened,) = await talks.talking.conversations.open(brief.talked)
        assert opened.data == PDF

    async def test_what_is_refused_keeps_neither_words_nor_others_out(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        uploads = [talks.downloads.upload("x.zip", ZIP), talks.downloads.upload("p.png", png())]
        sent = await talks.talking.author_wrote(LIN, pitch, said("Two files", *uploads))
        assert [type(each) for each in sent.rejected] == [FileTypeUnknown]
        (talk,) = await talks.of(pitch)
        assert talk.words == "Two files"
        assert len(talk.files) == 1

    async def test_a_message_of_nothing_but_a_refused_file_is_refused_with_its_reason(
        self, talks: Talks
    ) -> None:
        pitch = (await talks.house.handed_in()).id
        with pytest.raises(FileTypeUnknown):
            await talks.talking.author_wrote(
                LIN, pitch, said(" ", talks.downloads.upload("x.zip", ZIP))
            )
        with pytest.raises(NothingToSend):
            await talks.talking.author_wrote(LIN, pitch, said(" \x00 "))
        assert await talks.told() == []
        assert talks.house.files.kept == {}

    async def test_together_they_may_have_as_much_as_discord_takes_at_once(
        self, talks: Talks
    ) -> None:
        pitch = (await talks.house.handed_in()).id
        large = PDF[:-20] + b"%" * (9 * MEBIBYTE) + PDF[-20:]
        uploads = [talks.downloads.upload(f"{n}.pdf", large + b"\n" * n) for n in range(3)]
        sent = await talks.talking.reply(MAYA, pitch, Said("", uploads))
        assert [type(each) for each in sent.rejected] == [TooManyBytes]
        assert len((await talks.of(pitch))[0].files) == 2
        assert talks.downloads.asked == ["0.pdf", "1.pdf"]

    async def test_they_are_none_of_the_pitchs_own(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        await talks.talking.reply(MAYA, pitch, Said("", [talks.downloads.upload("notes.pdf", PDF)]))
        assert (await talks.house.intake.draft(LIN, pitch)).files == {}


class TestChanges:
    async def test_new_words_are_told_to_the_other_side(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        message = said("Teh harbour")
        await talks.talking.author_wrote(LIN, pitch, message)
        assert message.source is not None
        changes = talks.talking.changes
        assert await changes.edited(message.source[1], "The harbour", None)
        assert not await changes.edited(message.source[1], "The harbour", None)
        assert await talks.told() == [("author_wrote", None), ("talk_changed", None)]
        wrote, changed = await talks.briefed()
        assert wrote.talked is not None
        assert changed.talked is not None
        assert wrote.talked.talk.words == "The harbour"
        assert changed.talked.talk.edited == talks.house.clock.now()

    async def test_the_change_knows_where_each_reads_it(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        message = said("Hello")
        await talks.talking.reply(MAYA, pitch, message)
        await talks.delivered((await talks.briefed())[0], 777)
        assert message.source is not None
        await talks.talking.changes.edited(message.source[1], "Hello!", MAYA)
        changed = (await talks.briefed())[-1]
        assert changed.notice.recipient == LIN.user
        assert changed.talked is not None
        assert changed.talked.place == (DM, MessageId(777))
        assert (await talks.of(pitch))[0].shown == (DM, MessageId(777))

    async def test_an_edit_reaches_nobody_once_its_writer_may_not_write(self, talks: Talks) -> None:
        pitch = await talks.house.handed_in()
        mine, theirs = said("Mine"), said("Theirs")
        await talks.talking.author_wrote(LIN, pitch.id, mine)
        await talks.talking.reply(MAYA, pitch.id, theirs)
        await talks.talking.block(WEI, str(pitch.ref))
        assert mine.source is not None
        assert theirs.source is not None
        changes = talks.talking.changes
        assert not await changes.edited(mine.source[1], "Insults", None)
        stripped = replace(MAYA, roles=frozenset())
        for editor in (None, stripped, elsewhere(MAYA)):
            assert not await changes.edited(theirs.source[1], "Insults", editor)
        assert {talk.words for talk in await talks.of(pitch.id)} == {"Mine", "Theirs"}

    async def test_what_was_deleted_is_gone_with_its_files(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        message = said("Oops", talks.downloads.upload("a.pdf", PDF))
        await talks.talking.author_wrote(LIN, pitch, message)
        assert message.source is not None
        for _ in range(2):
            await talks.talking.changes.deleted([message.source[1], MessageId(1)])
        (talk,) = await talks.of(pitch)
        assert (talk.words, talk.files, talk.deleted) == ("", (), True)
        assert talks.house.files.kept == {}
        assert await talks.told() == [("author_wrote", None), ("talk_changed", None)]
        assert not await talks.talking.changes.edited(message.source[1], "Back", None)
        with pytest.raises(MessageGone):
            await talks.talking.conversations.read(MAYA, talk.id)

    async def test_the_inbox_has_the_message_and_not_its_change(self, talks: Talks) -> None:
        pitch = (await talks.house.handed_in()).id
        message = said("Hello")
        await talks.talking.reply(MAYA, pitch, message)
        before = (await talks.house.inbox.read(LIN)).total
        assert message.source is not None
        await talks.talking.changes.edited(message.source[1], "Hello!", MAYA)
        assert (await talks.house.inbox.read(LIN)).total == before


class TestWhichPitchIsMeant:
    async def test_those_that_are_handed_in_and_not_at_an_end(self, talks: Talks) -> None:
        await talks.house.drafted(SAM)
        pitch = await talks.house.handed_in()
        conversations = talks.talking.conversations
        assert await conversations.open_of(SAM.user) == []
        (mine,) = await conversations.open_of(LIN.user)
        assert (mine.filed.pitch.id, mine.answering) == (pitch.id, False)
        await talks.talking.reply(MAYA, pitch.id, Said("Hello"))
        assert [one.answering for one in await conversations.open_of(LIN.user)] == [True]
        talks.house.clock.passes(days=15)
        assert [one.answering for one in await conversations.open_of(LIN.user)] == [False]
        await talks.house.intake.withdraw(LIN, pitch.id)
        assert await conversations.open_of(LIN.user) == []
        assert await conversations.writable(HOME, pitch.id, LIN.user)

    async def test_a_reference_means_only_ones_own(self, talks: Talks) -> None:
        pitch = await talks.house.handed_in()
        conversations = talks.talking.conversations
        assert await conversations.of_author(HOME, pitch.ref, LIN.user) == pitch.id
        assert await conversations.of_author(HOME, pitch.ref, SAM.user) is None
        other = elsewhere(LIN).guild
        assert await conversations.of_author(other, pitch.ref, LIN.user) is None
        assert not await conversations.writable(other, pitch.id, LIN.user)
        assert not await conversations.writable(HOME, pitch.id, SAM.user)

    async def test_a_thread_is_a_pitchs_only_if_its_card_says_so(self, talks: Talks) -> None:
        pitch = await talks.house.handed_in()
        conversations = talks.talking.conversations
        assert await conversations.of_thread(HOME, pitch.ref, ChannelId(5)) is None
        other = elsewhere(LIN).guild
        assert await conversations.of_thread(other, pitch.ref, ChannelId(5)) is None


class TestReadingInFull:
    @pytest.mark.parametrize("reader", [SAM, KIM, elsewhere(MAYA), elsewhere(LIN)])
    async def test_strangers_read_nothing(self, talks: Talks, reader: Actor) -> None:
        pitch = (await talks.house.handed_in()).id
        await talks.talking.author_wrote(LIN, pitch, said("Between us"))
        (talk,) = await talks.of(pitch)
        with pytest.raises(MessageGone):
            await talks.talking.conversations.read(reader, talk.id)

    async def test_co_authors_do_not_read_each_others(self, talks: Talks) -> None:
        draft = await talks.house.drafted()
        await talks.house.joined(draft.id)
        pitch = (await talks.house.intake.submit(LIN, draft.id)).pitch.id
        await talks.talking.author_wrote(LIN, pitch, said("Between us"))
        await talks.talking.reply(MAYA, pitch, Said("To both"))
        mine, theirs = await talks.of(pitch)
        conversations = talks.talking.conversations
        with pytest.raises(MessageGone):
            await conversations.read(SAM, mine.id)
        assert (await conversations.read(SAM, theirs.id))[1].talk.words == "To both"
        assert (await conversations.read(MAYA, mine.id))[1].talk.words == "Between us"
        with pytest.raises(MessageGone):
            await conversations.read(MAYA, TalkId("0" * 20))


class TestPlaces:
    async def test_a_place_is_open_from_the_first_notice_on_and_read_up_to_each_message(
        self, talks: Talks
    ) -> None:
        pitch = (await talks.house.handed_in()).id
        conversations = talks.talking.conversations
        await talks.talking.reply(MAYA, pitch, Said("Hello"))
        await conversations.moved_on(DM, MessageId(5))
        assert await conversations.unread(LONG_AGO) == {}
        await talks.delivered((await talks.briefed())[0], 700)
        assert await conversations.unread(LONG_AGO) == {DM: 700}
        message = replace(said("Hi"), source=(DM, MessageId(710)))
        await talks.talking.author_wrote(LIN, pitch, message)
        # What was passed on, or is delivered, later must not hide what was written before it.
        assert await conversations.unread(LONG_AGO) == {DM: 700}
        await conversations.moved_on(DM, MessageId(710))
        await talks.talking.reply(MAYA, pitch, Said("Again"))
        await talks.delivered((await talks.briefed())[-2], 800)
        assert await conversations.unread(LONG_AGO) == {DM: 710}
        await conversations.moved_on(DM, MessageId(810))
        await conversations.moved_on(DM, MessageId(805))
        assert await conversations.unread(LONG_AGO) == {DM: 810}

    async def test_a_thread_in_which_coordinators_write_to_the_authors_is_a_place(
        self, talks: Talks
    ) -> None:
        pitch = (await talks.house.handed_in()).id
        there = (ChannelId(33), MessageId(340))
        await talks.talking.reply(MAYA, pitch, replace(said("Hello"), source=there))
        assert await talks.talking.conversations.unread(LONG_AGO) == {33: 340}


class TestPrivacy:
    async def test_each_gets_what_they_wrote_and_what_was_written_to_them(
        self, talks: Talks
    ) -> None:
        pitch, message = await with_a_co_authors_words(talks)
        archive = await talks.house.privacy.gather(SAM)
        kept = [(str(one.ref), one.talk.words, len(one.files)) for one in archive.kept.talks]
        ref = str((await talks.house.stored(pitch)).ref)
        assert kept == [(ref, "From Sam", 1), (ref, "To both", 0)]
        assert [name for name, _ in archive.kept.files()] == [f"files/{ref}/messages/01-s.pdf"]
        of_maya = (await talks.house.privacy.gather(MAYA)).kept.talks
        assert [one.talk.words for one in of_maya] == ["To both"]
        assert message.source is not None

    async def test_a_co_author_who_is_forgotten_leaves_no_word_and_no_file(
        self, talks: Talks
    ) -> None:
        pitch, _ = await with_a_co_authors_words(talks)
        await talks.house.privacy.erase(SAM)
        by_author = [talk for talk in await talks.of(pitch) if talk.by_author]
        assert {talk.words for talk in by_author} == {"From Lin", ""}
        assert {talk.writer_name for talk in by_author} == {"Lin", ""}
        assert list(talks.house.files.kept.values()) == [PDF]

    async def test_with_the_pitch_goes_its_conversation(self, talks: Talks) -> None:
        pitch, message = await with_a_co_authors_words(talks)
        await talks.house.privacy.erase(LIN)
        assert await talks.of(pitch) == []
        assert talks.house.files.kept == {}
        with pytest.raises(SubmissionNotFound):
            await talks.talking.reply(MAYA, pitch, Said("Hello?"))
        assert message.source is not None
        assert not await talks.talking.changes.edited(message.source[1], "Still here", None)
        await talks.talking.changes.deleted([message.source[1]])


async def with_a_co_authors_words(talks: Talks) -> tuple[PitchId, Said]:
    """A pitch of Lin's and Sam's, about which both wrote with a file, and Maya to both."""
    draft = await talks.house.drafted()
    await talks.house.joined(draft.id)
    pitch = (await talks.house.intake.submit(LIN, draft.id)).pitch.id
    of_lin = said("From Lin", talks.downloads.upload("l.pdf", PDF))
    of_sam = said("From Sam", talks.downloads.upload("s.pdf", PDF + b"%"))
    await talks.talking.author_wrote(LIN, pitch, of_lin)
    await talks.talking.author_wrote(SAM, pitch, of_sam)
    await talks.talking.reply(MAYA, pitch, Said("To both"))
    return pitch, of_lin


async def test_in_a_blind_review_the_desk_reads_neither_name_nor_file_name(talks: Talks) -> None:
    await blinded(talks)
    pitch = (await talks.house.handed_in()).id
    message = said("Lin here, see Lin_harbour", talks.downloads.upload("Lin harbour.pdf", PDF))
    await talks.talking.author_wrote(LIN, pitch, message)
    (brief,) = await talks.briefed()
    assert brief.talked is not None
    talk = brief.talked.talk
    assert (talk.writer, talk.writer_name, brief.notice.actor) == (0, "", 0)
    assert "lin" not in talk.words.casefold()
    assert [file.name for file in brief.talked.files] == ["1.pdf"]
    (stored,) = await talks.of(pitch)
    _, read = await talks.talking.conversations.read(MAYA, stored.id)
    assert read == replace(brief.talked, place=None)
    assert (await talks.talking.to_reply(MAYA, pitch)).pitch.owner == 0
    await talks.talking.reply(MAYA, pitch, Said("Who are you?"))
    to_author = next(b for b in await talks.briefed() if b.notice.recipient == LIN.user)
    assert to_author.pitch.owner == LIN.user


async def blinded(talks: Talks) -> None:
    """The programme is reviewed blind from now on."""
    async with talks.house.database.store.reading() as work:
        known = await work.programmes.get(HOME, ProgrammeKey(KEY))
    assert known is not None
    rules = replace(known.programme.rules, blind=True)
    async with talks.house.database.store.writing() as work:
        await work.programmes.put(
            HOME, replace(known.programme, rules=rules), talks.house.clock.now()
        )
        await work.commit()
