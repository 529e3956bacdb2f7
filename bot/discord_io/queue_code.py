"""A query as a button carries it, so that its next page is found after a restart.

Numbers and ids are packed into base64; what people wrote follows as it is, up to Discord's 100
characters.
"""

from __future__ import annotations

import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from itertools import accumulate, pairwise

from bot.domain.errors_queue import ListOutdated, TooManyFilters
from bot.domain.ids import CallId, ProgrammeKey, UserId
from bot.domain.pitch import State
from bot.domain.queue import PitchQuery, Sort
from bot.domain.text import Locale

CODE = r"[A-Za-z0-9_-]{12,48}(?::.*)?"
"""The pattern of `packed`."""
TEXT_CHARACTERS = 40
"""Of a search, so that it fits with some filters beside it."""
MOST_PAGES = 2**16

_HEAD = struct.Struct(">HHHBBB")
"""Which states; which of the rest; the page; how long the programme, the tag and the format are."""
_STATES, _LOCALES, _SORTS = tuple(State), tuple(Locale), tuple(Sort)
_UNASSIGNED, _OVERDUE, _ASSIGNEE, _CALL, _SCORE, _TAG, _FORMAT = (1 << bit for bit in range(7))
_LOCALE, _SORT = 7, 10
"""From which bit on their numbers stand; of the locale one more, 0 is none."""
_THREE_BITS = 0b111
_HUNDREDTHS = 100
_CALL_BYTES = 10


def packed(query: PitchQuery, page: int, room: int) -> str:
    """``query`` and ``page`` in ``room`` characters at most, without `PitchQuery.scored_by` and
    `PitchQuery.not_by`, which are of the one who looks.

    Raises:
        TooManyFilters: they do not fit.
    """
    words = (query.programme or "", query.tag or "", query.format or "")
    head = _HEAD.pack(
        sum(1 << _STATES.index(state) for state in set(query.states)),
        _flags(query),
        min(page, MOST_PAGES - 1),
        *(min(len(each), 255) for each in words),
    )
    if query.score_from is not None:
        head += struct.pack(">H", round(query.score_from * _HUNDREDTHS))
    if query.assignee is not None:
        head += struct.pack(">Q", query.assignee)
    if query.call is not None:
        head += bytes.fromhex(query.call)
    tail = "".join((*words, query.text))
    code = urlsafe_b64encode(head).decode("ascii").rstrip("=")
    made = f"{code}:{tail}" if tail else code
    # Discord's client counts in UTF-16, where rarer characters are two.
    if len(made.encode("utf-16-le")) // 2 > room:
        raise TooManyFilters
    return made


def unpacked(code: str) -> tuple[PitchQuery, int]:
    """What was packed, with the states in their own order.

    Raises:
        ListOutdated: nothing that `packed` made.
    """
    begin, _, tail = code.partition(":")
    try:
        return _read(urlsafe_b64decode(begin + "=" * (-len(begin) % 4)), tail)
    except (ValueError, IndexError, struct.error) as error:
        raise ListOutdated from error


def _flags(query: PitchQuery) -> int:
    locale = 0 if query.locale is None else 1 + _LOCALES.index(query.locale)
    flags = locale << _LOCALE | _SORTS.index(query.sort) << _SORT
    for flag, given in (
        (_UNASSIGNED, query.unassigned),
        (_OVERDUE, query.overdue),
        (_ASSIGNEE, query.assignee is not None),
        (_CALL, query.call is not None),
        (_SCORE, query.score_from is not None),
        (_TAG, query.tag is not None),
        (_FORMAT, query.format is not None),
    ):
        flags |= flag if given else 0
    return flags


def _read(data: bytes, tail: str) -> tuple[PitchQuery, int]:
    """Raises: ValueError, IndexError, struct.error: it was not packed by us."""
    states, flags, page, *lengths = _HEAD.unpack_from(data)
    if states >> len(_STATES) or sum(lengths) > len(tail):
        raise ValueError
    data = data[_HEAD.size :]
    score = assignee = call = None
    if flags & _SCORE:
        score, data = struct.unpack_from(">H", data)[0] / _HUNDREDTHS, data[2:]
    if flags & _ASSIGNEE:
        assignee, data = UserId(struct.unpack_from(">Q", data)[0]), data[8:]
    if flags & _CALL:
        call, data = CallId(data[:_CALL_BYTES].hex()), data[_CALL_BYTES:]
    if data:
        raise ValueError
    places = accumulate(lengths, initial=0)
    programme, tag, form = (tail[begin:end] for begin, end in pairwise(places))
    locale = flags >> _LOCALE & _THREE_BITS
    query = PitchQuery(
        states=tuple(state for bit, state in enumerate(_STATES) if states >> bit & 1),
        programme=ProgrammeKey(programme) if programme else None,
        call=call,
        assignee=assignee,
        unassigned=bool(flags & _UNASSIGNED),
        overdue=bool(flags & _OVERDUE),
        tag=tag if flags & _TAG else None,
        locale=_LOCALES[locale - 1] if locale else None,
        format=form if flags & _FORMAT else None,
        score_from=score,
        text=tail[sum(lengths) :],
        sort=_SORTS[flags >> _SORT],
    )
    return query, page
