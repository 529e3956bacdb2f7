"""Monday: the pitches come in, and the coordinators share them out."""

from __future__ import annotations

import asyncio

from sandbox.state.files import File
from tests.e2e.story import PDF_FILE, fill_all, reference, words
from tests.e2e.together import invites, joins, submits
from tests.e2e.week import Week, part_of
from tests.support.filemaking import PDF

TRAP = "{title} **大** @everyone <@&1>"
HARBOUR = {
    "title": "月亮港口",
    "logline": "守塔人等着潮水。",
    "synopsis": "一座港口，一座灯塔，一个不肯离开的人。",
}
SCHOOL = "Orsonville Institute"
REEL = File("chen_weilun_reel.pdf", PDF)
LAMP = {
    "title": "海上的燈",
    "name": "Wei-Lun Chen 陳偉",
    "school": SCHOOL,
    "bio": f"Wei-Lun Chen, {SCHOOL}, 2024",
    "statement": f"I, Wei-Lun Chen of the {SCHOOL}, grew up by the sea.",
    "resume_file": [REEL],
    "deck": [REEL],
}
NAMES = ("wei-lun", "orsonville", "chen_weilun", "陳偉", "許雲")
"""What nobody may find who reviews the blind programme."""
NOTE = "Ask about the ending."


async def monday(week: Week) -> None:
    await week.until("Monday", 9)
    await six_authors_and_a_coordinator_pitch(week)
    await the_coordinators_find_them(week)
    await they_share_them_out(week)
    await of_two_who_claim_at_once_one_is_told_who_has_it(week)
    await they_mark_what_they_read(week)
    await nobody_reviews_their_own_or_what_they_declared(week)


async def six_authors_and_a_coordinator_pitch(week: Week) -> None:
    week.harbour = await week.sends(week.lin, "chunm", HARBOUR)
    await a_team_of_two_pitches_with_a_file(week)
    week.trap = await week.sends(week.hao, "chunm", {"title": TRAP})
    week.mirror = await week.sends(week.jun, "chunm", {"title": "镜子里的街"})
    week.lamp = await week.sends(week.wei, "hina", LAMP)
    week.yun.shuts_dms()
    week.bridge = await week.sends(week.yun, "hina", {"title": "橋的兩端"})
    assert "守塔人等着潮水。" in week.harbour.card.text
    assert week.harbour.thread.name == f"{week.harbour.ref} · 月亮港口"
    for piece in (week.lamp, week.bridge):
        assert words(week.maya)("card.hidden") in piece.card.text
    assert not week.maya.is_mentioned(week.trap.card)
    assert r"@everyone" not in week.trap.card.text.replace(r"\@everyone", "")


async def a_team_of_two_pitches_with_a_file(week: Week) -> None:
    sam, ana = week.sam, week.ana
    await fill_all(sam, given={"title": "Night Ferry", "script": [PDF_FILE]})
    ref = reference(await sam.types("/pitch list"))
    await invites(sam, ref, ana)
    await joins(ana, ref)
    line = f"`{ref}` **Night Ferry**"
    week.told[ana].append(part_of(ana, "notice.invited", headline=line))
    week.told[sam].append(words(sam)("notice.team_joined", who=ana.mention, headline=line))
    await submits(sam, ref)
    week.ferry = await week.arrived(ref, "Night Ferry", sam, ana)
    assert PDF_FILE.name in week.ferry.card.text.replace("\\", "")
    assert ana.mention in week.ferry.card.text
    files = await week.noor.presses("Files", on=week.ferry.card)
    opened = await week.noor.presses("Open", on=files.message)
    assert opened.message is not None
    assert [one.content for one in opened.message.attachments] == [PDF_FILE.content]


async def the_coordinators_find_them(week: Week) -> None:
    maya = week.maya
    everything = (week.harbour, week.ferry, week.trap, week.mirror, week.lamp, week.bridge)
    for asked, found in (
        ({"show": "Nobody's", "state": "Submitted"}, everything),
        ({"program": "hina"}, (week.lamp, week.bridge)),
        ({"language": "Chinese, Simplified"}, (week.harbour, week.trap, week.mirror)),
        ({"show": "Mine"}, ()),
    ):
        listed = (await maya.types("/submissions list", **asked)).text
        assert [piece for piece in everything if piece.ref in listed] == list(found), asked
    for typed, found in (("潮水", (week.harbour,)), ("ferry", (week.ferry,))):
        listed = (await maya.types("/submissions search", text=typed)).text
        assert [piece for piece in everything if piece.ref in listed] == list(found), typed


async def they_share_them_out(week: Week) -> None:
    maya, noor, jun = week.maya, week.noor, week.jun
    for person, piece in (
        (maya, week.harbour), (noor, week.mirror), (noor, week.lamp), (maya, week.bridge),
    ):  # fmt: skip
        await person.presses("Claim", on=piece.card)
        await maya.sees(f"In review · {person.mention}", in_="desk")
        week.reads(piece, "notice.claimed")
        await week.all_is_told()
    given = await maya.types("/submissions assign", ref=week.ferry.ref, coordinator=jun)
    assert jun.mention in given.text
    week.reads(week.ferry, "notice.claimed")
    assigned = {"headline": week.ferry.line, "who": maya.mention, "ref": week.ferry.ref}
    await jun.sees(words(jun)("notice.assigned", **assigned), in_="dm")
    week.told[jun].append(words(jun)("notice.assigned", **assigned))
    await week.all_is_told()
    assert week.ferry.ref in (await jun.types("/submissions list", show="Mine")).text


async def of_two_who_claim_at_once_one_is_told_who_has_it(week: Week) -> None:
    both = (week.maya, week.noor)
    card = week.trap.card
    replies = await asyncio.gather(*(one.presses("Claim", on=card) for one in both))
    done = words(week.maya)("desk.claimed", headline=week.trap.line)
    first = [reply.text for reply in replies].index(done)
    holder, other = both[first], both[1 - first]
    late = replies[1 - first].text
    assert late == words(other)("error.already_claimed", by=holder.id)
    await other.sees(f"In review · {holder.mention}", in_="desk")
    week.reads(week.trap, "notice.claimed")
    await week.all_is_told()


async def they_mark_what_they_read(week: Week) -> None:
    maya, harbour, ferry = week.maya, week.harbour, week.ferry
    await maya.types("/submissions tag", ref=harbour.ref, tag="#Sea")
    await maya.presses("Note", on=harbour.card)
    await maya.fills({words(maya)("note.words"): NOTE})
    due = week.moment("Wednesday", 18).isoformat()
    await maya.types("/submissions due", ref=ferry.ref, due=due)
    await week.all_is_told()
    assert "**Tags** #sea" in harbour.card.text
    assert "**Notes** 1" in harbour.card.text
    assert "Review due" in ferry.card.text
    assert harbour.ref in (await week.noor.types("/submissions list", tag="sea")).text


async def nobody_reviews_their_own_or_what_they_declared(week: Week) -> None:
    noor, jun = week.noor, week.jun
    own = await jun.presses("Score", on=week.mirror.card)
    assert own.text == words(jun)("error.own_pitch")
    given = await week.maya.types("/submissions assign", ref=week.mirror.ref, coordinator=jun)
    assert given.text == words(week.maya)("error.their_own_pitch", by=jun.id)
    await noor.types("/submissions conflict", ref=week.harbour.ref)
    refused = await noor.presses("Score", on=week.harbour.card)
    assert refused.text == words(noor)("error.conflict_of_interest")
    assert (await week.maya.presses("Score", on=week.harbour.card)).modal is not None
    week.maya.dismisses_modal()
