"""What authors can press: the actions in the ``custom_id`` of buttons and selects.

A view names the action; the class that carries it out is found by it. So views need to know
nothing of what follows, and a pressed button nothing of the view it stood in.
"""

from __future__ import annotations

from enum import StrEnum


class Act(StrEnum):
    START = "draft:start"
    COPY = "draft:copy"
    COPY_ONE = "draft:copy-one"
    PAGE = "draft:page"
    CHANGE = "draft:change"
    STAND = "draft:resume"
    """Show where a pitch stands: a draft's progress, a new version's, or what was handed in."""
    LATER = "draft:later"
    REVIEW = "draft:review"
    CONSENT = "draft:consent"
    SUBMIT = "draft:submit"
    LEFTOVER = "draft:leftover"
    DELETE = "draft:delete"
    DELETE_SURELY = "draft:delete-surely"

    EDIT = "pitch:edit"
    SEND = "pitch:send"
    DISCARD = "pitch:discard"
    DISCARD_SURELY = "pitch:discard-surely"
    READ = "pitch:read"
    LIST = "pitch:list"
    WITHDRAW = "pitch:withdraw"
    WITHDRAW_SURELY = "pitch:withdraw-surely"
    UNDO = "pitch:undo"
    CONFIRM = "pitch:confirm"

    FILES = "files:list"
    FILE_ADD = "files:add"
    FILE_OPEN = "files:open"
    FILE_REMOVE = "files:remove"

    TEAM = "team:show"
    TEAM_INVITE = "team:invite"
    TEAM_REMOVE = "team:remove"
    INVITATION = "team:invitation"
    JOIN = "team:join"
    DECLINE = "team:decline"
    LEAVE = "team:leave"
    LEAVE_SURELY = "team:leave-surely"

    INBOX = "inbox:page"
    INBOX_ONE = "inbox:one"
    ERASE = "privacy:erase"


NEW = "new"
"""The last id where a page belongs to a new version of what was handed in: a button of the draft
that it was must not begin one."""
