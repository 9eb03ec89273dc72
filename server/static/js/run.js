// The Run pane of the exercise page: a cell in which a student tries the code in the editor.
import { Editor } from "./editor.js";
import { Engine, EngineError, rememberUse } from "./engine.js";

export class RunPane {
  #isRunning = false;

  /**
   * @param {{root: HTMLElement, engine: Engine, nonce: string, filename: string, cell: string, getSource: () => string,
   *   onEdit: (cell: string) => void, onFileError: (mark: {line: number, message: string}) => void}} options `cell` and
   *   `onEdit` use an empty text for the worked example
   */
  constructor({ root, engine, nonce, filename, cell, getSource, onEdit, onFileError }) {
    const find = (name) => root.querySelector(`[data-${name}]`);
    const text = (name) => root.querySelector(`template[data-${name}]`).content.textContent;
    Object.assign(this, { engine, filename, getSource, onFileError });
    this.example = text("example");
    this.provided = text("provided");
    this.runButton = find("run");
    this.stopButton = find("stop");
    this.loading = find("loading");
    this.output = find("output");
    root.hidden = false;
    find("run-unsupported").hidden = Engine.isSupported;
    find("run-works").hidden = !Engine.isSupported;
    const run = () => this.run();
    this.editor = new Editor({
      parent: find("cell"),
      doc: cell || this.example,
      label: "Cell, Python source",
      describedBy: "cell-help",
      nonce,
      onEdit: (edited) => onEdit(edited === this.example ? "" : edited),
      onCheck: run,
      onSubmit: run,
    });
    this.runButton.addEventListener("click", run);
    this.stopButton.addEventListener("click", () => engine.stop());
    const useExample = find("use-example");
    useExample.hidden = !this.example;
    useExample.addEventListener("click", () => this.use(this.example));
    engine.addEventListener("progress", ({ detail }) => this.#showProgress(detail));
  }

  /** Replaces the cell; Ctrl+Z undoes it. An empty text stands for the worked example. */
  use(cell) {
    this.editor.replace(cell || this.example);
    this.editor.focus();
  }

  /** Begins to load Python; whoever opens the pane will probably run something. */
  prepare() {
    if (Engine.isSupported && !navigator.connection?.saveData) this.engine.start().catch(() => {}); // `run` tells why
  }

  async run() {
    if (this.#isRunning || !Engine.isSupported) return;
    this.#isRunning = true;
    this.stopButton.disabled = false;
    this.runButton.setAttribute("aria-disabled", "true");
    this.editor.mark([]);
    const printed = element("pre", "run-printed");
    this.output.replaceChildren(printed);
    try {
      const result = await this.engine.run(
        { source: this.getSource(), filename: this.filename, cell: this.editor.text, provided: this.provided },
        { onMessage: (message) => printed.append(message.printed) },
      );
      rememberUse();
      this.#show(result);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      this.output.append(element("p", "run-refusal", error.message)); // what was printed before stays
    } finally {
      this.#isRunning = false;
      this.stopButton.disabled = true;
      this.runButton.removeAttribute("aria-disabled");
      this.loading.hidden = true;
    }
  }

  #showProgress({ progress, phase }) {
    this.loading.hidden = progress === 1;
    this.loading.querySelector("progress").value = progress;
    this.loading.querySelector("[data-phase]").textContent = `${phase} …`;
  }

  #show({ items, variables, error }) {
    const parts = items.map((item) => (item.kind === "text" ? element("pre", "run-printed", item.text) : shownValue(item)));
    if (error) parts.push(this.#shownError(error));
    if (variables.length) parts.push(shownVariables(variables));
    if (!parts.length) parts.push(element("p", "empty", "The cell ran. It printed nothing, and its expressions have no value."));
    this.output.replaceChildren(...parts);
  }

  #shownError({ type, message, where, line, frames }) {
    const box = element("div", "run-error");
    const head = element("p", "", message ? `${type}: ${message}` : type);
    if (type === "MemoryError") head.textContent = "MemoryError: the code needed more memory than the browser gives it.";
    box.append(head);
    if (frames.length) {
      const list = element("ol", "frames");
      for (const frame of frames) {
        const item = element("li");
        const place = frame.where === "cell" ? "cell" : this.filename;
        item.append(element("span", "at", `${place} line ${frame.line}, ${frame.function}: `), frame.code);
        list.append(item);
      }
      box.append(list);
    }
    if (line !== null) {
      const mark = { line, message: `${type}: ${message}` };
      if (where === "cell") this.editor.mark([mark]);
      else this.onFileError(mark);
    }
    return box;
  }
}

function shownValue({ line, text, ...value }) {
  const box = element("div", "run-value");
  box.append(element("p", "at", `line ${line}: ${kindOf(value, `${value.type} of shape `)}`), element("pre", "", text));
  return box;
}

function shownVariables(variables) {
  const table = element("table", "run-variables");
  const head = table.createTHead().insertRow();
  for (const title of ["variable", "type", "value"]) {
    const cell = element("th", "", title);
    cell.scope = "col";
    head.append(cell);
  }
  const body = table.createTBody();
  for (const variable of variables) {
    const row = body.insertRow();
    for (const text of [variable.name, kindOf(variable), variable.text]) row.insertCell().textContent = text;
  }
  return table;
}

/** Names the type of a value; for an array its shape, as NumPy writes it, and its dtype. */
function kindOf({ type, shape, dtype }, before = "") {
  return shape ? `${before}(${shape.join(", ")}${shape.length === 1 ? "," : ""}), ${dtype}` : type;
}

function element(tag, className = "", text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}
