"""The shape of a programme file.

Each limit is Discord's where a text becomes part of a component (a label of a modal 45 characters,
its description and a select's option 100, a button 80), and otherwise leaves room for what stands
around the text in a message of 4000 characters. What one part of a file says about another is
checked in `bot.content.rules`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic import field_validator as check_each

from bot.content.parts import Label, Line, Long, Name, Offer, Part, Phrase, Question, Slug, Words
from bot.content.review_models import Category, Rules, Stage
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


Accepted = Annotated[FileType, Field(strict=False)]


class Phrasings(Part):
    en: Annotated[list[Phrase], Field(min_length=1, max_length=50)]
    zh_cn: Annotated[list[Phrase], Field(min_length=1, max_length=50, alias="zh-CN")]
    zh_tw: list[Phrase] = Field(default_factory=list, max_length=50, alias="zh-TW")

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
    related: list[Slug] = Field(default_factory=list, max_length=3)

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
    rules: Rules = Rules()

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
            rules=self.rules.to_domain(),
        )
