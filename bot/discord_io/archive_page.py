"""What is kept about a person, as a page of HTML that opens anywhere and loads nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from importlib import resources
from string import Template

from bot.discord_io.archive_reviews import reviews, time_of
from bot.discord_io.reading import STATE_NAMES, answer_text, title_of
from bot.domain.files import StoredFile
from bot.domain.form import Answer, Answers, Field, Form, Kind
from bot.domain.letters import said
from bot.domain.text import Locale, key
from bot.services.archive import Kept, KeptPitch
from bot.texts import Text, Texts

FRAME = "archive.html"
HASH = "SHA-256"


class ArchivePage:
    """A `bot.services.archive.Readable`."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        frame = resources.files(__package__) / FRAME
        self._frame = Template(frame.read_text(encoding="utf-8"))

    def __call__(self, kept: Kept, locale: Locale) -> str:
        text = self._texts.of(locale)
        title = escape(text(key("archive.title")))
        body = "\n".join(_body(kept, title, text))
        return self._frame.substitute({"lang": locale.value, "title": title, "body": body})


def _body(kept: Kept, title: str, text: Text) -> Iterator[str]:
    yield f"<h1>{title}</h1>"
    yield f"<p>{escape(text(key('archive.about')))}</p>"
    yield f"<p>{time_of(kept.at)} · {kept.user}</p>"
    for pitch in kept.pitches:
        yield from _pitch(pitch, text)
    if kept.joined:
        yield f"<h2>{escape(text(key('archive.joined')))}</h2>"
        for each in kept.joined:
            agreed = escape(each.member.consent_text or "—")
            yield f"<h3>{each.ref}</h3><p>{time_of(each.member.invited)}</p><p>{agreed}</p>"
            yield from _files(each.files, text)
    if kept.questions:
        yield f"<h2>{escape(text(key('archive.questions')))}</h2><dl>"
        for question in kept.questions:
            yield f"<dt>{time_of(question.at)}<br>{escape(question.text)}</dt>"
            given = (escape(words) for words in (question.missing, question.answer) if words)
            yield from (f"<dd>{words}</dd>" for words in given)
        yield "</dl>"
    if kept.talks:
        yield from _talks(kept, text)
    yield from reviews(kept.reviews, text)
    if kept.notices:
        yield f"<h2>{escape(text(key('archive.messages')))}</h2><ul>"
        for notice in kept.notices:
            told = escape(said(notice.detail))
            yield f"<li>{time_of(notice.created)} · {notice.kind} {told}</li>"
        yield "</ul>"


def _talks(kept: Kept, text: Text) -> Iterator[str]:
    yield f"<h2>{escape(text(key('archive.talks')))}</h2><dl>"
    for each in kept.talks:
        talk = each.talk
        yield f"<dt>{time_of(talk.at)} · {each.ref} · {escape(talk.writer_name)}</dt>"
        deleted = escape(text(key("talk.deleted")))
        yield f"<dd>{deleted if talk.deleted else escape(talk.words)}</dd>"
        for file in each.files:
            yield f"<dd>{escape(file.name)} · {file.size:,} B · <code>{file.sha256}</code></dd>"
    yield "</dl>"


def _pitch(kept: KeptPitch, text: Text) -> Iterator[str]:
    pitch, programme = kept.pitch, kept.programme
    state = text(STATE_NAMES[pitch.state]) if pitch.state in STATE_NAMES else pitch.state.value
    yield f"<h2>{pitch.ref} · {escape(title_of(pitch, programme, text))}</h2>"
    yield f"<p>{escape(programme.name.in_(text.locale))} · {escape(state)}"
    yield f" · {time_of(pitch.created)}</p>"
    yield from _answers(programme.form, pitch.answers, kept, text)
    if pitch.working is not None:
        yield f"<h3>{escape(text(key('archive.new_version')))}</h3>"
        yield from _answers(programme.form, pitch.working, kept, text)
    for revision in kept.revisions:
        heading = escape(text(key("archive.version"), number=revision.number))
        yield f"<h3>{heading} · {time_of(revision.submission.at)}</h3>"
        yield f"<p>{HASH} <code>{revision.submission.content_hash}</code></p>"
        yield f"<p>{escape(revision.submission.consent_text)}</p>"
        yield from _answers(programme.form, revision.answers, kept, text)
    yield from _files(kept.files, text)


def _answers(form: Form, answers: Answers, kept: KeptPitch, text: Text) -> Iterator[str]:
    fields = {field.id: field for field in form.fields()}
    names = {str(file.id): file.name for file in kept.files}
    yield "<dl>"
    for name, answer in answers.items():
        field = fields.get(name)
        label = field.label.in_(text.locale) if field else name
        shown = _answer(field, answer, names, text)
        yield f"<dt>{escape(label)}</dt><dd>{escape(shown)}</dd>"
    yield "</dl>"


def _answer(field: Field | None, answer: Answer, names: dict[str, str], text: Text) -> str:
    if field and field.kind is not Kind.FILES:
        return answer_text(field, answer, text)
    parts = answer if isinstance(answer, tuple) else (answer,)
    return text(key("list.separator")).join(names.get(part, part) for part in parts)


def _files(files: Sequence[StoredFile], text: Text) -> Iterator[str]:
    if files:
        yield f"<h3>{escape(text(key('archive.files')))}</h3><ul>"
        for file in files:
            yield f"<li>{escape(file.name)} · {file.size:,} B · <code>{file.sha256}</code></li>"
        yield "</ul>"
