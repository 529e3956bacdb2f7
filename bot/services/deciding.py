"""What leads do: release decisions, once they have read what each author will; write the letters.

And what coordinators do with what was confirmed: move it along the programme's pipeline.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.domain import moves
from bot.domain.errors import CallboardError, LeadsOnly, OwnPitch, StaleVersion, SubmissionNotFound
from bot.domain.errors_review import LetterChanged, NoSuchStage
from bot.domain.history import Happening, is_export, spoken, written
from bot.domain.ids import PitchId
from bot.domain.letters import Letter, own_words, read_letter
from bot.domain.notice import NoticeKind
from bot.domain.people import Actor, GuildSettings
from bot.domain.pitch import Pitch, State
from bot.domain.programme import Programme, Stage
from bot.domain.redaction import NOBODY, is_blind
from bot.domain.text import Locale, Localized
from bot.services.common import check_coordinator, retrying, storable
from bot.services.drafts import Recent, users
from bot.services.filing import Before, Filed, at_desk, by_id, by_reference, file_of, listed_at_desk
from bot.services.letters import LetterWriter, Written, letter_of, post
from bot.services.marks import marks_of
from bot.services.ports import Clock, Ids, Page, Store, UnitOfWork
from bot.services.programmes import in_use
from bot.services.releases import Chosen, Missed, Preview, Released, Waiting, ready
from bot.services.telling import Telling

PROPOSED = 25
"""Proposals on one page: as many as a menu takes (Discord's limit)."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """A programme and its version, with its own words for a decision, if it has any."""

    programme: Programme
    version: int
    words: Localized | None


class Deciding:
    def __init__(
        self, store: Store, clock: Clock, ids: Ids, recent: Recent, write: LetterWriter
    ) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids
        self._recent = recent
        self._write = write

    async def proposed(self, actor: Actor, *, page: int = 0) -> Page[Waiting]:
        """Page ``page`` (from 0, `PROPOSED` to a page) of what waits to be released, the earliest
        submission first, without what the lead wrote.

        Raises:
            CoordinatorsOnly, LeadsOnly.
        """
        async with self._store.reading() as work:
            closed = actor.closed(await _check_lead(work, actor))
            found, total = await work.queue.proposed(
                actor.guild,
                not_by=actor.user,
                limit=PROPOSED,
                offset=page * PROPOSED,
                closed=closed,
            )
            shown = await listed_at_desk(work, found)
            return Page([Waiting(each, await _answered(work, each)) for each in shown], total)

    async def find(self, actor: Actor, ref: str) -> PitchId:
        """Raises: CoordinatorsOnly, LeadsOnly, SubmissionNotFound."""
        async with self._store.reading() as work:
            settings = await _check_lead(work, actor)
            return (await by_reference(work, actor, settings, ref)).id

    async def preview(self, actor: Actor, pitches: Sequence[PitchId]) -> list[Preview]:
        """Exactly what each author of each pitch will read, in their language.

        Raises:
            CoordinatorsOnly, LeadsOnly.
        """
        async with self._store.reading() as work:
            settings = await _check_lead(work, actor)
            return [await self._preview(work, actor, settings, each) for each in pitches]

    async def _preview(
        self, work: UnitOfWork, actor: Actor, settings: GuildSettings | None, pitch: PitchId
    ) -> Preview:
        filed = await _filed(work, actor, settings, pitch)
        if filed is None:
            return Preview(pitch, None, refused=SubmissionNotFound())
        known = at_desk(filed)
        try:
            found = await ready(work, actor, filed, self._write)
        except CallboardError as refused:
            return Preview(pitch, known, refused=refused)
        letters = found.letters
        if is_blind(filed.pitch, filed.programme):
            of, state = known.pitch, found.after.state
            letter = await letter_of(work, of, filed.programme, state, found.reason)
            letters = tuple(self._hidden(letter, each, filed.pitch) for each in letters)
        # Who may release it has no conflict of interest.
        marks = await marks_of(work, filed.pitch, filed.programme, actor)
        return Preview(pitch, known, letters, found.chosen, marks=marks)

    def _hidden(self, letter: Letter, of: Written, pitch: Pitch) -> Written:
        """The same letter to somebody who must not be known."""
        theirs = replace(letter, owns=of.user == pitch.owner)
        return Written(NOBODY, of.locale, tuple(self._write(theirs, of.locale)))

    async def release(self, actor: Actor, chosen: Sequence[Chosen]) -> Released:
        """Make what was proposed so, and tell the authors, each pitch for itself: what is not any
        more as it was previewed stays as it is, and the others go on. What its authors have begun
        and not sent is no change.

        Raises:
            CoordinatorsOnly, LeadsOnly.
        """
        done: list[Filed] = []
        missed: list[Missed] = []
        for each in chosen:
            outcome = await self._release(actor, each)
            if isinstance(outcome, Missed):
                missed.append(outcome)
            else:
                done.append(outcome)
        return Released(tuple(done), tuple(missed))

    async def _release(self, actor: Actor, chosen: Chosen) -> Filed | Missed:
        try:
            return await retrying(lambda: self._released(actor, chosen))
        except StaleVersion as busy:
            return Missed(chosen.pitch, None, why=busy)

    async def _released(self, actor: Actor, chosen: Chosen) -> Filed | Missed:
        now = self._clock.now()
        async with self._store.writing() as work:
            settings = await _check_lead(work, actor)
            filed = await _filed(work, actor, settings, chosen.pitch)
            if filed is None:
                return Missed(chosen.pitch, None, why=SubmissionNotFound())
            pitch = filed.pitch
            try:
                found = await ready(work, actor, filed, self._write)
            except CallboardError as why:
                return await _missed(work, filed, chosen, why)
            if found.chosen.letters != chosen.letters:
                return await _missed(work, filed, chosen)
            telling = Telling(work, self._ids, actor.guild, pitch.id, now, actor.user)
            stored = await telling.saved(pitch, found.after, spoken(found.reason))
            await telling.desk(NoticeKind.DESK_UPDATE)
            await post(telling, stored.state, found.letters)
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            await work.commit()
        self._recent.drop(actor.guild, pitch.id)
        return at_desk(replace(filed, pitch=stored))

    async def stages(self, actor: Actor, ref: str) -> Sequence[Stage]:
        """The pipeline that a pitch goes along. Raises: CoordinatorsOnly, SubmissionNotFound."""
        async with self._store.reading() as work:
            settings = await check_coordinator(work, actor)
            pitch = await by_reference(work, actor, settings, ref)
            return (await _answered(work, pitch)).pipeline

    async def stage(self, actor: Actor, ref: str, typed: str) -> Filed:
        """Move a confirmed pitch to a stage, named by its id or in any language; to the one where
        it is changes nothing. The authors are told if the stage tells them.

        Raises:
            CoordinatorsOnly, SubmissionNotFound, OwnPitch, NoSuchStage.
            MoveNotPossible: it is not confirmed.
        """
        return await retrying(lambda: self._stage(actor, ref, typed))

    async def _stage(self, actor: Actor, ref: str, typed: str) -> Filed:
        now = self._clock.now()
        async with self._store.writing() as work:
            settings = await check_coordinator(work, actor)
            filed = await file_of(work, await by_reference(work, actor, settings, ref))
            pitch = filed.pitch
            if actor.user in users(filed.team):
                raise OwnPitch
            stage = _named(filed.programme, typed)
            after = moves.move_to(pitch, stage.id)
            if after == pitch:
                return at_desk(filed)
            telling = Telling(work, self._ids, actor.guild, pitch.id, now, actor.user)
            stored = await telling.saved(pitch, after, written(Happening.STAGED, stage.id))
            await telling.desk(NoticeKind.DESK_UPDATE)
            if stage.tells:
                await telling.authors(filed.team, NoticeKind.STAGED, stage.id)
            await work.people.remember(actor.guild, actor.user, actor.locale, now)
            await work.commit()
        self._recent.drop(actor.guild, pitch.id)
        before = Before(pitch.proposal, pitch.stage)
        return at_desk(replace(filed, pitch=stored, before=before))

    async def letter(self, actor: Actor, typed: str, state: State) -> Lettered:
        """What a programme says of a decision now.

        Raises:
            CoordinatorsOnly, LeadsOnly, ProgrammeNotFound.
        """
        async with self._store.reading() as work:
            await _check_lead(work, actor)
            known = await in_use(work, actor.guild, typed)
            return Lettered(known.programme, known.version, own_words(known.programme, state))

    async def write_letter(
        self,
        actor: Actor,
        typed: str,
        state: State,
        words: Mapping[Locale, str],
        *,
        version: int | None = None,
    ) -> Lettered:
        """Put the words of a programme for a decision, in all languages, or take them back where
        none is given. ``version`` is that of the programme as it was read before.

        Raises:
            CoordinatorsOnly, LeadsOnly, ProgrammeNotFound.
            LetterIncomplete, LetterTooLong, UnknownPlaceholder, PlaceholderRepeated, StrayBrace.
            LetterChanged: somebody else changed this letter since.
        """
        letter = read_letter({locale: storable(text) for locale, text in words.items()})
        async with self._store.writing() as work:
            await _check_lead(work, actor)
            known = await in_use(work, actor.guild, typed)
            programme = known.programme
            if version is not None and version != known.version:
                before = await work.programmes.version(actor.guild, programme.key, version)
                if own_words(before, state) != own_words(programme, state):
                    raise LetterChanged
            changed = _with_letter(programme, state, letter)
            await work.programmes.put(actor.guild, changed, self._clock.now())
            now = await in_use(work, actor.guild, programme.key)
            await work.commit()
        return Lettered(now.programme, now.version, letter)


async def _check_lead(work: UnitOfWork, actor: Actor) -> GuildSettings | None:
    """Raises: CoordinatorsOnly, LeadsOnly."""
    settings = await check_coordinator(work, actor)
    if not actor.manages_guild:
        raise LeadsOnly
    return settings


async def _answered(work: UnitOfWork, pitch: Pitch) -> Programme:
    return await work.programmes.version(pitch.guild, pitch.programme, pitch.form_version)


async def _filed(
    work: UnitOfWork, actor: Actor, settings: GuildSettings | None, pitch: PitchId
) -> Filed | None:
    try:
        return await file_of(work, await by_id(work, actor, settings, pitch))
    except SubmissionNotFound:
        return None


async def _missed(
    work: UnitOfWork, filed: Filed, chosen: Chosen, why: CallboardError | None = None
) -> Missed:
    """With what was done last, where the pitch is not what it was."""
    pitch = filed.pitch
    if pitch.version == chosen.version:
        return Missed(pitch.id, at_desk(filed), why=why)
    events = tuple(await work.events.of(pitch.guild, pitch.id))
    known = at_desk(replace(filed, events=events))
    done = [event for event in known.events if not is_export(event)]
    return Missed(pitch.id, known, done[-1], why)


def _named(programme: Programme, typed: str) -> Stage:
    """Raises: NoSuchStage."""
    wanted = typed.strip().casefold()
    for stage in programme.pipeline:
        label = stage.label
        names = (stage.id, label.en, label.zh_cn, label.zh_tw)
        if wanted in {name.casefold() for name in names}:
            return stage
    raise NoSuchStage(typed=typed)


def _with_letter(programme: Programme, state: State, letter: Localized | None) -> Programme:
    letters = {name: words for name, words in programme.rules.letters.items() if name != state}
    if letter is not None:
        letters[state.value] = letter
    return replace(programme, rules=replace(programme.rules, letters=letters))
