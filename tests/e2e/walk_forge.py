"""What the guard walk sends that no client would, and all that comes back."""

from __future__ import annotations

import copy
import io
from collections.abc import Mapping, Sequence
from typing import Any

from discord import ui
from pypdf import PdfReader

from bot.discord_io.setup_view import REPORT, ListenSelect
from bot.discord_io.widgets import PersistentButton, PersistentSelect, PersistentUserSelect
from sandbox.interaction import MODAL_SUBMIT
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.resolve import Resolver
from sandbox.people.views import Attachment, Message
from sandbox.state.files import File
from tests.support.filemaking import PDF
from tests.unit.test_sheets import read_xlsx

BUTTON, SELECT, USER_SELECT, CHANNEL_SELECT = 2, 3, 5, 8
KINDS: Mapping[type[ui.DynamicItem[Any]], int] = {
    PersistentButton: BUTTON,
    PersistentSelect: SELECT,
    PersistentUserSelect: USER_SELECT,
    ListenSelect: CHANNEL_SELECT,
}


def kind_of(item: type[ui.DynamicItem[Any]]) -> int:
    """Discord's number of what an item is on the screen."""
    for base, kind in KINDS.items():
        if issubclass(item, base):
            return kind
    raise AssertionError(f"{item.__name__}: say in KINDS of walk_forge.py what it is")


async def presses(
    person: Person, on: Message, kind: int, custom_id: str, value: str, picked: str
) -> Reply:
    """Press or choose in something made up, as if it stood on a message that the person sees, with
    all that the bot reads there: a report, and a menu of decisions in which ``picked`` is chosen.
    """
    message = copy.copy(on.state)
    made: dict[str, Any] = {"type": kind, "custom_id": custom_id, "id": 99}
    sent: dict[str, Any] = {"component_type": kind, "custom_id": custom_id, "id": 99}
    if kind == BUTTON:
        made |= {"style": 2, "label": "x"}
    else:
        resolver = Resolver(person._core, person.user, message.channel)
        made |= {"options": [{"label": "x", "value": value}]} if kind == SELECT else {}
        sent["values"] = [_chosen(kind, value, resolver)]
        sent |= {"resolved": resolver.resolved} if resolver.resolved else {}
    report = {"type": 10, "id": REPORT, "content": "A report"}
    message.components = [report, {"type": 1, "components": [made]}, _decisions(picked)]
    return await person._use(message, sent)


def _chosen(kind: int, value: str, resolver: Resolver) -> str:
    if kind == SELECT:
        return value
    return resolver.user(value) if kind == USER_SELECT else resolver.channel(value)


def _decisions(picked: str) -> dict[str, Any]:
    option = {"label": "x", "value": picked, "default": True}
    menu = {"type": SELECT, "id": 98, "custom_id": "desk:release-pick:9", "options": [option]}
    return {"type": 1, "components": [menu]}


async def submits(person: Person, on: Message, custom_id: str, filled: Mapping[str, Any]) -> Reply:
    """Send a modal that was never opened: texts, tuples of choices, lists of files."""
    resolver = Resolver(person._core, person.user, on.state.channel)
    inputs = [_input(name, value, resolver) for name, value in filled.items()]
    labels = [{"type": 18, "id": 1, "component": one} for one in inputs]
    sent = {"custom_id": custom_id, "components": labels, "resolved": resolver.resolved}
    application = person._core.state.application_of(on.author_id)
    assert application is not None
    message = copy.copy(on.state)
    return await person._interact(MODAL_SUBMIT, application, message.channel, sent, message=message)


def _input(name: str, value: str | Sequence[Any], resolver: Resolver) -> dict[str, Any]:
    if isinstance(value, str):
        return {"type": 4, "id": 2, "custom_id": name, "value": value}
    if isinstance(value, tuple):
        return {"type": SELECT, "id": 2, "custom_id": name, "values": list(value)}
    files = [resolver.file(one) for one in value if isinstance(one, File)]
    return {"type": 19, "id": 2, "custom_id": name, "values": files}


def content(shown: Reply | Message) -> str:
    """All that reaches a person: text, ids, values of menus, names of files and what is in them."""
    if isinstance(shown, Reply):
        modal = repr(shown.modal.raw) if shown.modal else ""
        return modal + (content(shown.message) if shown.message else "")
    files = (f"{one.filename} {_inside(one)}" for one in shown.attachments)
    return "\n".join([shown.text, repr(shown.components), *files])


def _inside(file: Attachment) -> str:
    match file.filename.rpartition(".")[2]:
        case "xlsx":
            return repr(read_xlsx(file.content))
        case "pdf" if file.content != PDF:
            pages = PdfReader(io.BytesIO(file.content)).pages
            return " ".join(page.extract_text() for page in pages)
        case _:
            return file.content.decode("utf-8", "replace")
