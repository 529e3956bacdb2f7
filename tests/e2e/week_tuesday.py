"""Tuesday: they score, each for themselves, and talk with the authors."""

from __future__ import annotations

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from tests.e2e.blind import content, of_desk
from tests.e2e.desk import decide
from tests.e2e.story import words
from tests.e2e.talking import replies, writes_in_modal
from tests.e2e.test_exports import only_file
from tests.e2e.test_rhythm import chooses, gives_times, settings
from tests.e2e.week import Piece, Week, part_of
from tests.e2e.week_monday import NAMES

FEEDBACK = "守塔人为什么不走？请再写清楚一些。"
SHANGHAI = "Asia/Shanghai"


async def tuesday(week: Week) -> None:
    await week.until("Tuesday", 9)
    await nobody_sees_the_others_scores_before_their_own(week)
    await a_blind_pitch_waits_for_its_quorum(week)
    await an_author_answers_in_chinese(week)
    await one_with_shut_dms_answers_in_a_thread_and_stays_unknown(week)
    await what_was_written_while_the_bot_was_down_arrives_once(week)
    await the_blind_programme_names_nobody(week)
    await jun_wants_a_digest_in_the_morning(week)
    await who_is_to_review_is_reminded_a_day_before(week)


async def scores(person: Person, piece: Piece, level: int, feedback: str = "") -> Reply:
    """*Score* on the card; the modals are in the person's language."""
    text = words(person)
    opened = await person.presses("Score", on=piece.card)
    assert opened.modal is not None, opened.text
    chosen = [text(f"score.level_{level}")]
    sent = await person.fills({one.label: chosen for one in opened.modal.fields})
    await person.presses(text("button.continue"), on=sent.message)
    return await person.fills({text("score.note"): "", text("score.feedback"): feedback})


async def nobody_sees_the_others_scores_before_their_own(week: Week) -> None:
    maya, jun, harbour = week.maya, week.jun, week.harbour
    await scores(maya, harbour, 2, FEEDBACK)
    before = await jun.types("/submissions review", ref=harbour.ref)
    assert words(jun)("score.hidden") in before.text
    assert f"{maya.mention} 2.0" not in before.text
    assert FEEDBACK not in before.text
    after = await scores(jun, harbour, 4)
    assert f"{maya.mention} 2.0" in after.text
    assert "3.00" in after.text
    await week.all_is_told()
    assert "**Scores** 2" in harbour.card.text
    assert "3.00" not in harbour.card.text


async def a_blind_pitch_waits_for_its_quorum(week: Week) -> None:
    maya, noor, lamp = week.maya, week.noor, week.lamp
    assert "**Scores** 0 of 2" in lamp.card.text
    await scores(maya, lamp, 4)
    early = await decide(noor, lamp.ref, "declined", "No room")
    assert early.text == words(noor)("error.quorum_missing", count=1, needed=2)
    await scores(noor, lamp, 3)
    for person in (maya, week.jun):
        await scores(person, week.bridge, 5)
    await week.all_is_told()
    for piece in (lamp, week.bridge):
        assert "**Scores** 2 of 2" in piece.card.text


async def an_author_answers_in_chinese(week: Week) -> None:
    maya, lin, harbour = week.maya, week.lin, week.harbour
    asked = "Where is it set?"
    opened = await maya.presses("Reply", on=harbour.card)
    await writes_in_modal(maya, opened, asked)
    read = await lin.sees(asked, in_="dm")
    week.told[lin].append(asked)
    await lin.writes("在一座**港口**。", reply_to=read)
    shown = await maya.sees("在一座", in_=harbour.thread)
    assert r"\*\*港口\*\*" in shown.text
    assert lin.mention in shown.text
    assert not lin.is_mentioned(shown)
    opened = await week.jun.presses("Reply", on=shown)
    await writes_in_modal(week.jun, opened, "谢谢，明白了。")
    await lin.sees("谢谢，明白了。", in_="dm")
    week.told[lin].append("谢谢，明白了。")
    edited = await lin.writes("港口在青岛", in_="dm")
    shown = await maya.sees("港口在青岛", in_=harbour.thread)
    await lin.edits(edited, "港口在厦门")
    changed = await maya.sees("港口在厦门", in_=harbour.thread)
    assert (changed.id, "Edited" in changed.text) == (shown.id, True)
    regretted = await lin.writes("评委都是傻瓜", in_="dm")
    shown = await maya.sees("评委都是傻瓜", in_=harbour.thread)
    await lin.deletes(regretted)
    gone = await maya.sees(words(maya)("talk.deleted"), in_=harbour.thread)
    assert (gone.id, "傻瓜" in gone.text) == (shown.id, False)


