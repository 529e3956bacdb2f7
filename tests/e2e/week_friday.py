"""Friday: the lead releases, the authors read, and the week is looked back on."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re

from pypdf import PdfReader

from bot.discord_io.escape import escape
from bot.domain.text import Locale
from sandbox.people.person import Person
from tests.e2e.desk import decide, withdraw
from tests.e2e.story import words
from tests.e2e.test_exports import check_picture, only_file
from tests.e2e.test_releasing import choose_all, pages
from tests.e2e.week import Piece, Week
from tests.e2e.week_monday import NAMES
from tests.e2e.week_thursday import LETTER, NASTY_SHOWN, NEVER_TOLD
from tests.e2e.week_tuesday import FEEDBACK
from tests.e2e.week_wednesday import digest
from tests.unit.test_sheets import read_xlsx

WROTE = "An author wrote to the coordinators"


async def friday(week: Week) -> None:
    await digest(week, "Friday")
    await week.until("Friday", 9)
    letters = await the_lead_reads_what_each_author_will(week)
    await of_two_who_release_at_once_one_is_told_who_did(week)
    await the_authors_read_what_was_previewed(week, letters)
    await who_was_accepted_confirms_and_moves_along(week)
    await a_team_withdraws_and_thinks_again(week)
    await what_was_declined_is_taken_up_again(week)
    await the_week_is_taken_away_as_files_and_figures(week)
    await the_log_tells_the_story_of_one_pitch_in_order(week)


def letters_of(week: Week) -> dict[Person, str]:
    """What each author is to read."""
    lin, sam, ana, hao, wei, yun = week.lin, week.sam, week.ana, week.hao, week.wei, week.yun

    def bots(author: Person, key: str, piece: Piece, **filled: str) -> str:
        return words(author)(f"notice.{key}", headline=piece.line, **filled)

    accepted = bots(lin, "accepted", week.harbour)
    declined = LETTER[Locale.ZH_CN].replace("{reason}", NASTY_SHOWN)
    trap = declined.replace("{ref}", week.trap.ref, 1).replace("{title}", escape(week.trap.title))
    return {
        lin: f"{accepted}\n\n{words(lin)('letter.feedback')}\n> {escape(FEEDBACK)}",
        sam: bots(sam, "accepted", week.ferry),
        ana: bots(ana, "accepted_member", week.ferry, owner=sam.mention),
        hao: trap,
        wei: bots(wei, "declined", week.lamp),
        yun: bots(yun, "accepted", week.bridge),
    }


async def the_lead_reads_what_each_author_will(week: Week) -> dict[Person, str]:
    week.maya.gains("Leads")
    letters = letters_of(week)
    for lead in (week.olga, week.maya):
        previewed = await pages(lead, await choose_all(lead))
        assert len(previewed) == len(letters)
        for author, letter in letters.items():
            (page,) = [one for one in previewed if letter in one]
            locale = Locale.closest(author.locale).value.lower().replace("-", "_")
            assert words(lead)(f"language.{locale}") in page
            known = author not in (week.wei, week.yun)
            assert (author.mention in page) is known
            # Why it was proposed is for the lead, above the letter, and stands in no letter.
            inside = [line for line in page.split("\n") if NEVER_TOLD in line]
            assert all(line.startswith("> ") for line in inside)
            assert NEVER_TOLD not in page[page.index(letter) :]
        assert [name for name in NAMES if name in "".join(previewed).casefold()] == []
    return letters


async def of_two_who_release_at_once_one_is_told_who_did(week: Week) -> None:
    olga, maya = week.olga, week.maya
    label = words(olga).n("button.release", 5)
    replies = await asyncio.gather(olga.presses(label), maya.presses(label))
    for piece in (week.harbour, week.ferry, week.bridge, week.trap, week.lamp):
        told = []
        for other, reply in zip((maya, olga), replies, strict=True):
            (line,) = [one for one in reply.text.split("\n") if piece.ref in one]
            told.append(other.mention in line)
        assert sorted(told) == [False, True], [reply.text for reply in replies]
    assert (await olga.types("/submissions release")).text == words(olga)("release.none")


async def the_authors_read_what_was_previewed(week: Week, letters: dict[Person, str]) -> None:
    for author, letter in letters.items():
        week.told[author].append(letter)
    await week.all_is_told()
    for author, letter in letters.items():
        *_, told = await week.messages_to(author)
        assert told.text.removeprefix(f"{author.mention}\n").startswith(letter)
        assert NEVER_TOLD not in told.text
    for piece in (week.trap, week.lamp):
        assert "State** Not selected" in piece.card.text or "Declined" in piece.card.text
        assert piece.thread.archived
    assert week.wei.mention in week.lamp.card.text


async def who_was_accepted_confirms_and_moves_along(week: Week) -> None:
    maya, lin, harbour = week.maya, week.lin, week.harbour
    *_, letter = await week.messages_to(lin)
    await lin.presses(words(lin)("button.confirm"), on=letter)
    await maya.sees("is **confirmed**", in_=harbour.thread)
    for step, told in (("Pilot", "首集剧本"), ("Development", "")):
        (offered,) = await maya.completes("/submissions stage", "stage", step, ref=harbour.ref)
        await maya.types("/submissions stage", ref=harbour.ref, stage=offered.value)
        if told:
            week.reads(harbour, "notice.staged", stage=told)
        await week.all_is_told()
        assert step in harbour.card.text


async def a_team_withdraws_and_thinks_again(week: Week) -> None:
    sam, ana, ferry = week.sam, week.ana, week.ferry
    await withdraw(sam, ferry.ref)
    await week.maya.sees("has **withdrawn**", in_=ferry.thread)
    filled = {"headline": ferry.line, "hours": 24, "ref": ferry.ref}
    week.told[sam].append(words(sam)("notice.withdrawn", **filled))
    member = words(ana)("notice.withdrawn_member", headline=ferry.line, owner=sam.mention)
    week.told[ana].append(member)
    await week.all_is_told()
    assert "Withdrawn" in ferry.card.text
    *_, news = await week.messages_to(sam)
    await sam.presses(words(sam)("button.undo"), on=news)
    week.reads(ferry, "notice.restored")
    await week.maya.sees("as it was before", in_=ferry.thread)
    await week.all_is_told()
    assert "State** Accepted" in ferry.card.text


async def what_was_declined_is_taken_up_again(week: Week) -> None:
    olga, trap = week.olga, week.trap
    refused = await week.noor.types("/submissions reopen", ref=trap.ref, reason="A second look")
    assert refused.text == words(week.noor)("error.leads_only")
    await olga.types("/submissions reopen", ref=trap.ref, reason="A second look")
    week.reads(trap, "notice.reopened")
    await week.all_is_told()
    assert "State** In review" in trap.card.text
    assert not trap.thread.archived
    assert len(trap.said_in_thread("A second look")) == 1
    late = await decide(week.jun, week.lamp.ref, "shortlisted")
    assert week.lamp.ref in late.text
    assert words(week.jun)("state.declined") in late.text


async def the_week_is_taken_away_as_files_and_figures(week: Week) -> None:
    maya = week.maya
    text = words(maya)
    everything = (week.harbour, week.ferry, week.trap, week.mirror, week.lamp, week.bridge)
    for kind in ("csv", "xlsx", "json", "pdf"):
        reply = await maya.types(
            "/submissions export", kind=text(f"export.kind.{kind}"), state="all"
        )
        found = read_back(kind, only_file(reply).content)
        for piece in everything:
            assert piece.ref in found, (kind, piece.ref)
        for title in ("月亮港口", "Night Ferry", "海上的燈"):
            assert title in found, (kind, title)
    stats = await maya.types("/submissions stats")
    assert text.n("stats.submitted", len(everything)) in stats.text
    check_picture(only_file(stats))


def read_back(kind: str, content: bytes) -> str:
    """All that is in an exported file."""
    if kind == "csv":
        return repr(list(csv.reader(io.StringIO(content.decode("utf-8-sig")))))
    if kind == "xlsx":
        return repr(read_xlsx(content))
    if kind == "json":
        return repr(json.loads(content))
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


async def the_log_tells_the_story_of_one_pitch_in_order(week: Week) -> None:
    olga, text = week.olga, words(week.olga)
    shown = await olga.types("/audit", ref=week.harbour.ref)
    lines = [line for line in shown.text.split("\n") if line.startswith("- ")]
    while shown.message and text("button.further") in [b.label for b in shown.message.buttons]:
        shown = await olga.presses(text("button.further"), on=shown.message)
        lines += [line for line in shown.text.split("\n") if line.startswith("- ")]
    told = []
    for line in reversed(lines):
        found = re.fullmatch(r"- <t:\d+:f> · (\S+) · (.+?) · (.*)", line)
        assert found is not None, line
        assert found[2] == week.harbour.line
        told.append((found[1], found[3]))
    lin, maya, jun = week.lin.mention, week.maya.mention, week.jun.mention
    accepted = f"Accepted ({NEVER_TOLD})"
    assert [one for one in told if one[1] != accepted] == [
        (lin, "Submitted"),
        (maya, "A coordinator began to read it"),
        (maya, "added the tag “sea”"),
        (maya, "wrote a note"),
        (week.noor.mention, "declared a conflict of interest"),
        *[(maya, "scored it")] * 2,
        (jun, "scored it"),
        (maya, "wrote to the authors"),
        (lin, WROTE),
        (jun, "wrote to the authors"),
        *[(lin, WROTE), (lin, "A message was edited")],
        *[(lin, WROTE), (lin, "A message was deleted")],
        *[(lin, WROTE)] * 4,
        (maya, f"proposed: {accepted}"),
        (lin, "Confirmed by the owner"),
        (maya, "moved it on to “Pilot”"),
        (maya, "moved it on to “Development”"),
        *[(maya, "exported it")] * 4,
    ]
    (released,) = [one for one in told if one[1] == accepted]
    assert released[0] in (week.olga.mention, maya)
    at = told.index(released)
    assert [one[1] for one in told[at - 1 : at + 2]] == [
        f"proposed: {accepted}", accepted, "Confirmed by the owner",
    ]  # fmt: skip
