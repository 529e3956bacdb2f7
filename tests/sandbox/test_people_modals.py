"""Modals on a person's screen, with every kind of field."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import ui

from sandbox import File, ModalRejected, NotAllowed, NotVisible, Sandbox
from tests.sandbox.conftest import Bot, Run


class Everything(ui.Modal, title="Everything"):
    """Five fields of five kinds; the text is prefilled."""

    note = ui.TextDisplay[Any]("Tell us all.")
    logline: ui.Label[Everything] = ui.Label(
        text="Logline",
        component=ui.TextInput(min_length=3, max_length=10, default="a boat", custom_id="logline"),
    )
    who: ui.Label[Everything] = ui.Label(
        text="Producer", component=ui.UserSelect(required=False, custom_id="who")
    )
    script: ui.Label[Everything] = ui.Label(
        text="Script",
        description="PDF",
        component=ui.FileUpload(required=False, max_values=2, custom_id="script"),
    )
    form: ui.Label[Everything] = ui.Label(
        text="Form",
        component=ui.RadioGroup(
            options=[
                discord.RadioGroupOption(label="Short"),
                discord.RadioGroupOption(label="Long"),
            ],
            custom_id="form",
        ),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show what came."""
        values: list[Any] = [
            getattr(label.component, "value", None) or getattr(label.component, "values", None)
            for label in (self.logline, self.who, self.script, self.form)
        ]
        shown = [str(one) if isinstance(one, str) else len(one or ()) for one in values]
        await interaction.response.send_message(repr(shown), ephemeral=True)


