"""Names, options and descriptions of commands, in every language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot.domain.text import Locale
from bot.texts import Text, Texts

_OURS: Mapping[discord.Locale, Locale] = {
    discord.Locale.chinese: Locale.ZH_CN,
    discord.Locale.taiwan_chinese: Locale.ZH_TW,
}


def named(english: str, key: str) -> app_commands.locale_str:
    """A command's or option's name: its English form, and the key of its translations."""
    return app_commands.locale_str(english, key=key)


def described(key: str) -> app_commands.locale_str:
    """A description or a choice's name, by key. `in_english` puts the text in its place."""
    return app_commands.locale_str(key, key=key)


class Translator(app_commands.Translator):
    """Looks the keys of `named` and `described` up in the catalogues."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        if locale not in _OURS or "key" not in string.extras:
            return None
        return self._texts.of(_OURS[locale])(string.extras["key"])


def in_english(payload: Mapping[str, Any], text: Text) -> dict[str, Any]:
    """A command's definition with English texts where `described` left keys."""
    changed = dict(payload)
    if "description" not in payload and "options" not in payload:
        return changed  # an entry of a context menu has a name only
    if changed.get("description"):
        changed["description"] = text(changed["description"])
    changed["options"] = [in_english(option, text) for option in payload.get("options", ())]
    if "choices" in payload:
        changed["choices"] = [
            {**choice, "name": text(choice["name"])} for choice in payload["choices"]
        ]
    return changed
