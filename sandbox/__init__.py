"""A local stand-in for Discord, for tests and for trying a bot without an account.

    async with Sandbox(World.load("world.yaml")) as sandbox:
        ...  # a bot connects to sandbox.api_url and sandbox.gateway_url with sandbox.token
        reply = await sandbox.people["lin"].types("/programs", in_="north/general")

It speaks Discord's REST API and gateway (v10) over real HTTP and WebSocket on loopback, keeps
everything in memory, and holds a bot to Discord's rules.
"""

from __future__ import annotations

from sandbox.faults import Hold
from sandbox.limits import Limits
from sandbox.people.commands import Choice
from sandbox.people.errors import CommandUnavailable, ModalRejected, NotAllowed, NotVisible
from sandbox.people.guildview import Guild
from sandbox.people.modal import Modal
from sandbox.people.person import Person
from sandbox.people.reply import Reply
from sandbox.people.views import Channel, Message
from sandbox.requests import Request
from sandbox.server import Sandbox
from sandbox.state.files import File
from sandbox.world import World, WorldError

__all__ = [
    "Channel",
    "Choice",
    "CommandUnavailable",
    "File",
    "Guild",
    "Hold",
    "Limits",
    "Message",
    "Modal",
    "ModalRejected",
    "NotAllowed",
    "NotVisible",
    "Person",
    "Reply",
    "Request",
    "Sandbox",
    "World",
    "WorldError",
]
