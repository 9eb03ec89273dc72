// Follows one submission until its result: by server-sent events, and by polling when there are none.
const POLL_MS = 1000;
const QUEUE_MS = 2500;
const PENDING = new Set(["queued", "running"]);
const GLYPHS = { AC: ["✓", "ok"], PAC: ["◐", "part"], SKIP: ["–", "quiet"], IE: ["!", "ours"] };

/** The reason why a result cannot be fetched: nobody is logged in any more. */
export class SessionEnded extends Error {}

/**
 * @param {string} id public id of the submission
 * @param {{onState: (state: object) => void, onStage: (stage: object) => void, onDone: () => void,
 *   onEnded: () => void}} handlers `onEnded`: the session has ended before the result
 * @returns {() => void} stops following
 */
export function follow(id, { onState, onStage, onDone, onEnded }) {
  let ended = false;
  let failures = 0;
  let sawEnd = false;
  let timer = 0;
  const source = new EventSource(`/submissions/${id}/events`);
  const end = (report) => {
    if (ended) return;
    ended = true;
    source.close();
    clearTimeout(timer);
    if (report) onDone();
  };
  const ask = async () => {
    if (ended) return;
    let delay = failures ? POLL_MS : QUEUE_MS;
    try {
      const response = await fetch(`/submissions/${id}/state`, { headers: { Accept: "application/json" } });
      if (response.status === 401) {
        end(false);
        return onEnded();
      }
      if (response.ok) {
        const state = await response.json();
        const isOver = !PENDING.has(state.state);
        // The state may be final a moment before the last stages arrive in an open stream; wait for them once.
        if (isOver && (sawEnd || source.readyState !== EventSource.OPEN)) return end(true);
        sawEnd = isOver;
        if (isOver) delay = POLL_MS;
        else if (!ended) onState(state);
      }
    } catch {
      delay = 3 * POLL_MS;
    }
    if (!ended) timer = setTimeout(ask, delay);
  };
  source.addEventListener("state", (event) => onState(JSON.parse(event.data)));
  source.addEventListener("stage", (event) => onStage(JSON.parse(event.data)));
  source.addEventListener("done", () => end(true));
  source.addEventListener("error", () => {
    failures += 1;
    if (failures >= 3) source.close(); // polling alone is enough
    clearTimeout(timer);
    timer = setTimeout(ask, failures >= 3 ? 0 : POLL_MS);
  });
  timer = setTimeout(ask, QUEUE_MS);
  return () => end(false);
}

/** Shows the state of a submission in the panel. */
export function showProgress(panel, { state, place }) {
  const line = panel.querySelector("[data-progress]");
  if (!line) return;
  if (state === "running") line.textContent = "Being graded";
  else if (place) line.textContent = `Waiting: ${place.ahead} ahead, about ${place.estimate_s} s`;
}

export function showStage(panel, { stage, state, verdict, points, max_points: maxPoints }) {
  const item = panel.querySelector(`[data-stage="${CSS.escape(stage)}"]`);
  if (!item) return;
  showProgress(panel, { state: "running" });
  const glyph = item.querySelector(".glyph");
  item.dataset.state = state;
  if (state === "running") {
    glyph.textContent = "›";
    item.querySelector(".stage-word").textContent = "running";
    return;
  }
  const [text, tone] = GLYPHS[verdict] ?? ["✗", "bad"];
  glyph.textContent = text;
  glyph.className = `glyph tone-${tone}`;
  item.querySelector(".stage-word").textContent = "";
  if (maxPoints) item.querySelector(".stage-points").textContent = `${points}/${maxPoints}`;
}

/** Fetches the current panel of a submission; retries while the server is unavailable. Throws `SessionEnded`. */
export async function fetchPanel(id) {
  for (;;) {
    const options = { headers: { Accept: "text/html" }, redirect: "manual" }; // a redirect leads to the login page
    const response = await fetch(`/submissions/${id}/panel`, options).catch(() => null);
    if (response?.type === "opaqueredirect") throw new SessionEnded();
    if (response?.ok) return new DOMParser().parseFromString(await response.text(), "text/html").querySelector("#panel");
    if (response && response.status < 500) throw new Error(`fetching the result panel failed with status ${response.status}`);
    await new Promise((resume) => { setTimeout(resume, POLL_MS); });
  }
}
