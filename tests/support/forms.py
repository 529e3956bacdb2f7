"""Forms of any shape, as Hypothesis strategies, and answers that complete them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st

from bot.content.loader import check, load
from bot.content.models import OPTIONS, PAGES
from bot.domain.filetypes import FileType
from bot.domain.form import PAGE_FIELDS, Answer, Field, Form, Kind
from bot.domain.programme import Programme
from tests.unit.broken_files import SMALL

Made = dict[str, Any]
"""A part of a file, as YAML writes it."""
LETTERS = st.text(st.sampled_from("aé*_`~|><@#&: 林月亮港简体“，。"), min_size=1)
"""What may stand in a label: signs that mean something to Discord or YAML among others."""


def _words(longest: int) -> st.SearchStrategy[dict[str, str]]:
    text = LETTERS.map(lambda drawn: f"x{drawn}"[:longest].strip())
    long = st.just("x" * longest)
    return st.fixed_dictionaries({"en": text | long, "zh-CN": text | long, "zh-TW": text | long})


@st.composite
def _field(draw: st.DrawFn, id_: str, earlier: Sequence[Made], wild: bool) -> Made:
    kind = draw(st.sampled_from(Kind))
    made: Made = {"id": id_, "kind": kind.value, "label": draw(_words(45))}
    if draw(st.booleans()):
        made["help"] = draw(_words(100))
    made["required"] = draw(st.booleans())
    made["identifying"] = draw(st.booleans())
    more = 3 if wild else 0
    match kind:
        case Kind.SHORT | Kind.LONG:
            made["max_words"] = draw(st.none() | st.integers(1, 2000))
            made["max_characters"] = draw(st.none() | st.integers(1, 4000))
        case Kind.NUMBER:
            least = draw(st.none() | st.integers(-999_999_999, 999_999_999))
            floor = least if least is not None and not wild else -999_999_999
            made |= {"least": least, "most": draw(st.none() | st.integers(floor, 999_999_999))}
        case Kind.CHOICE | Kind.CHOICES:
            least_options = 1 if kind is Kind.CHOICES or wild else 2
            count = draw(st.integers(least_options, OPTIONS + more))
            made["options"] = [
                {"value": f"v{number}", "label": draw(_words(100))} for number in range(count)
            ]
            if kind is Kind.CHOICES:
                made["most"] = draw(st.none() | st.integers(0 if wild else 1, count + more))
        case Kind.FILES:
            made["accepts"] = draw(
                st.lists(st.sampled_from([str(each) for each in FileType]), min_size=1, unique=True)
            )
            made["most"] = draw(st.none() | st.integers(0 if wild else 1, 12 if wild else 2))
        case _:
            pass
    if len(earlier) > 0 and draw(st.booleans()):
        made["show_if"] = draw(_show_if(earlier))
    return {name: value for name, value in made.items() if value is not None}


@st.composite
def _show_if(draw: st.DrawFn, earlier: Sequence[Made]) -> Made:
    asked: Made = draw(st.sampled_from(earlier))
    values = {"yes_no": ["yes", "no"], "consent": ["yes"]}.get(
        asked["kind"], [option["value"] for option in asked.get("options", ())]
    )
    chosen = draw(st.lists(st.sampled_from(values), min_size=1, unique=True))
    return {"field": asked["id"], "values": chosen}


@st.composite
def definitions(draw: st.DrawFn, *, wild: bool = False) -> str:
    """The text of a programme file with any form. A ``wild`` one may break rules."""
    title: Made = {"id": "title", "kind": "short", "label": draw(_words(45))}
    pages: list[Made] = []
    earlier: list[Made] = []
    files = 0
    for number in range(draw(st.integers(1, PAGES))):
        fields = [title] if number == 0 else []
        for at in range(draw(st.integers(1, PAGE_FIELDS + wild)) - len(fields)):
            made = draw(_field(f"f{number}_{at}", tuple(earlier), wild))
            files += made.get("most", 1) if made["kind"] == "files" else 0
            if wild or made["kind"] != "files" or files <= 10:
                fields.append(made)
        if not fields:
            continue
        pages.append({"id": f"p{number}", "title": draw(_words(45)), "fields": fields})
        earlier += [
            each for each in fields if each["kind"] in ("choice", "choices", "yes_no", "consent")
        ]
    file = yaml.safe_load(SMALL)
    file["form"] |= {"pages": pages}
    file["card"] = {"title": "title", "logline": "title"}
    return str(yaml.safe_dump(file, allow_unicode=True, sort_keys=False))


@st.composite
def programmes(draw: st.DrawFn, *, wild: bool = False) -> Programme:
    """A programme with any form that the check accepts."""
    text = draw(definitions(wild=wild))
    if wild:
        assume(not check(text))
    return load(text)


def forms(*, wild: bool = False) -> st.SearchStrategy[Form]:
    """Any form that the check accepts."""
    return programmes(wild=wild).map(lambda programme: programme.form)


@st.composite
def answers(draw: st.DrawFn, form: Form) -> dict[str, Answer]:
    """What a person may answer who reads the questions: all that is shown and required, and some
    of the rest."""
    given: dict[str, Answer] = {}
    for field in form.fields():
        if field.shown(form.in_force(given)) and (field.required or draw(st.booleans())):
            given[field.id] = draw(plausible(field))
    return given


def plausible(field: Field) -> st.SearchStrategy[Answer]:
    """Answers to one field that break no limit."""
    values = [option.value for option in field.options]
    match field.kind:
        case Kind.SHORT | Kind.LONG:
            return st.sampled_from(["月", "x", "月亮港 a_b"]).map(
                lambda text: text if not field.problem(text) else "x"
            )
        case Kind.CHOICE:
            return st.sampled_from(values)
        case Kind.CHOICES:
            most = field.most or len(values)
            return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(
                tuple
            )
        case Kind.YES_NO:
            return st.sampled_from(["yes", "no"])
        case Kind.CONSENT:
            return st.just("yes")
        case Kind.NUMBER:
            least = -999_999_999 if field.least is None else field.least
            most = 999_999_999 if field.most is None else field.most
            return st.integers(least, most).map(str)
        case Kind.LINK:
            return st.just("https://example.org/a_b")
        case Kind.FILES:
            return st.integers(1, field.most or 1).map(
                lambda count: tuple(f"{number:020x}" for number in range(count))
            )
