"""Wednesday: changes are asked for and come; reminders, a digest, and the quiet of the night."""

from __future__ import annotations

from sandbox.people.person import Person
from tests.e2e.desk import ask_for_changes, send_new_version
from tests.e2e.story import words
from tests.e2e.test_rhythm import chooses, gives_times, settings
from tests.e2e.week import Piece, Week, part_of

LONDON, SHANGHAI = "Europe/London", "Asia/Shanghai"
ASKED = "Please say where the ferry goes."


async def wednesday(week: Week) -> None:
    await juns_digest_comes_at_nine_in_shanghai(week)
    await week.until("Wednesday", 9)
    await a_team_makes_the_changes_that_were_asked_for(week)
    await who_has_not_yet_is_reminded_a_day_before(week)
    await an_overdue_review_is_raised_once(week)
    await at_night_noor_is_left_in_peace(week)


async def juns_digest_comes_at_nine_in_shanghai(week: Week) -> None:
    jun = week.jun
    text, title = words(jun), await digest(week, "Wednesday")
    (one,) = [one for one in await jun.reads("dm") if title in one.text]
    assert text.n("digest.due", 1) in one.text
    assert "Night Ferry" in one.text
    assert text.n("digest.wrote", 3) in one.text
    assert week.mirror.title not in one.text


async def digest(week: Week, day: str) -> str:
    """How Jun's of that day begins, once it came; before its hour it did not."""
    jun = week.jun
    date = week.moment(day, 9, zone=SHANGHAI).date()
    title = words(jun)("digest.title", day=date)
    await week.until(day, 8, 50, SHANGHAI)
    assert not [one for one in await jun.reads("dm") if title in one.text]
    await week.until(day, 9, 5, SHANGHAI)
    await jun.sees(title, in_="dm")
    week.told[jun].append(title)
    await week.stage.restart()
    return title


def asked_for_changes(week: Week, piece: Piece, message: str) -> None:
    week.reads(piece, "notice.changes_asked", message=f"> {message}")


def new_version(week: Week, piece: Piece) -> None:
    """Its authors are to read that the second version arrived."""
    for author in piece.authors:
        filled = {**dict.fromkeys(("utc", "local", "hash", "ref"), ""), "number": 2}
        whole = words(author)("receipt.revised", headline=piece.line, **filled)
        week.told[author].append("\n".join(whole.splitlines()[:2]))


async def a_team_makes_the_changes_that_were_asked_for(week: Week) -> None:
    jun, sam, ferry = week.jun, week.sam, week.ferry
    due = week.moment("Friday", 12).isoformat()
    await ask_for_changes(jun, ferry.ref, ("title", "logline"), ASKED, due)
    asked_for_changes(week, ferry, ASKED)
    for author in ferry.authors:
        read = await author.sees(ASKED, in_="dm")
        assert "Title, Logline" in read.text
        assert str(int(week.moment("Friday", 12).timestamp())) in read.text
    await week.maya.sees("Changes requested", in_="desk")
    await send_new_version(sam, ferry.ref, {"logline": "From Trieste to Patras, by night."})
    new_version(week, ferry)
    news = await week.maya.sees("After: From Trieste to Patras", in_=ferry.thread)
    assert "Before: About logline" in news.text
    await week.all_is_told()
    assert "State** In review" in ferry.card.text
    assert "version 2" in ferry.card.text


async def who_has_not_yet_is_reminded_a_day_before(week: Week) -> None:
    yun, bridge = week.yun, week.bridge
    due = week.moment("Thursday", 10).isoformat()
    await ask_for_changes(week.maya, bridge.ref, ("logline",), "Why a bridge?", due)
    asked_for_changes(week, bridge, "Why a bridge?")
    mine = words(yun)("notice.thread", ref=bridge.ref)
    await yun.sees("Why a bridge?", in_=mine)
    await week.until("Wednesday", 10)
    reminder = part_of(yun, "notice.changes_due", headline=bridge.line)
    await yun.sees(reminder, in_=mine)
    week.told[yun].append(reminder)
    await week.all_is_told()


async def an_overdue_review_is_raised_once(week: Week) -> None:
    jun, ferry = week.jun, week.ferry
    await week.until("Wednesday", 18)
    late = part_of(jun, "digest.review_late", headline=ferry.line)
    await jun.sees(late, in_="dm")
    week.told[jun].append(late)
    overdue = await week.maya.types("/submissions list", show="Overdue")
    assert ferry.ref in overdue.text
    await week.stage.restart()
    await week.all_is_told()


async def at_night_noor_is_left_in_peace(week: Week) -> None:
    lin, noor, harbour = week.lin, week.noor, week.harbour
    await settings(noor)
    await chooses(noor, "prefs.instant")
    shown = await gives_times(noor, timezone=LONDON, begin="22", end="7:00", schools="")
    assert words(noor)("prefs.quiet", begin="22:00", end="07:00") in shown
    await week.until("Wednesday", 23, 5, LONDON)
    await lin.writes("我又想到一个结尾", in_="dm")
    await week.maya.sees("我又想到一个结尾", in_=harbour.thread)
    await digest(week, "Thursday")
    await week.until("Thursday", 6, 50, LONDON)
    assert await of_what_was_written(noor, harbour) == 0
    await week.until("Thursday", 7, 5, LONDON)
    await noor.sees(told(noor, harbour), in_="dm")
    await week.all_is_told()
    assert await of_what_was_written(noor, harbour) == 1


def told(person: Person, piece: Piece) -> str:
    return part_of(person, "digest.author_wrote", headline=piece.line)


async def of_what_was_written(person: Person, piece: Piece) -> int:
    """How often they were told in a DM that an author wrote."""
    return sum(told(person, piece) in one.text for one in await person.reads("dm"))
