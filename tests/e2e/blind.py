"""A programme whose review is blind, and a pitch that gives its authors away in every field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.form import Field, Kind, Option
from bot.domain.ids import GuildId, ProgrammeKey
from bot.domain.programme import Programme, ReviewRules
from bot.domain.text import Localized
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Message
from sandbox.state.files import File
from tests.e2e.stage import Stage
from tests.e2e.story import fill_all, form_fields, reference, to_consent, words
from tests.e2e.together import invites, joins, submits
from tests.support.filemaking import PDF

NAME, CHINESE, SCHOOL, STEM = "Xiaoyu Zhang", "张晓雨", "Orsonville Institute", "xz_orson_reel"
HANDLE, OTHER_HANDLE = "tidewright_99", "gull.feather"
"""The user names of the author and the co-author, which neither wrote as an answer about them."""
FILE = File(f"{STEM}.pdf", PDF)
FILES = (FILE, File(f"{CHINESE}-简历.pdf", PDF), File("Zhang Xiaoyu CV (final).pdf", PDF))
PLANTED = f"{NAME}, {CHINESE}, {SCHOOL}, {STEM}.pdf"
WRITTEN = (
    "XIAOYU-ZHANG Ｘｉａｏｙｕ Ｚｈａｎｇ zhangxiaoyu Xiǎoyǔ_Zhāng X\u200biaoyu "
    "張曉雨 张·晓·雨 曉雨 ORSONVILLE Ｏrsonville 林薇 林·薇 陳偉 陈伟 Kestrel 凱斯特 Petrel "
    f"puffin.films {HANDLE} TIDEWRIGHT-99 ｔｉｄｅｗｒｉｇｈｔ @{OTHER_HANDLE} "
    "Gull Feather gullfeather"
)
"""The same in other cases, widths, scripts and with other signs between."""
KESTREL = Option("kestrel", Localized("Kestrel College", "凯斯特学院", "凱斯特學院"))
PETREL = Option("petrel", Localized("Petrel Lab", "海燕实验室", "海燕實驗室"))
OTHER = Option("other", Localized("Other", "其他", "其他"))
LINK = "https://puffin-films.example.com/me"
YEAR = "1987"
GIVEN_AWAY = (
    "xiaoyu", "zhang", "张晓雨", "晓雨", "張曉雨", "曉雨", "orsonville", "xzorson", "林薇",
    "陳偉", "陈伟", "kestrel", "凯斯特", "凱斯特", "petrel", "海燕", "puffin",
    "tidewright", "gullfeather",
)  # fmt: skip
"""What nobody at the desk may read, in letters and digits alone; among it what the author and the
co-author are called on Discord."""
TRIED = (NAME, CHINESE, "張曉雨", SCHOOL, FILE.name, STEM, "xiaoyu", "ＸＩＡＯＹＵ", "林薇", "陳偉",
         "Kestrel College", "petrel", "puffin", HANDLE, "Tidewright", "gull feather")  # fmt: skip
"""What somebody may type who wants to find out a name."""
MARKED: Mapping[str, Mapping[str, Any]] = {
    "stage": {"options": (KESTREL, OTHER)},
    "working_languages": {"options": (PETREL,)},
    "work_link": {},
    "work_year": {"least": 1900, "most": 2100},
}
"""Fields that are marked as identifying beside those that are: one of each kind."""


async def make_blind(stage: Stage, key: str = "hina", **rules: Any) -> None:
    """Put the programme in force with another rule of review."""

    def changed(programme: Programme) -> Programme:
        return replace(programme, rules=ReviewRules(**rules))

    await _put(stage, key, changed)


async def make_all_blind(stage: Stage, **rules: Any) -> None:
    """Hina is blind, and asks for something identifying in fields of each kind."""

    def marked(field: Field) -> Field:
        if field.id not in MARKED:
            return field
        return replace(field, identifying=True, **MARKED[field.id])

    def changed(programme: Programme) -> Programme:
        form = programme.form
        pages = [replace(page, fields=tuple(map(marked, page.fields))) for page in form.pages]
        return replace(
            programme,
            form=replace(form, pages=tuple(pages)),
            # What authors type as the format, and may name themselves in.
            card=replace(programme.card, format="audience"),
            rules=ReviewRules(**{"blind": True, **rules}),
        )

    await _put(stage, "hina", changed)


async def _put(stage: Stage, key: str, change: Any) -> None:
    assert stage.app is not None
    stage.lin.user.username, stage.wei.user.username = HANDLE, OTHER_HANDLE
    guild = GuildId(stage.sandbox.guild("north").id)
    async with stage.app.database.store.writing() as work:
        known = await work.programmes.get(guild, ProgrammeKey(key))
        assert known is not None
        await work.programmes.put(guild, change(known.programme), datetime.now(UTC))
        await work.commit()


def planted(*people: Person) -> dict[str, Any]:
    """Every text names the author, the school and a file, in every way; every field of files has
    some."""
    given: dict[str, Any] = {}
    ids = " ".join(f"<@{person.id}> {person.id}" for person in people)
    for field in form_fields().values():
        if field.kind in (Kind.SHORT, Kind.LONG):
            hidden = field.identifying or field.pii
            given[field.id] = PLANTED if hidden else f"Moon {HANDLE} {PLANTED}"
        elif field.kind is Kind.LINK:
            given[field.id] = f"https://xiaoyuzhang.example.com/orsonville/{HANDLE}"
        elif field.kind is Kind.FILES:
            given[field.id] = list(FILES[: field.most])
    said = f"Moon {PLANTED} {WRITTEN} {ids}"
    return {
        **given,
        "statement": said,
        "synopsis": said,
        "name": f"{NAME} {CHINESE}",
        "school": SCHOOL,
    }


def planted_in_all(author: Person, *others: Person) -> dict[str, Any]:
    """For the form of `make_all_blind`."""
    locale = words(author).locale
    fields = form_fields()
    adapted = next(o for o in fields["origin"].options if o.value == "adaptation")
    return {
        **planted(author, *others),
        # So that every other field is asked for.
        "support": [option.label.in_(locale) for option in fields["support"].options],
        "origin": [adapted.label.in_(locale)],
        "stage": [KESTREL.label.in_(locale)],
        "working_languages": [PETREL.label.in_(locale)],
        "work_link": LINK,
        "work_year": YEAR,
    }


async def blind_pitch(author: Person, programme: str = "hina") -> str:
    """Hand it in; its reference."""
    review = await fill_all(author, programme, planted(author))
    await to_consent(author, review)
    return reference(await author.presses(words(author)("button.submit")))


async def wholly_blind_pitch(author: Person, member: Person) -> str:
    """The same by two authors, for the form of `make_all_blind`."""
    await member.types("/pitch start", program="chunm")  # so that their language is known
    await fill_all(author, "hina", planted_in_all(author, member))
    ref = reference(await author.types("/pitch list"))
    await invites(author, ref, member)
    await joins(member, ref)
    await author.sees(f"<@{member.id}>", in_="dm")
    await submits(author, ref)
    return ref


def content(shown: Reply | Message) -> str:
    """All that is in a message, names of files, mentions and the values of its menus too; or all
    that is in a modal."""
    message = shown if isinstance(shown, Message) else shown.message
    if message is None:
        assert isinstance(shown, Reply)
        return f"{shown.text} {shown.modal!r}"
    names = [one.filename for one in message.attachments]
    return f"{message.text} {message.raw!r} {names!r}"


def given_away(person: Person, *texts: str) -> list[str]:
    """What a text tells of an author."""
    whole = "\n".join(texts)
    letters = _letters(whole)
    found = [name for name in GIVEN_AWAY if name in letters]
    return found + [
        one for one in (str(person.id), YEAR) if re.search(rf"(?<!\d){one}(?!\d)", whole)
    ]


def leaks(places: Mapping[str, str], *people: Person) -> dict[str, list[str]]:
    """The same by place, of several authors; nothing where nothing is told."""
    told = {
        place: sorted({name for person in people for name in given_away(person, text)})
        for place, text in places.items()
    }
    return {place: names for place, names in told.items() if names}


def _letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]", "", "".join(c for c in plain if unicodedata.category(c) != "Mn"))


def of_desk(messages: Iterable[Message]) -> list[str]:
    """What stands in the desk's channel and in its threads, and what those are called."""
    found = []
    for message in messages:
        found.append(content(message))
        if message.thread is not None:
            found.append(message.thread.name)
            found += [content(one) for one in message.thread.messages]
    return found
