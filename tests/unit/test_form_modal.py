"""The pages of forms as modals, and what comes back from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.discord_io.acts import Act
from bot.discord_io.form_modal import asks_nothing, files_modal, page_modal, room
from bot.discord_io.modals import OpenModal, filled_in, uploads_in
from bot.domain.filetypes import FileType
from bot.domain.form import Answer, Field, Kind, Option
from bot.domain.programme import Programme
from bot.domain.text import Locale, Localized
from bot.services.drafts import Draft
from bot.services.ports_files import Upload
from bot.texts import Text, Texts
from sandbox.validation.modals import check_modal
from tests.unit import samples

ENGLISH = Texts.load().of(Locale.EN)
languages = pytest.mark.parametrize("text", samples.TEXTS, ids=samples.name)
UPLOAD, RADIO, BOXES, BOX, MENU = 19, 21, 22, 23, 3
"""Discord's types of components."""
MANY = tuple(Option(f"v{n}", Localized(f"V{n}", "项", "項")) for n in range(11))
OPTIONS = tuple(Option(v, Localized(v.title(), v, v)) for v in ("film", "series", "short"))


def draft_of(field: Field, answer: Answer | None = None) -> Draft:
    """A draft of a form with one field."""
    programme = samples.PROGRAMMES["chunm"]
    page = replace(programme.form.pages[0], fields=(field,))
    form = replace(programme.form, pages=(page,))
    draft = samples.draft(programme)
    pitch = replace(draft.pitch, answers={} if answer is None else {field.id: answer})
    changed = replace(programme, form=form)
    files = samples.files_of(pitch, changed)
    return replace(draft, programme=changed, pitch=pitch, files=files)


def opened(field: Field, answer: Answer | None = None) -> dict[str, Any]:
    """The label around the only field."""
    modal = page_modal(samples.seen(draft_of(field, answer), ENGLISH), 0).to_dict()
    check_modal(modal)
    label: dict[str, Any] = modal["components"][0]
    return label


def chosen(component: dict[str, Any]) -> list[str]:
    return [option["value"] for option in component["options"] if option.get("default")]


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
    seen = samples.seen(draft, text)
    for index, page in enumerate(programme.form.pages):
        if draft.shown(page):
            modal = page_modal(seen, index).to_dict()
            check_modal(modal)
            where = f"{Act.PAGE}:{draft.pitch.guild}:{draft.pitch.id}"
            assert modal["custom_id"] == f"{where}:{index}"
            assert inputs(modal) == [
                each.id
                for each in draft.shown(page)
                if each.kind is not Kind.FILES or room(each, seen)
            ]


def inputs(modal: dict[str, Any]) -> list[str]:
    """The ids of the fields that ask for something."""
    labels = [each for each in modal["components"] if "component" in each]
    return [label["component"]["custom_id"] for label in labels]


@pytest.mark.parametrize(("origin", "asked"), [("original", False), ("adaptation", True)])
def test_only_the_fields_that_are_shown_stand_on_a_page(origin: str, asked: bool) -> None:
    draft = samples.draft(samples.PROGRAMMES["chunm"])
    form = draft.programme.form
    index = form.pages.index(form.page_of("adaptation_right"))
    pitch = replace(draft.pitch, answers={**draft.pitch.answers, "origin": origin})
    changed = replace(draft, pitch=pitch)
    modal = page_modal(samples.seen(changed, ENGLISH), index).to_dict()
    assert ("adaptation_right" in inputs(modal)) is asked


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

    def test_what_breaks_a_limit_is_typed_in_again(self) -> None:
        made = opened(field(Kind.SHORT, max_characters=3), "long before")["component"]
        assert (made["value"], made["max_length"]) == ("long before", 11)

    def test_lines_that_were_typed_into_a_longer_field_need_one(self) -> None:
        assert opened(field(Kind.SHORT), "one\ntwo")["component"]["style"] == 2

    def test_a_choice_among_few_is_radio_buttons(self) -> None:
        made = opened(field(Kind.CHOICE), "series")["component"]
        assert made["type"] == RADIO
        assert chosen(made) == ["series"]

    def test_a_choice_among_many_is_a_menu_that_takes_one(self) -> None:
        made = opened(field(Kind.CHOICE, options=MANY), "v3")["component"]
        assert (made["type"], made["min_values"], made["max_values"]) == (MENU, 1, 1)
        assert chosen(made) == ["v3"]

    def test_several_choices_among_few_are_boxes(self) -> None:
        made = opened(field(Kind.CHOICES, most=2), ("film", "short"))["component"]
        assert (made["type"], made["max_values"]) == (BOXES, 2)
        assert chosen(made) == ["film", "short"]

    def test_no_more_is_chosen_than_may_be(self) -> None:
        for options in (OPTIONS, (*OPTIONS, *MANY)):
            made = opened(
                field(Kind.CHOICES, most=2, options=options), ("film", "gone", "series", "short")
            )["component"]
            assert chosen(made) == ["film", "series"]

    def test_an_agreement_is_a_box(self) -> None:
        assert opened(field(Kind.CONSENT, options=()), "yes")["component"]["default"] is True
        made = opened(field(Kind.CONSENT, options=()))["component"]
        assert (made["type"], made["default"]) == (BOX, False)

    def test_several_choices_take_as_many_as_the_form_says(self) -> None:
        assert opened(field(Kind.CHOICES, most=2))["component"]["max_values"] == 2
        assert opened(field(Kind.CHOICES))["component"]["max_values"] == 3
        assert opened(field(Kind.CHOICES, required=False))["component"]["min_values"] == 0

    def test_several_answers_are_all_chosen_again(self) -> None:
        made = opened(field(Kind.CHOICES), ("film", "short"))["component"]
        assert [o["value"] for o in made["options"] if o.get("default")] == ["film", "short"]


