"""`python -m sandbox WORLD.yaml [PORT]`: run a sandbox until it is interrupted."""

from __future__ import annotations

import asyncio
import contextlib
import sys

from sandbox.server import Sandbox
from sandbox.world import World, WorldError

_DEFAULT_PORT = 8700


async def _serve(world: World, port: int) -> None:
    async with Sandbox(world, port=port) as sandbox:
        sys.stdout.write(
            f"DISCORD_API_URL={sandbox.api_url}\n"
            f"DISCORD_GATEWAY_URL={sandbox.gateway_url}\n"
            f"DISCORD_TOKEN={sandbox.token}\n"
        )
        sys.stdout.flush()
        await asyncio.Event().wait()


def main(arguments: list[str]) -> int:
    """Run; 2 where the arguments or the world are wrong, told in one line."""
    if not arguments:
        sys.stderr.write("usage: python -m sandbox WORLD.yaml [PORT]\n")
        return 2
    try:
        world = World.load(arguments[0])
        port = int(arguments[1]) if len(arguments) > 1 else _DEFAULT_PORT
    except (OSError, ValueError, WorldError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(world, port))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
