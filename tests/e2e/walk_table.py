"""What the guard walk types, presses and sends. Whatever is registered and is not here makes the
walk fail, so that nothing new is forgotten.

Names in braces are filled in (`tests.e2e.walk_people.names`) with what is in the server that is
spied upon, and then with guesses.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.discord_io.queue_code import packed
from bot.domain.ids import ProgrammeKey, UserId
from bot.domain.pitch import State
from bot.domain.queue import PitchQuery
from sandbox.state.files import File
from tests.e2e.walk_story import FILE, SEARCHED

AT = "{guild}:{pitch}"
"""How the ids of most buttons of authors begin."""

OPTIONS: Mapping[str, Any] = {
    "call": "{call}",
    "closes": "2099-03-01 12:00",
    "coordinator": "{colleague}",
    "coordinators": "Coordinators",
    "days": 30,
    "desk": "{channel}",
    "due": "2099-03-01 12:00",
    "entry": "{faq}",
    "faq import file": File("bank.csv", b"programme,id\n"),
    "hold": True,
    "lift": True,
    "note": "Walked over.",
    "opens": "2099-02-01 12:00",
    "per_person": 2,
    "program": "{program}",
    "question": f"Where is the {SEARCHED}?",
    "questions": "{channel}",
    "reason": "Walked over.",
    "ref": "{ref}",
    "remove": True,
    "role": "Coordinators",
    "score": 1.0,
    "since": "2020-01-01",
    "stage": "treatment",
    "submissions list format": "series",
    "submissions search format": "series",
    "tag": "velvettag",
    "take_back": True,
    "text": SEARCHED,
    "timezone": "Asia/Shanghai",
    "until": "2099-01-01",
}
"""By the option's name, or by command and name where one name means several things. Options with
choices need nothing here."""

MENUS = frozenset({"Answer this", "Save as FAQ"})
"""Of messages. Each is used on what is visible to the person."""


def _code(**query: Any) -> str:
    return packed(PitchQuery(**query), 0, 90)


ITEMS: Mapping[str, tuple[str, ...]] = {
    "ask:entry": ("{faq}", "{faq}:pick"),
    "ask:open": ("{program}",),
    "ask:page": ("{faq}:0",),
    "ask:pass": ("{guild}:{question}",),
    "ask:solved": ("{guild}:{question}:0", "{guild}:{question}:1"),
    "ask:vote": ("{guild}:{question}:yes", "{guild}:{question}:no"),
    "audit": (":::::0", "{pitch}:::::0", ":{owner:x}::::0", "::tagged:::0"),
    "desk:changes": ("{pitch}",),
    "desk:changes-cancel": ("{pitch}",),
    "desk:changes-write": ("{pitch}:1",),
    "desk:claim": ("{pitch}",),
    "desk:decide": ("{pitch}:shortlisted", "{pitch}:held", "{pitch}:declined"),
    "desk:fields": ("{pitch}:0:1",),
    "desk:file": ("{pitch}:{file}",),
    "desk:files": ("{pitch}:0", "{pitch}:0:beside"),
    "desk:list": (
        _code(),
        _code(text=SEARCHED),
        _code(tag="velvettag"),
        _code(states=tuple(State)),
        _code(programme=ProgrammeKey("chunm"), unassigned=True),
        _code(assignee=UserId(1), overdue=True, score_from=1.0),
    ),
    "desk:note": ("{pitch}",),
    "desk:open": ("{pitch}:0", "{pitch}:1:beside"),
    "desk:release": ("0",),
    "desk:release-all": ("0",),
    "desk:release-list": ("0",),
    "desk:release-pick": ("0",),
    "desk:release-preview": ("0:0",),
    "desk:score": ("{pitch}:0", "{pitch}:1"),
    "draft:change": (AT, f"{AT}:new"),
    "draft:consent": (AT,),
    "draft:copy": (AT,),
    "draft:copy-one": (f"{AT}:{{ref}}",),
    "draft:delete": (AT,),
    "draft:delete-surely": (AT,),
    "draft:later": (AT,),
    "draft:leftover": (f"{AT}:0",),
    "draft:page": (f"{AT}:0", f"{AT}:0:new"),
    "draft:resume": (AT,),
    "draft:review": (f"{AT}:0",),
    "draft:start": ("{program}",),
    "draft:submit": (AT,),
    "faq:choose": ("one",),
    "faq:confirm": ("{faq}",),
    "faq:edit": ("{faq}:en",),
    "faq:gaps": ("0",),
    "faq:list": ("{program}:all:0", "-:not_now:0"),
    "faq:merge": ("{question}:0",),
    "faq:merge-into": ("{question}:0",),
    "faq:not-needed": ("{question}:0",),
    "faq:open": ("{faq}:0", "{faq}:0:beside"),
    "faq:redo": ("add:{program}:en", "edit:{faq}:1:en", "save:{question}:{program}:en"),
    "faq:remove": ("{faq}",),
    "faq:save": ("{question}",),
    "faq:undo": ("{faq}",),
    "files:add": (AT,),
    "files:list": (AT,),
    "files:open": (AT,),
    "files:remove": (AT,),
    "inbox:one": ("0:{notice}:beside",),
    "inbox:page": ("0",),
    "pitch:confirm": (AT,),
    "pitch:discard": (AT,),
    "pitch:discard-surely": (AT,),
    "pitch:edit": (AT,),
    "pitch:list": ("0",),
    "pitch:read": (f"{AT}:0",),
    "pitch:send": (AT,),
    "pitch:undo": (AT,),
    "pitch:withdraw": (AT,),
    "pitch:withdraw-surely": (AT,),
    "prefs:hour": ("all_",),
    "prefs:scope": ("all_", "{program}"),
    "prefs:telling": ("all_", "{program}"),
    "prefs:times": ("all_",),
    "privacy:erase": ("ask",),
    "question:answer": ("{question}",),
    "question:dismiss": ("{question}",),
    "question:read": ("{guild}:{question}:0",),
    "setup:listen": ("",),
    "talk:answer": (AT,),
    "talk:keep": ("{message}",),
    "talk:read": ("{guild}:{talk}:0",),
    "talk:relay": (f"{AT}:{{message}}", f"{AT}:{{direct}}"),
    "talk:reply": ("{pitch}",),
    "talk:send": ("{pitch}:{message}",),
    "talk:which": ("{message}", "{direct}"),
    "team:decline": (AT,),
    "team:invitation": (AT,),
    "team:invite": (AT,),
    "team:join": (AT,),
    "team:leave": (AT,),
    "team:leave-surely": (AT,),
    "team:remove": (AT,),
    "team:show": (AT,),
}
"""Buttons and menus: what follows the action in their custom ids."""

CHOSEN: Mapping[str, str] = {
    "desk:fields": "title",
    "desk:release-pick": "{pitch}:1:0",
    "draft:change": "0",
    "draft:copy": "{ref}",
    "faq:choose": "{faq}",
    "faq:merge-into": "{question}",
    "files:add": "script",
    "files:open": "{file}",
    "files:remove": "{file}",
    "prefs:hour": "9",
    "prefs:scope": "{program}",
    "prefs:telling": "digest",
    "setup:listen": "{channel}",
    "talk:which": AT,
    "team:invite": "{colleague}",
    "team:remove": "{owner}",
}
"""What is chosen in menus."""

Filled = Mapping[str, Any]
_FAQ_FORM: Filled = {
    "question": "Is there a walk?",
    "answer": "There is.",
    "phrasings": "",
    "source": "",
    "validity": "",
}
MODALS: Mapping[str, Mapping[str, Filled]] = {
    "ask:missing": {"{guild}:{question}": {"missing": "The walk."}},
    "ask:question": {"{program}": {"question": f"Where is the {SEARCHED}?"}},
    "desk:changes-written": {"{pitch}:1": {"message": "Where?", "due": ""}},
    "desk:decided": {
        "{pitch}:declined": {"reason": "Walked over."},
        "{pitch}:shortlisted": {"reason": "Walked over."},
        "{pitch}:held": {"reason": "Walked over."},
    },
    "desk:noted": {"{pitch}": {"words": "Walked over."}},
    "desk:scored": {
        "{pitch}:0": {"category.story": ("3",)},
        "{pitch}:1": {"note": "Walked over.", "feedback": "Walked over."},
    },
    "draft:page": {f"{AT}:0": {"title": "Walked over", "logline": "Walked over."}},
    "faq:form": {
        "add:{program}:en": _FAQ_FORM,
        "edit:{faq}:1:en": _FAQ_FORM,
        "save:{question}:{program}:en": _FAQ_FORM,
    },
    "files:add": {f"{AT}:script": {"script": [FILE]}},
    "letter:written": {"{program}:declined:1": {"en": "Walked over.", "zh-CN": "", "zh-TW": ""}},
    "prefs:written": {"all_": {"timezone": "Asia/Shanghai", "begin": "", "end": "", "schools": ""}},
    # Not the word that erases: what people erase is their own, and the walk goes on with it.
    "privacy:erase": {"": {"word": "no"}},
    "question:answered": {"{question}": {"answer": "Walked over."}},
    "talk:answered": {AT: {"words": "Walked over."}},
    "talk:replied": {"{pitch}": {"words": "Walked over."}},
}
"""Modals: by what follows the action in their custom ids, what is filled in."""

TOLD_APART = frozenset(("ask:pass", "ask:vote", "question:read", "modal ask:missing"))
"""These stand below answers in channels, where anybody may press them: who did not ask is told so,
and so that there was a question, which all can read there."""
