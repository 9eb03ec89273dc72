// The playground: controls, the loop that trains, and everything that shows the network.
import { Engine, EngineError, rememberUse } from "../engine.js";
import { CLASS_NAMES, css, palette } from "./colors.js";
import { faultOf, fillControls, isAllowed, readControls } from "./controls.js";
import { Curves, number } from "./curves.js";
import { showInside, showWeights } from "./inside.js";
import { Lessons } from "./lessons.js";
import { NetworkView } from "./network.js";
import { drawImage, drawPoints, surfaceImage, unitImage } from "./plane.js";

const MODULE = "playground.page";
const SURFACE = 40;
const START_LIMIT_MS = 20_000;
const STEP_LIMIT_MS = 10_000;
const FRAME_S = 0.008; // half of a frame; the rest is for the losses and for drawing
const root = document.getElementById("playground");
const element = (id) => document.getElementById(id);
const { vocabulary, activations, settings: opened } = JSON.parse(root.dataset.page);
const engine = new Engine({ worker: root.dataset.engineWorker, sources: root.dataset.engineSources });
const curves = new Curves(element("curves"));
const state = { settings: opened, task: "binary", outputs: 1, points: null, look: null, hovered: null, playing: false, due: 0, until: Infinity, changes: 0 };

const network = new NetworkView(element("network"), { vocabulary, labels: activations }, {
  change: (layers) => change({ ...read(), network: { ...read().network, layers } }),
  hover: (unit) => {
    state.hovered = unit;
    drawOutput();
  },
  edit: openWeight,
});

const call = (name, args = [], limitMs = STEP_LIMIT_MS) => engine.call(MODULE, name, args, { limitMs });
const read = () => readControls(root, state.settings);

const taskOf = ({ data }) => (data.kind === "own" ? data.task : vocabulary.tasks[data.kind]);

/** Chooses the usual loss and output activation where the present ones do not fit the data. */
function withFittingLoss(settings) {
  const task = taskOf(settings);
  if (!vocabulary.losses[task].includes(settings.loss.kind)) [settings.loss.kind] = vocabulary.losses[task];
  const outputs = vocabulary.outputs[task][settings.loss.kind];
  if (!outputs.includes(settings.network.output)) [settings.network.output] = outputs;
  return settings;
}

/** Starts again with other settings. Later changes win over earlier ones that are still under way. */
async function change(settings, { steps = 0 } = {}) {
  const mine = (state.changes += 1);
  pause();
  try {
    const answer = await call("start", [settings], START_LIMIT_MS);
    if (mine !== state.changes) return;
    Object.assign(state, { settings: answer.settings, task: answer.task, outputs: answer.outputs, hovered: null });
    fillControls(root, state.settings, vocabulary, state.task);
    showProblems(answer.problems.map(({ message }) => message));
    history.replaceState(null, "", `?${answer.query}`);
    state.points = await call("points", [state.settings]);
    network.build(state.settings, state.outputs);
    showLegend();
    curves.clear();
    showState(answer);
    await refresh();
    if (steps && mine === state.changes) play(answer.step + steps);
  } catch (error) {
    showError(error);
  }
}

async function refresh(pending = call("look", [SURFACE])) {
  const look = await pending;
  if (look.stop) return showStop(look.stop);
  state.look = look;
  network.show(look, element("edges").value);
  drawOutput();
  if (!state.playing) await showDetails();
}

async function showDetails() {
  if (element("weights").open && state.look) showWeights(element("weights").querySelector(".body"), state.look.parameters, editWeight);
  if (element("inside").open) {
    const found = await call("inside");
    if (!found.stop) showInside(element("inside").querySelector(".body"), found);
  }
}

function drawOutput() {
  const { look, points, hovered, settings, task } = state;
  if (!look || !points) return;
  const colors = palette();
  const canvas = element("output");
  if (hovered && look.units[hovered.layer]) {
    const cells = SURFACE * SURFACE;
    drawImage(canvas, unitImage(look.units[hovered.layer].data.subarray(hovered.unit * cells, (hovered.unit + 1) * cells), SURFACE, colors));
  } else drawImage(canvas, surfaceImage(look.output, task, colors, { discrete: settings.run.discrete }));
  drawPoints(canvas, points, vocabulary.box, colors);
  element("shown-surface").textContent = hovered ? `Unit ${hovered.unit + 1} of layer ${hovered.layer + 1}` : "The output of the network";
}

