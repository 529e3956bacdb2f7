"""What the gateway tells about guilds: READY, GUILD_CREATE, member chunks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sandbox.gateway.session import Session
from sandbox.permissions import VIEW_CHANNEL, in_channel
from sandbox.state import payloads
from sandbox.state.models import Guild, Json

CHUNK = 1000  # Discord: at most 1000 members a chunk


def ready(session: Session, guilds: Iterable[Guild], url: str) -> Json:
    """The READY event; its guilds are unavailable until GUILD_CREATE."""
    return {
        "v": 10,
        "user": payloads.me(session.application),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": session.id,
        "session_type": "normal",
        "resume_gateway_url": url,
        "shard": [session.shard, session.shards],
        "application": {"id": str(session.application.id), "flags": 0},
        "private_channels": [],
        "relationships": [],
        "presences": [],
        "user_settings": {},
        "geo_ordered_rtc_regions": [],
        "_trace": [],
    }


def guild_create(guild: Guild, session: Session, *, joined: bool = False) -> Json:
    """The GUILD_CREATE event; without the members intent only the bot itself is listed."""
    bot = session.application.id
    own = guild.members[bot]
    everybody = session.wants("guild_members")
    listed = guild.members.values() if everybody else (own,)
    data = {
        **payloads.guild(guild),
        "joined_at": payloads.stamp(own.joined_at),
        "large": len(guild.members) > 250,
        "member_count": len(guild.members),
        "members": [payloads.member(one) for one in listed],
        "channels": [payloads.channel(one) for one in guild.channels.values()],
        "threads": [
            payloads.thread(one, bot)
            for one in guild.threads.values()
            if one.thread and not one.thread.archived and in_channel(one, bot) & VIEW_CHANNEL
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
        "embedded_activities": [],
        "activity_instances": [],
        "lazy": True,
    }
    if not joined:
        data["unavailable"] = False
    return data


def members_chunks(guild: Guild, session: Session, request: Json) -> Iterator[Json]:
    """The answer to a request for members, in chunks."""
    wanted = request.get("user_ids")
    missing: list[str] = []
    if wanted is not None:
        ids = [int(one) for one in (wanted if isinstance(wanted, list) else [wanted])]
        found = [guild.members[one] for one in ids if one in guild.members]
        missing = [str(one) for one in ids if one not in guild.members]
    else:
        query = str(request.get("query") or "").casefold()
        limit = int(request.get("limit") or 0)
        found = [
            one
            for one in guild.members.values()
            if one.user.username.casefold().startswith(query)
            or (one.nick or one.user.display_name).casefold().startswith(query)
        ]
        if not query and not limit and not session.wants("guild_members"):
            found = [guild.members[session.application.id]]
        found = found[: limit or None]
    count = max(1, -(-len(found) // CHUNK))
    for index in range(count):
        chunk: Json = {
            "guild_id": str(guild.id),
            "members": [payloads.member(one) for one in found[index * CHUNK : (index + 1) * CHUNK]],
            "chunk_index": index,
            "chunk_count": count,
            "not_found": missing,
        }
        if request.get("nonce") is not None:
            chunk["nonce"] = request["nonce"]
        yield chunk
