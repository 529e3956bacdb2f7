"""Whatever form the check of programme files accepts can be shown in Discord, and completed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.content.loader import check
from bot.content.models import PAGES
from bot.domain.files import PITCH_FILES
from bot.domain.form import PAGE_FIELDS, TEXT_CHARACTERS, Field, Form, Kind
from bot.domain.text import Locale, Localized
from tests.support.forms import answers, definitions, forms
from tests.unit.broken_files import changed

SLOW = settings(
    max_examples=25,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)


def longest(text: Localized | None) -> int:
    return max((len(text.in_(locale)) for locale in Locale), default=0) if text else 0


def check_field(field: Field) -> None:
    """Discord's limits for the label, its description and the component in it."""
    assert 1 <= longest(field.label) <= 45
    assert longest(field.help) <= 100
    assert len(field.id) <= 100
    assert 1 <= field.max_characters <= TEXT_CHARACTERS
    assert all(1 <= longest(option.label) <= 100 for option in field.options)
    assert len({option.value for option in field.options}) == len(field.options)
    match field.kind:
        case Kind.CHOICE:
            assert 2 <= len(field.options) <= 25
        case Kind.CHOICES:
            assert 1 <= len(field.options) <= 25
            assert field.most is None or 1 <= field.most <= len(field.options)
        case Kind.FILES:
            assert field.most is not None
            assert 1 <= field.most <= PITCH_FILES
            assert field.accepts
        case _:
            assert not field.options
            assert not field.accepts


def check_form(form: Form) -> None:
    assert 1 <= len(form.pages) <= PAGES
    for page in form.pages:
        assert 1 <= longest(page.title) <= 45
        assert 1 <= len(page.fields) <= PAGE_FIELDS
        for field in page.fields:
            check_field(field)
    files = [field.most or 0 for field in form.fields() if field.kind is Kind.FILES]
    assert sum(files) <= PITCH_FILES


@SLOW
@given(definitions())
def test_a_form_within_the_rules_has_no_faults(text: str) -> None:
    assert check(text) == []


@SLOW
@given(st.data(), st.booleans())
def test_a_form_that_the_check_accepts_can_be_shown_and_completed(
    data: st.DataObject, wild: bool
) -> None:
    form = data.draw(forms(wild=wild))
    check_form(form)
    given_ = data.draw(answers(form))
    assert form.problems(given_) == {}
    assert form.in_force(given_) == given_


FILES = """\
        - id: script
          kind: files
          label: {en: Script, zh-CN: 剧本}
"""
PAGE = "      title: {en: Two, zh-CN: 二}\n      fields:\n"


class TestFiles:
    def faults(self, **more: Any) -> list[tuple[str, str]]:
        lines = "".join(f"          {name}: {value}\n" for name, value in more.items())
        return [(each.field, each.message) for each in check(changed(PAGE, PAGE + FILES + lines))]

    def test_a_field_of_files_says_what_it_takes(self) -> None:
        assert self.faults(accepts="[pdf, docx]", most=2) == []
        place = "form.pages[1].fields[0].accepts"
        assert self.faults() == [(place, "is missing")]
        assert self.faults(accepts="[pdf, pdf]") == [(f"{place}[1]", "“pdf” is there already")]
        ((where, told),) = self.faults(accepts="[exe]")
        assert where == f"{place}[0]"
        assert "'fountain'" in told

    @pytest.mark.parametrize("most", [-1, 0, 11])
    def test_it_takes_from_one_to_ten(self, most: int) -> None:
        assert self.faults(accepts="[pdf]", most=most) == [
            ("form.pages[1].fields[0].most", "must be from 1 to 10")
        ]

    def test_all_of_them_together_take_ten(self) -> None:
        first = FILES.replace("script", "deck") + "          accepts: [pdf]\n          most: 8\n"
        second = FILES + "          accepts: [pdf]\n          most: 3\n"
        (fault,) = check(changed(PAGE, PAGE + first + second))
        assert (fault.field, fault.message) == (
            "form.pages[1].fields[1].most",
            "makes more than 10 files, the most of a pitch",
        )
