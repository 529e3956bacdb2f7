"""What the pictures show: one function for each of the people who meet the bot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from playwright.async_api import Locator, expect

from docs.screenshots.camera import DESKTOP, PHONE, TALL, Camera
from sandbox import Sandbox
from tests.browser.journey import asks
from tests.browser.tab import FORWARD, Tab
from tests.e2e.story import words

MOST_STEPS = 40
OPEN_DAYS = 40
"""For how long the call is open that the pictures show."""


@dataclass(frozen=True)
class Cast:
    """Who plays, and what they say, in one of Discord's languages. `commands` has what is typed
    for each command's original name, `ref` the name of the option for a reference; `fields` what
    the creator writes instead of the example, `asked` what the coordinator wants changed.
    """

    locale: str
    creator: str
    co_author: str
    question: str
    programme: str
    title: str
    fields: Mapping[str, str]
    asked: str
    answer: str
    ref: str
    commands: Mapping[str, str]


ENGLISH = Cast(
    locale="en-US",
    creator="sam",
    co_author="lin",
    question="How many episodes should a series have?",
    programme="ChunM Talent Program",
    title="Moon Harbour",
    fields={"Your name": "Sam Ng"},
    asked="The boat has a will of its own: what does it want? Please say so in the tone, too.",
    answer="Tender, salty, a little absurd; the boat sulks",
    ref="ref",
    commands={
        name: f"/{name}"
        for name in (
            "ask",
            "programs",
            "pitch start",
            "pitch list",
            "pitch view",
            "inbox",
            "submissions list",
            "submissions changes",
            "privacy erase",
        )
    },
)
CHINESE = Cast(
    locale="zh-CN",
    creator="lin",
    co_author="sam",
    question="剧集写多少集合适？",
    programme="ChunM 人才计划",
    title="月亮港",
    fields={},
    asked="这条船有自己的主意：它想要什么？请在风格基调里也写出来。",
    answer="温柔、潮湿，带一点荒诞；船会闹脾气",
    ref="编号",
    commands={
        "ask": "/提问",
        "programs": "/计划",
        "pitch start": "/投稿 开始",
        "pitch list": "/投稿 列表",
        "pitch view": "/投稿 查看",
        "inbox": "/收件箱",
        "submissions list": "/来稿 列表",
        "submissions changes": "/来稿 请求修改",
        "privacy erase": "/隐私 删除",
    },
)


async def newcomer(camera: Camera, cast: Cast) -> None:
    """The page as it opens, and what it shows to the curious."""
    async with camera.tab(cast.creator, "general", size=DESKTOP, welcome=True) as tab:
        await camera.whole(tab, "page")
    async with camera.tab(cast.creator, "general", size=TALL) as tab:
        await tab.presses(tab.ui("panel.title"))
        panel = tab.page.get_by_role("complementary", name=tab.ui("panel.title"))
        await expect(panel).to_be_visible()
        await tab.types(cast.commands["programs"])
        await tab.sees(cast.programme)
        await camera.part(tab, "panel", panel, grows=False)
        await tab.presses(tab.ui("shell.dismiss"), tab.log.last)
        await tab.sees_no_more(cast.programme)


async def manager(camera: Camera, sandbox: Sandbox, cast: Cast) -> None:
    """Set up, and open a call with a deadline."""
    olga = sandbox.people["olga"]
    zone = "America/Los_Angeles"
    await olga.types("/call close", program="chunm")
    spoken = "zh-CN" if cast.locale == "zh-CN" else "en"
    await olga.types(
        "/setup",
        coordinators="Coordinators",
        desk="desk",
        questions="questions",
        language=spoken,
        timezone=zone,
    )
    closes = sandbox.clock.now() + timedelta(days=OPEN_DAYS)
    await olga.types("/call open", program="chunm", closes=f"{closes:%Y-%m-%d} 18:00")
    async with camera.tab("olga", "general") as tab:
        await camera.part(tab, "setup", tab.log.filter(has_text=zone).last)
        await camera.part(tab, "call-open", tab.log.last)


async def creator(camera: Camera, cast: Cast) -> str:
    """Ask, look at the programmes, pitch page by page; the pitch's reference."""
    async with camera.tab(cast.creator, "general") as tab:
        await tab.types(cast.commands["programs"])
        await camera.part(tab, "programs", await tab.sees(cast.programme))
        await tab.presses(tab.ui("shell.dismiss"), tab.log.last)
        await asks(tab, cast.commands["ask"], cast.question)
        await camera.part(tab, "ask", await tab.sees("16"))
        await tab.types(cast.commands["pitch start"])
        await tab.page.keyboard.press("Enter")
        await tab.sees(cast.programme)
        await tab.presses(cast.programme, tab.log.last)
        await expect(_button(tab, "button.begin")).to_be_visible()
        await camera.part(tab, "pitch-begin", tab.log.last)
        await tab.presses(tab.text("button.begin"), tab.log.last)
        await _page(tab, cast, camera)
        await camera.part(tab, "pitch-progress", tab.log.last)
        await tab.presses(tab.text("button.later"), tab.log.last)
        await tab.types(cast.commands["pitch list"])
        await tab.sees(tab.text("state.draft"))
        await camera.part(tab, "pitch-list", tab.log.last)
        await tab.presses(tab.text("button.continue"), tab.log.last)
        return await _to_the_receipt(camera, tab, cast)


