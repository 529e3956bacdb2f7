"""The texts that people see, by key, in every language.

The catalogues are gettext files whose message ids are keys such as ``error.not_set_up``; English
is a catalogue like the others. They are read from source at start, so there is no compiled file
to fall out of step.
"""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from importlib import resources

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.domain.text import Locale

DOMAIN = "callboard"
FOLDERS: Mapping[Locale, str] = {
    Locale.EN: "en",
    Locale.ZH_CN: "zh_CN",
    Locale.ZH_TW: "zh_TW",
}


_COMMAND = re.compile(r"(?<![\w/:])/([a-z]+)(?: ([a-z]+)\b)?(?: ([a-z_]+):)?")
"""A command in a text, by its English name: always that, whatever the text's language."""


def stamp(moment: datetime, style: str = "F") -> str:
    """A Discord time stamp: shown in the reader's own time zone and language."""
    return f"<t:{int(moment.timestamp())}:{style}>"


class Text:
    """The texts of one language."""

    def __init__(self, locale: Locale, catalogue: gettext.NullTranslations) -> None:
        self.locale = locale
        self._catalogue = catalogue

    def __call__(self, key: str, /, **params: object) -> str:
        """The text of ``key`` with its placeholders filled. Datetimes become time stamps, and
        commands are named in this language."""
        return self._fill(self.with_commands(self._catalogue.gettext(key)), params)

    def with_commands(self, text: str) -> str:
        """``text`` with commands such as ``/pitch start`` named as they are in this language:
        Discord shows people no other name."""
        return _COMMAND.sub(self._localized, text)

    def _localized(self, match: re.Match[str]) -> str:
        group, command, option = match.groups()
        name = self._name(f"command.{group}.name")
        if name is None:
            return match[0]
        named = f"/{name}"
        if command:
            named += f" {self._name(f'command.{group}.{command}.name') or command}"
        if option:
            named += f" {self._name(f'option.{option}.name') or option}:"
        return named

    def _name(self, key: str) -> str | None:
        name = self._catalogue.gettext(key)
        return None if name == key else name

    def n(self, key: str, count: int, /, **params: object) -> str:
        """The text of ``key`` in the plural form for ``count``, which fills ``{count}`` too."""
        text = self.with_commands(self._catalogue.ngettext(key, key, count))
        return self._fill(text, {"count": count, **params})

    @staticmethod
    def _fill(text: str, params: Mapping[str, object]) -> str:
        shown = {
            name: stamp(value) if isinstance(value, datetime) else value
            for name, value in params.items()
        }
        return text.format(**shown) if shown else text


class Texts:
    """All languages. `load` reads them once per process."""

    def __init__(self, by_locale: Mapping[Locale, Text]) -> None:
        self._by_locale = by_locale

    @classmethod
    def load(cls) -> Texts:
        return _load()

    def of(self, locale: Locale) -> Text:
        return self._by_locale[locale]


@lru_cache(maxsize=1)
def _load() -> Texts:
    return Texts({locale: Text(locale, _catalogue(folder)) for locale, folder in FOLDERS.items()})


def _catalogue(folder: str) -> gettext.GNUTranslations:
    path = resources.files(__package__) / "locales" / folder / "LC_MESSAGES" / f"{DOMAIN}.po"
    with path.open("rb") as source:
        catalogue = read_po(source, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
