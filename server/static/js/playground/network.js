// Draws the network: its units with their surfaces, and its weights as lines.
import { css, palette } from "./colors.js";
import { number } from "./curves.js";
import { drawImage, unitImage } from "./plane.js";

const SVG = "http://www.w3.org/2000/svg";

export class NetworkView {
  #root;
  #svg;
  #columns;
  #vocabulary;
  #labels;
  #handlers;
  #edges = [];

  /**
   * @param {HTMLElement} root
   * @param {{vocabulary: any, labels: Record<string, string>}} words
   * @param {{change: (layers: any[]) => void, hover: (unit: {layer: number, unit: number} | null) => void,
   *   edit: (layer: string, row: number, column: number) => void}} handlers
   */
  constructor(root, { vocabulary, labels }, handlers) {
    this.#root = root;
    this.#svg = root.querySelector("svg");
    this.#columns = root.querySelector(".columns");
    this.#vocabulary = vocabulary;
    this.#labels = labels;
    this.#handlers = handlers;
    new ResizeObserver(() => this.#place()).observe(this.#columns);
  }

  /** Builds columns and lines for these settings; `outputs` is the number of output units. */
  build(settings, outputs) {
    const { features } = settings;
    const { layers } = settings.network;
    const columns = [this.#inputs(features), ...layers.map((layer, i) => this.#layer(layers, layer, i)), this.#outputs(outputs)];
    this.#columns.replaceChildren(...columns);
    this.#edges = [];
    this.#svg.replaceChildren();
    const sizes = [features.length, ...layers.map(({ units }) => units), outputs];
    for (let k = 0; k + 1 < sizes.length; k += 1) {
      for (let to = 0; to < sizes[k + 1]; to += 1) {
        for (let from = 0; from < sizes[k]; from += 1) this.#edges.push(this.#edge(k, from, to));
      }
    }
    this.#place();
  }

  /** Shows the surfaces of the units, and weights or their gradients as the width of the lines. */
  show(look, what) {
    const colors = palette();
    const size = look.positions.shape[0];
    look.units.forEach(({ data }, layer) => {
      this.#columns.querySelectorAll(`[data-layer="${layer}"] canvas`).forEach((canvas, unit) => {
        drawImage(canvas, unitImage(data.subarray(unit * size * size, (unit + 1) * size * size), size, colors));
      });
    });
    const weights = look.parameters.filter(({ layer, name }) => layer.startsWith("linear ") && name === "weight");
    let largest = 1e-9;
    if (what === "gradients") for (const one of weights) for (const value of (one.gradients ?? []).flat()) largest = Math.max(largest, Math.abs(value));
    for (const { path, k, from, to } of this.#edges) {
      const value = weights[k]?.[what]?.[to]?.[from];
      const shown = value ?? 0;
      const width = what === "gradients" ? (5 * Math.abs(shown)) / largest : 1.6 * Math.abs(shown);
      path.style.strokeWidth = `${Math.min(7, 0.4 + width).toFixed(2)}px`;
      path.style.stroke = css(colors.classes[shown < 0 ? 0 : 1]);
      path.style.strokeDasharray = shown < 0 ? "5 3" : "none";
      path.querySelector("title").textContent = `${what === "gradients" ? "gradient" : "weight"} ${number(value)}`;
    }
  }

