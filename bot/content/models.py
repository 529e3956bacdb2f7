"""The shape of a programme file.

Each limit is Discord's where a text becomes part of a component (a label of a modal 45 characters,
its description and a select's option 100, a button 80), and otherwise leaves room for what stands
around the text in a message of 4000 characters. What one part of a file says about another is
checked in `bot.content.rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic import field_validator as check_each
from pydantic import model_validator as check_whole

from bot.content.traditional import traditional
from bot.domain import form, programme
from bot.domain.faq import GENERAL
from bot.domain.filetypes import FileType
from bot.domain.form import PAGE_FIELDS, TEXT_CHARACTERS, Kind
from bot.domain.ids import ProgrammeKey
from bot.domain.text import Locale, Localized

OPTIONS = 25
"""The most options that a select shows (Discord's limit)."""
FAQS = 500
PAGES = 10

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
"""Kebab-case; short enough that several fit in a ``custom_id`` of 100 characters."""
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
"""Snake case, of pages and fields."""


Accepted = Annotated[FileType, Field(strict=False)]


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


class Phrasings(Part):
    en: Annotated[list[Phrase], Field(min_length=1, max_length=50)]
    zh_cn: Annotated[list[Phrase], Field(min_length=1, max_length=50, alias="zh-CN")]
    zh_tw: Annotated[list[Phrase], Field(max_length=50, alias="zh-TW")] = []

    def to_domain(self, question: Localized) -> dict[Locale, tuple[str, ...]]:
        given = {Locale.EN: self.en, Locale.ZH_CN: self.zh_cn, Locale.ZH_TW: self.zh_tw}
        return {
            locale: tuple(dict.fromkeys([question.in_(locale), *phrasings]))
            for locale, phrasings in given.items()
        }


class Source(Part):
    title: Line
    published: date

    def to_domain(self) -> programme.Source:
        return programme.Source(self.title.to_domain(), self.published)


class Faq(Part):
    id: Slug
    question: Question
    phrasings: Phrasings
    answer: Long
    confirmed: date | None = None
    related: Annotated[list[Slug], Field(max_length=3)] = []

    def to_domain(self, confirmed: date) -> programme.FaqEntry:
        """``confirmed`` is the file's date, for an entry without its own."""
        question = self.question.to_domain()
        return programme.FaqEntry(
            id=self.id,
            question=question,
            phrasings=self.phrasings.to_domain(question),
            answer=self.answer.to_domain(),
            confirmed=self.confirmed or confirmed,
            related=tuple(self.related),
        )


class Option(Part):
    value: Slug
    label: Line

    def to_domain(self) -> form.Option:
        return form.Option(self.value, self.label.to_domain())


class ShowIf(Part):
    field: Name
    values: Annotated[list[Slug], Field(min_length=1, max_length=OPTIONS)]

    def to_domain(self) -> form.Condition:
        return form.Condition(self.field, tuple(self.values))


class FormField(Part):
    """``max_words`` and ``max_characters`` are for text, ``least`` for a number, ``most`` for a
    number, several choices or files (one, if it is not given), ``accepts`` for files."""

    id: Name
    kind: Annotated[Kind, Field(strict=False)]
    label: Label
    help: Line | None = None
    required: bool = True
    max_words: Annotated[int, Field(ge=1, le=2000)] | None = None
    max_characters: Annotated[int, Field(ge=1, le=TEXT_CHARACTERS)] | None = None
    least: Annotated[int, Field(ge=-999_999_999, le=999_999_999)] | None = None
    most: Annotated[int, Field(ge=-999_999_999, le=999_999_999)] | None = None
    options: Annotated[list[Option], Field(min_length=1, max_length=OPTIONS)] | None = None
    accepts: Annotated[list[Accepted], Field(min_length=1)] | None = None
    pii: bool = False
    identifying: bool = False
    show_if: ShowIf | None = None

    @property
    def most_files(self) -> int:
        return self.most or 1

    def to_domain(self) -> form.Field:
        return form.Field(
            id=self.id,
            kind=self.kind,
            label=self.label.to_domain(),
            help=self.help.to_domain() if self.help else None,
            required=self.required,
            max_words=self.max_words,
            max_characters=self.max_characters or TEXT_CHARACTERS,
            least=self.least,
            most=self.most_files if self.kind is Kind.FILES else self.most,
            options=tuple(option.to_domain() for option in self.options or ()),
            accepts=tuple(self.accepts or ()),
            pii=self.pii,
            identifying=self.identifying,
            show_if=self.show_if.to_domain() if self.show_if else None,
        )


class Page(Part):
    id: Name
    title: Label
    fields: Annotated[list[FormField], Field(min_length=1, max_length=PAGE_FIELDS)]

    def to_domain(self) -> form.Page:
        fields = tuple(field.to_domain() for field in self.fields)
        return form.Page(self.id, self.title.to_domain(), fields)


class Consent(Part):
    version: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$", max_length=20)]
    text: Long

    def to_domain(self) -> form.Consent:
        return form.Consent(self.version, self.text.to_domain())


class Form(Part):
    pages: Annotated[list[Page], Field(min_length=1, max_length=PAGES)]
    consent: Consent

    def fields(self) -> Iterable[FormField]:
        return (field for page in self.pages for field in page.fields)

    def to_domain(self) -> form.Form:
        pages = tuple(page.to_domain() for page in self.pages)
        return form.Form(pages, self.consent.to_domain())


class Card(Part):
    """Ids of fields."""

    title: Name
    logline: Name
    format: Name | None = None

    def to_domain(self) -> programme.CardFields:
        return programme.CardFields(self.title, self.logline, self.format)


class Category(Part):
    id: Slug
    label: Label
    weight: Annotated[int, Field(ge=1, le=100)]

    def to_domain(self) -> programme.Category:
        return programme.Category(self.id, self.label.to_domain(), self.weight)


class Stage(Part):
    id: Slug
    label: Label

    def to_domain(self) -> programme.Stage:
        return programme.Stage(self.id, self.label.to_domain())


class ProgrammeFile(Part):
    key: Annotated[Slug, StringConstraints(max_length=32)]
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
    name: Line
    summary: Words
    offers: Annotated[list[Offer], Field(min_length=1, max_length=6)]
    eligibility: Words
    source: Source
    confirmed: date
    faqs: Annotated[list[Faq], Field(max_length=FAQS)]
    form: Form
    card: Card
    review: Annotated[list[Category], Field(min_length=1, max_length=10)]
    pipeline: Annotated[list[Stage], Field(min_length=1, max_length=OPTIONS)]

    @check_each("key")
    @classmethod
    def _free(cls, named: str) -> str:
        if named == GENERAL:
            raise ValueError(f"“{GENERAL}” stands for the server as a whole; take another")
        return named

    def to_domain(self) -> programme.Programme:
        return programme.Programme(
            key=ProgrammeKey(self.key),
            prefix=self.prefix,
            name=self.name.to_domain(),
            summary=self.summary.to_domain(),
            offers=tuple(offer.to_domain() for offer in self.offers),
            eligibility=self.eligibility.to_domain(),
            source=self.source.to_domain(),
            faqs=tuple(entry.to_domain(self.confirmed) for entry in self.faqs),
            form=self.form.to_domain(),
            card=self.card.to_domain(),
            review=tuple(category.to_domain() for category in self.review),
            pipeline=tuple(stage.to_domain() for stage in self.pipeline),
        )