def files_field(**changes: Any) -> Field:
    accepted = (FileType.PDF,)
    return field(Kind.FILES, **{"options": (), "accepts": accepted, "most": 3, **changes})


def named(count: int) -> tuple[str, ...]:
    return tuple(f"{number:020x}" for number in range(count))


class TestFiles:
    def test_a_field_takes_as_many_as_it_has_room_for(self) -> None:
        made = opened(files_field())["component"]
        assert (made["type"], made["min_values"], made["max_values"]) == (UPLOAD, 1, 3)
        again = opened(files_field(), named(1))["component"]
        assert (again["min_values"], again["max_values"]) == (0, 2)
        assert opened(files_field(required=False))["component"]["min_values"] == 0

    def test_a_field_that_is_full_says_so(self) -> None:
        made = opened(files_field(), named(3))
        assert "component" not in made
        assert ENGLISH("files.full") in made["content"]

    def test_a_page_of_full_fields_asks_nothing(self) -> None:
        for count, nothing in ((2, False), (3, True)):
            seen = samples.seen(draft_of(files_field(), named(count)), ENGLISH)
            assert asks_nothing(seen, seen.draft.pages[0]) is nothing
        text = samples.seen(draft_of(field(Kind.SHORT)), ENGLISH)
        assert not asks_nothing(text, text.draft.pages[0])

    def test_a_pitch_has_room_for_ten_altogether(self) -> None:
        full = samples.seen(draft_of(files_field(most=10), named(9)), ENGLISH)
        other = replace(files_field(), id="other")
        assert room(other, full) == 1

    def test_files_can_be_added_by_themselves(self) -> None:
        seen = samples.seen(draft_of(files_field(required=False), named(1)), ENGLISH)
        modal = files_modal(seen, files_field()).to_dict()
        check_modal(modal)
        assert modal["custom_id"].endswith(f"{seen.pitch.id}:f")
        assert modal["components"][0]["component"]["min_values"] == 1


class TestDescriptions:
    def test_help_and_limit_stand_together_where_both_fit(self) -> None:
        help_ = Localized("In one go.", "一口气。", "一口氣。")
        made = opened(field(Kind.LONG, help=help_, max_words=50))
        assert made["description"] == "In one go. Up to 50 words; 2 Chinese characters count as 1."

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
            ([{"type": 18, "component": {"custom_id": "a", "value": True}}], {"a": "yes"}),
            ([{"type": 18, "component": {"custom_id": "a", "value": False}}], {"a": ""}),
            ([{"type": 18, "component": {"type": 19, "custom_id": "a", "values": ["7"]}}], {}),
            ([{"type": 10, "id": 3}], {}),
            ([], {}),
        ],
    )
    def test_it_is_read_by_the_id_of_each_input(
        self, components: list[dict[str, Any]], filled: dict[str, Answer]
    ) -> None:
        assert dict(filled_in(components)) == filled

    def test_files_are_found_among_the_attachments_by_the_names_people_gave_them(self) -> None:
        attachments = {
            "7": {"filename": "v2.pdf", "title": "剧本 v2", "url": "https://a", "size": 3},
            "8": {"filename": "deck.pdf", "url": "https://b", "size": 4},
            "9": {"filename": "x.pdf", "title": "x.pdf", "url": "https://c", "size": 5},
        }
        upload = {"type": 19, "custom_id": "script", "values": ["7", "8", "9"]}
        data = {
            "components": [{"type": 18, "component": upload}],
            "resolved": {"attachments": attachments},
        }
        sent: Any = type("Sent", (), {"data": data})
        assert uploads_in(sent) == {
            "script": [
                Upload("剧本 v2.pdf", "https://a", 3),
                Upload("deck.pdf", "https://b", 4),
                Upload("x.pdf", "https://c", 5),
            ]
        }

    def test_a_modal_without_files_has_none(self) -> None:
        sent: Any = type("Sent", (), {"data": {"components": []}})
        assert uploads_in(sent) == {}
