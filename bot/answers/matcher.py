"""The engine as the services know it: programmes for banks, their questions for entries."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

from bot.answers.engine import Engine
from bot.answers.entry import Entry
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.programme import FaqEntry, Programme
from bot.services.ports import Candidate, Judgement

KEPT = 1024
"""Banks, those asked last. Their vectors are shared, so that one takes some 100 kB."""

_Name = tuple[GuildId, tuple[ProgrammeKey, ...]]


class EngineMatcher:
    """A `Matcher`. Each guild's choice of programmes is a bank of its own, synced when asked."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._synced: OrderedDict[_Name, tuple[Programme, ...]] = OrderedDict()

    async def judge(self, guild: GuildId, question: str, bank: Sequence[Programme]) -> Judgement:
        name = (guild, tuple(programme.key for programme in bank))
        before = self._synced.get(name, ())
        # Repositories hand out the same object per version.
        if len(before) != len(bank) or any(a is not b for a, b in zip(before, bank, strict=True)):
            await self._engine.sync(str(name), entries(bank))
            self._synced[name] = tuple(bank)
        self._synced.move_to_end(name)
        while len(self._synced) > KEPT:
            oldest, _ = self._synced.popitem(last=False)
            await self._engine.drop(str(oldest))
        judged = await self._engine.judge(str(name), question)
        ranked = [Candidate(*_ids(found.id), score=found.score) for found in judged.ranked]
        return Judgement(judged.decision, ranked)


def entries(bank: Sequence[Programme]) -> list[Entry]:
    """What may be asked about the programmes; ids are ``programme/entry``."""
    return [
        Entry(
            f"{programme.key}/{faq.id}",
            _phrasings(faq),
            topic=programme.key,
            names=(programme.name.en, programme.name.zh_cn),
        )
        for programme in bank
        for faq in programme.faqs
    ]


def _phrasings(faq: FaqEntry) -> tuple[str, ...]:
    asked = [faq.question.en, faq.question.zh_cn]
    asked += [phrasing for several in faq.phrasings.values() for phrasing in several]
    return tuple(dict.fromkeys(asked))


def _ids(name: str) -> tuple[ProgrammeKey, str]:
    key, _, entry = name.partition("/")
    return ProgrammeKey(key), entry
