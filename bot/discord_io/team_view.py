"""The team of a pitch, and an invitation to it."""

from __future__ import annotations

from discord import ui

from bot.discord_io.acts import Act
from bot.discord_io.cards import headline
from bot.discord_io.escape import cut, escape
from bot.discord_io.seen import DANGER, SUCCESS, Button, Item, Seen, button
from bot.discord_io.widgets import Layout, note, row
from bot.domain.team import TEAM, Member, MemberState
from bot.domain.text import key
from bot.services.team import Invitation
from bot.texts import Text, stamp


def team(seen: Seen) -> Layout:
    """Who is in, who is asked, and what one may do about it."""
    draft, text = seen.draft, seen.text
    lines = [
        f"## {seen.headline}",
        text(key("team.owner"), owner=f"<@{seen.pitch.owner}>"),
        *(_line(member, seen) for member in draft.team.members if _named(member)),
        "",
        text(key("team.about") if seen.owns else key("team.about_member")),
    ]
    parts: list[Item] = []
    if seen.owns:
        parts += _for_owner(seen)
        if seen.direct and draft.now_editable:
            lines.append(text(key("team.in_server"), ref=str(seen.pitch.ref)))
    back = seen.button(Act.STAND, label=key("button.back"))
    parts.append(row(*_for_member(seen), back))
    return Layout(ui.Container(ui.TextDisplay("\n".join(lines)), *parts))


def _for_owner(seen: Seen) -> list[Item]:
    current = seen.draft.team.current
    parts: list[Item] = []
    if seen.draft.now_editable and len(current) < TEAM and not seen.direct:
        custom_id = ":".join((Act.TEAM_INVITE, *map(str, seen.place)))
        words = seen.text(key("select.invite"))
        parts.append(row(ui.UserSelect(custom_id=custom_id, placeholder=words)))
    if current:
        options = [(cut(one.name, 100) or str(one.user), str(one.user)) for one in current]
        words = key("select.take_out")
        parts.append(row(seen.select(Act.TEAM_REMOVE, placeholder=words, options=options)))
    return parts


def _for_member(seen: Seen) -> list[Button]:
    if seen.owns:
        return []
    buttons = []
    if any(member.user == seen.user for member in seen.draft.missing):
        label = key("button.read_consent")
        buttons.append(seen.button(Act.INVITATION, label=label, style=SUCCESS))
    return [*buttons, seen.button(Act.LEAVE, label=key("button.leave"), style=DANGER)]


def _named(member: Member) -> bool:
    return member.state is not MemberState.LEFT


def _line(member: Member, seen: Seen) -> str:
    text = seen.text
    who = f"<@{member.user}>"
    waits = member in seen.draft.missing
    match member.state:
        case MemberState.ACCEPTED if waits:
            return text(key("team.must_agree"), who=who)
        case MemberState.ACCEPTED:
            return text(key("team.accepted"), who=who)
        case MemberState.DECLINED:
            return text(key("team.declined"), who=who)
        case _:
            return text(key("team.invited"), who=who, since=stamp(member.invited, "R"))


def invitation(found: Invitation, text: Text) -> Layout:
    """What a person is asked to join, and what they agree to by it."""
    pitch, consent = found.pitch, found.programme.form.consent
    words = text(
        key("invitation.consent"),
        headline=headline(pitch, found.programme, text),
        owner=f"<@{pitch.owner}>",
        programme=escape(found.programme.name.in_(text.locale)),
        version=escape(consent.version),
        consent=text.with_commands(escape(consent.text.in_(text.locale))),
    )
    place = (pitch.guild, pitch.id)
    join = button(Act.JOIN, *place, label=text(key("button.join")), style=SUCCESS)
    decline = button(Act.DECLINE, *place, label=text(key("button.decline")))
    refuse = decline if found.member.state is MemberState.INVITED else None
    return Layout(ui.Container(ui.TextDisplay(words), row(join, refuse)))


def joined(seen: Seen) -> Layout:
    words = seen.text(key("invitation.joined"), headline=seen.headline)
    again = seen.button(Act.STAND, label=key("button.open"))
    return Layout(ui.Container(ui.TextDisplay(words), row(again)))


def declined(text: Text) -> Layout:
    return note(text(key("invitation.declined")))
