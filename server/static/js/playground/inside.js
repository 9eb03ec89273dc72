// What is inside the network: histograms with what is remarkable about them, and a table of all parameters.
import { number } from "./curves.js";
import { make } from "./network.js";

/** Shows the histograms of activations and gradients, each with its numbers, and the sentences about them. */
export function showInside(body, found) {
  const words = make("ul", { className: "remarks" });
  for (const { sentence } of found.words) words.append(make("li", { textContent: sentence }));
  body.replaceChildren(
    found.words.length ? words : make("p", { className: "muted", textContent: "Nothing here stands out: no layer is saturated, and no gradient vanishes or explodes." }),
    table("Activations", found.activations, ["mean", "deviation", "flat_share"], ["Mean", "Standard deviation", "Share where the slope is near 0"]),
    table("Gradients of the weights", found.gradients, ["mean", "deviation", "size"], ["Mean", "Standard deviation", "Size"]),
  );
}

function table(title, rows, fields, heads) {
  const shown = make("table", { className: "plain" });
  const head = shown.createTHead().insertRow();
  for (const text of ["Layer", "Histogram"]) head.append(make("th", { scope: "col", textContent: text }));
  for (const text of heads) head.append(make("th", { scope: "col", className: "num", textContent: text }));
  const body = shown.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    line.append(make("th", { scope: "row", textContent: row.layer }));
    line.insertCell().append(histogram(row));
    for (const field of fields) line.append(make("td", { className: "num", textContent: field === "flat_share" && row[field] !== null ? `${Math.round(100 * row[field])} %` : number(row[field]) }));
  }
  const scroll = make("div", { className: "scroll-x", tabIndex: 0, role: "region" });
  scroll.setAttribute("aria-label", title);
  scroll.append(shown);
  const section = make("div");
  section.append(make("h3", { textContent: title }), scroll);
  return section;
}

function histogram({ counts, edges }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 120 28");
  svg.setAttribute("class", "histogram");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", `values from ${number(edges[0])} to ${number(edges.at(-1))}`);
  const highest = Math.max(1, ...counts);
  const width = 120 / counts.length;
  svg.innerHTML = counts.map((count, i) => `<rect x="${(i * width).toFixed(2)}" y="${(28 - (28 * count) / highest).toFixed(2)}" width="${(width - 0.5).toFixed(2)}" height="${((28 * count) / highest).toFixed(2)}"/>`).join("");
  return svg;
}

/** Shows every parameter as a field; `edit(layer, name, index, value)` is called with a changed one. */
export function showWeights(body, parameters, edit) {
  const focused = document.activeElement?.dataset?.parameter;
  body.replaceChildren(...parameters.map(({ layer, name, values }) => {
    const shown = make("table", { className: "plain" });
    shown.createCaption().textContent = `${layer}, ${name}`;
    const rows = Array.isArray(values[0]) ? values : [values];
    const part = shown.createTBody();
    rows.forEach((row, i) => {
      const line = part.insertRow();
      row.forEach((value, j) => {
        const index = Array.isArray(values[0]) ? [i, j] : [j];
        const field = make("input", { type: "number", step: "any", value: Number(value.toPrecision(5)) });
        field.dataset.parameter = `${layer}/${name}/${index.join("/")}`;
        field.setAttribute("aria-label", `${layer}, ${name} ${index.map((k) => k + 1).join(", ")}`);
        field.addEventListener("change", () => Number.isFinite(field.valueAsNumber) && edit(layer, name, index, field.valueAsNumber));
        line.insertCell().append(field);
      });
    });
    const scroll = make("div", { className: "scroll-x" });
    scroll.append(shown);
    return scroll;
  }));
  if (focused) body.querySelector(`[data-parameter="${CSS.escape(focused)}"]`)?.focus();
}
