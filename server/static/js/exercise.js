// The exercise page: editor, draft, check and submit, live result, and the cell to run code in.
import { checkInBrowser, reasonFor } from "./browser_check.js";
import { Drafts } from "./drafts.js";
import { Editor } from "./editor.js";
import { Engine, EngineError, engineOf, startWhenIdle } from "./engine.js";
import { fetchPanel, follow, SessionEnded, showProgress, showStage } from "./live.js";
import { RunPane } from "./run.js";
import { Session } from "./session.js";
import { setUpTabs } from "./tabs.js";

const main = document.querySelector("main");
const find = (name) => document.querySelector(`[data-${name}]`);
const page = find("page").dataset;
const form = document.querySelector("#code-form");
const textarea = form.elements.source;
const session = new Session({ user: page.user, token: form.elements.csrf_token.value });
const announce = (text) => { find("announce").textContent = text; };
const showTab = setUpTabs(main, (name) => { if (name === "run") runPane.prepare(); });
const nonce = document.querySelector("script[nonce]").nonce;

let panel = document.querySelector("#panel");
let stopFollowing = () => {};
let awaited = panel.dataset.submission ?? null; // id of the submission whose result is awaited
let sentText = null; // the text of the submission whose result is awaited
let sending = false;

const drafts = new Drafts({
  key: `${page.user}:${page.exercise}`,
  url: page.draftUrl,
  session,
  version: Number(page.draftVersion),
  source: textarea.value,
  cell: document.querySelector("template[data-saved-cell]").content.textContent,
  onState: (text) => { find("saved").textContent = text; },
  onNewer: offer,
});
const fromServer = textarea.value;
const host = find("editor");
const start = drafts.start();
const editor = new Editor({
  parent: host,
  doc: start.source,
  label: `${page.filename}, Python source`,
  describedBy: "editor-help",
  nonce,
  onEdit: (text) => { textarea.value = text; drafts.edited({ source: text }); },
  onCheck: () => send("check"),
  onSubmit: () => send("submit"),
});
textarea.value = editor.text;
textarea.hidden = true;
host.hidden = false;

const engine = engineOf(page);
const runPane = new RunPane({
  root: document.querySelector("#run"),
  engine,
  nonce,
  filename: page.filename,
  cell: start.cell,
  getSource: () => editor.text,
  onEdit: (cell) => drafts.edited({ cell }),
  onFileError: (mark) => editor.mark([mark]),
});
startWhenIdle(engine);

// --- drafts -----------------------------------------------------------------------------------------------------

function offer(draft) {
  const box = find("offer");
  const button = (text, action) => {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = text;
    element.addEventListener("click", () => { box.hidden = true; action(); editor.focus(); });
    return element;
  };
  const words = document.createElement("span");
  words.textContent = "A newer draft was saved elsewhere. Neither draft has been overwritten.";
  box.replaceChildren(
    words,
    button("Use the newer draft", () => {
      editor.replace(draft.source);
      if (draft.cell !== start.cell) runPane.editor.replace(draft.cell || runPane.example);
      drafts.adopt(draft);
    }),
    button("Keep this draft", () => drafts.keep(draft)),
  );
  box.hidden = false;
}

// --- reset ------------------------------------------------------------------------------------------------------

const resetDialog = find("reset-dialog");
const undoReset = find("undo-reset");
find("reset").hidden = false;
find("reset").addEventListener("click", () => {
  resetDialog.returnValue = ""; // otherwise Esc would keep the previous answer
  resetDialog.showModal();
});
resetDialog.addEventListener("close", () => {
  if (resetDialog.returnValue !== "reset") return;
  const before = editor.text;
  editor.replace(document.querySelector("template[data-starter]").content.textContent);
  undoReset.hidden = false;
  undoReset.onclick = () => { editor.replace(before); undoReset.hidden = true; editor.focus(); };
  announce("The editor shows the starter code again. Use “Undo reset” to restore your code.");
  editor.focus();
});

// --- check and submit -------------------------------------------------------------------------------------------

const buttons = [...document.querySelectorAll(".actions button")];
const submitButton = buttons.find((button) => button.value === "submit");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.submitter?.value ?? "check");
});
document.querySelector("#result").addEventListener("submit", (event) => {
  event.preventDefault();
  send("submit", event.target.elements.source.value); // what the check was about, even if the editor has changed
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  send(event.shiftKey ? "submit" : "check");
});

async function send(purpose, source = editor.text) {
  if (sending || (purpose === "submit" && submitButton.disabled)) return;
  sending = true;
  buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
  const body = new FormData(form);
  body.set("purpose", purpose);
  body.set("source", source);
  body.delete("csrf_token"); // the session sends it as a header
  try {
    const response = await session.send(page.submitUrl, { method: "POST", body });
    const answer = await response?.json();
    if (!response) {
      ended(() => send(purpose, source), `Your code is saved in this browser. It will be sent as a ${purpose === "check" ? "check" : "submission"} as soon as you log in again.`);
    } else if (response.ok) {
      form.elements.client_key.value = crypto.randomUUID?.() ?? newKey();
      accepted(answer, purpose, source);
    } else {
      unanswered(response.status, purpose, source, answer);
    }
  } catch {
    // The client key stays the same, so sending again cannot create a second submission.
    const problem = { title: "The server did not respond", detail: "Your code is saved in this browser. Send it again." };
    unanswered(null, purpose, source, problem);
  }
  sending = false;
  buttons.forEach((button) => button.removeAttribute("aria-disabled"));
}

