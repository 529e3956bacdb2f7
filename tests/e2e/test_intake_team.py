"""Co-authors: invited, told, in once they agreed; and out again."""

from __future__ import annotations

from sandbox.people.person import Person
from sandbox.people.reply import Reply
from tests.e2e.languages import check
from tests.e2e.stage import Stage
from tests.e2e.story import fill, fill_all, reference, to_consent, words


async def invited(stage: Stage, person: Person, owner: Person | None = None) -> str:
    """Sam, or another, has a complete draft and invites the person: its reference."""
    owner = owner or stage.sam
    text = words(owner)
    await person.types("/pitch start", program="hina")  # so that their language is known
    await fill_all(owner, given={"title": "Moon Harbour"})
    ref = reference(await owner.types("/pitch list"))
    await owner.types("/pitch edit", ref=ref)
    await owner.presses(text("button.team"))
    shown = await owner.selects(text("select.invite"), person)
    assert f"<@{person.id}>" in shown.text
    return ref


async def accepts(person: Person, ref: str) -> Reply:
    """From the invitation in a DM to having joined."""
    text = words(person)
    told = await person.sees(ref, in_="dm")
    asked = await person.presses(text("button.read_consent"), on=told)
    assert asked.ephemeral
    check(person, asked.text)
    return await person.presses(text("button.join"))


async def test_a_pitch_waits_for_the_consent_of_all_who_were_invited(stage: Stage) -> None:
    sam, lin = stage.sam, stage.lin
    ref = await invited(stage, lin)
    await sam.types("/pitch edit", ref=ref)
    consent = await to_consent(sam, await sam.presses("Review"))
    assert f"<@{lin.id}>" in consent.text
    assert consent.message is not None
    submit = next(b for b in consent.message.buttons if b.label == "I agree – submit")
    assert submit.disabled

    joined = await accepts(lin, ref)
    check(lin, joined.text)
    await sam.sees(words(sam)("notice.team_joined", who=f"<@{lin.id}>", headline="")[:30], in_="dm")
    await sam.types("/pitch edit", ref=ref)
    await to_consent(sam, await sam.presses("Review"))
    receipt = await sam.presses("I agree – submit")
    assert ref in receipt.text
    told = await lin.sees(
        words(lin)(
            "receipt.text",
            **dict.fromkeys(("headline", "programme", "utc", "local", "hash", "ref"), ""),
        ).splitlines()[0],
        in_="dm",
    )
    assert ref in told.text


async def test_a_co_author_fills_in_from_a_dm_and_does_not_submit(stage: Stage) -> None:
    lin, text = stage.lin, words(stage.lin)
    ref = await invited(stage, lin)
    await accepts(lin, ref)
    shown = await lin.presses(text("button.open"))
    assert "Moon Harbour" in shown.text
    changing = await lin.selects(text("select.change_page"), "项目")
    assert changing.modal is not None
    changed = await fill(lin, {"title": "Sun Harbour"})
    assert "Sun Harbour" in changed.text
    assert text("button.delete") not in changed.text
    review = await lin.presses(text("button.review"))
    while text("button.further") in review.text:
        review = await lin.presses(text("button.further"))
    assert text("button.to_consent") not in review.text
    assert "Sun Harbour" in (await stage.sam.types("/pitch view", ref=ref)).text
    assert "Sun Harbour" in (await lin.types("/pitch list")).text
    refused = await lin.types("/pitch withdraw", ref=ref)
    assert "Sun Harbour" in refused.text
    told = await lin.presses(text("button.delete_surely"))
    assert told.text == text("error.owner_only")


async def test_who_declines_is_not_waited_for_and_may_be_asked_again(stage: Stage) -> None:
    sam, wei = stage.sam, stage.wei
    ref = await invited(stage, wei)
    told = await wei.sees(ref, in_="dm")
    check(wei, told.text)
    declined = await wei.presses(words(wei)("button.decline"), on=told)
    assert declined.text == words(wei)("invitation.declined")
    again = await wei.presses(words(wei)("button.decline"), on=told)
    assert again.text == words(wei)("error.not_invited")
    await sam.sees("declined to join", in_="dm")
    await sam.types("/pitch edit", ref=ref)
    shown = await sam.presses("Team")
    assert f"<@{wei.id}> · declined" in shown.text
    once_more = await sam.selects("Invite a co-author", wei)
    assert f"⏳ <@{wei.id}>" in once_more.text


