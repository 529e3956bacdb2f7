/** What the live region says about messages of the open channel. */

import { summary } from "./plain.js";

/**
 * Announce messages of others, and answers that were waited for.
 * @param {object} app
 */
export function speak(app) {
  const { store, t } = app;
  store.on("message", ({ channel, message, before, fresh }) => {
    if (channel !== store.channel?.id || message.x.mine) return;
    const name = message.x.name;
    if (message.x.loading) {
      if (fresh) app.announce(t("shell.thinking", { name }));
    } else if (fresh || before?.x.loading) {
      const text = summary(app, message);
      const key = message.x.ephemeral ? "shell.live.private" : "shell.live.message";
      app.announce(t(key, { name, text }), { countable: true });
    }
  });
}