function newKey() { // randomUUID exists only on secure origins
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function accepted({ id, is_late: isLate }, purpose, source) {
  browserCheck = null;
  stopFollowing();
  if (panel.dataset.submission) watchQuietly(panel.dataset.submission);
  refusal.hidden = true;
  awaited = id;
  sentText = source;
  editor.mark([]);
  showPanel(waitingPanel(id, purpose, isLate));
  announce("Received.");
  showTab("result");
  watch();
}

let browserCheck = null; // the check that the browser runs at the moment, as an object of its own

/** Says why something was not accepted, and lets the browser check; a status of null means that there was no answer. */
function unanswered(status, purpose, source, problem) {
  refused(problem);
  const reason = reasonFor(status);
  const isAwaiting = Boolean(panel.dataset.submission); // the result of an earlier one will come
  if (!reason || purpose !== "check" || page.checksInBrowser !== "yes" || isAwaiting || !Engine.isSupported) return;
  refusal.querySelector("p").textContent += " Your browser is checking your code meanwhile.";
  const own = {};
  const before = panel;
  const waiting = waitingPanel("", "check", false);
  browserCheck = own;
  showProgress(waiting, { state: "running" });
  showPanel(waiting);
  checkInBrowser(engine, {
    source,
    slug: page.slug,
    reason,
    withHelp: page.givesAllHelp === "yes",
    onStage: (stage) => showStage(waiting, stage),
  }).then((fresh) => {
    if (browserCheck !== own) return; // something was sent meanwhile
    sentText = source;
    showPanel(fresh);
    finished();
  }, (error) => {
    if (!(error instanceof EngineError)) throw error;
    if (browserCheck !== own) return;
    showPanel(before);
    refused({ ...problem, detail: `${problem.detail} ${error.message}` });
  });
}

// A refusal leaves the result below it alone: an earlier submission may still be in grading.
const refusal = find("refusal");

function refused({ title, detail }, { mayLogIn = false } = {}) {
  refusal.querySelector("h2").textContent = title ?? "Not accepted";
  refusal.querySelector("p").textContent = detail ?? "";
  find("log-in").hidden = !mayLogIn;
  refusal.hidden = false;
  showTab("result");
  refusal.scrollIntoView({ block: "nearest" });
  announce(`${title ?? "Not accepted"}. ${detail ?? ""}`);
}

let afterLogin = null; // what to do once the person is logged in again

function ended(action, detail) {
  const isWaiting = afterLogin !== null;
  afterLogin = action;
  refused({
    title: session.isOther ? "Someone else is logged in" : "Your session has ended",
    detail: session.isOther ? "Log in with your own account. Your code is saved in this browser." : detail,
  }, { mayLogIn: true });
  if (!isWaiting) session.back().then(resume);
}

function resume() {
  const action = afterLogin;
  afterLogin = null;
  refusal.hidden = true;
  action();
}

// --- result -----------------------------------------------------------------------------------------------------

function showPanel(fresh) {
  panel.replaceWith(fresh);
  panel = fresh;
  offerInputs();
}

/** Shows the buttons that copy the input of a failed check to the cell. */
function offerInputs() {
  for (const button of panel.querySelectorAll("[data-to-run]")) button.hidden = !Engine.isSupported;
}

document.querySelector("#result").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-to-run]");
  if (!button) return;
  showTab("run");
  runPane.use(button.closest(".values").querySelector("template[data-cell]").content.textContent);
});
offerInputs();

// Built here instead of fetched: a quick grading would end before the response, and nobody would see its stages.
function waitingPanel(id, purpose, isLate) {
  const fresh = document.querySelector(`template[data-waiting=${purpose}]`).content.firstElementChild.cloneNode(true);
  fresh.dataset.submission = id;
  fresh.querySelector("[data-late]")?.toggleAttribute("hidden", !isLate);
  return fresh;
}

function watch() {
  stopFollowing();
  const id = panel.dataset.submission;
  if (!id) return finished();
  stopFollowing = follow(id, {
    onState: (state) => showProgress(panel, state),
    onStage: (stage) => showStage(panel, stage),
    onDone: () => showResult(id, finished),
    onEnded: () => waitForLogin(id),
  });
}

async function showResult(id, then) {
  try {
    const fresh = await fetchPanel(id);
    if (awaited !== id) return; // a newer one was sent meanwhile
    showPanel(fresh);
    then();
  } catch (error) {
    if (!(error instanceof SessionEnded)) throw error;
    waitForLogin(id);
  }
}

function waitForLogin(id) {
  if (awaited !== id || afterLogin !== null) return;
  ended(() => showResult(id, watch), "The result will be shown here as soon as you log in again.");
}

function finished() {
  refusal.hidden = true;
  announce(panel.dataset.summary ?? panel.querySelector("h2")?.textContent ?? "");
  const marks = JSON.parse(panel.dataset.marks ?? "[]");
  // In a changed text, the marks would be at the wrong lines.
  if (editor.text === sentText) editor.mark(marks);
  showFacts(panel);
}

function showFacts(fresh) {
  if (!fresh.dataset.best) return; // a check, or points that are shown later
  for (const [name, text] of [["best", "best"], ["best-late", "bestLate"], ["attempts", "attempts"]]) {
    document.querySelector(`.facts [data-${name}]`).textContent = fresh.dataset[text];
  }
}

// A submission that another one has replaced in the panel still changes the best score and the number of attempts.
function watchQuietly(id) {
  const nothing = () => {};
  const update = async () => showFacts(await fetchPanel(id).catch(() => document.createElement("div")));
  follow(id, { onState: nothing, onStage: nothing, onDone: update, onEnded: nothing });
}

if (page.marksHold === "yes" && editor.text === fromServer) sentText = editor.text;
if (panel.dataset.submission) watch();
else if (panel.dataset.marks && sentText !== null) editor.mark(JSON.parse(panel.dataset.marks));
if (panel.dataset.submission) showTab("result"); // on a narrow screen, show the awaited result first
