"""The largest form that a programme file may have, with everything wrong, still fits a message."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.content.models import PAGES
from bot.discord_io import draft_view
from bot.domain.form import PAGE_FIELDS, Consent, Field, Form, Kind, Page
from bot.domain.programme import CardFields
from bot.domain.text import Localized
from bot.services.drafts import Draft
from bot.texts import Text
from sandbox.validation import IS_COMPONENTS_V2, check_message
from tests.unit import samples
from tests.unit.viewing import components, words

LABEL = Localized("*" * 45, "*" * 45, "*" * 45)


def _field(page: int, number: int) -> Field:
    return Field(f"f{page}_{number}", Kind.LONG, LABEL, max_words=1)


@pytest.fixture
def largest() -> Draft:
    pages = tuple(
        Page(f"p{page}", LABEL, tuple(_field(page, number) for number in range(PAGE_FIELDS)))
        for page in range(PAGES)
    )
    chunm = samples.PROGRAMMES["chunm"]
    form = Form(pages, Consent("1", LABEL))
    programme = replace(chunm, form=form, card=CardFields("f0_0", "f0_1"))
    return samples.draft(programme, samples.too_long)


@pytest.mark.parametrize("text", samples.TEXTS, ids=samples.name)
def test_a_draft_with_everything_wrong_fits_one_message_and_names_the_first(
    largest: Draft, text: Text
) -> None:
    shown = draft_view.progress(samples.seen(largest, text))
    check_message({"flags": IS_COMPONENTS_V2, "components": components(shown)})
    assert words(shown).count("⚠️") == PAGES
    assert words(shown).count("\n> ") == draft_view.NAMED
