"""Any form that the check of programme files accepts is filled, page by page, as Discord's client
would, and everything that is shown on the way is what Discord takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, cast

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.discord_io import (
    changes_view,
    desk_open,
    draft_open,
    draft_review,
    draft_view,
    files_view,
    owner_view,
    team_view,
)
from bot.discord_io.archive_page import ArchivePage
from bot.discord_io.desk_notices import desk_post
from bot.discord_io.desk_view import desk_card, thread_name
from bot.discord_io.form_modal import page_modal
from bot.discord_io.inbox_view import inbox
from bot.discord_io.modals import OpenModal, filled_in
from bot.discord_io.notices_view import author_notice
from bot.discord_io.seen import Seen
from bot.discord_io.standing import standing
from bot.discord_io.widgets import Layout
from bot.domain.form import Answer, Kind
from bot.domain.ids import PitchId, ProgrammeKey, UserId
from bot.domain.notice import NoticeKind, Route
from bot.domain.people import Actor
from bot.domain.pitch import State
from bot.domain.programme import Programme
from bot.domain.text import Locale
from bot.services.briefs import Briefs
from bot.services.drafts import Draft
from bot.texts import Text, Texts
from db.notice_rows import read_notice
from sandbox import interactions
from sandbox.people.modal import Field, Modal, _value
from sandbox.people.resolve import Resolver
from sandbox.validation import IS_COMPONENTS_V2, check_message, check_modal
from tests.db.samples import HOME
from tests.services.house import KEY, MAYA, House
from tests.services.post import about_pitch
from tests.support.forms import answers, programmes

FEW = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
TEXTS = Texts.load()
MOST_PAGES = 60
_users = count(10_000)


def fits(*views: Layout) -> None:
    for view in views:
        shown = cast("list[dict[str, Any]]", view.to_components())  # type: ignore[no-untyped-call]
        check_message({"flags": IS_COMPONENTS_V2, "components": shown})


def every(make: Callable[[int], Layout]) -> None:
    """All pages of a view: past the last one it shows the last one."""
    before = None
    for page in range(MOST_PAGES):
        view = make(page)
        shown = view.to_components()  # type: ignore[no-untyped-call]
        if shown == before:
            return
        check_message({"flags": IS_COMPONENTS_V2, "components": shown})
        before = shown
    raise AssertionError("the pages do not end")


class Options:
    """Stands for the sandbox's resolver, where menus have nothing but options."""

    def of_select(self, _kind: int, wanted: str, raw: Mapping[str, Any]) -> str:
        return next(str(one["value"]) for one in raw["options"] if one["value"] == wanted)


def sent(modal: OpenModal, wanted: Mapping[str, Answer]) -> dict[str, Answer]:
    """What comes in once a person has put ``wanted`` into the modal and sent it; their client
    holds them to what the modal says. Files come another way."""
    payload = modal.to_dict()
    check_modal(payload)
    opened = interactions.OpenModal(cast("interactions.Interaction", None), dict(payload))
    fields = [field for field in Modal(opened).fields if field.kind != "file"]
    return dict(filled_in([{"component": _answered(field, wanted)} for field in fields]))


def _answered(field: Field, wanted: Mapping[str, Answer]) -> dict[str, Any]:
    given_ = wanted.get(field.custom_id)
    value: Any = given_ == "yes" if field.kind == "checkbox" else given_
    if given_ is None and field.kind == "text":
        value = ""
    chosen = _value(field, value, cast("Resolver", Options()), touched=True)
    return {"type": field.raw["type"], "custom_id": field.custom_id, **chosen}


def drafted(seen: Seen, after: int | None = None) -> None:
    """Everything that is shown of a draft, or of a new version, while it is filled."""
    fits(
        standing(seen, after=after, editing=True),
        draft_view.saved(seen),
        files_view.files(seen),
        team_view.team(seen),
        draft_review.consent(seen),
    )
    every(lambda page: draft_review.review(seen, page))


