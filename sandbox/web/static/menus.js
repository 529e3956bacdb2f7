/** The menus of messages and of people, with what the applications add to them. */

import { Menu } from "./menu.js";
import { copyText, deleteMessage, react, thread, where, words } from "./messageacts.js";

export { emojiPicker } from "./emoji.js";

/**
 * Open a message's menu.
 *
 * @param {object} app
 * @param {object} message
 * @param {Element|{x: number, y: number}} anchor the pressed button, or the point that was pressed
 */
export function messageMenu(app, message, anchor) {
  const { x } = message;
  const { composer } = app;
  // What only one person sees can be read and put away, nothing else.
  const shared = !x.ephemeral && !x.loading;
  const sends = app.store.place(message.channel_id)?.can_send;
  const entry = (holds, key, drawing, run, danger = false) => {
    return holds && { label: app.t(key), drawing, run: () => run(app, message, anchor), danger };
  };
  const entries = [
    entry(shared && sends, "shell.act.reply", "reply", () => composer.replyTo(message)),
    entry(shared, "shell.act.react", "smile", react),
    entry(shared && x.can_thread && !x.thread, "shell.act.thread", "thread", thread),
    entry(shared && x.can_edit, "shell.act.edit", "edit", () => composer.editMessage(message)),
    entry(words(message), "composer.copy", "copy", copyText),
    entry(x.ephemeral, "shell.dismiss", "close", () => app.attempt("dismiss", where(message))),
    entry(shared && x.can_delete, "shell.act.delete", "trash", deleteMessage, true),
  ].filter(Boolean);
  const menu = new Menu(app.t("composer.menu.message", { name: x.name }), anchor, entries);
  if (shared) addApps(app, menu, where(message));
}

/**
 * Open a person's menu, or a bot's.
 *
 * @param {object} app
 * @param {string} user id
 * @param {Element|{x: number, y: number}} anchor
 */
export function userMenu(app, user, anchor) {
  const { store } = app;
  const { name, bot } = store.user(user) ?? { name: user, bot: false };
  const entries = [];
  if (bot) {
    const label = app.t("composer.menu.dm", { name });
    entries.push({ label, drawing: "mail", run: () => openDm(app, user) });
  }
  if (store.channel?.can_send) {
    const label = app.t("composer.menu.mention", { name });
    entries.push({ label, drawing: "at", run: () => app.composer.insert(`@${name} `) });
  }
  const menu = new Menu(app.t("composer.menu.user", { name }), anchor, entries);
  if (store.channel) addApps(app, menu, { user, channel: store.channel.id });
}

async function openDm(app, bot) {
  const made = await app.attempt("dm", { bot });
  if (!made) return;
  await app.openChannel(made.channel);
  app.composer.focus();
}

/** The applications' own entries, added when the server has told them. */
async function addApps(app, menu, target) {
  try {
    const { menus } = await app.socket.ask("menus", target);
    const entries = menus.map(({ name, label }) => ({
      label,
      drawing: "apps",
      run: () => useApp(app, { ...target, name }, label),
    }));
    menu.add(app.t("composer.menu.apps"), entries);
  } catch (error) {
    app.refused(error);
  }
}

async function useApp(app, asked, label) {
  app.announce(app.t("composer.menu.running", { name: label }));
  // That the application did not respond is noted in the channel by the timeline.
  await app.attempt("menu", asked);
}
