"""The world and the commands in which the tests of Discord's limits take place."""

from __future__ import annotations

from typing import Any

# Callboard has no privileged intent; Reader has two. "vault" is shut to both, "board" may only be
# read, and nobody but Reader is in the south.
WORLD: dict[str, Any] = {
    "applications": [
        {"name": "Callboard", "token": "sandbox-token"},
        {
            "name": "Reader",
            "token": "reader-token",
            "intents": ["message_content", "guild_members"],
        },
    ],
    "guilds": [
        {
            "key": "north",
            "name": "North Light Creators",
            "owner": "olga",
            "roles": [
                {"name": "Leads", "permissions": ["manage_guild"]},
                {
                    "name": "Callboard",
                    "applications": ["Callboard"],
                    "permissions": [
                        "view_channel",
                        "send_messages",
                        "send_messages_in_threads",
                        "create_public_threads",
                        "embed_links",
                        "attach_files",
                        "add_reactions",
                        "read_message_history",
                        "manage_roles",
                    ],
                },
                {"name": "Creators"},
            ],
            "channels": [
                {"name": "general"},
                {"name": "desk", "overwrites": {
                    "everyone": {"deny": ["view_channel"]},
                    "Callboard": {"allow": ["view_channel"]},
                    "Leads": {"allow": ["view_channel"]},
                }},
                {"name": "vault", "overwrites": {
                    "everyone": {"deny": ["view_channel"]},
                    "Leads": {"allow": ["view_channel"]},
                }},
                {"name": "board", "overwrites": {
                    "everyone": {"deny": ["send_messages"]},
                    "Leads": {"allow": ["send_messages"]},
                    "Callboard": {"deny": ["send_messages", "attach_files"]},
                }},
            ],
            "applications": ["Callboard", "Reader"],
        },
        {
            "key": "south",
            "name": "South",
            "owner": "sol",
            "channels": [{"name": "plaza"}],
            "applications": ["Reader"],
        },
    ],
    "people": {
        "olga": {"display_name": "Olga", "guilds": {"north": []}},
        "lin": {"display_name": "Lin Wei", "locale": "zh-CN", "guilds": {"north": []}},
        "maya": {"display_name": "Maya Ortiz", "guilds": {"north": ["Leads"]}},
        "sol": {"display_name": "Sol", "guilds": {"south": []}},
        "shy": {"display_name": "Shy", "dms": "shut", "guilds": {"north": []}},
    },
}  # fmt: skip

COMMANDS: list[dict[str, Any]] = [
    {"name": "go", "description": "Do something", "type": 1},
    {
        "name": "find",
        "description": "Find something",
        "type": 1,
        "options": [
            {
                "type": 3,
                "name": "ref",
                "description": "Which",
                "required": True,
                "autocomplete": True,
            }
        ],
    },
]
