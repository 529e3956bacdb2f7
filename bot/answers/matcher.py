"""The engine as the services know it: a guild's entries are a bank."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.answers.asking import is_question
from bot.answers.engine import Engine
from bot.answers.entry import Entry, EntryId
from bot.answers.groups import BY_MEANING_FROM, BY_WORDS_FROM, by_words, grouped
from bot.answers.normalise import clean
from bot.domain.errors import NothingToAsk
from bot.domain.faq import GENERAL, BankEntry, FaqRef, seeds
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.programme import Programme
from bot.services.ports_answers import Bank, Candidate, Judgement

KEPT = 1024
"""Guilds, those asked last. Vectors are shared, so that one takes some 100 kB beside its texts."""

_Names = Mapping[ProgrammeKey, tuple[str, ...]]


@dataclass(slots=True)
class _Synced:
    """What the engine has of a guild; each entry beside the object that it was made of."""

    entries: Sequence[BankEntry] = ()
    names: _Names = field(default_factory=dict)
    made: dict[EntryId, tuple[BankEntry, Entry]] = field(default_factory=dict)

    def is_of(self, bank: Bank) -> bool:
        # Repositories hand out the same object as long as nothing changed.
        return self.entries is bank.entries and self.names == bank.names


class EngineMatcher:
    """A `Matcher`. Each guild's entries are a bank of the engine, synced when they changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._synced: OrderedDict[GuildId, _Synced] = OrderedDict()

    async def judge(self, question: str, bank: Bank, *, strict: bool = False) -> Judgement:
        name, among = await self._seen(bank)
        judged = await self._engine.judge(name, question, among=among, strict=strict)
        ranked = [Candidate(_ref(found.id), found.score) for found in judged.ranked]
        return Judgement(judged.decision, ranked, judged.semantic)

    async def suggest(self, typed: str, bank: Bank, *, limit: int) -> Sequence[FaqRef]:
        name, among = await self._seen(bank)
        try:
            found = self._engine.suggest(name, typed, among=among, limit=limit)
        except NothingToAsk:
            return ()
        return [_ref(entry) for entry in found]

    async def groups(self, texts: Sequence[str]) -> Sequence[Sequence[int]]:
        places: dict[str, list[int]] = {}
        wordless: list[list[int]] = []
        for place, text in enumerate(texts):
            try:
                places.setdefault(clean(text), []).append(place)
            except NothingToAsk:
                wordless.append([place])
        said = list(places)
        likeness = await self._engine.likeness(said)
        if likeness is not None:
            found = await grouped(likeness, BY_MEANING_FROM)
        else:
            found = await grouped(await by_words(said), BY_WORDS_FROM)
        groups = [sorted(place for one in group for place in places[said[one]]) for group in found]
        return sorted([*groups, *wordless])

    def is_question(self, text: str) -> bool:
        return is_question(text)

    def cleaned(self, question: str) -> str:
        return clean(question)

    async def _seen(self, bank: Bank) -> tuple[str, set[EntryId]]:
        """The name of the bank, which has all the guild's entries, and the ids of those that may be
        seen."""
        name = f"faq:{bank.guild}"
        synced = self._synced.get(bank.guild)
        if synced is None or not synced.is_of(bank):
            synced = _Synced(bank.entries, bank.names, _made(bank, synced or _Synced()))
            await self._engine.sync(name, [entry for _, entry in synced.made.values()])
            self._synced[bank.guild] = synced
        self._synced.move_to_end(bank.guild)
        while len(self._synced) > KEPT:
            oldest, _ = self._synced.popitem(last=False)
            await self._engine.drop(f"faq:{oldest}")
        visible = bank.visible
        return name, {id_ for id_, (held, _) in synced.made.items() if held.ref in visible}


def entries(programmes: Iterable[Programme]) -> list[Entry]:
    """What may be asked about programmes as they come; ids are ``programme/entry``."""
    return [
        _entry(seed, {programme.key: (programme.name.en, programme.name.zh_cn)})
        for programme in programmes
        for seed in seeds(programme)
    ]


def _made(bank: Bank, before: _Synced) -> dict[EntryId, tuple[BankEntry, Entry]]:
    """Made anew are only entries that changed, or whose programme goes by another name."""
    made: dict[EntryId, tuple[BankEntry, Entry]] = {}
    for held in bank.entries:
        known = before.made.get(_id(held.ref))
        of = held.ref.programme
        named = before.names.get(of) == bank.names.get(of)
        if known is None or known[0] is not held or not named:
            known = (held, _entry(held, bank.names))
        made[_id(held.ref)] = known
    return made


def _entry(held: BankEntry, names: _Names) -> Entry:
    of = held.ref.programme
    if of == GENERAL:
        return Entry(_id(held.ref), held.asked_as())
    return Entry(_id(held.ref), held.asked_as(), topic=of, names=names.get(of, ()))


def _id(ref: FaqRef) -> EntryId:
    return f"{ref.programme}/{ref.id}"


def _ref(name: EntryId) -> FaqRef:
    key, _, entry = name.partition("/")
    return FaqRef(ProgrammeKey(key), entry)
