"""Everything that the bot ever wrote to a person can be read again."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.notice import NoticeKind
from bot.domain.text import Locale
from bot.services.inbox import SHOWN
from bot.services.ports import Page
from tests.db.samples import OTHER, seed
from tests.services.house import KEY, LIN, MAYA, SAM, House, elsewhere
from tests.services.post import about_pitch


async def test_an_inbox_is_empty_at_first(house: House) -> None:
    assert await house.inbox.read(LIN) == Page([], 0)


async def test_what_was_written_is_read_newest_first_as_the_pitch_is_now(house: House) -> None:
    pitch = await house.handed_in()
    claimed = (await house.desk.claim(MAYA, pitch.id)).pitch
    read = [about_pitch(brief) for brief in (await house.inbox.read(LIN)).items]
    assert [brief.notice.kind for brief in read] == [NoticeKind.CLAIMED, NoticeKind.RECEIPT]
    assert {brief.pitch.id: brief.pitch for brief in read} == {claimed.id: claimed}
    assert {brief.programme.key for brief in read} == {KEY}


async def test_it_is_read_in_the_language_that_the_person_speaks_now(house: House) -> None:
    await house.handed_in()
    await house.intake.start(replace(LIN, locale=Locale.ZH_TW), KEY)
    assert [brief.locale for brief in (await house.inbox.read(LIN)).items] == [Locale.ZH_TW]


async def test_nobody_reads_what_was_written_to_another_or_elsewhere(house: House) -> None:
    await seed(house.database, OTHER)
    await house.handed_in()
    for stranger in (SAM, MAYA, elsewhere(LIN)):
        assert (await house.inbox.read(stranger)).total == 0


async def test_all_of_it_is_read_page_by_page(house: House) -> None:
    await house.programmes.close_call(MAYA, KEY)
    await house.programmes.open_call(MAYA, KEY, per_person=25)
    written = [await house.handed_in() for _ in range(SHOWN + 2)]
    pages = [await house.inbox.read(LIN, page=page) for page in range(3)]
    assert [len(page.items) for page in pages] == [SHOWN, 2, 0]
    assert {page.total for page in pages} == {SHOWN + 2}
    read = [about_pitch(brief).pitch.id for page in pages for brief in page.items]
    assert read == [each.id for each in reversed(written)]
