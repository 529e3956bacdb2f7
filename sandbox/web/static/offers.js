/** The commands offered in the open channel: their names in the client's language. */

/**
 * Give the app `offers` ({has(path), name(path)}), kept right for the open channel. The store tells
 * `offers` after they changed.
 * @param {object} app
 */
export function installOffers(app) {
  const { store } = app;
  let names = new Map();
  let asked = 0;
  app.offers = {
    has: (path) => names.has(path),
    // What is offered elsewhere, or no more, keeps the name that it was registered with.
    name: (path) => names.get(path) ?? path,
  };
  const load = async () => {
    const mine = (asked += 1);
    if (!store.channel) return;
    const answer = await app.attempt("commands", { channel: store.channel.id });
    if (!answer || mine !== asked) return;
    names = new Map(answer.commands.map((one) => [one.path, one.name]));
    store.emit("offers");
  };
  store.on("channel", load);
  store.on("texts", load);
}
