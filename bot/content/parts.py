"""What programme files are made of: names and texts, each no longer than there is room for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic import field_validator as check_each
from pydantic import model_validator as check_whole

from bot.content.traditional import traditional
from bot.domain.text import Localized

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""Kebab-case; short enough that several fit in a ``custom_id`` of 100 characters."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""Snake case, of pages and fields."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, str_strip_whitespace=True)


class Words(Part):
    """A text in English and Simplified Chinese; Traditional is made where it is not given."""

    longest: ClassVar[int] = 600

    en: Annotated[str, Field(min_length=1)]
    zh_cn: Annotated[str, Field(min_length=1, alias="zh-CN")]
    zh_tw: Annotated[str | None, Field(min_length=1, alias="zh-TW")] = None

    @check_each("en", "zh_cn", "zh_tw")
    @classmethod
    def _within(cls, text: str | None) -> str | None:
        if text is not None and len(text) > cls.longest:
            raise ValueError(f"has {len(text)} characters, at most {cls.longest} are shown")
        return text

    @check_whole(mode="after")
    def _made_within(self) -> Self:
        if len(self.traditional) > self.longest:
            raise ValueError(
                f"zh-TW, made from zh-CN, has {len(self.traditional)} characters, "
                f"at most {self.longest} are shown: give a shorter one"
            )
        return self

    @property
    def traditional(self) -> str:
        return self.zh_tw or traditional(self.zh_cn)

    def to_domain(self) -> Localized:
        return Localized(self.en, self.zh_cn, self.traditional)


class Label(Words):
    longest = 45


class Question(Words):
    """Also the label of a button."""

    longest = 80


class Line(Words):
    """One line: help, an option, a name."""

    longest = 100


class Offer(Words):
    longest = 200


class Long(Words):
    """Fills most of a message."""

    longest = 1800
