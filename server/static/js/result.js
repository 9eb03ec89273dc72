// The result page: shows the stages as they finish, then the result.
import { fetchPanel, follow, SessionEnded, showProgress, showStage } from "./live.js";

const panel = document.querySelector("#panel[data-submission]");
const ended = () => { document.querySelector("[data-ended]").hidden = false; };

async function showResult(id) {
  try {
    const fresh = await fetchPanel(id);
    panel.replaceWith(fresh);
    document.querySelector("[data-announce]").textContent = fresh.dataset.summary ?? "";
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
    ended();
  }
}

if (panel) {
  const id = panel.dataset.submission;
  follow(id, {
    onState: (state) => showProgress(panel, state),
    onStage: (stage) => showStage(panel, stage),
    onDone: () => showResult(id),
    onEnded: ended,
  });
}
