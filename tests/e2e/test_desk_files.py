"""Files of a pitch at the desk: named on the card, opened as copies for one person's eyes."""

from __future__ import annotations

from sandbox.people.person import Person
from sandbox.people.views import Message
from sandbox.state.files import File
from tests.e2e.desk import label
from tests.e2e.stage import Stage
from tests.e2e.story import fill_all, pitch, reference, to_consent, words
from tests.support.filemaking import PDF

SCRIPT = File("harbour_draft.pdf", PDF)
DECK = File("deck.pdf", PDF + b"%")


async def with_files(stage: Stage) -> tuple[str, Message]:
    """Lin's pitch with a script and a deck: its reference and its card."""
    lin = stage.lin
    text = words(lin)
    draft = await fill_all(lin, given={"title": "Moon Harbour"})
    ref = reference(draft)
    await add_file(lin, ref, "script", SCRIPT)
    await add_file(lin, ref, "deck", DECK)
    await to_consent(lin, await lin.presses(text("button.review"), on=await again(lin)))
    ref = reference(await lin.presses(text("button.submit")))
    return ref, await stage.maya.sees(ref, in_="desk")


async def again(person: Person) -> Message:
    shown = await person.types("/pitch start", program="chunm")
    assert shown.message is not None
    return shown.message


async def add_file(person: Person, ref: str, field: str, file: File) -> None:
    """`/pitch files`, the field, the file."""
    await person.types("/pitch files", ref=ref)
    opened = await person.selects(words(person)("select.add_files"), label(person, field))
    assert opened.modal is not None
    added = await person.fills({opened.modal.fields[0].label: [file]})
    assert file.name[:4] in added.text


async def test_each_file_is_named_with_its_size_and_opened_by_a_copy_that_only_one_person_sees(
    stage: Stage,
) -> None:
    maya = stage.maya
    _, card = await with_files(stage)
    assert r"harbour\_draft.pdf (3 KB)" in card.text
    listed = await maya.presses("Files", on=card)
    assert listed.ephemeral
    assert "deck.pdf" in listed.text
    opened = await maya.presses("Open", on=listed.message)
    assert opened.ephemeral
    assert opened.message is not None
    (copy,) = opened.message.attachments
    assert (copy.filename, copy.content) == ("harbour_draft.pdf", PDF)
    assert await stage.noor.reads("desk") == [card]


async def test_a_pitch_without_files_offers_none(stage: Stage) -> None:
    ref = reference(await pitch(stage.lin, given={"title": "Moon Harbour"}))
    card = await stage.maya.sees(ref, in_="desk")
    labels = [button.label for button in card.buttons]
    assert labels[:3] == ["Claim", "Open", "Score"]
    assert "Files" not in labels


async def test_a_file_of_a_version_that_was_not_sent_is_nobodys_but_the_authors(
    stage: Stage,
) -> None:
    lin, maya = stage.lin, stage.maya
    ref = reference(await pitch(lin, given={"title": "Moon Harbour"}))
    card = await maya.sees(ref, in_="desk")
    await add_file(lin, ref, "script", SCRIPT)
    shown = await maya.presses("Open", on=card)
    assert shown.message is not None
    assert "harbour" not in shown.text
    assert "Files" not in [button.label for button in shown.message.buttons]
    assert label(maya, "title") in shown.text
