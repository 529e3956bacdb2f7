"""The pages of forms as modals, and what comes back from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.discord_io.form_modal import ACTION, page_modal
from bot.discord_io.modals import OpenModal, filled_in
from bot.domain.form import Answer, Field, Kind, Option
from bot.domain.programme import Programme
from bot.domain.text import Locale, Localized
from bot.services.intake import Draft
from bot.texts import Text, Texts
from sandbox.validation.modals import check_modal
from tests.unit import samples

ENGLISH = Texts.load().of(Locale.EN)
languages = pytest.mark.parametrize("text", samples.TEXTS, ids=samples.name)
OPTIONS = tuple(Option(v, Localized(v.title(), v, v)) for v in ("film", "series", "short"))


def draft_of(field: Field, answer: Answer | None = None) -> Draft:
    """A draft of a form with one field."""
    programme = samples.PROGRAMMES["chunm"]
    page = replace(programme.form.pages[0], fields=(field,))
    form = replace(programme.form, pages=(page,))
    draft = samples.draft(programme)
    pitch = replace(draft.pitch, answers={} if answer is None else {field.id: answer})
    return replace(draft, programme=replace(programme, form=form), pitch=pitch)


def opened(field: Field, answer: Answer | None = None) -> dict[str, Any]:
    """The label around the only field."""
    modal = page_modal(draft_of(field, answer), 0, ENGLISH).to_dict()
    check_modal(modal)
    label: dict[str, Any] = modal["components"][0]
    return label


def field(kind: Kind, **changes: Any) -> Field:
    first = Field("f", kind, Localized("F", "项", "項"), options=OPTIONS)
    return replace(first, **changes)


@languages
@pytest.mark.parametrize("fill", [samples.fitting, samples.longest, samples.too_long, None])
@pytest.mark.parametrize("programme", samples.PROGRAMMES.values(), ids=samples.PROGRAMMES)
def test_every_page_of_the_shipped_forms_is_a_modal_that_discord_takes(
    programme: Programme, fill: samples.Fill | None, text: Text
) -> None:
    draft = samples.draft(programme, fill or samples.fitting)
    if fill is None:
        draft = replace(draft, pitch=replace(draft.pitch, answers={}))
    for index, page in enumerate(programme.form.pages):
        if draft.shown(page):
            modal = page_modal(draft, index, text).to_dict()
            check_modal(modal)
            assert modal["custom_id"] == f"{ACTION}:{draft.pitch.id}:{index}"
            inputs = [label["component"]["custom_id"] for label in modal["components"]]
            assert inputs == [each.id for each in draft.shown(page)]


@pytest.mark.parametrize(("origin", "asked"), [("original", False), ("adaptation", True)])
def test_only_the_fields_that_are_shown_stand_on_a_page(origin: str, asked: bool) -> None:
    draft = samples.draft(samples.PROGRAMMES["chunm"])
    form = draft.programme.form
    index = form.pages.index(form.page_of("adaptation_right"))
    pitch = replace(draft.pitch, answers={**draft.pitch.answers, "origin": origin})
    modal = page_modal(replace(draft, pitch=pitch), index, ENGLISH).to_dict()
    inputs = [label["component"]["custom_id"] for label in modal["components"]]
    assert ("adaptation_right" in inputs) is asked


class TestInputs:
    def test_a_text_comes_back_with_what_was_typed(self) -> None:
        made = opened(field(Kind.LONG, max_characters=500), "so far")["component"]
        assert (made["style"], made["value"], made["max_length"]) == (2, "so far", 500)

    def test_a_short_text_is_one_line(self) -> None:
        made = opened(field(Kind.SHORT, required=False))["component"]
        assert (made["style"], made["required"]) == (1, False)
        assert not made.get("value")

    def test_a_number_is_short_and_a_link_may_be_long(self) -> None:
        assert opened(field(Kind.NUMBER), "7")["component"]["max_length"] == 10
        assert opened(field(Kind.LINK))["component"]["max_length"] == 2000

    def test_what_was_answered_in_another_kind_is_not_typed_in(self) -> None:
        assert not opened(field(Kind.SHORT), ("film",))["component"].get("value")

    def test_yes_and_no_are_two_buttons_with_the_answer_chosen(self) -> None:
        made = opened(field(Kind.YES_NO), "no")["component"]
        assert [(o["value"], o.get("default", False)) for o in made["options"]] == [
            ("yes", False),
            ("no", True),
        ]

    def test_a_choice_takes_one(self) -> None:
        made = opened(field(Kind.CHOICE), "series")["component"]
        assert (made["min_values"], made["max_values"]) == (1, 1)
        assert [o["value"] for o in made["options"] if o.get("default")] == ["series"]

    def test_several_choices_take_as_many_as_the_form_says(self) -> None:
        assert opened(field(Kind.CHOICES, most=2))["component"]["max_values"] == 2
        assert opened(field(Kind.CHOICES))["component"]["max_values"] == 3
        assert opened(field(Kind.CHOICES, required=False))["component"]["min_values"] == 0

    def test_several_answers_are_all_chosen_again(self) -> None:
        made = opened(field(Kind.CHOICES), ("film", "short"))["component"]
        assert [o["value"] for o in made["options"] if o.get("default")] == ["film", "short"]


class TestDescriptions:
    def test_help_and_limit_stand_together_where_both_fit(self) -> None:
        help_ = Localized("In one go.", "一口气。", "一口氣。")
        made = opened(field(Kind.LONG, help=help_, max_words=50))
        assert made["description"] == "In one go. Up to 50 words."

    def test_help_that_is_long_stands_alone(self) -> None:
        help_ = Localized("x" * 95, "一" * 95, "一" * 95)
        assert opened(field(Kind.LONG, help=help_, max_words=50))["description"] == "x" * 95

    def test_a_limit_of_choices_is_told(self) -> None:
        assert opened(field(Kind.CHOICES, most=2))["description"] == "Choose up to 2."
        assert opened(field(Kind.CHOICES, most=1))["description"] == "Choose 1."

    def test_nothing_to_say_is_no_description(self) -> None:
        assert not opened(field(Kind.CHOICES)).get("description")


def test_a_title_that_is_too_long_is_cut() -> None:
    made = OpenModal("a", 1, "b", title="x" * 50, items=[])
    assert made.title == "x" * 45
    assert made.custom_id == "a:1:b"


class TestWhatComesBack:
    @pytest.mark.parametrize(
        ("components", "filled"),
        [
            ([{"type": 18, "component": {"custom_id": "a", "value": "text"}}], {"a": "text"}),
            ([{"type": 18, "component": {"custom_id": "a", "values": ["x"]}}], {"a": ("x",)}),
            ([{"type": 18, "component": {"custom_id": "a", "values": []}}], {"a": ()}),
            ([{"type": 18, "component": {"custom_id": "a", "value": None}}], {}),
            ([{"type": 1, "components": [{"custom_id": "a", "value": "old"}]}], {"a": "old"}),
            ([{"type": 10, "id": 3}], {}),
            ([], {}),
        ],
    )
    def test_it_is_read_by_the_id_of_each_input(
        self, components: list[dict[str, Any]], filled: dict[str, Answer]
    ) -> None:
        assert dict(filled_in(components)) == filled
