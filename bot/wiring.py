"""What the use cases are made of: each with its ports fulfilled. Part of the composition root."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.matcher import EngineMatcher
from bot.content.faq_files import FaqFiles
from bot.content.loader import shipped
from bot.content.traditional import ChineseConversion
from bot.discord_io.archive_page import ArchivePage
from bot.discord_io.host import Services
from bot.discord_io.letters_view import Letters
from bot.domain.text import Locale
from bot.files.download import DiscordDownloads
from bot.files.sniff import ContentInspector
from bot.files.store import ObjectFiles
from bot.services.answering import Answering
from bot.services.auditing import Auditing
from bot.services.bank import FaqBank
from bot.services.deciding import Deciding
from bot.services.desk import Desk
from bot.services.drafts import Recent
from bot.services.exporting import Exporting
from bot.services.inbox import Inbox
from bot.services.intake import Intake
from bot.services.keeping import Bytes
from bot.services.marking import Marking
from bot.services.pace import Pace
from bot.services.pitch_files import PitchFiles
from bot.services.ports import Clock, Ids, Store
from bot.services.preferring import Preferring
from bot.services.privacy import Privacy
from bot.services.programmes import Programmes
from bot.services.questions import Questions
from bot.services.reviewing import Reviewing
from bot.services.scoring import Scoring
from bot.services.setup import Setup
from bot.services.statistics import DeskStatistics
from bot.services.talking import Talking
from bot.services.team import Teams
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Parts:
    """What fulfils the ports in this process."""

    store: Store
    clock: Clock
    ids: Ids
    files: ObjectFiles
    downloads: DiscordDownloads
    matcher: EngineMatcher
    texts: Texts
    locale: Locale
    """The language of a guild that has set none."""


def services(parts: Parts) -> Services:
    """All use cases. What was read of drafts lately is shared by those that change pitches."""
    store, clock, ids = parts.store, parts.clock, parts.ids
    files, matcher, recent = parts.files, parts.matcher, Recent()
    letters = Letters(parts.texts)
    reviewing = Reviewing(store, clock, ids, recent, letters)
    inspector = ContentInspector()
    return Services(
        answering=Answering(store, matcher, clock, ids, Pace(clock)),
        questions=Questions(store, clock, ids, matcher),
        bank=FaqBank(store, matcher, clock, ids, ChineseConversion(), FaqFiles()),
        programmes=Programmes(store, clock, ids),
        intake=Intake(store, clock, ids, Bytes(store, files), recent),
        teams=Teams(store, clock, ids, recent),
        files=PitchFiles(store, files, parts.downloads, inspector, clock, ids, recent),
        desk=Desk(store, reviewing, clock),
        reviewing=reviewing,
        deciding=Deciding(store, clock, ids, recent, letters),
        scoring=Scoring(store, clock, ids, recent),
        marking=Marking(store, clock, ids, recent),
        exporting=Exporting(store, clock),
        auditing=Auditing(store),
        preferring=Preferring(store, clock),
        statistics=DeskStatistics(store, clock),
        talking=Talking(store, clock, ids, files, parts.downloads, inspector, matcher, recent),
        setup=Setup(store, clock, {each.key: each for each in shipped()}, parts.locale),
        inbox=Inbox(store),
        privacy=Privacy(store, clock, ids, files, recent, ArchivePage(parts.texts)),
    )
