"""Which of several people speaks the language that a browser asks for."""

from __future__ import annotations

from collections.abc import Mapping


def wanted(header: str) -> list[str]:
    """The languages of an Accept-Language header in lower case, the dearest first.

    What is malformed in it is passed over.
    """
    found: list[tuple[float, str]] = []
    for part in header.split(","):
        name, *settings = (one.strip() for one in part.lower().split(";"))
        share = 1.0
        for setting in settings:
            try:
                share = float(setting.removeprefix("q="))
            except ValueError:
                share = 0.0
        if name and share > 0:
            found.append((share, name))
    return [name for _, name in sorted(found, key=lambda one: -one[0])]


def speaker(people: Mapping[str, str], header: str) -> str | None:
    """The key of the first who fits, out of keys with their locales; or else the first of all.

    A locale fits exactly, or else by its language alone: who writes zh-CN is taken for zh-TW too.
    """
    for language in wanted(header):
        for whole in (True, False):
            for key, locale in people.items():
                if _cut(language, whole) == _cut(locale.lower(), whole):
                    return key
    return next(iter(people), None)


def _cut(language: str, whole: bool) -> str:
    return language if whole else language.split("-")[0]
