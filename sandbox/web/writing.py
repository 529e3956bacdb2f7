"""Verbs without a bot: reading, writing, reacting, threads, DMs, the person's own settings."""

from __future__ import annotations

from itertools import islice

from sandbox.state.models import Json
from sandbox.web import rendering
from sandbox.web.arguments import Args, Bad
from sandbox.web.tab import LOCALES, Tab, Verb

PAGE = 50
LONGEST_EMOJI = 64


async def _open(tab: Tab, args: Args) -> Json:
    channel = tab.channel(args)
    limit = args.number("limit", PAGE, 1, 100)
    before = args.id("before") if args.has("before") else None
    there = await tab.person.reads(channel)
    older = (one for one in reversed(there) if before is None or one.id < before)
    page = list(islice(older, limit + 1))
    shown = [rendering.message(tab.person, one) for one in reversed(page[:limit])]
    return {"messages": shown, "more": len(page) > limit}


async def _read(tab: Tab, args: Args) -> Json:
    tab.person.marks_read(tab.channel(args))
    return {}


async def _write(tab: Tab, args: Args) -> Json:
    channel = tab.channel(args)
    uploads = args.texts("files")
    answered = tab.message(args, "reply_to") if args.has("reply_to") else None
    written = await tab.person.writes(
        args.text("text", ""), channel, tab.uploads.find(tab.person.key, uploads), answered
    )
    tab.uploads.drop(tab.person.key, uploads)
    return {"message": str(written.id)}


async def _edit(tab: Tab, args: Args) -> Json:
    await tab.person.edits(tab.message(args), args.text("text"))
    return {}


async def _delete(tab: Tab, args: Args) -> Json:
    await tab.person.deletes(tab.message(args))
    return {}


async def _react(tab: Tab, args: Args) -> Json:
    emoji = args.text("emoji")
    if not emoji.strip() or len(emoji) > LONGEST_EMOJI:
        raise Bad("emoji is no emoji")
    await tab.person.reacts(tab.message(args), emoji)
    return {}


async def _dismiss(tab: Tab, args: Args) -> Json:
    tab.person.dismisses(tab.message(args))
    return {}


async def _thread(tab: Tab, args: Args) -> Json:
    started = await tab.person.starts_thread(
        args.text("name"),
        tab.channel(args),
        tab.message(args) if args.has("message") else None,
        private=args.flag("private", default=False),
    )
    return {"channel": str(started.id)}


async def _dm(tab: Tab, args: Args) -> Json:
    return {"channel": str(tab.person.opens_dm(args.id("bot")).id)}


async def _language(tab: Tab, args: Args) -> Json:
    locale = args.text("locale")
    if locale not in LOCALES:
        raise Bad(f"locale is not one of {', '.join(LOCALES)}")
    tab.person.locale = locale
    return {}


async def _privacy(tab: Tab, args: Args) -> Json:
    if args.flag("dms_open"):
        tab.person.opens_dms()
    else:
        tab.person.shuts_dms()
    return {}


VERBS: dict[str, Verb] = {
    "open": _open,
    "read": _read,
    "write": _write,
    "edit": _edit,
    "delete": _delete,
    "react": _react,
    "dismiss": _dismiss,
    "thread": _thread,
    "dm": _dm,
    "language": _language,
    "privacy": _privacy,
}
