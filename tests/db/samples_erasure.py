"""A person with pitches, a part in another's, and opinions; and how the service forgets them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from bot.domain.ids import ChannelId, MessageId, UserId
from bot.domain.moves import erase, forget
from bot.domain.notice import Delivered, Notice, NoticeKind, Route
from bot.domain.pitch import ChangeRequest, PitchEvent, Proposal, State
from bot.domain.talk import FIELD
from bot.domain.text import Locale
from db.database import Database
from db.tables import metadata
from tests.db.samples import (
    COORDINATOR,
    GUEST,
    HOME,
    NOW,
    OWNER,
    attached,
    claimed,
    file,
    joined,
    later,
    member,
    notice,
    pitch,
    queued,
    seed,
    stored,
    submitted,
)
from tests.db.samples_answers import answered, asked, entry, saved
from tests.db.samples_desk import (
    conflict,
    indexed,
    note,
    reviewed,
    score,
    talk,
    wishes,
)

MARK = "ZebraMark"
"""Stands in every text that the person gave."""
WROTE = {"title": f"{MARK} title", "logline": f"{MARK} logline 山海"}
NAMED = {"owner_name": f"{MARK} name", "owner_handle": f"{MARK}_handle"}
DRAFT = pitch(answers=WROTE, **NAMED)
HANDED_IN = replace(
    submitted(pitch(answers=WROTE, **NAMED), at=later(hours=1)),
    state=State.CHANGES_REQUESTED,
    working={"title": f"{MARK} new"},
    changes=ChangeRequest(("title",), f"{MARK} asked", later(days=2), State.IN_REVIEW, COORDINATOR),
    proposal=Proposal(State.DECLINED, f"{MARK} why", COORDINATOR),
)
ELSEWHERE = submitted(pitch("Another's", owner=UserId(5)))
"""The person is a co-author of it."""
CARD = Delivered(ChannelId(31), MessageId(32), ChannelId(33))


async def dump(database: Database) -> str:
    """All rows of all tables."""
    async with database.engines.reading() as connection:
        rows = [
            (table.name, tuple(row))
            for table in metadata.sorted_tables
            for row in await connection.execute(select(table))
        ]
    return "\n".join(map(repr, rows))


async def fill(database: Database) -> dict[str, Notice]:
    """A person with a draft, a pitch that was handed in, and a part in another's."""
    await seed(database)
    await stored(database, DRAFT, HANDED_IN, ELSEWHERE)
    await joined(
        database,
        member(DRAFT, name=f"{MARK} guest"),
        member(HANDED_IN, name=f"{MARK} guest", handle=f"{MARK}_guest"),
        member(ELSEWHERE, OWNER, name=f"{MARK} name", handle=f"{MARK}_handle"),
    )
    shared = file(HANDED_IN, key="key-shared", name=f"{MARK}.pdf")
    await attached(
        database,
        file(DRAFT, key="key-draft", name=f"{MARK}.pdf"),
        file(DRAFT, key="key-shared", name=f"{MARK}.pdf"),
        shared,
        file(ELSEWHERE, uploader=OWNER, key="key-stays"),
    )
    given = {
        "card": notice(HANDED_IN, None),
        "thread": notice(HANDED_IN, None, kind=NoticeKind.NEW_VERSION, detail=f"{MARK} detail"),
        "dm": notice(HANDED_IN),
        "private": notice(HANDED_IN, route=Route.THREAD),
        "guest": notice(HANDED_IN, GUEST, kind=NoticeKind.INVITED),
        "draft": notice(DRAFT, GUEST, kind=NoticeKind.INVITED),
        "waiting": notice(HANDED_IN, detail=f"{MARK} waits"),
        "coauthor": notice(ELSEWHERE),
        "private elsewhere": notice(ELSEWHERE, route=Route.THREAD),
        "told": notice(ELSEWHERE, UserId(5), kind=NoticeKind.TEAM_CHANGED, actor=OWNER),
        "unnamed": notice(ELSEWHERE, UserId(5), kind=NoticeKind.CLAIMED, actor=OWNER),
    }
    await queued(database, *given.values())
    places = {"card": CARD, "thread": Delivered(ChannelId(33), MessageId(34))}
    for number, name in enumerate(given):
        if name != "waiting":
            there = Delivered(ChannelId(100 + number), MessageId(200 + number))
            await database.queue.sent(given[name], places.get(name, there), NOW)
    async with database.store.writing() as work:
        await work.people.remember(HOME, OWNER, Locale.ZH_CN, NOW)
        await work.people.remember(HOME, GUEST, Locale.EN, NOW)
        await work.reminders.claim(HOME, DRAFT.id, "72", later(days=30), NOW)
        for of, actor, reason in (
            (DRAFT, OWNER, ""),
            (HANDED_IN, OWNER, ""),
            (HANDED_IN, GUEST, f"{MARK} reason"),
            (HANDED_IN, COORDINATOR, f"{MARK} asked"),
            (ELSEWHERE, OWNER, "joined"),
        ):
            event = PitchEvent(of.id, HOME, NOW, actor, State.DRAFT, State.SUBMITTED, reason)
            await work.events.add(event)
        await work.commit()
    await _reviewed(database)
    return given


