"""Languages and texts that exist in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Locale(StrEnum):
    """The languages that every text exists in, by their Discord locale codes."""

    EN = "en"
    ZH_CN = "zh-CN"
    ZH_TW = "zh-TW"

    @classmethod
    def closest(cls, tag: str | None) -> Locale:
        """The language to use for a BCP 47 or Discord tag; English for any that we lack.

        Hong Kong, Macao and an explicit ``Hant`` read Traditional Chinese.
        """
        parts = (tag or "").replace("_", "-").lower().split("-")
        if parts[0] != "zh":
            return cls.EN
        traditional = {"tw", "hk", "mo", "hant"}
        return cls.ZH_TW if traditional.intersection(parts[1:]) else cls.ZH_CN

    @classmethod
    def of_script(cls, words: str) -> Locale:
        """The language that words are written in, by their characters: Chinese if any is Han,
        Traditional if more of those are foreign to GB 2312 than to Big5."""
        han = [letter for letter in words if "\u3400" <= letter <= "\u9fff"]
        if not han:
            return cls.EN
        traditional = sum(not _has("gb2312", letter) for letter in han)
        simplified = sum(not _has("big5", letter) for letter in han)
        return cls.ZH_TW if traditional > simplified else cls.ZH_CN


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in every language. All three are non-empty."""

    en: str
    zh_cn: str
    zh_tw: str

    def in_(self, locale: Locale) -> str:
        match locale:
            case Locale.EN:
                return self.en
            case Locale.ZH_CN:
                return self.zh_cn
            case _:
                return self.zh_tw


def _has(charset: str, letter: str) -> bool:
    try:
        letter.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def key(name: str) -> str:
    """Mark ``name`` as the key of a text in the catalogues, for extraction."""
    return name
