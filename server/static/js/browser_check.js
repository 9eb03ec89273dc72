// A check in the browser, for when the server does not answer one.
const REASONS = {
  429: "you have used up your checks on the server for now",
  503: "the server is busy",
};

/** Returns why a check may be answered in the browser, as a clause; null if the server's answer stands. */
export function reasonFor(status) {
  if (status === null) return "the server could not be reached";
  return REASONS[status] ?? null;
}

/**
 * Grades a file in the browser.
 * @param {Engine} engine
 * @param {{source: string, slug: string, reason: string, withHelp: boolean, onStage: (stage: object) => void}} options
 * @returns {Promise<Element>} the result panel; rejects with an EngineError
 */
export async function checkInBrowser(engine, { source, slug, reason, withHelp, onStage }) {
  const seed = crypto.getRandomValues(new Uint32Array(1))[0] >>> 1;
  const report = await engine.check({ source, slug, seed }, { onMessage: onStage });
  const note = `Checked in your browser because ${reason}. Only the server awards points.`;
  const html = await engine.call("server.engine.panel", "panel", [report, note, withHelp]);
  return new DOMParser().parseFromString(html, "text/html").querySelector("#panel");
}