class Consent(ui.Modal, title="Consent"):
    """Boxes."""

    topics: ui.Label[Consent] = ui.Label(
        text="Topics",
        component=ui.CheckboxGroup(
            options=[
                discord.CheckboxGroupOption(label="Sea"),
                discord.CheckboxGroupOption(label="Moon", default=True),
            ],
            max_values=2,
        ),
    )
    agreed: ui.Label[Consent] = ui.Label(text="I agree", component=ui.Checkbox())

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show what came."""
        topics, agreed = self.topics.component, self.agreed.component
        assert isinstance(topics, ui.CheckboxGroup)
        assert isinstance(agreed, ui.Checkbox)
        await interaction.response.send_message(f"{topics.values} {agreed.value}")


class Old(ui.Modal, title="Old"):
    """A text input with a label of its own, as before labels existed."""

    name: ui.TextInput[Old] = ui.TextInput(label="Name", style=discord.TextStyle.paragraph)

    async def on_submit(self, interaction: discord.Interaction) -> None:
        """Show what came."""
        await interaction.response.send_message(self.name.value)


@pytest.fixture(autouse=True)
async def bot(sandbox: Sandbox, run: Run) -> Bot:
    made = Bot()

    @made.tree.command(name="open", description="Open a modal")
    async def opens(interaction: discord.Interaction, which: str) -> None:
        modals = {"everything": Everything, "consent": Consent, "old": Old}
        await interaction.response.send_modal(modals[which]())

    await run(made)
    await made.tree.sync()
    return made


async def test_a_modal_shows_its_fields(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    reply = await lin.types("/open", which="everything")
    assert reply.modal is not None
    assert reply.message is None
    assert "Tell us all." in reply.text
    shown = {field.label: (field.kind, field.required) for field in reply.modal.fields}
    assert shown == {
        "Logline": ("text", True),
        "Producer": ("user", False),
        "Script": ("file", False),
        "Form": ("radio", True),
    }
    assert reply.modal.field("Logline").value == "a boat"
    assert reply.modal.field("Script").description == "PDF"
    assert [option.label for option in reply.modal.field("Form").options] == ["Short", "Long"]
    assert sandbox.people["maya"].modal is None


async def test_what_is_not_touched_keeps_its_prefilled_value(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    await lin.types("/open", which="everything")
    reply = await lin.fills({"Form": "Long"})
    assert reply.text == "['a boat', 0, 0, 'Long']"
    assert lin.modal is None


async def test_users_and_files_are_resolved(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    await lin.types("/open", which="everything")
    files = [File("one.pdf", b"1"), File("two.pdf", b"2")]
    fields = {"Logline": "a moon", "Producer": "Maya Ortiz", "Script": files, "Form": "Short"}
    assert (await lin.fills(fields)).text == "['a moon', 1, 2, 'Short']"
    assert sandbox.violations == []


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "'Form': 0 chosen"),
        ({"Form": "Epic"}, "'Form': there is no option 'Epic'"),
        ({"Form": "Long", "Logline": ""}, "'Logline': this field is required"),
        ({"Form": "Long", "Logline": "ab"}, "'Logline': 2 characters, at least 3"),
        ({"Form": "Long", "Logline": "a" * 11}, "'Logline': 11 characters, at most 10"),
        ({"Form": "Long", "Logline": "a\nboat"}, "'Logline': a single line"),
        ({"Form": "Long", "Producer": "Nobody"}, "'Producer': nobody here"),
        ({"Form": "Long", "Script": [File("a", b"")] * 3}, "'Script': 3 chosen, 0 to 2|1 to 2"),
        ({"Form": "Long", "Budget": "1"}, "'Budget': the modal 'Everything' has only"),
    ],
)
async def test_the_client_does_not_submit_what_breaks_a_rule(
    sandbox: Sandbox, fields: dict[str, object], told: str
) -> None:
    lin = sandbox.people["lin"]
    await lin.types("/open", which="everything")
    with pytest.raises(ModalRejected, match=told):
        await lin.fills(fields)
    assert lin.modal is not None


async def test_boxes_are_ticked(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    await lin.types("/open", which="consent")
    assert (await lin.fills({"Topics": ["Sea", "Moon"], "I agree": True})).text == (
        "['Sea', 'Moon'] True"
    )
    await lin.types("/open", which="consent")
    assert (await lin.fills({})).text == "['Moon'] False"


async def test_a_text_input_without_a_label_component_works(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    await lin.types("/open", which="old", in_="dm")
    assert (await lin.fills({"Name": "two\nlines"})).text == "two\nlines"


async def test_a_modal_can_be_dismissed(sandbox: Sandbox) -> None:
    lin = sandbox.people["lin"]
    await lin.types("/open", which="old")
    lin.dismisses_modal()
    assert lin.modal is None
    with pytest.raises(ModalRejected, match="no modal is open"):
        await lin.fills({"Name": "x"})


async def test_menus_in_messages_are_chosen_by_label(sandbox: Sandbox, bot: Bot) -> None:
    view = ui.View()
    formats: ui.Select[ui.View] = ui.Select(
        placeholder="Format",
        max_values=2,
        options=[
            discord.SelectOption(label="Short", value="s"),
            discord.SelectOption(label="Long"),
        ],
    )
    people: ui.UserSelect[ui.View] = ui.UserSelect(placeholder="Who")
    places: ui.ChannelSelect[ui.View] = ui.ChannelSelect(placeholder="Where")

    async def chosen(interaction: discord.Interaction) -> None:
        names = [str(getattr(one, "name", one)) for one in interaction.data["values"]]  # type: ignore[index,typeddict-item]
        await interaction.response.send_message(f"chose {len(names)}", ephemeral=True)

    for menu in (formats, people, places):
        menu.callback = chosen  # type: ignore[method-assign]
        view.add_item(menu)
    await bot.at(sandbox, "north/general").send("choose", view=view)
    lin = sandbox.people["lin"]
    message = await lin.sees("choose")
    assert [one.kind for one in message.selects] == ["string", "user", "channel"]
    assert (await lin.selects("Format", "Short", "Long")).text == "chose 2"
    assert formats.values == ["s", "Long"]
    assert (await lin.selects("Who", "Maya Ortiz")).text == "chose 1"
    assert isinstance(people.values[0], discord.Member)
    assert (await lin.selects("Where", "questions", on=message)).text == "chose 1"


async def test_closed_and_missing_buttons_and_wrong_options_are_refused(
    sandbox: Sandbox, bot: Bot
) -> None:
    view = ui.View()
    formats: ui.Select[ui.View] = ui.Select(
        placeholder="Format", options=[discord.SelectOption(label="Short")]
    )
    closed: ui.Button[ui.View] = ui.Button(label="Closed", disabled=True)
    link: ui.Button[ui.View] = ui.Button(label="Site", url="https://example.org/")
    view.add_item(formats).add_item(closed).add_item(link)
    await bot.at(sandbox, "north/general").send("choose", view=view)
    lin = sandbox.people["lin"]
    with pytest.raises(NotAllowed, match="no option 'Epic'"):
        await lin.selects("Format", "Epic")
    with pytest.raises(NotAllowed, match="takes 1 to 1"):
        await lin.selects("Format", "Short", "Short")
    with pytest.raises(NotAllowed, match="disabled"):
        await lin.presses("Closed")
    with pytest.raises(NotAllowed, match="a link"):
        await lin.presses("Site")
    with pytest.raises(NotVisible, match="no button 'Open'"):
        await lin.presses("Open")
