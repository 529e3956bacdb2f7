"""What the parts of a programme file must be to one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.content.models import FormField, ProgrammeFile, ShowIf
from bot.content.tree import Place
from bot.domain.errors_review import PlaceholderRepeated, StrayBrace, UnknownPlaceholder
from bot.domain.files import PITCH_FILES
from bot.domain.form import Kind
from bot.domain.letters import LETTERS, PLACEHOLDERS, check

Finding = tuple[Place, str]
"""Where a rule is broken, and how."""

_TEXTS = (Kind.SHORT, Kind.LONG)
_SELECTS = (Kind.CHOICE, Kind.CHOICES)
_ON_CARDS = (*_TEXTS, Kind.CHOICE)
_ALLOWED = {
    "max_words": _TEXTS,
    "max_characters": _TEXTS,
    "least": (Kind.NUMBER,),
    "most": (Kind.NUMBER, Kind.CHOICES, Kind.FILES),
    "options": _SELECTS,
    "accepts": (Kind.FILES,),
}
_NEEDED = {"options": _SELECTS, "accepts": (Kind.FILES,)}


def findings(file: ProgrammeFile) -> Iterator[Finding]:
    """Every broken rule of a file whose shape is right."""
    yield from _repeated(("review",), "id", [part.id for part in file.review])
    yield from _repeated(("pipeline",), "id", [part.id for part in file.pipeline])
    yield from _faqs(file)
    yield from _form(file)
    yield from _card(file)
    yield from _rules(file)


def _repeated(place: Place, name: str, values: Sequence[str]) -> Iterator[Finding]:
    """The values that stand a second time in a list whose items have them as ``name``."""
    for index, value in enumerate(values):
        if value in values[:index]:
            yield (*place, index, name), f"“{value}” is used already"


def _repeated_values(place: Place, values: Sequence[str]) -> Iterator[Finding]:
    for index, value in enumerate(values):
        if value in values[:index]:
            yield (*place, index), f"“{value}” is there already"


def _faqs(file: ProgrammeFile) -> Iterator[Finding]:
    ids = [entry.id for entry in file.faqs]
    yield from _repeated(("faqs",), "id", ids)
    for index, entry in enumerate(file.faqs):
        for at, related in enumerate(entry.related):
            place = ("faqs", index, "related", at)
            if related not in ids:
                yield place, f"there is no entry “{related}”"
            elif related == entry.id or related in entry.related[:at]:
                yield place, f"“{related}” is the entry itself, or named twice"
    yield from _phrasings(file)


def _phrasings(file: ProgrammeFile) -> Iterator[Finding]:
    """A phrasing of two entries cannot tell which of them is meant."""
    owners: dict[str, str] = {}
    for index, entry in enumerate(file.faqs):
        asked: list[tuple[Place, str]] = [
            (("question", "en"), entry.question.en),
            (("question", "zh-CN"), entry.question.zh_cn),
        ]
        for language, several in (
            ("en", entry.phrasings.en),
            ("zh-CN", entry.phrasings.zh_cn),
            ("zh-TW", entry.phrasings.zh_tw),
        ):
            asked += [(("phrasings", language, at), text) for at, text in enumerate(several)]
        for place, text in asked:
            owner = owners.setdefault(text.casefold(), entry.id)
            if owner != entry.id:
                yield ("faqs", index, *place), f"entry “{owner}” has this phrasing too"


def _form(file: ProgrammeFile) -> Iterator[Finding]:
    pages = file.form.pages
    yield from _repeated(("form", "pages"), "id", [page.id for page in pages])
    seen: set[str] = set()
    earlier: dict[str, FormField] = {}
    for number, page in enumerate(pages):
        for index, field in enumerate(page.fields):
            place: Place = ("form", "pages", number, "fields", index)
            if field.id in seen:
                yield (*place, "id"), f"“{field.id}” is used already"
            seen.add(field.id)
            yield from _field(place, field)
            if field.show_if:
                yield from _show_if((*place, "show_if"), field.show_if, earlier)
        earlier |= {field.id: field for field in page.fields}
    yield from _files(file)


def _files(file: ProgrammeFile) -> Iterator[Finding]:
    """A pitch has room for so many files; where they are used up is the field at fault."""
    room = PITCH_FILES
    for number, page in enumerate(file.form.pages):
        for index, field in enumerate(page.fields):
            if field.kind is not Kind.FILES or not 1 <= field.most_files <= PITCH_FILES:
                continue
            room -= field.most_files
            if room < 0:
                place: Place = ("form", "pages", number, "fields", index)
                yield (*place, "most"), f"makes more than {PITCH_FILES} files, the most of a pitch"
                return


def _field(place: Place, field: FormField) -> Iterator[Finding]:
    for name, kinds in _ALLOWED.items():
        if getattr(field, name) is not None and field.kind not in kinds:
            yield (*place, name), f"does not go with a field of kind “{field.kind}”"
    for name, kinds in _NEEDED.items():
        if field.kind in kinds and not getattr(field, name):
            yield (*place, name), "is missing"
    match field.kind:
        case Kind.NUMBER:
            if field.least is not None and field.most is not None and field.least > field.most:
                yield (*place, "most"), "is less than “least”"
        case Kind.CHOICE | Kind.CHOICES:
            yield from _options(place, field)
        case Kind.FILES:
            yield from _repeated_values((*place, "accepts"), field.accepts or ())
            if field.most is not None and not 1 <= field.most <= PITCH_FILES:
                yield (*place, "most"), f"must be from 1 to {PITCH_FILES}"


def _options(place: Place, field: FormField) -> Iterator[Finding]:
    values = [option.value for option in field.options or ()]
    yield from _repeated((*place, "options"), "value", values)
    if field.kind is Kind.CHOICE and len(values) == 1:
        yield (*place, "options"), "has one option only; a choice needs two"
    if field.kind is Kind.CHOICES and not 1 <= (1 if field.most is None else field.most) <= max(
        len(values), 1
    ):
        yield (*place, "most"), "must be from 1 to the number of options"


def _show_if(place: Place, rule: ShowIf, earlier: dict[str, FormField]) -> Iterator[Finding]:
    asked = earlier.get(rule.field)
    if asked is None:
        yield (*place, "field"), f"“{rule.field}” is no field of an earlier page"
        return
    if asked.kind is Kind.YES_NO:
        known: Iterable[str] = ("yes", "no")
    elif asked.kind is Kind.CONSENT:
        known = ("yes",)
    elif asked.kind in _SELECTS:
        known = [option.value for option in asked.options or ()]
    else:
        yield (*place, "field"), f"“{rule.field}” is of kind “{asked.kind}” and has no options"
        return
    yield from _repeated_values((*place, "values"), rule.values)
    for index, value in enumerate(rule.values):
        if value not in known:
            yield (*place, "values", index), f"“{value}” is no option of “{rule.field}”"


def _card(file: ProgrammeFile) -> Iterator[Finding]:
    fields = {field.id: field for field in file.form.fields()}
    card = file.card
    for name, id_ in (("title", card.title), ("logline", card.logline), ("format", card.format)):
        if id_ is None:
            continue
        field = fields.get(id_)
        if field is None:
            yield ("card", name), f"there is no field “{id_}”"
        elif field.kind not in _ON_CARDS:
            yield (
                ("card", name),
                f"“{id_}” is of kind “{field.kind}”; a card shows text or a choice",
            )
        elif field.identifying or field.pii:
            yield ("card", name), f"“{id_}” is hidden in blind review; a card is not"
        elif name == "title" and not (field.required and field.show_if is None):
            yield ("card", name), f"“{id_}” may stay empty; a title must not"


def _rules(file: ProgrammeFile) -> Iterator[Finding]:
    rules = file.rules
    fields = {field.id: field for field in file.form.fields()}
    if rules.school is not None:
        school = fields.get(rules.school)
        if school is None:
            yield ("rules", "school"), f"there is no field “{rules.school}”"
        elif school.kind not in (*_TEXTS, *_SELECTS):
            yield (
                ("rules", "school"),
                f"“{rules.school}” is of kind “{school.kind}”; a school is a text or a choice",
            )
    if rules.blind and not any(field.identifying or field.pii for field in fields.values()):
        yield ("rules", "blind"), "no field is “identifying”, so that little would be hidden"
    known = [state.value for state in LETTERS]
    for state, letter in rules.letters.items():
        if state not in known:
            yield ("rules", "letters", state), f"must be one of: {', '.join(known)}"
        for language, words in (
            ("en", letter.en),
            ("zh-CN", letter.zh_cn),
            ("zh-TW", letter.zh_tw),
        ):
            place = ("rules", "letters", state, language)
            yield from ((place, problem) for problem in _letter(words or ""))


def _letter(words: str) -> Iterator[str]:
    try:
        check(words)
    except UnknownPlaceholder as error:
        known = ", ".join(f"{{{one}}}" for one in PLACEHOLDERS)
        yield f"there is no placeholder “{error.params['typed']}”; there are: {known}"
    except PlaceholderRepeated as error:
        yield f"“{error.params['typed']}” may stand in it once"
    except StrayBrace:
        yield "has a brace that belongs to no placeholder"
