"""How a pitch begins: which programmes take one, the draft begun or resumed, an earlier one copied.

These run within a unit of work that their caller commits.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.call import Call
from bot.domain.errors import (
    CallboardError,
    NoOpenCall,
    NotADraft,
    PitchNotFound,
    ProgrammeClosed,
    TooManyDrafts,
    TooManyPitches,
)
from bot.domain.errors_calls import ProgrammeOpensLater
from bot.domain.files import StoredFile, check_room
from bot.domain.form import Answer
from bot.domain.ids import FileId, PitchId, Reference
from bot.domain.people import Actor
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme
from bot.services.drafts import Draft, owned
from bot.services.ports import Ids, InForce, UnitOfWork
from bot.services.programmes import Offering, in_use, offerings
from bot.services.telling import Telling

DRAFTS = 10
"""Drafts that one person may have in a guild; ours."""
OFFERED = 25
"""Earlier pitches offered to copy from: as many as a select takes (Discord's limit)."""


async def programmes_to_start(
    work: UnitOfWork, actor: Actor, now: datetime
) -> tuple[Offering, ...]:
    """Raises: NoOpenCall, ProgrammeOpensLater."""
    known = await offerings(work, actor.guild, now)
    begun = {draft.programme for draft in await _resumable(work, actor, now)}
    opened = tuple(each for each in known if each.open_ or each.programme.key in begun)
    if opened:
        return opened
    later = [(each.call.opens, each) for each in known if each.call and each.call.scheduled(now)]
    if later:
        soonest = min(later, key=lambda one: one[0])[1]
        raise _closed(actor, soonest.programme, soonest.call, now)
    raise NoOpenCall


async def begun_or_new(
    work: UnitOfWork, ids: Ids, actor: Actor, typed: str, now: datetime
) -> Pitch:
    """The person's draft of the programme that may still be handed in, or a new one.

    Raises:
        ProgrammeNotFound, ProgrammeClosed, ProgrammeOpensLater, TooManyPitches, TooManyDrafts.
    """
    known = await in_use(work, actor.guild, typed)
    for draft in await _resumable(work, actor, now):
        if draft.programme == known.programme.key:
            return draft
    call = await work.calls.latest(actor.guild, known.programme.key)
    if call is None or not call.is_open(now):
        raise _closed(actor, known.programme, call, now)
    return await _new(work, ids, actor, known, call, now)


async def _new(
    work: UnitOfWork, ids: Ids, actor: Actor, known: InForce, call: Call, now: datetime
) -> Pitch:
    if await work.pitches.submitted_count(actor.guild, actor.user, call.id) >= call.per_person:
        raise TooManyPitches(limit=call.per_person)
    if len(await _own_drafts(work, actor)) >= DRAFTS:
        raise TooManyDrafts(limit=DRAFTS)
    pitch = Pitch(
        id=PitchId(ids.token()),
        guild=actor.guild,
        ref=Reference(known.programme.prefix, ids.code()),
        programme=known.programme.key,
        form_version=known.version,
        call=call.id,
        owner=actor.user,
        owner_name=actor.name,
        owner_handle=actor.handle,
        locale=actor.locale,
        created=now,
    )
    await work.pitches.add(pitch)
    telling = Telling(work, ids, actor.guild, pitch.id, now, actor.user)
    await telling.event(None, State.DRAFT)
    return pitch


async def to_copy_from(work: UnitOfWork, actor: Actor, pitch: Pitch) -> tuple[Pitch, ...]:
    """What the person handed in to other calls of the programme, and their other drafts of it,
    which missed a deadline; newest first."""
    earlier = await work.pitches.earlier(
        actor.guild, actor.user, pitch.programme, excluding=pitch.call, limit=OFFERED
    )
    drafts = [
        each
        for each in await _own_drafts(work, actor)
        if each.programme == pitch.programme and each.id != pitch.id and each.answers
    ]
    both = sorted((*earlier, *drafts), key=lambda each: each.created, reverse=True)
    return tuple(both[:OFFERED])


async def copied(
    work: UnitOfWork, ids: Ids, actor: Actor, pitch_id: PitchId, ref: Reference, now: datetime
) -> None:
    """Fill the draft with the answers and files of an earlier pitch, by the ids of the fields,
    where it has none of its own yet.

    Raises:
        PitchNotFound: one of the two is not this person's own, or they are of two programmes.
        OwnerOnly, NotADraft, TooManyFiles, PitchFull, PersonFull.
    """
    draft = await owned(work, actor, pitch_id, now)
    pitch = draft.pitch
    if pitch.state is not State.DRAFT:
        raise NotADraft(ref=str(pitch.ref))
    source = await work.pitches.get(actor.guild, ref)
    if source.owner != actor.user or source.programme != pitch.programme or source.id == pitch.id:
        raise PitchNotFound
    files = {each.id: each for each in await work.files.of(actor.guild, source.id)}
    fresh = {name: given for name, given in source.answers.items() if name not in pitch.answers}
    wanted = _named(fresh, files)
    if wanted:
        # Saved as it is, so that no file of it can go while its bytes get a second name.
        await work.pitches.save(source, expected=source.version)
    ids_of = await _files_copied(work, ids, draft, wanted, now)
    answers = {name: _renamed(given, ids_of) for name, given in fresh.items()}
    changed = replace(pitch, answers={**answers, **pitch.answers})
    await work.pitches.save(changed, expected=pitch.version)


async def _files_copied(
    work: UnitOfWork, ids: Ids, draft: Draft, wanted: Sequence[StoredFile], now: datetime
) -> dict[str, str]:
    """New rows for the same bytes; what each id became."""
    pitch = draft.pitch
    there = list(draft.files.values())
    kept = await work.files.bytes_of(pitch.guild, pitch.owner) if wanted else 0
    became = {}
    for file in wanted:
        check_room(
            file.name,
            files=len(there),
            pitch_bytes=sum(each.size for each in there),
            person_bytes=kept,
            size=file.size,
        )
        copy = replace(
            file, id=FileId(ids.token()), pitch=pitch.id, uploader=pitch.owner, uploaded=now
        )
        await work.files.add(copy)
        there.append(copy)
        kept += file.size
        became[str(file.id)] = str(copy.id)
    return became


def _named(
    answers: Mapping[str, Answer], files: Mapping[FileId, StoredFile]
) -> tuple[StoredFile, ...]:
    parts = [part for given in answers.values() if isinstance(given, tuple) for part in given]
    return tuple(files[FileId(part)] for part in parts if FileId(part) in files)


def _renamed(given: Answer, became: Mapping[str, str]) -> Answer:
    if isinstance(given, tuple):
        return tuple(became.get(part, part) for part in given)
    return given


async def _own_drafts(work: UnitOfWork, actor: Actor) -> list[Pitch]:
    drafts = await work.pitches.drafts_of(actor.guild, actor.user)
    return [draft for draft in drafts if draft.owner == actor.user]


async def _resumable(work: UnitOfWork, actor: Actor, now: datetime) -> list[Pitch]:
    """The person's own drafts whose call still takes them, oldest first."""
    return [
        draft
        for draft in await _own_drafts(work, actor)
        if (await work.calls.get(actor.guild, draft.call)).takes(now)
    ]


def _closed(actor: Actor, programme: Programme, call: Call | None, now: datetime) -> CallboardError:
    name = programme.name.in_(actor.locale)
    if call is not None and call.scheduled(now):
        return ProgrammeOpensLater(name=name, opens=call.opens)
    return ProgrammeClosed(name=name)