function showState(answer) {
  element("figure-epoch").textContent = answer.epoch;
  element("figure-step").textContent = answer.step;
  for (const name of ["train", "test"]) element(`figure-${name}`).textContent = score(answer[name]);
  curves.add(answer.step, answer.train?.loss ?? NaN, answer.test?.loss ?? NaN);
  element("output").setAttribute("aria-label", `The output of the network with the data points after step ${answer.step}. Training loss ${score(answer.train)}, test loss ${score(answer.test)}.`);
  showStop(answer.stop);
  if (answer.stop) pause();
}

const score = (one) => !one ? "–" : one.accuracy === null ? number(one.loss) : `${number(one.loss)} (${Math.round(100 * one.accuracy)}\u00a0%\u00a0correct)`;

function showStop(stop) {
  const box = element("stopped");
  box.hidden = !stop;
  box.querySelector("p").textContent = stop ? stop.message : "";
}

function showProblems(messages) {
  element("problems").hidden = messages.length === 0;
  element("problems").querySelector("ul").replaceChildren(...messages.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

/** Shows why a call failed. After a stop, Python is new, so the network is opened again from its settings. */
function showError(error) {
  if (!(error instanceof EngineError)) throw error;
  pause();
  const box = element("stopped");
  box.hidden = false;
  box.querySelector("p").textContent = error.message;
  if (["load", "unsupported"].includes(error.kind)) element("loading").hidden = true;
  else if (error.kind !== "failed") change(state.settings);
}

function showLegend() {
  const colors = palette();
  const count = state.task === "regression" ? 0 : state.task === "classes" ? 3 : 2;
  const items = CLASS_NAMES.slice(0, count).map((shape, i) => ({ color: colors.classes[i], text: `class ${i + 1} (${shape})` }));
  if (!count) items.push({ color: colors.classes[0], text: "low" }, { color: colors.classes[1], text: "high" });
  element("legend").replaceChildren(...items.map(({ color, text }) => {
    const item = document.createElement("li");
    const key = Object.assign(document.createElement("span"), { className: "swatch" });
    key.style.background = css(color);
    item.append(key, ` ${text}`);
    return item;
  }), Object.assign(document.createElement("li"), { textContent: "filled: training, hollow: test" }));
}

// Training ---------------------------------------------------------------------------------------------------------

function play(until = Infinity) {
  Object.assign(state, { playing: true, until, due: 0, last: performance.now() });
  label();
  requestAnimationFrame(frame);
}

function pause() {
  if (!state.playing) return;
  state.playing = false;
  label();
  element("status").textContent = `Paused at step ${element("figure-step").textContent}. Training loss ${element("figure-train").textContent}, test loss ${element("figure-test").textContent}.`;
}

function label() {
  element("play").querySelector("[data-part=label]").textContent = state.playing ? "Pause" : "Train";
  element("play").firstElementChild.textContent = state.playing ? "❚❚" : "▶";
}

async function frame(now) {
  if (!state.playing) return;
  const mine = state.changes;
  state.due = Math.min(state.due + ((now - state.last) / 1000) * state.settings.run.speed, 400);
  state.last = now;
  const steps = Math.min(Math.floor(state.due), state.until - Number(element("figure-step").textContent));
  try {
    if (steps >= 1) {
      state.due -= steps;
      const [answer, look] = await Promise.all([call("advance", [steps, FRAME_S]), call("look", [SURFACE])]);
      if (mine !== state.changes) return;
      showState(answer);
      await refresh(look);
      if (answer.step >= state.until) pause();
    }
  } catch (error) {
    return showError(error);
  }
  if (state.playing && mine === state.changes) requestAnimationFrame(frame);
  else if (!state.playing) await showDetails();
}

async function once(name, ...args) {
  pause();
  try {
    const answer = await call(name, args);
    if (name === "reset") curves.clear();
    showState(answer);
    await refresh();
    element("status").textContent = `Step ${answer.step}. Training loss ${score(answer.train)}, test loss ${score(answer.test)}.`;
  } catch (error) {
    showError(error);
  }
}

const editWeight = (layer, parameter, index, value) => once("edit", layer, parameter, index, value);

async function openWeight(layer, row, column) {
  pause();
  element("weights").open = true;
  await showDetails();
  const field = root.querySelector(`[data-parameter="${layer}/weight/${row}/${column}"]`);
  field?.focus();
  field?.select();
}

// Events -----------------------------------------------------------------------------------------------------------

element("play").addEventListener("click", () => (state.playing ? pause() : play()));
element("step").addEventListener("click", () => once("advance", 1, 1));
element("epoch").addEventListener("click", () => once("advance_epoch"));
element("reset").addEventListener("click", () => once("reset"));
element("edges").addEventListener("change", () => {
  element("edge-legend").querySelector("[data-part=what]").textContent = element("edges").value === "gradients" ? "gradient" : "weight";
  if (state.look) network.show(state.look, element("edges").value);
});
element("other-points").addEventListener("click", () => {
  const settings = read();
  settings.data.seed = (settings.data.seed + 1) % 1_000_000;
  change(settings);
});
for (const [id, by] of [["add-layer", 1], ["remove-layer", -1]]) {
  element(id).addEventListener("click", () => {
    const settings = read();
    const { layers } = settings.network;
    if (by > 0 && layers.length < vocabulary.most_layers) layers.push({ ...(layers.at(-1) ?? vocabulary.defaults.network.layers[0]) });
    else if (by < 0 && layers.length) layers.pop();
    else return;
    change(settings);
  });
}
for (const id of ["weights", "inside"]) element(id).addEventListener("toggle", () => state.look && showDetails().catch(showError));
root.addEventListener("change", ({ target }) => {
  if (!target.dataset.setting && !target.dataset.feature) return;
  if (!isAllowed(target)) {
    target.setAttribute("aria-invalid", "true");
    showProblems([faultOf(target, vocabulary)]);
    return;
  }
  const settings = read();
  if (["run.speed", "run.discrete"].includes(target.dataset.setting)) {
    state.settings = settings;
    drawOutput();
    return;
  }
  if (target.dataset.setting === "optimizer.kind") Object.assign(settings.optimizer, vocabulary.optimizers[settings.optimizer.kind].usual);
  if (target.dataset.setting === "data.kind" && settings.data.kind === "own" && !settings.data.rows.length) {
    element("own").open = true;
    element("paste").focus();
    return;
  }
  change(withFittingLoss(settings));
});
for (const form of root.querySelectorAll("form")) form.addEventListener("submit", (event) => event.preventDefault());
element("use-paste").addEventListener("click", async () => {
  try {
    const answer = await call("paste", [element("paste").value]);
    element("paste-faults").replaceChildren(...answer.faults.slice(0, 10).map(({ message }) => Object.assign(document.createElement("li"), { textContent: message })));
    if (answer.faults.length) return;
    const settings = read();
    Object.assign(settings.data, answer.data);
    await change(withFittingLoss(settings));
  } catch (error) {
    showError(error);
  }
});
element("copy-link").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    element("shared").textContent = "The link has been copied.";
  } catch {
    element("shared").textContent = "The browser did not allow copying. Copy the URL from its address bar.";
  }
});
element("save-script").addEventListener("click", async () => {
  try {
    save(new Blob([await call("script", [state.settings, Math.max(200, Number(element("figure-step").textContent))])], { type: "text/x-python" }), "playground.py");
  } catch (error) {
    showError(error);
  }
});
element("save-picture").addEventListener("click", () => element("output").toBlob((blob) => save(blob, "playground.png")));

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function recolor() {
  if (!state.look) return;
  network.show(state.look, element("edges").value);
  drawOutput();
  showLegend();
}

new MutationObserver(recolor).observe(document.documentElement, { attributeFilter: ["data-theme"] });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolor);
new Lessons(root.querySelector(".lessons"), (settings, steps) => change(settings, { steps }));

engine.addEventListener("progress", ({ detail: { progress, phase } }) => {
  element("loading").querySelector("progress").value = progress;
  element("loading").querySelector("span").textContent = phase;
});
network.build(state.settings, 1);
fillControls(root, state.settings, vocabulary, taskOf(state.settings));
const firstProblems = [...element("problems").querySelectorAll("li")].map(({ textContent }) => textContent);
await change(state.settings);
if (firstProblems.length) showProblems(firstProblems);
if (engine.isReady) {
  rememberUse();
  element("loading").hidden = true;
  for (const id of ["play", "step", "epoch", "reset", "save-script", "save-picture"]) element(id).disabled = false;
  root.dataset.ready = "true";
}