async def one_with_shut_dms_answers_in_a_thread_and_stays_unknown(week: Week) -> None:
    yun, noor, bridge = week.yun, week.noor, week.bridge
    asked = "Which bank is home?"
    shown = await noor.types("/submissions view", ref=bridge.ref)
    opened = await noor.presses("Reply", on=shown.message)
    await writes_in_modal(noor, opened, asked)
    mine = words(yun)("notice.thread", ref=bridge.ref)
    read = await yun.sees(asked, in_=mine)
    week.told[yun].append(asked)
    await yun.writes("兩岸都是家。", reply_to=read)
    await noor.sees("兩岸都是家。", in_=bridge.thread)


async def what_was_written_while_the_bot_was_down_arrives_once(week: Week) -> None:
    stage, maya, lin, ana = week.stage, week.maya, week.lin, week.ana
    asked = "How long is the crossing?"
    await replies(maya, week.ferry.ref, asked)
    for author in week.ferry.authors:
        await author.sees(asked, in_="dm")
        week.told[author].append(asked)
    await stage.stop()
    await lin.writes("灯塔是真的", in_="dm")
    await ana.writes("Nine hours", in_="dm")
    await lin.writes("我小时候住在那里", in_="dm")
    await stage.start()
    await maya.sees("我小时候住在那里", in_=week.harbour.thread)
    await maya.sees("Nine hours", in_=week.ferry.thread)
    await stage.restart()
    await lin.writes("我有照片", in_="dm")
    await maya.sees("我有照片", in_=week.harbour.thread)
    said = ("灯塔是真的", "我小时候住在那里", "我有照片")
    told = [one for text in week.harbour.said_in_thread("") for one in said if one in text]
    assert told == list(said)
    assert len(week.ferry.said_in_thread("Nine hours")) == 1


async def the_blind_programme_names_nobody(week: Week) -> None:
    maya, text = week.maya, words(week.maya)
    found = of_desk(await maya.reads("desk"))
    for piece in (week.lamp, week.bridge):
        shown = await maya.types("/submissions view", ref=piece.ref)
        found.append(content(shown))
        while shown.message and text("button.further") in [b.label for b in shown.message.buttons]:
            shown = await maya.presses(text("button.further"), on=shown.message)
            found.append(content(shown))
        for command in ("review", "changes"):
            found.append(content(await maya.types(f"/submissions {command}", ref=piece.ref)))
        offered = await maya.completes("/submissions view", "ref", piece.ref)
        found += [choice.name for choice in offered]
        found.append(content(await maya.types("/audit", ref=piece.ref)))
    found.append(content(await maya.types("/submissions list", program="hina")))
    export = await maya.types(
        "/submissions export", kind=text("export.kind.csv"), program="hina", state="all"
    )
    found.append(only_file(export).content.decode("utf-8-sig"))
    everything = "\n".join(found).casefold()
    assert "海上的燈" in everything
    for name in (*NAMES, str(week.wei.id), str(week.yun.id)):
        at = everything.find(name)
        assert at < 0, everything[max(0, at - 200) : at + 100]
    assert await maya.completes("/submissions view", "ref", "陳偉") == []


async def jun_wants_a_digest_in_the_morning(week: Week) -> None:
    jun = week.jun
    await settings(jun)
    await gives_times(jun, timezone=SHANGHAI, begin="", end="", schools="")
    shown = await chooses(jun, "prefs.at", hour="09:00")
    assert words(jun)("prefs.digest_at", hour="09:00") in shown


async def who_is_to_review_is_reminded_a_day_before(week: Week) -> None:
    jun, ferry = week.jun, week.ferry
    await week.until("Tuesday", 17, 50)
    due = part_of(jun, "digest.review_due", headline=ferry.line)
    await week.all_is_told()
    assert not [one for one in await jun.reads("dm") if due in one.text]
    await week.until("Tuesday", 18)
    await jun.sees(due, in_="dm")
    week.told[jun].append(due)