async def filled(
    house: House, actor: Actor, programme: Programme, given_: Mapping[str, Answer]
) -> Draft:
    """From the opening to a draft with everything in it, one modal after another."""
    text = TEXTS.of(actor.locale)
    draft = await house.intake.start(actor, KEY)
    fits(draft_open.opening(Seen(draft, text, actor.user)))
    for index, page in enumerate(programme.form.pages):
        if page not in draft.pages:
            continue
        for field in draft.shown(page):
            if field.kind is Kind.FILES:
                for _ in given_.get(field.id, ()):
                    await house.with_file(draft.pitch.id, f"{'_' * 96}.pdf", field=field.id)
        draft = await house.intake.draft(actor, draft.pitch.id)
        came = sent(page_modal(Seen(draft, text, actor.user), index), given_)
        draft = await house.intake.save_page(actor, draft.pitch.id, index, came)
        fits(standing(Seen(draft, text, actor.user), after=index))
    return draft


async def notices_fit(house: House, pitch: PitchId, text: Text) -> list[NoticeKind]:
    """All that was told of the pitch, as it would be shown now; returns what."""
    found = [read_notice(cast("Any", row)) for row in await house.queue() if row["pitch"] == pitch]
    for notice in found:
        brief = about_pitch(await Briefs(house.database.store).of(notice))
        if notice.route is not Route.DESK:
            fits(author_notice(brief, text))
        elif notice.kind in (NoticeKind.DESK_CARD, NoticeKind.DESK_UPDATE):
            fits(desk_card(brief, text))
            assert 1 <= len(thread_name(brief, text)) <= 100
        else:
            fits(desk_post(brief, text))
    return [notice.kind for notice in found]


async def read_by_all(house: House, actor: Actor, draft: Draft) -> None:
    """By its author, by a coordinator, in the inbox and in the archive."""
    text = TEXTS.of(actor.locale)
    ref = str(draft.pitch.ref)
    seen = Seen(await house.intake.view(actor, ref), text, actor.user)
    every(lambda page: owner_view.own_pitch(seen, page))
    filed = await house.desk.view(MAYA, ref)
    every(lambda page: desk_open.opened(filed, page, text))
    if desk_open.sent_files(filed):
        every(lambda page: desk_open.files(filed, page, text))
    fits(changes_view.changes(filed, (1 << 128) - 1, text))
    fits(inbox(await house.inbox.read(actor, page=0), 0, text))
    kept = (await house.privacy.gather(actor)).kept
    assert ref in ArchivePage(TEXTS)(kept, actor.locale)


@FEW
@given(st.data(), st.booleans(), st.sampled_from(Locale))
async def test_a_form_that_the_check_accepts_is_filled_handed_in_and_changed(
    house: House, data: st.DataObject, wild: bool, locale: Locale
) -> None:
    programme = replace(data.draw(programmes(wild=wild)), key=ProgrammeKey(KEY))
    given_ = data.draw(answers(programme.form))
    async with house.database.store.writing() as work:
        await work.programmes.put(HOME, programme, house.clock.now())
        await work.commit()
    actor, text = Actor(HOME, UserId(next(_users)), "*" * 32, locale), TEXTS.of(locale)

    draft = await filled(house, actor, programme, given_)
    assert draft.problems == {}
    drafted(Seen(draft, text, actor.user))
    draft = await house.intake.submit(actor, draft.pitch.id)
    asked = {name for name in draft.pitch.answers if name in given_}
    assert asked == set(given_)
    fits(draft_review.receipt(Seen(draft, text, actor.user)))
    await read_by_all(house, actor, draft)

    await house.desk.claim(MAYA, draft.pitch.id)
    fields = [field.id for field in programme.form.fields()]
    await house.reviewing.changes(MAYA, draft.pitch.id, fields, "*" * 1000, None)
    await read_by_all(house, actor, draft)
    drafted(Seen(await house.intake.draft(actor, draft.pitch.id), text, actor.user))
    changed = sent(
        page_modal(Seen(await house.intake.draft(actor, draft.pitch.id), text, actor.user), 0),
        {**given_, "title": "Another title"},
    )
    draft = await house.intake.save_page(actor, draft.pitch.id, 0, changed)
    drafted(Seen(draft, text, actor.user), after=0)
    draft = await house.intake.resubmit(actor, draft.pitch.id)
    assert (draft.pitch.state, draft.pitch.revision) == (State.IN_REVIEW, 2)
    await read_by_all(house, actor, draft)
    told = await notices_fit(house, draft.pitch.id, text)
    assert {NoticeKind.DESK_CARD, NoticeKind.NEW_VERSION, NoticeKind.REVISED} <= set(told)
