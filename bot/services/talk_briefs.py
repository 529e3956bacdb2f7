"""A message of the conversation, as the one who is to read it may see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.errors_review import MessageGone
from bot.domain.files import SUFFIXES, StoredFile
from bot.domain.ids import GuildId
from bot.domain.names import Names, file_names, names_in
from bot.domain.notice import Notice, NoticeKind
from bot.domain.redaction import NOBODY
from bot.domain.talk import Talk, TalkId
from bot.services.ports import UnitOfWork
from bot.services.ports_delivery import Talked

TALKS = frozenset({NoticeKind.REPLY, NoticeKind.AUTHOR_WROTE, NoticeKind.TALK_CHANGED})
"""Notices whose detail is the id of a message."""


async def talked_in(work: UnitOfWork, notice: Notice) -> Talked | None:
    """The message that a notice is about, with nothing hidden; None where it is about none.

    Raises:
        MessageGone: it was erased.
    """
    if notice.kind not in TALKS:
        return None
    talk = await work.talks.get(notice.guild, TalkId(notice.detail))
    if talk is None or talk.pitch != notice.pitch:
        raise MessageGone
    shown = await work.talks.places(notice.guild, notice.pitch, talk.id)
    return Talked(talk, await files_of(work, notice.guild, talk), shown.get(notice.recipient))


async def files_of(work: UnitOfWork, guild: GuildId, talk: Talk) -> tuple[StoredFile, ...]:
    known = {each.id: each for each in await work.files.of_talks(guild, talk.pitch)}
    return tuple(known[one] for one in talk.files if one in known)


def hide_talked(talked: Talked, names: Names) -> Talked:
    """Without names in it, and, if an author wrote it, without who did."""
    talk = talked.talk
    words = names.black_out(talk.words)
    if not talk.by_author:
        return replace(talked, talk=replace(talk, words=words))
    # What they call themselves on Discord need not be what they wrote into the form.
    said = [*names_in(talk.writer_name), *(n for each in talked.files for n in _called(each))]
    words = Names(said).black_out(words)
    files = tuple(
        replace(file, name=f"{number}{SUFFIXES[file.type]}", uploader=NOBODY)
        for number, file in enumerate(talked.files, start=1)
    )
    shown = replace(talk, writer=NOBODY, writer_name="", words=words)
    return replace(talked, talk=shown, files=files)


def _called(file: StoredFile) -> Iterator[str]:
    return file_names(file.name, "")
