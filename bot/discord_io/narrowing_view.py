"""What holds for a programme that has coordinators or a desk of its own, in words."""

from __future__ import annotations

from collections.abc import Sequence

from bot.discord_io.escape import escape
from bot.discord_io.setup_check import role_mentions
from bot.discord_io.widgets import Layout, note
from bot.domain.people import GuildSettings, Narrowing
from bot.domain.programme import Programme
from bot.domain.text import key
from bot.services.setup import Narrowed
from bot.texts import Text


def standing(settings: GuildSettings, programme: Programme, text: Text) -> str:
    """Who coordinates it, and where its cards go."""
    own = settings.narrowed.get(programme.key, Narrowing())
    coordinators = f"<@&{settings.coordinators}>"
    name = escape(programme.name.in_(text.locale))
    if own.roles:
        roles = role_mentions(own.roles, text)
        who = text(key("program.narrowed"), name=name, roles=roles, coordinators=coordinators)
    else:
        who = text(key("program.open_to_all"), name=name, coordinators=coordinators)
    if own.desk is not None:
        where = text(key("program.own_desk"), desk=f"<#{own.desk}>")
    elif own.roles:
        where = text(key("program.shared_desk"), desk=f"<#{settings.desk}>")
    else:
        where = text(key("program.server_desk"), desk=f"<#{settings.desk}>")
    return f"{who}\n{where}"


def narrowed(done: Narrowed, to_mend: Sequence[str], text: Text) -> Layout:
    """What holds now, and what is to be mended."""
    lines = [standing(done.settings, done.programme, text)]
    if done.moved:
        lines.append(text(key("program.desk_moved")))
    if done.revived:
        lines.append(text.n(key("setup.revived"), done.revived))
    return note("\n".join([*to_mend, *([""] if to_mend else []), *lines]))


def refused(to_mend: Sequence[str], text: Text) -> Layout:
    """Why the channel is not taken."""
    return note("\n".join([*to_mend, "", text(key("program.unchanged"))]))
