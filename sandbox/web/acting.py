"""Verbs that a bot answers: commands, menus, buttons, selects, modals."""

from __future__ import annotations

from typing import Any, cast, get_args

from sandbox.people.choosing import Kind, Someone
from sandbox.people.errors import CommandUnavailable, ModalRejected, NotAllowed, NotVisible
from sandbox.people.modal import Field
from sandbox.people.reply import Reply
from sandbox.people.views import Channel
from sandbox.people.widgets import Option
from sandbox.state.models import Json
from sandbox.web import rendering
from sandbox.web.arguments import Args, Bad, different
from sandbox.web.tab import Tab, Verb

_BOOLEAN, _ATTACHMENT = 5, 11
_CHOSEN = ("select", "radio", "checkboxes")


# -- commands --------------------------------------------------------------------------------------


async def _commands(tab: Tab, args: Args) -> Json:
    offers = tab.person.offers(tab.channel(args))
    return {"commands": [rendering.command(one) for one in offers]}


async def _complete(tab: Tab, args: Args) -> Json:
    channel, path = tab.channel(args), args.text("path")
    option, typed = args.text("option"), args.text("typed", "")
    given, _ = _options(tab, channel, path, args)
    given.pop(option, None)
    found = await tab.person.suggestions(path, option, typed, given, channel)
    return {"choices": [rendering.choice(one.name, one.value) for one in found]}


async def _command(tab: Tab, args: Args) -> Json:
    channel, path = tab.channel(args), args.text("path")
    given, uploads = _options(tab, channel, path, args)
    reply = await tab.person.runs(path, given, channel)
    tab.uploads.drop(tab.person.key, uploads)
    return _outcome(tab, reply)


def _outcome(tab: Tab, reply: Reply) -> Json:
    tab.shows(reply)
    return rendering.outcome(reply)


def _options(tab: Tab, channel: Channel, path: str, args: Args) -> tuple[Json, list[str]]:
    """The options with uploaded files in the places of their ids, and these ids."""
    given, uploads = args.values("options"), []
    offer = next((one for one in tab.person.offers(channel) if one.path == path), None)
    if offer is None:
        raise CommandUnavailable(f"there is no command {path!r} here")
    kinds = {one.name: one.type for one in offer.options}
    filled: Json = {}
    for name, value in given.items():
        if not isinstance(value, str | int | float) or (
            (kinds.get(name) == _BOOLEAN) != isinstance(value, bool)
        ):
            raise Bad(f"options.{name} has the wrong type")
        if kinds.get(name) == _ATTACHMENT:
            uploads.append(str(value))
            value = tab.uploads.find(tab.person.key, [str(value)])[0]
        filled[name] = value
    return filled, uploads


# -- context menus ---------------------------------------------------------------------------------


async def _menus(tab: Tab, args: Args) -> Json:
    if args.has("message"):
        found = tab.person.menus_for(tab.message(args))
    else:
        user, where = _user(tab, args), tab.channel(args) if args.has("channel") else None
        found = tab.person.menus_for(user, where)
    return {"menus": [{"name": one.name, "label": one.label} for one in found]}


async def _menu(tab: Tab, args: Args) -> Json:
    name = args.text("name")
    if args.has("message"):
        reply = await tab.person.uses_menu(name, tab.message(args))
    else:
        where = tab.channel(args) if args.has("channel") else None
        reply = await tab.person.uses_menu(name, _user(tab, args), where)
    return _outcome(tab, reply)


def _user(tab: Tab, args: Args) -> Someone:
    wanted = args.id("user")
    for one in tab.person.knows():
        if one.id == wanted:
            return one
    raise NotVisible(f"{tab.person.name} meets no user {wanted}")


# -- components ------------------------------------------------------------------------------------


async def _press(tab: Tab, args: Args) -> Json:
    message, wanted = tab.message(args), args.text("custom_id")
    for button in message.buttons:
        if button.custom_id == wanted:
            return _outcome(tab, await tab.person.presses(button, message))
    raise NotVisible(f"{tab.person.name} sees no such button there")


async def _select(tab: Tab, args: Args) -> Json:
    message, wanted = tab.message(args), args.text("custom_id")
    values: list[Any] = list(args.texts("values"))
    for select in message.selects:
        if select.custom_id == wanted:
            if select.kind == "string":
                values = [_option(select.options, one) for one in values]
                if None in values:
                    raise NotAllowed("the menu has no such option")
            return _outcome(tab, await tab.person.selects(select, *values, on=message))
    raise NotVisible(f"{tab.person.name} sees no such menu there")


def _option(options: tuple[Option, ...], value: str) -> Option | None:
    return next((one for one in options if one.value == value), None)


# -- modals ----------------------------------------------------------------------------------------


async def _fill(tab: Tab, args: Args) -> Json:
    modal = tab.modal
    if modal is None:
        raise ModalRejected(f"no modal is open for {tab.person.name} in this tab")
    filled: Json = {}
    uploads: list[str] = []
    for custom_id, value in args.values("values").items():
        field = modal.by_id(custom_id)
        if field.kind == "file":
            ids = different(custom_id, value if value is not None else [])
            uploads += ids
            filled[custom_id] = tab.uploads.find(tab.person.key, ids)
        else:
            filled[custom_id] = _answer(field, value)
    reply = await tab.person.fills(filled, by="custom_id", modal=modal)
    if not reply.failed:
        tab.closes_modal()
        tab.uploads.drop(tab.person.key, uploads)
    return rendering.outcome(reply)


def _answer(field: Field, value: Any) -> Any:
    if field.kind == "text":
        if not isinstance(value, str):
            raise Bad(f"{field.custom_id} is no text")
        return value
    if field.kind == "checkbox":
        if not isinstance(value, bool):
            raise Bad(f"{field.custom_id} is neither true nor false")
        return value
    if value is None:
        value = []
    chosen: list[Any] = list(
        different(field.custom_id, [value] if isinstance(value, str) else value)
    )
    if field.kind in _CHOSEN:
        chosen = [_option(field.options, one) for one in chosen]
        if None in chosen:
            raise ModalRejected(f"{field.label!r}: there is no such option")
    return chosen


async def _close_modal(tab: Tab, _: Args) -> Json:
    tab.closes_modal()
    return {}


async def _choices(tab: Tab, args: Args) -> Json:
    kind = args.text("kind")
    if kind not in get_args(Kind):
        raise Bad(f"kind is not one of {', '.join(get_args(Kind))}")
    found = tab.person.choices(
        cast(Kind, kind), args.text("query", ""), tab.channel(args), args.numbers("channel_types")
    )
    return {
        "choices": [
            {"value": str(one.value), "label": one.label, "description": one.description}
            for one in found
        ]
    }


VERBS: dict[str, Verb] = {
    "commands": _commands,
    "complete": _complete,
    "command": _command,
    "menus": _menus,
    "menu": _menu,
    "press": _press,
    "select": _select,
    "fill": _fill,
    "close_modal": _close_modal,
    "choices": _choices,
}
