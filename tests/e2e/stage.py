"""A sandbox with a bot in it that can be stopped and started, and the people around it."""

from __future__ import annotations

from typing import Any

import structlog

from bot.app import App, Surroundings
from bot.randomness import SystemIds
from bot.services.common import SystemClock
from bot.services.ports import Clock
from bot.settings import Settings
from sandbox import Limits, Sandbox, World
from sandbox.people.person import Person

_BOT = """[view_channel, send_messages, send_messages_in_threads, create_public_threads,
          create_private_threads, embed_links, attach_files, read_message_history]"""
_ALL = "{everyone: true}"
"""Who sees a command whatever their permissions: so that refusals can be tested."""
_SHOWN = ", ".join(
    f"{name}: {_ALL}" for name in ("submissions", "audit", "faq", "call", "setup", "program")
)
WORLD = f"""
applications:
  - {{name: Callboard, token: sandbox-token}}
guilds:
  - key: north
    name: North Light Creators
    owner: olga
    locale: en-US
    roles:
      - {{name: Coordinators, permissions: [manage_messages]}}
      - {{name: Callboard, applications: [Callboard], permissions: {_BOT}}}
    channels:
      - {{name: general}}
      - {{name: questions}}
      - name: desk
        overwrites:
          everyone: {{deny: [view_channel]}}
          Coordinators: {{allow: [view_channel]}}
          Callboard: {{allow: [view_channel]}}
    commands: {{{_SHOWN}}}
  - key: south
    name: South Stage
    owner: sofia
    locale: zh-TW
    roles:
      - {{name: Coordinators, permissions: [manage_messages]}}
      - {{name: Callboard, applications: [Callboard], permissions: {_BOT}}}
    channels:
      - {{name: lobby}}
      - name: office
        overwrites:
          everyone: {{deny: [view_channel]}}
          Coordinators: {{allow: [view_channel]}}
          Callboard: {{allow: [view_channel]}}
people:
  olga: {{display_name: Olga Brandt, locale: en-US, guilds: {{north: []}}}}
  maya: {{display_name: Maya Ortiz, locale: en-US, guilds: {{north: [Coordinators]}}}}
  noor: {{display_name: Noor Haddad, locale: en-GB, guilds: {{north: [Coordinators]}}}}
  lin: {{display_name: 林薇, locale: zh-CN, guilds: {{north: []}}}}
  sam: {{display_name: Sam Ng, locale: en-US, guilds: {{north: []}}}}
  wei: {{display_name: 陳偉, locale: zh-TW, guilds: {{north: []}}}}
  sofia: {{display_name: Sofia Reyes, locale: zh-TW, guilds: {{south: []}}}}
  hugo: {{display_name: Hugo Klein, locale: en-US, guilds: {{south: [Coordinators]}}}}
"""


class Stage:
    """What a test plays on. `start` and `stop` move the bot; the sandbox stays."""

    olga: Person
    maya: Person
    noor: Person
    lin: Person
    sam: Person
    wei: Person
    sofia: Person
    hugo: Person

    def __init__(self, sandbox: Sandbox, database_url: str, **settings: Any) -> None:
        self.sandbox = sandbox
        self.settings = Settings(
            _env_file=None,
            discord_token=sandbox.token,
            discord_api_url=sandbox.api_url,
            discord_gateway_url=sandbox.gateway_url,
            database_url=database_url,
            # A model for each of them would keep the machine busy with its start.
            **{"semantic": "off", **settings},
        )
        self.app: App | None = None
        self.clock: Clock = SystemClock()
        for name, person in sandbox.people.items():
            setattr(self, name, person)

    @property
    def bot_id(self) -> int:
        """The bot's user id, for mentions."""
        assert self.app is not None
        assert self.app.client.user is not None
        return self.app.client.user.id

    async def start(self) -> None:
        surroundings = Surroundings(self.clock, SystemIds(), 0.01, 0.05)
        self.app = App(self.settings, surroundings)
        await self.app.start()

    async def stop(self) -> None:
        if self.app is not None:
            app, self.app = self.app, None
            await app.stop()

    async def __aenter__(self) -> Stage:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    async def restart(self) -> None:
        """Leave and come back, over the same database."""
        await self.stop()
        await self.start()

    async def set_up(self, programmes: str = "both", **options: Any) -> None:
        """Olga sets the north up and opens both calls."""
        await self.olga.types(
            "/setup", coordinators="Coordinators", desk="desk", programmes=programmes, **options
        )
        for name in {"both": ("hina", "chunm")}.get(programmes, (programmes,)):
            reply = await self.olga.types("/call open", program=name)
            assert "is open" in reply.text, reply.text

    async def set_up_south(self) -> None:
        """Sofia sets the south up and opens ChunM."""
        await self.sofia.types("/setup", coordinators="Coordinators", desk="office")
        await self.sofia.types("/call open", program="chunm")


def quiet_logs() -> None:
    structlog.configure(
        processors=[structlog.processors.KeyValueRenderer()],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def sandbox_of(world: str = WORLD, limits: Limits | None = None) -> Sandbox:
    return Sandbox(World.parse(world), limits=limits or Limits.relaxed())