async def _to_the_receipt(camera: Camera, tab: Tab, cast: Cast) -> str:
    """Press on, page after page; pictures of the review, the consent and the receipt."""
    labels = {tab.text(key): key for key in (*FORWARD, "button.submit")}
    review = "pitch-review"
    pictures = {"button.further": review, "button.to_consent": review,
                "button.submit": "pitch-consent"}  # fmt: skip
    taken: set[str] = set()
    for _ in range(MOST_STEPS):
        label = await _leads_on(tab, list(labels))
        if labels[label] == "button.review" and "files" not in taken:
            taken.add("files")
            await _beside(camera, tab, cast)
        if (name := pictures.get(labels[label])) and name not in taken:
            taken.add(name)
            await camera.part(tab, name, tab.log.last)
        await tab.presses(label, tab.log.last)
        if labels[label] == "button.submit":
            break
        if labels[label] == "button.continue":
            await _page(tab, cast)
    receipt = await tab.sees(tab.text("receipt.text").splitlines()[0].removeprefix("## "))
    await camera.part(tab, "receipt", receipt)
    return (await receipt.locator("code").first.inner_text()).strip()


async def _beside(camera: Camera, tab: Tab, cast: Cast) -> None:
    """The files and the team of a draft that is complete; the co-author accepts."""
    await tab.presses(tab.text("button.files"), tab.log.last)
    await expect(tab.log.last).to_contain_text("50 MB")
    await camera.part(tab, "files", tab.log.last)
    await tab.presses(tab.text("button.back"), tab.log.last)
    await tab.presses(tab.text("button.team"), tab.log.last)
    guest = camera.people[cast.co_author]
    menu = tab.log.last.get_by_role("combobox", name=tab.text("select.invite"))
    await tab.chooses(menu, guest.name)
    await expect(tab.log.last).to_contain_text("⏳")
    await camera.part(tab, "team", tab.log.last)
    text = words(guest)
    told = await guest.sees(text("button.read_consent"), in_="dm")
    await guest.presses(text("button.read_consent"), on=told)
    await guest.presses(text("button.join"))
    await tab.presses(tab.text("button.back"), tab.log.last)


async def _page(tab: Tab, cast: Cast, camera: Camera | None = None) -> None:
    """Fill a page of the form and send it."""
    await expect(tab.modal).to_be_visible()
    for label, value in cast.fields.items():
        field = tab.modal.get_by_role("textbox", name=label)
        if await field.count():
            await field.first.fill(value)
    await tab.presses(tab.ui("content.modal.example"), tab.modal)
    if camera is not None:
        await camera.part(tab, "pitch-page", tab.modal)
    await tab.presses(tab.ui("content.modal.submit"), tab.modal)
    await expect(tab.modal).to_be_hidden()


async def _leads_on(tab: Tab, labels: list[str]) -> str:
    """The button of the last message that leads on."""
    shown = tab.log.last.get_by_role("button", name=labels[0], exact=True)
    for label in labels[1:]:
        shown = shown.or_(tab.log.last.get_by_role("button", name=label, exact=True))
    await expect(shown.first).to_be_enabled()
    for label in labels:
        if await tab.offers(label):
            return label
    raise AssertionError("no button leads on")


def _button(tab: Tab, key: str) -> Locator:
    return tab.log.last.get_by_role("button", name=tab.text(key), exact=True)


async def coordinator(camera: Camera, cast: Cast, ref: str) -> None:
    """The desk, a pitch in full, the claim, the list."""
    async with camera.tab("maya", "desk", size=DESKTOP) as tab:
        await tab.sees(ref)
        await camera.whole(tab, "desk")
    async with camera.tab("maya", "desk") as tab:
        await tab.sees(ref)
        card = tab.log.filter(has_text=ref).first  # before whatever is answered about it
        await tab.presses(tab.text("button.open"), card)
        await tab.sees(tab.ui("shell.private"))
        await camera.part(tab, "open", tab.log.last)
        await tab.presses(tab.ui("shell.dismiss"), tab.log.last)
        await tab.presses(tab.text("button.claim"), card)
        await expect(card).to_contain_text(tab.text("state.in_review"))
        await tab.sees(tab.ui("shell.private"))
        await camera.part(tab, "claim", card, tab.log.last)
        await tab.presses(tab.ui("shell.dismiss"), tab.log.last)
        await tab.types(cast.commands["submissions list"])
        await tab.page.keyboard.press("Enter")
        await tab.sees(tab.ui("shell.private"))
        await camera.part(tab, "submissions", tab.log.last)
        await tab.presses(tab.ui("shell.dismiss"), tab.log.last)
    async with camera.tab("maya", "desk", size=PHONE) as tab:
        await tab.sees(ref)
        await camera.whole(tab, "phone-desk")


async def told(camera: Camera, cast: Cast, ref: str) -> None:
    """How the creator hears of it: a direct message, and the inbox."""
    async with camera.tab(cast.creator, "general", size=PHONE) as tab:
        await tab.presses(tab.ui("shell.channels"), tab.page.locator("body"))
        await tab.page.get_by_role("button", name=tab.ui("shell.dms")).first.click()
        await tab.goes_to("Callboard")
        await tab.sees(ref)
        await camera.whole(tab, "phone-notice")
    async with camera.tab(cast.creator, "general") as tab:
        await tab.types(cast.commands["inbox"])
        await tab.sees(ref)
        await camera.part(tab, "inbox", tab.log.last)
