"""The texts: complete, alike and short enough in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from opencc import OpenCC

from bot.domain.text import Locale
from bot.pictures.fonts import MISSING
from bot.texts import FOLDERS, Texts
from bot.texts.extract import (
    KEYWORDS,
    ROOT,
    SEARCHED,
    catalogue_path,
    keys_in,
    read_catalogue,
    used_keys,
)

CATALOGUES: Mapping[str, Catalog] = {name: read_catalogue(name) for name in FOLDERS.values()}
ENGLISH = CATALOGUES["en"]
NAME = re.compile(r"^[-_'\w]{1,32}$")
"""Discord, Application Commands: a name of a chat command or option, which is in lower case."""
LONGEST = {
    "button": 80, "select": 150, "language": 100, "programmes": 100, "decision": 100, "state": 45,
    "menu": 32,
}  # fmt: skip
"""Discord's limits by the first part of a key: a button's label, a select's placeholder, a choice
of a command (the shortest place that shows it), an entry of a menu."""
IN_MODALS = {
    "ask.title": 45, "ask.label": 45, "answer.yes": 100, "answer.no": 100,
    "answer.missing_title": 45, "answer.missing": 45,
    "faq.form.add": 45, "faq.form.edit": 45, "faq.form.programme": 45, "faq.form.question": 45,
    "faq.form.answer": 45, "faq.form.phrasings": 45, "faq.form.source": 45,
    "faq.form.validity": 45, "faq.form.answer_help": 100, "faq.form.phrasings_help": 100,
    "faq.form.source_help": 100, "faq.form.validity_help": 100,
    "faq.show.all": 100, "faq.show.unconfirmed": 100, "faq.show.few_phrasings": 100,
    "faq.show.not_now": 100, "faq.format.yaml": 100, "faq.format.csv": 100,
    "faq.format.json": 100, "faq.general": 100,
    "talk.reply_title": 45, "talk.answer_title": 45, "talk.words": 45, "talk.files": 45,
    "talk.reply_help": 100, "talk.answer_help": 100, "talk.files_help": 100,
    "changes.title": 45, "changes.message": 45, "changes.due": 45, "changes.due_help": 100,
    "prefs.form.title": 45, "prefs.form.timezone": 45, "prefs.form.begin": 45,
    "prefs.form.end": 45, "prefs.form.hour_help": 100, "prefs.form.schools": 45,
    "prefs.form.schools_help": 100,
}  # fmt: skip
FORMS = {"en": 2, "zh_CN": 1, "zh_TW": 1}
SHARED = set("台里")
"""Written alike in both, though OpenCC prefers another form in Traditional Chinese."""

each = pytest.mark.parametrize("name", CATALOGUES)


def messages(catalogue: Catalog) -> Iterator[tuple[str, Message]]:
    for message in catalogue:
        if message.id:
            yield (message.id if isinstance(message.id, str) else message.id[0]), message


def forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def keys(catalogue: Catalog) -> set[str]:
    return {key for key, _ in messages(catalogue)}


def longest(key: str) -> int | None:
    """The most characters that Discord takes where the text of ``key`` is shown, if it is few."""
    first, _, rest = key.partition(".")
    if first in ("command", "option"):
        return 32 if rest.endswith(".name") else 100
    return IN_MODALS.get(key) or LONGEST.get(first)


class TestCompleteness:
    @each
    def test_a_catalogue_has_the_keys_that_are_used_and_no_others(self, name: str) -> None:
        assert keys(CATALOGUES[name]) == used_keys()

    @each
    def test_nothing_is_empty_or_uncertain(self, name: str) -> None:
        for key, message in messages(CATALOGUES[name]):
            assert all(form.strip() for form in forms(message)), key
            assert not message.fuzzy, key
        assert not CATALOGUES[name].obsolete

    @each
    def test_a_catalogue_is_sorted_and_has_each_key_once(self, name: str) -> None:
        source = catalogue_path(name).read_text(encoding="utf-8")
        listed = re.findall(r'^msgid "(.+)"$', source, re.MULTILINE)
        assert listed == sorted(set(listed))

    @each
    def test_it_says_what_language_it_is_and_how_many_forms_it_has(self, name: str) -> None:
        catalogue = CATALOGUES[name]
        assert dict(catalogue.mime_headers)["Language"] == name
        assert catalogue.num_plurals == FORMS[name]

    def test_every_language_has_a_catalogue(self) -> None:
        assert set(FOLDERS) == set(Locale)


class TestLikeness:
    @each
    def test_placeholders_are_the_same_as_in_english(self, name: str) -> None:
        theirs = dict(messages(CATALOGUES[name]))
        for key, message in messages(ENGLISH):
            # Of several forms the last is the one for many; the one for one may say it in words.
            expected = placeholders(forms(message)[-1])
            assert placeholders(forms(theirs[key])[-1]) == expected, key
            assert all(placeholders(form) <= expected for form in forms(theirs[key])), key

    @each
    def test_the_same_texts_have_plural_forms_and_all_of_them(self, name: str) -> None:
        theirs = dict(messages(CATALOGUES[name]))
        for key, message in messages(ENGLISH):
            assert theirs[key].pluralizable == message.pluralizable, key
            if message.pluralizable:
                assert len(forms(theirs[key])) == FORMS[name], key

    @each
    def test_markup_is_the_same_as_in_english(self, name: str) -> None:
        def signs(text: str) -> list[str]:
            return re.findall(r"\*\*|^##? |^-# |`|⚠️|✅", text, re.MULTILINE)

        theirs = dict(messages(CATALOGUES[name]))
        for key, message in messages(ENGLISH):
            assert sorted(signs(forms(theirs[key])[-1])) == sorted(signs(forms(message)[-1])), key

    @each
    def test_no_text_begins_or_ends_with_a_space(self, name: str) -> None:
        loose = {
            key
            for key, message in messages(CATALOGUES[name])
            if any(form != form.strip() for form in forms(message))
        }
        assert loose <= {"list.separator"}


class TestLengths:
    @each
    def test_every_text_fits_where_discord_shows_it(self, name: str) -> None:
        over = {
            key: form
            for key, message in messages(CATALOGUES[name])
            for form in forms(message)
            if (most := longest(key)) and len(form) > most
        }
        assert over == {}

    @each
    def test_names_of_commands_and_options_are_names_to_discord(self, name: str) -> None:
        for key, message in messages(CATALOGUES[name]):
            if key.endswith(".name"):
                (form,) = forms(message)
                assert NAME.match(form), key
                assert form == form.lower(), key


class TestScripts:
    def test_traditional_chinese_has_no_simplified_character(self) -> None:
        assert self._changed("zh_TW", "s2t") - SHARED == set()

    def test_simplified_chinese_has_no_traditional_character(self) -> None:
        assert self._changed("zh_CN", "t2s") == set()

    def test_english_has_no_chinese(self) -> None:
        text = "".join(form for _, message in messages(ENGLISH) for form in forms(message))
        text = text.replace(MISSING, "")
        assert not re.search(r"[\u2e80-\u9fff]", text)

    @pytest.mark.parametrize("name", ["zh_CN", "zh_TW"])
    def test_chinese_texts_are_in_chinese(self, name: str) -> None:
        plain = {
            key
            for key, message in messages(CATALOGUES[name])
            if not re.search(r"[\u4e00-\u9fff]", "".join(forms(message)))
        }
        assert plain <= {
            "card.held_by",
            "card.scores_of",
            "language.en",
            "list.pair",
            "list.separator",
        }

    @staticmethod
    def _changed(name: str, way: str) -> set[str]:
        """The characters that OpenCC would write otherwise."""
        convert = OpenCC(way).convert
        text = "".join(form for _, message in messages(CATALOGUES[name]) for form in forms(message))
        return {character for character in text if convert(character) != character}


@dataclass(frozen=True)
class Use:
    """A text that is asked for in the code: ``text(key("…"), name=…)``."""

    where: str
    key: str
    counted: bool
    given: frozenset[str]


def uses() -> Iterator[Use]:
    for folder in SEARCHED:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (use := _use(node, path.name)):
                    yield use


def _use(node: ast.Call, file: str) -> Use | None:
    if not node.args or any(keyword.arg is None for keyword in node.keywords):
        return None
    marked = node.args[0]
    if not (isinstance(marked, ast.Call) and isinstance(marked.func, ast.Name)):
        return None
    if marked.func.id != "key" or not isinstance(marked.args[0], ast.Constant):
        return None
    called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
    if not (called == "n" or (isinstance(called, ast.Name) and called.id == "text")):
        return None
    given = frozenset(str(keyword.arg) for keyword in node.keywords)
    counted = called == "n"
    where = f"{file}:{node.lineno}"
    return Use(where, str(marked.args[0].value), counted, given | {"count"} if counted else given)


class TestUses:
    def test_there_are_many(self) -> None:
        assert len(list(uses())) > 60

    def test_what_is_counted_has_forms_and_nothing_else_has(self) -> None:
        counted = {use.key for use in uses() if use.counted}
        assert {key for key, message in messages(ENGLISH) if message.pluralizable} == counted

    def test_each_text_is_given_exactly_what_fills_it(self) -> None:
        known = dict(messages(ENGLISH))
        for use in uses():
            wanted = set[str]().union(*map(placeholders, forms(known[use.key])))
            assert use.given == wanted | ({"count"} if use.counted else set()), use.where

    def test_no_key_is_used_without_its_mark(self) -> None:
        """A key in bare quotes would be missed by the extraction."""
        known = used_keys()
        bare = [
            f"{path.name}:{node.lineno}"
            for folder in ("bot/discord_io", "bot/domain", "bot/services", "cogs")
            for path in (ROOT / folder).rglob("*.py")
            for node in ast.walk(marked_away(ast.parse(path.read_text(encoding="utf-8"))))
            if isinstance(node, ast.Constant) and node.value in known
        ]
        assert bare == []


def marked_away(tree: ast.AST) -> ast.AST:
    """The tree without the arguments of the functions that mark keys."""

    class Remover(ast.NodeTransformer):
        def visit_Call(self, node: ast.Call) -> ast.AST:
            if isinstance(node.func, ast.Name) and node.func.id in KEYWORDS:
                return ast.Constant(value=None, lineno=node.lineno, col_offset=0)
            return self.generic_visit(node)

    without: ast.AST = Remover().visit(tree)
    return without


class TestExtraction:
    def test_a_key_is_found_wherever_it_is_marked(self) -> None:
        source = (
            'text(key("a.plain"))\n'
            "f\"**{text(key('b.nested'), n=1)}**\"\n"
            'named("ask", "c.name"); described("d.description")\n'
            'key(variable); other("e.unmarked"); named("alone")\n'
        )
        assert set(keys_in(source)) == {"a.plain", "b.nested", "c.name", "d.description"}


class TestReading:
    @pytest.mark.parametrize(
        ("locale", "count", "expected"),
        [
            (Locale.EN, 1, "1 page"),
            (Locale.EN, 2, "2 pages"),
            (Locale.EN, 0, "0 pages"),
            (Locale.ZH_CN, 1, "共 1 页"),
            (Locale.ZH_TW, 5, "共 5 頁"),
        ],
    )
    def test_plurals_follow_the_language(self, locale: Locale, count: int, expected: str) -> None:
        assert Texts.load().of(locale).n("draft.pages", count) == expected

    def test_braces_that_people_typed_are_left_alone(self) -> None:
        text = Texts.load().of(Locale.EN)
        assert "{count} {0}" in text("error.unreadable_time", typed="{count} {0}", example="x")