  #inputs(features) {
    const column = make("div", { className: "layer end" });
    column.append(make("p", { className: "name", textContent: "Features" }));
    for (const feature of features) {
      const node = make("div", { className: "node input", textContent: this.#vocabulary.features[feature] ?? feature });
      column.append(node);
    }
    return column;
  }

  #layer(layers, layer, i) {
    const column = make("fieldset", { className: "layer" });
    column.dataset.layer = i;
    column.append(make("legend", { className: "name", textContent: `Layer ${i + 1}` }));
    const change = (values) => this.#handlers.change(layers.map((one, k) => (k === i ? { ...one, ...values } : one)));
    for (let unit = 0; unit < layer.units; unit += 1) column.append(this.#unit(layer, i, unit));
    const counts = make("div", { className: "counts" });
    const most = this.#vocabulary.controls.layer.units.high;
    for (const [sign, by, word] of [["−", -1, "Remove a unit from"], ["+", 1, "Add a unit to"]]) {
      const button = make("button", { type: "button", textContent: sign, disabled: layer.units + by < 1 || layer.units + by > most });
      button.setAttribute("aria-label", `${word} layer ${i + 1}`);
      button.addEventListener("click", () => change({ units: layer.units + by }));
      counts.append(button);
    }
    column.append(counts);
    const select = make("select", { id: `activation-${i}` });
    for (const name of this.#vocabulary.controls.layer.activation.names) select.append(new Option(this.#labels[name], name, false, name === layer.activation));
    select.addEventListener("change", () => change({ activation: select.value }));
    column.append(make("label", { htmlFor: select.id, textContent: "Activation" }), select);
    const norm = make("input", { type: "checkbox", checked: layer.batch_norm });
    norm.addEventListener("change", () => change({ batch_norm: norm.checked }));
    const label = make("label", { className: "check-label" });
    label.append(norm, " Batch norm");
    const { low, high } = this.#vocabulary.controls.layer.dropout;
    const dropout = make("input", { id: `dropout-${i}`, type: "number", min: low, max: high, step: "any", required: true, value: layer.dropout });
    dropout.addEventListener("change", () => dropout.reportValidity() && change({ dropout: dropout.valueAsNumber }));
    column.append(label, make("label", { htmlFor: dropout.id, textContent: "Dropout" }), dropout);
    return column;
  }

  #unit(layer, i, unit) {
    const button = make("button", { type: "button", className: "node unit" });
    button.setAttribute("aria-label", `Show unit ${unit + 1} of layer ${i + 1} in the output`);
    button.append(make("canvas", { width: 40, height: 40 }));
    const show = () => this.#handlers.hover({ layer: i, unit });
    const hide = () => this.#handlers.hover(null);
    for (const name of ["pointerenter", "focus"]) button.addEventListener(name, show);
    for (const name of ["pointerleave", "blur"]) button.addEventListener(name, hide);
    return button;
  }

  #outputs(outputs) {
    const column = make("div", { className: "layer end" });
    column.append(make("p", { className: "name", textContent: "Output" }));
    for (let unit = 0; unit < outputs; unit += 1) column.append(make("div", { className: "node input", textContent: outputs > 1 ? `class ${unit + 1}` : "z" }));
    return column;
  }

  #edge(k, from, to) {
    const path = document.createElementNS(SVG, "path");
    path.append(document.createElementNS(SVG, "title"));
    path.addEventListener("click", () => this.#handlers.edit(`linear ${k + 1}`, to, from));
    this.#svg.append(path);
    return { path, k, from, to };
  }

  /** Puts the lines between the nodes, wherever the page has put these. */
  #place() {
    const box = this.#columns.getBoundingClientRect();
    this.#svg.setAttribute("width", this.#columns.scrollWidth);
    this.#svg.setAttribute("height", this.#columns.scrollHeight);
    const nodes = [...this.#columns.children].map((column) => [...column.querySelectorAll(".node")].map((node) => node.getBoundingClientRect()));
    for (const { path, k, from, to } of this.#edges) {
      const [start, end] = [nodes[k]?.[from], nodes[k + 1]?.[to]];
      if (!start || !end) continue;
      const [x1, y1] = [start.right - box.left, start.top + start.height / 2 - box.top];
      const [x2, y2] = [end.left - box.left, end.top + end.height / 2 - box.top];
      const middle = (x1 + x2) / 2;
      path.setAttribute("d", `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`);
    }
  }
}

export function make(tag, values = {}) {
  return Object.assign(document.createElement(tag), values);
}
