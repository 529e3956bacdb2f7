"""The page that people read about what is kept of them."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from bot.discord_io.archive_page import ArchivePage
from bot.domain.notice import NoticeKind
from bot.domain.pitch import Revision
from bot.domain.team import Team
from bot.domain.text import Locale
from bot.services.archive import Kept, KeptJoined, KeptPitch
from bot.texts import Texts
from tests.db.samples import (
    HOME,
    NOW,
    OWNER,
    file,
    member,
    notice,
    pitch,
    programme,
    reference,
    submitted,
)

NASTY = "<script>alert('1')</script> $body {title}"
PITCH = replace(
    submitted(pitch(NASTY)), working={"title": "Second", "gone": "kept", "deck": ("a", "b")}
)
assert PITCH.submission is not None
KEPT = Kept(
    HOME,
    OWNER,
    NOW,
    Locale.EN,
    (
        KeptPitch(
            PITCH,
            programme(),
            (Revision(PITCH.id, 1, 1, {"title": "First"}, PITCH.submission),),
            (),
            Team(OWNER),
            (file(PITCH, name="a&b.pdf"),),
        ),
    ),
    (KeptJoined(reference(9), member(PITCH), ()),),
    (replace(notice(PITCH), kind=NoticeKind.INELIGIBLE, detail="<b>made before</b>"),),
)
NOTHING = Kept(HOME, OWNER, NOW, None, (), (), ())


class Tags(HTMLParser):
    """Sees to it that each tag that is opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.seen.add(tag)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("kept", [KEPT, NOTHING], ids=["everything", "nothing"])
def test_it_is_whole_and_runs_nothing(kept: Kept, locale: Locale) -> None:
    page = ArchivePage(Texts.load())(kept, locale)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert "script" not in tags.seen
    assert f'lang="{locale}"' in page


def test_it_shows_all_that_was_written() -> None:
    page = ArchivePage(Texts.load())(KEPT, Locale.EN)
    for shown in (
        "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; $body {title}",
        "First",
        "Second",
        "kept",
        "a, b",
        "Film, Series",
        "a&amp;b.pdf",
        "我同意。",
        "&lt;b&gt;made before&lt;/b&gt;",
        str(PITCH.ref),
        str(reference(9)),
    ):
        assert shown in page, shown
