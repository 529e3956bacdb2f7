"""Who acts: a member of the guild that a button names, wherever it is pressed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.discord_io.acting import actor_in
from bot.domain.errors import PitchNotFound
from bot.domain.ids import GuildId, RoleId
from bot.domain.text import Locale

HOME, OTHER = GuildId(7), GuildId(8)


class Guild:
    """A guild with one member."""

    def __init__(self, error: type[discord.HTTPException] | None = None) -> None:
        self.error = error

    async def fetch_member(self, user: int) -> Any:
        if self.error:
            response: Any = SimpleNamespace(status=404, reason="")
            raise self.error(response, "no such member")
        return SimpleNamespace(
            id=user,
            display_name="Lin",
            name="lin_w",
            roles=[SimpleNamespace(id=7), SimpleNamespace(id=21)],
            guild_permissions=SimpleNamespace(manage_guild=True),
        )


def pressed(*, known: Guild | None, fetched: Guild | None = None, within: int | None = None) -> Any:
    """A button pressed in a DM, or in the guild ``within``."""

    async def fetch_guild(guild: int, *, with_counts: bool) -> Guild:
        assert not with_counts
        if fetched is None:
            response: Any = SimpleNamespace(status=403, reason="")
            raise discord.Forbidden(response, "not there")
        return fetched

    member = object.__new__(discord.Member)
    member._user = SimpleNamespace(id=5, name="lin")  # type: ignore[assignment]
    member.nick = "Lin"
    member._roles = discord.utils.SnowflakeList([21])
    return SimpleNamespace(
        client=SimpleNamespace(get_guild=lambda _: known, fetch_guild=fetch_guild),
        guild_id=within,
        locale=discord.Locale.chinese,
        user=member if within else SimpleNamespace(id=5),
        permissions=discord.Permissions(),
    )


@pytest.mark.parametrize("places", [(Guild(), None), (None, Guild())])
async def test_in_a_dm_the_guild_vouches_for_its_member(places: tuple[Guild, Guild]) -> None:
    actor = await actor_in(pressed(known=places[0], fetched=places[1]), HOME)
    assert (actor.guild, actor.user, actor.name) == (HOME, 5, "Lin")
    assert actor.roles == {RoleId(7), RoleId(21)}
    assert actor.manages_guild
    assert actor.handle == "lin_w"
    assert actor.locale is Locale.ZH_CN


@pytest.mark.parametrize("known", [Guild(discord.NotFound), Guild(discord.Forbidden), None])
async def test_who_is_no_member_learns_nothing(known: Guild | None) -> None:
    with pytest.raises(PitchNotFound):
        await actor_in(pressed(known=known), HOME)


async def test_within_the_guild_nothing_is_asked_for() -> None:
    actor = await actor_in(pressed(known=None, within=HOME), HOME)
    assert (actor.guild, actor.manages_guild) == (HOME, False)
    assert actor.roles == {RoleId(21)}


async def test_what_belongs_to_another_guild_is_not_there() -> None:
    with pytest.raises(PitchNotFound):
        await actor_in(pressed(known=Guild(), within=OTHER), HOME)
