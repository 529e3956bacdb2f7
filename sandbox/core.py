"""The parts of the sandbox's Discord, tied together."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.clock import Clock
from sandbox.gateway.hub import Hub
from sandbox.gateway.server import GatewayServer
from sandbox.guilds import Guilds
from sandbox.interactions import Interactions
from sandbox.limits import Limits
from sandbox.state.build import build
from sandbox.state.files import Files
from sandbox.state.messages import Messages
from sandbox.state.store import State
from sandbox.threads import Threads
from sandbox.world import World


@dataclass(frozen=True, slots=True)
class Core:
    """One Discord: its state and everything that may change it."""

    limits: Limits
    clock: Clock
    state: State
    files: Files
    hub: Hub
    gateway: GatewayServer
    messages: Messages
    threads: Threads
    guilds: Guilds
    interactions: Interactions

    @classmethod
    def make(cls, world: World, limits: Limits) -> Core:
        """A Discord in which a world exists and nobody has connected yet."""
        clock = Clock()
        state = build(world, clock)
        files = Files(state, limits)
        hub = Hub()
        messages = Messages(state, files, hub, limits)
        return cls(
            limits=limits,
            clock=clock,
            state=state,
            files=files,
            hub=hub,
            gateway=GatewayServer(state, hub, limits),
            messages=messages,
            threads=Threads(state, hub, messages),
            guilds=Guilds(state, hub),
            interactions=Interactions(state, hub, messages, limits),
        )