async def _reviewed(database: Database) -> None:
    """What was said and thought of the person's pitches, and what they did as a reviewer."""
    for of in (HANDED_IN, ELSEWHERE):
        await indexed(database, of, f"{MARK} title logline 山海")
        mine = OWNER if of is ELSEWHERE else COORDINATOR
        mark = MARK if of is ELSEWHERE else f"{MARK} of theirs"
        source = (ChannelId(900 + (of is ELSEWHERE)), MessageId(900 + (of is ELSEWHERE)))
        await reviewed(
            database,
            score(of, mine, note=f"{mark} note", feedback=f"{mark} feedback"),
            note(of, mine, f"{mark} note"),
            talk(of, words=f"{mark} words", writer_name=f"{MARK} name", source=source),
        )
    await reviewed(database, conflict(HANDED_IN, OWNER))
    async with database.store.writing() as work:
        await work.reviews.tag(HOME, HANDED_IN.id, f"{MARK} tag")
        await work.talks.block(HOME, HANDED_IN.id, blocked=True)
        await work.preferences.save(wishes(OWNER, schools=(f"{MARK} school",)))
        await work.preferences.claim_digest(HOME, OWNER, "2026-03-01", NOW)
        await work.talks.opened(900, MessageId(1))
        await work.talks.opened(901, MessageId(1))
        await work.commit()
    await indexed(database, ELSEWHERE, "Another's 他人")


HELD = replace(
    claimed(submitted(pitch("Held", owner=UserId(5)))),
    state=State.CHANGES_REQUESTED,
    changes=ChangeRequest(("title",), "Shorter", None, State.IN_REVIEW, COORDINATOR),
)
PROPOSED = replace(
    claimed(submitted(pitch("Proposed", owner=UserId(6))), GUEST),
    proposal=Proposal(State.DECLINED, "Too long", COORDINATOR),
)
SENT_KEY = "key-sent-by-them"


async def fill_coordinator(database: Database) -> dict[str, Notice]:
    """A coordinator who held, asked, proposed, scored, wrote, answered and was told of things."""
    await seed(database)
    await stored(database, HELD, PROPOSED)
    sent = file(HELD, uploader=COORDINATOR, field=FIELD, key=SENT_KEY, name=f"{MARK}.pdf")
    await attached(database, sent, file(HELD, field=FIELD, key="key-of-author"))
    said = talk(
        HELD,
        by_author=False,
        writer=COORDINATOR,
        writer_name=f"{MARK} name",
        words=f"{MARK} words",
        files=(sent.id,),
    )
    await reviewed(
        database,
        score(HELD, note=f"{MARK} note", feedback=f"{MARK} feedback"),
        score(PROPOSED, note=f"{MARK} note"),
        conflict(PROPOSED),
        note(HELD, words=f"{MARK} note"),
        said,
    )
    author, theirs = UserId(5), COORDINATOR
    given = {
        "reply": notice(HELD, author, kind=NoticeKind.REPLY, actor=theirs, detail=said.id),
        "at desk": notice(HELD, None, kind=NoticeKind.REPLY, actor=theirs, detail=said.id),
        "again": notice(HELD, None, kind=NoticeKind.REOPENED, actor=theirs),
        "of it": notice(HELD, author, kind=NoticeKind.REOPENED, actor=theirs),
        "raised": notice(HELD, None, kind=NoticeKind.UNTOUCHED, detail="9"),
        "due": notice(HELD, theirs, kind=NoticeKind.REVIEW_DUE),
        "digest": notice(HELD, theirs, kind=NoticeKind.DIGEST, detail=f"2026-03-01 {HELD.id}"),
    }
    await queued(database, *given.values())
    for number, each in enumerate(given.values()):
        there = Delivered(ChannelId(300 + number), MessageId(400 + number))
        await database.queue.sent(each, there, NOW)
    await saved(database, entry(), by=theirs)
    await asked(database, answered(asker=GUEST, answered_by=theirs))
    async with database.store.writing() as work:
        await work.people.remember(HOME, theirs, Locale.EN, NOW)
        await work.preferences.save(wishes(theirs, schools=(f"{MARK} school",)))
        await work.preferences.claim_digest(HOME, theirs, "2026-03-01", NOW)
        for of in (HELD, PROPOSED):
            event = PitchEvent(of.id, HOME, NOW, theirs, State.SUBMITTED, State.IN_REVIEW, "")
            await work.events.add(event)
        await work.commit()
    return given


async def erase_person(database: Database, of: UserId = OWNER) -> list[str]:
    """As the service does it; the keys of the files that are to go."""
    async with database.store.writing() as work:
        owned = await work.erasure.pitches_owned(HOME, of)
        keys: list[str] = []
        for each in owned:
            if each.state is State.DRAFT:
                keys += await work.erasure.drop_draft(HOME, each.id)
            else:
                keys += await work.erasure.strip(erase(each), expected=each.version)
        for sent in await work.files.sent_by(HOME, of):
            await work.files.remove(HOME, sent.id)
            keys.append(sent.key)
        for handled in await work.erasure.handled(HOME, of):
            await work.pitches.save(forget(handled, of), expected=handled.version)
        await work.questions.forget(HOME, of)
        await work.team.remove_user(HOME, of)
        await work.erasure.forget(HOME, of, [each.id for each in owned])
        await work.commit()
    return keys
