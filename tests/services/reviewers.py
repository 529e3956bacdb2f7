"""A programme whose review is blind, and who reviews for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.form import Field, Form, Kind, Page
from bot.domain.people import Actor
from bot.domain.preferences import Preferences
from bot.domain.programme import Category, Programme, ReviewRules
from bot.domain.text import Localized
from bot.services.marking import Marking
from bot.services.scoring import Scoring
from tests.db.samples import HOME, NOW, programme
from tests.services.house import House


def words(text: str) -> Localized:
    return Localized(text, text, text)


CATEGORIES = (Category("craft", words("Craft"), 2), Category("story", words("Story"), 1))


def reviewed(**rules: Any) -> Programme:
    """Asks for a name, which identifies, and a school."""
    base = programme()
    who = Page(
        "who",
        words("Who"),
        (
            Field("name", Kind.SHORT, words("Name"), identifying=True, required=False),
            Field("school", Kind.SHORT, words("School"), identifying=True, required=False),
        ),
    )
    form = Form((*base.form.pages, who), base.form.consent)
    return replace(base, form=form, review=CATEGORIES, rules=ReviewRules(**rules))


async def with_rules(house: House, **rules: Any) -> None:
    """Put the programme in force in the house."""
    async with house.database.store.writing() as work:
        await work.programmes.put(HOME, reviewed(**rules), NOW)
        await work.commit()


def scoring(house: House) -> Scoring:
    return Scoring(house.database.store, house.clock, house.ids, house.recent)


def marking(house: House) -> Marking:
    return Marking(house.database.store, house.clock, house.ids, house.recent)


async def studied(house: House, actor: Actor, *schools: str) -> None:
    """The person says where they studied."""
    async with house.database.store.writing() as work:
        known = Preferences(actor.guild, actor.user, "UTC", schools=schools)
        await work.preferences.save(known)
        await work.commit()
