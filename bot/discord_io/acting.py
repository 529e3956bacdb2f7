"""Who acts where an interaction may come from outside the server: a DM, where notices stand."""

from __future__ import annotations

import discord

from bot.discord_io.host import Interaction, actor_of, host, locale_of
from bot.domain.errors import PitchNotFound
from bot.domain.ids import GuildId, RoleId, UserId
from bot.domain.people import Actor


async def actor_in(interaction: Interaction, guild: GuildId) -> Actor:
    """The person as a member of ``guild``, which a button or modal named. In a DM Discord vouches
    for nobody's membership, so it is asked for, with up to two requests.

    Raises:
        PitchNotFound: they are no member, the bot is not there, or the interaction came from
            another server. All look alike, and like a pitch that does not exist.
    """
    if interaction.guild_id is not None:
        actor = actor_of(interaction)
        if actor.guild != guild:
            raise PitchNotFound
        return actor
    member = await _member(interaction, guild)
    return Actor(
        guild=guild,
        user=UserId(member.id),
        name=member.display_name,
        locale=locale_of(interaction),
        roles=frozenset(RoleId(role.id) for role in member.roles),
        manages_guild=member.guild_permissions.manage_guild,
        handle=member.name,
    )


async def _member(interaction: Interaction, guild: GuildId) -> discord.Member:
    """Raises: PitchNotFound."""
    bot = host(interaction)
    try:
        known = bot.get_guild(guild) or await bot.fetch_guild(guild, with_counts=False)
        return await known.fetch_member(interaction.user.id)
    except (discord.NotFound, discord.Forbidden):
        raise PitchNotFound from None
