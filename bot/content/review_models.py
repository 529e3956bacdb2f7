"""The parts of a programme file that are about its review and what comes after it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.content.parts import Label, Name, Part, Slug, Words
from bot.domain import programme
from bot.domain.letters import LETTER_CHARACTERS


class Category(Part):
    id: Slug
    label: Label
    weight: Annotated[int, Field(ge=1, le=100)]

    def to_domain(self) -> programme.Category:
        return programme.Category(self.id, self.label.to_domain(), self.weight)


class Stage(Part):
    """``tells``: whether the authors are told when their pitch gets there."""

    id: Slug
    label: Label
    tells: bool = True

    def to_domain(self) -> programme.Stage:
        return programme.Stage(self.id, self.label.to_domain(), self.tells)


class Letter(Words):
    """What authors read of a decision; its placeholders are those of `bot.domain.letters`."""

    longest = LETTER_CHARACTERS


class Rules(Part):
    """See `programme.ReviewRules`. ``letters`` are by state."""

    blind: bool = False
    quorum: Annotated[int, Field(ge=0, le=20)] = 0
    untouched_days: Annotated[int, Field(ge=1, le=365)] = 7
    school: Name | None = None
    letters: dict[str, Letter] = Field(default_factory=dict)

    def to_domain(self) -> programme.ReviewRules:
        letters = {state: letter.to_domain() for state, letter in self.letters.items()}
        return programme.ReviewRules(
            self.blind, self.quorum, self.untouched_days, self.school, letters
        )
