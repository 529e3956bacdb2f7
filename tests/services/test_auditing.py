"""Who did what to which pitch is read by coordinators, and hides what they must not know."""

from __future__ import annotations

import pytest

from bot.domain.errors import CoordinatorsOnly, OwnPitch, SubmissionNotFound, UnreadableTime
from bot.domain.history import Happening, happening
from bot.domain.people import Actor
from bot.domain.redaction import NOBODY
from bot.services.auditing import AUDITED, Asked, Audited, Auditing
from tests.services.house import LIN, MAYA, SAM, WEI, House, elsewhere
from tests.services.reviewers import marking, with_rules


async def read(house: House, actor: Actor = MAYA, **asked: object) -> list[Audited]:
    service = Auditing(house.database.store)
    query = await service.query(actor, Asked(**asked))  # type: ignore[arg-type]
    return list((await service.read(actor, query))[0].items)


async def test_all_that_was_done_is_there_the_latest_first(house: House) -> None:
    pitch = await house.handed_in()
    house.clock.passes(hours=1)
    await house.desk.claim(MAYA, pitch.id)
    house.clock.passes(hours=1)
    await marking(house).tag(WEI, str(pitch.ref), "strong")
    found = await read(house)
    assert [each.event.actor for each in found] == [WEI.user, MAYA.user, LIN.user]
    assert happening(found[0].event) == (Happening.TAGGED, "strong")
    assert {each.pitch.id for each in found} == {pitch.id}


async def test_dates_are_read_where_the_guild_lives_and_a_day_is_all_of_it(house: House) -> None:
    pitch = await house.handed_in()  # the evening of the first in Taipei
    assert len(await read(house, since="2026-03-01", until="2026-03-01")) == 1
    assert await read(house, since="2026-03-02") == []
    assert await read(house, until="2026-02-28") == []
    assert await read(house, since="2026-03-01 20:01", ref=str(pitch.ref)) == []
    with pytest.raises(UnreadableTime):
        await read(house, since="yesterday")


async def test_a_page_beyond_the_last_is_the_last(house: House) -> None:
    pitch = await house.handed_in()
    for number in range(AUDITED):
        await marking(house).tag(MAYA, str(pitch.ref), f"tag {number}")
    service = Auditing(house.database.store)
    query = await service.query(MAYA, Asked())
    found, page = await service.read(MAYA, query, 9)
    assert (len(found.items), found.total, page) == (1, AUDITED + 1, 1)


async def test_in_a_blind_review_nobody_reads_which_author_did_it(house: House) -> None:
    await with_rules(house, blind=True)
    pitch = await house.handed_in(LIN, title="Moon by Lin")
    await house.joined((await house.drafted(SAM)).id, WEI, SAM)
    (found,) = await read(house, ref=str(pitch.ref))
    assert found.event.actor == NOBODY
    assert (found.pitch.owner, found.pitch.owner_name) == (NOBODY, "")
    assert "Lin" not in found.pitch.text("title")
    service = Auditing(house.database.store)
    query = await service.query(MAYA, Asked(actor=LIN.user))
    assert (await service.read(MAYA, query))[0].total == 0


async def test_nobody_reads_what_is_done_to_their_own(house: House) -> None:
    pitch = await house.handed_in(MAYA)
    await marking(house).tag(WEI, str(pitch.ref), "strong")
    assert await read(house, MAYA) == []
    assert len(await read(house, WEI)) == 2
    with pytest.raises(OwnPitch):
        await read(house, MAYA, ref=str(pitch.ref))


async def test_drafts_are_nobodys(house: House) -> None:
    draft = await house.drafted()
    assert await read(house) == []
    with pytest.raises(SubmissionNotFound):
        await read(house, ref=str(draft.ref))


async def test_it_is_for_coordinators_and_of_their_guild(house: House) -> None:
    await house.handed_in()
    for stranger in (LIN, elsewhere(MAYA)):
        with pytest.raises(CoordinatorsOnly):
            await read(house, stranger)
        service = Auditing(house.database.store)
        with pytest.raises(CoordinatorsOnly):
            await service.read(stranger, await service.query(MAYA, Asked()))
