"""Digests, settings and the log fit Discord's limits in every language, however full they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.discord_io.audit_view import HAPPENINGS, WHAT, AuditButton, audit, query_ids, read_query
from bot.discord_io.desk_notices import desk_text
from bot.discord_io.digest_view import coordinator_notice, digest_notice, digest_text
from bot.discord_io.preferences_view import ALL, preferences
from bot.domain.ids import ChannelId, PitchId, ProgrammeKey, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.preferences import Preferences, Telling
from bot.domain.rhythm import Digest, DigestItem, Part
from bot.domain.text import Localized
from bot.services.auditing import AUDITED, Audited
from bot.services.digests import SHOWN
from bot.services.ports import Page
from bot.services.ports_delivery import DigestBrief
from bot.services.ports_desk import AuditQuery
from bot.services.preferring import SCHOOLS, Prefers
from bot.texts import Text
from tests.db.samples import HOME, NOW, notice
from tests.unit import samples
from tests.unit.viewing import brief, check, history, labels, languages, parts, words

SNOWFLAKE = 2**63 - 1
PROGRAMME = samples.PROGRAMMES["hina"]
FULLEST = samples.submitted(samples.draft(PROGRAMME, samples.longest))
EVERYTHING = AuditQuery(PitchId("f" * 20), UserId(SNOWFLAKE), None, max(WHAT, key=len), NOW, NOW)


def digest(text: Text, *, lead: bool = True) -> DigestBrief:
    item = DigestItem(FULLEST.pitch, PROGRAMME, NOW, (ChannelId(SNOWFLAKE), SNOWFLAKE))
    full = Digest(dict.fromkeys(Part, 999), dict.fromkeys(Part, (item,) * SHOWN), 99)
    sent = replace(
        notice(FULLEST.pitch, UserId(7), kind=NoticeKind.DIGEST),
        detail=f"2026-03-01 {NOW.isoformat()}",
    )
    return DigestBrief(sent, None, text.locale, full, lead)


@languages
class TestDigests:
    def test_the_fullest_fits_one_message(self, text: Text) -> None:
        view = digest_notice(digest(text), text)
        check(view)
        for part in Part:
            assert text.n(f"digest.{part.value}", 999) in words(view)

    def test_what_is_for_leads_is_not_in_that_of_others(self, text: Text) -> None:
        assert text.n("digest.release", 999) not in digest_text(digest(text, lead=False), text)

    def test_one_with_nothing_left_says_so(self, text: Text) -> None:
        empty = replace(digest(text), digest=Digest())
        assert text("digest.nothing") in digest_text(empty, text)

    @pytest.mark.parametrize("kind", [NoticeKind.NEW_PITCH, NoticeKind.REVIEW_DUE])
    @pytest.mark.parametrize("detail", ["", "late"])
    @pytest.mark.parametrize("route", [Route.DM, Route.THREAD])
    def test_what_is_told_at_once_fits_and_has_no_button(
        self, text: Text, kind: NoticeKind, detail: str, route: Route
    ) -> None:
        told = brief(FULLEST, kind, route, text.locale, detail=detail)
        told = replace(told, pitch=replace(told.pitch, review_due=NOW))
        for each in (told, replace(told, card=None)):
            view = coordinator_notice(each, text)
            check(view)
            assert labels(view) == []
            assert str(told.pitch.ref) in words(view)

    def test_the_desk_reads_for_how_long_nobody_did_anything(self, text: Text) -> None:
        told = brief(FULLEST, NoticeKind.UNTOUCHED, Route.DESK, text.locale, detail="9")
        free = replace(told, pitch=replace(told.pitch, assignee=None))
        held = replace(told, pitch=replace(told.pitch, assignee=UserId(7)))
        assert "9" in desk_text(free, text)
        assert "<@7>" in desk_text(held, text)


@languages
class TestSettings:
    def test_the_fullest_fit(self, text: Text) -> None:
        long = Localized(*("*" * 100,) * 3)
        many = tuple(replace(PROGRAMME, key=ProgrammeKey(f"{n:032}"), name=long) for n in range(40))
        known = Preferences(
            HOME,
            UserId(7),
            "America/Argentina/ComodRivadavia",
            Telling.INSTANT,
            {each.key: Telling.OFF for each in many},
            23,
            22,
            7,
            tuple(f"{n}{'*' * 98}" for n in range(SCHOOLS)),
        )
        for scope in (ALL, many[3].key, "gone"):
            check(preferences(Prefers(known, many), scope, text))

    def test_the_plainest_have_no_choice_of_programmes(self, text: Text) -> None:
        view = preferences(Prefers(Preferences(HOME, UserId(7), "UTC"), ()), ALL, text)
        check(view)
        menus = [part for part in parts(view) if part["type"] == 3]
        assert len(menus) == 2
        assert text("prefs.no_digest") in words(view)

    @pytest.mark.parametrize("key", ["prefs.digest", "prefs.off"])
    def test_a_digest_that_is_wanted_at_no_hour_asks_for_one(self, text: Text, key: str) -> None:
        wants = Preferences(HOME, UserId(7), "UTC", Telling.DIGEST)
        if key == "prefs.off":
            known = {PROGRAMME.key: Telling.DIGEST}
            wants = replace(wants, usual=Telling.OFF, programmes=known)
        view = preferences(Prefers(wants, (PROGRAMME,)), ALL, text)
        assert text(key) in words(view)
        assert text("prefs.digest_wanting") in words(view)
        assert text("prefs.no_digest") not in words(view)


@languages
class TestLog:
    def test_the_fullest_page_fits_and_names_all_of_it(self, text: Text) -> None:
        events = history(FULLEST)
        starts = range(0, len(events), AUDITED)
        for start in starts:
            items = [
                Audited(replace(each, actor=UserId(SNOWFLAKE)), FULLEST.pitch, PROGRAMME)
                for each in events[start : start + AUDITED]
            ]
            view = audit(Page(items, 12_345), EVERYTHING, 999, text)
            check(view)
            assert words(view).count(str(FULLEST.pitch.ref)) == len(items)

    def test_where_nothing_was_done_it_says_so(self, text: Text) -> None:
        assert words(audit(Page([], 0), AuditQuery(), 0, text)) == text("audit.none")


@pytest.mark.parametrize("query", [AuditQuery(), EVERYTHING, AuditQuery(what="due")])
def test_what_was_asked_for_is_read_again_from_a_button(query: AuditQuery) -> None:
    made = AuditButton(*query_ids(query), 12_345)
    assert made.custom_id is not None
    assert len(made.custom_id) <= 100
    found = read_query(made.ids)
    seconds = {
        name: moment and moment.replace(microsecond=0)
        for name, moment in (("since", query.since), ("until", query.until))
    }
    assert found == replace(query, **seconds)


def test_what_can_be_asked_for_is_as_much_as_discord_offers() -> None:
    assert len(WHAT) == 25
    assert set(HAPPENINGS) <= set(WHAT)
