// The result page: shows the stages as they finish, then the result.
import { fetchPanel, follow, showProgress, showStage } from "./live.js";

const panel = document.querySelector("#panel[data-submission]");
if (panel) {
  const id = panel.dataset.submission;
  follow(id, {
    onState: (state) => showProgress(panel, state),
    onStage: (stage) => showStage(panel, stage),
    onDone: async () => {
      const fresh = await fetchPanel(id);
      panel.replaceWith(fresh);
      document.querySelector("[data-announce]").textContent = fresh.dataset.summary ?? "";
    },
  });
}