async def test_a_co_author_leaves_and_reads_it_no_more(stage: Stage) -> None:
    sam, lin = stage.sam, stage.lin
    text = words(lin)
    ref = await invited(stage, lin)
    await accepts(lin, ref)
    await lin.types("/pitch view", ref=ref)
    await lin.presses(text("button.team"))
    await lin.presses(text("button.leave"))
    left = await lin.presses(text("button.leave_surely"))
    assert left.text == text("team.you_left")
    await sam.sees("has left", in_="dm")
    assert (await lin.types("/pitch view", ref=ref)).text == text("error.pitch_not_found")


async def test_the_owner_takes_somebody_out(stage: Stage) -> None:
    sam, lin = stage.sam, stage.lin
    ref = await invited(stage, lin)
    await accepts(lin, ref)
    await sam.types("/pitch edit", ref=ref)
    await sam.presses("Team")
    shown = await sam.selects("Take somebody out", "林薇")
    assert f"<@{lin.id}>" not in shown.text
    await lin.sees(words(lin)("notice.team_removed", headline="").split("：")[1][:10], in_="dm")
    refused = await lin.types("/pitch view", ref=ref)
    assert refused.text == words(lin)("error.pitch_not_found")


async def test_bots_and_owners_are_not_invited_and_nobody_is_twice(stage: Stage) -> None:
    sam = stage.sam
    await invited(stage, stage.lin)
    for person, told in (
        (sam, "error.invites_owner"),
        (stage.lin, "error.already_invited"),
        ("Callboard", "error.invites_bot"),
    ):
        refused = await sam.selects("Invite a co-author", person)
        assert refused.text == words(sam)(told)


async def test_an_invitation_reaches_who_has_shut_their_dms(stage: Stage) -> None:
    lin, text = stage.lin, words(stage.lin)
    lin.shuts_dms()
    ref = await invited(stage, lin)
    told = await lin.sees(ref, in_=ref)
    await lin.presses(text("button.read_consent"), on=told)
    joined = await lin.presses(text("button.join"))
    assert "Moon Harbour" in joined.text


async def test_an_invitation_can_be_answered_from_the_inbox(stage: Stage) -> None:
    lin, text = stage.lin, words(stage.lin)
    ref = await invited(stage, lin)
    await lin.sees(ref, in_="dm")
    listed = await lin.types("/inbox")
    assert ref in listed.text
    await lin.presses(text("button.read_consent"), on=listed.message)
    assert ref in (await lin.presses(text("button.join"))).text


async def test_who_left_the_server_cannot_join_from_a_dm(stage: Stage) -> None:
    lin, text = stage.lin, words(stage.lin)
    ref = await invited(stage, lin)
    told = await lin.sees(ref, in_="dm")
    lin.leaves("north")
    refused = await lin.presses(text("button.read_consent"), on=told)
    assert refused.text == text("error.pitch_not_found")


async def test_only_the_invited_may_join(stage: Stage) -> None:
    """Who manages threads sees those that are private."""
    lin, olga = stage.lin, stage.olga
    lin.shuts_dms()
    ref = await invited(stage, lin)
    told = await lin.sees(ref, in_=ref)
    for key in ("button.read_consent", "button.decline"):
        refused = await olga.presses(words(lin)(key), on=told)
        assert refused.text == words(olga)("error.pitch_not_found")
        assert refused.ephemeral


async def test_all_authors_get_all_news(stage: Stage) -> None:
    sam, lin = stage.sam, stage.lin
    ref = await invited(stage, lin)
    await accepts(lin, ref)
    await sam.types("/pitch edit", ref=ref)
    await to_consent(sam, await sam.presses("Review"))
    await sam.presses("I agree – submit")
    card = await stage.maya.sees(ref, in_="desk")
    await stage.maya.presses("Claim", on=card)
    for person in (sam, lin):
        news = words(person)("notice.claimed", headline="").split(" ")[0]
        told = await person.sees(news, in_="dm")
        check(person, told.text)
