// Python for pages: starts the worker, calls functions in it, and stops what takes too long.
export const RUN_LIMIT_MS = 10_000;
export const CHECK_LIMIT_MS = 60_000;

/** Why a call gave no result. `kind` is one of the keys of `SENTENCES`. */
export class EngineError extends Error {
  constructor(kind, details = "") {
    super(SENTENCES[kind] ?? kind);
    this.kind = kind;
    this.details = details;
  }
}

const SENTENCES = {
  unsupported: "This browser cannot run Python, because it lacks WebAssembly or module workers.",
  load: "Python could not be loaded. Check your connection, then try again.",
  stopped: "Stopped.",
  time: "Stopped: the code ran longer than the limit.",
  memory: "Stopped: the code needed more memory than the browser gives it.",
  crashed: "Python stopped unexpectedly. It has been restarted.",
  failed: "This failed because of an error on our side, not because of your code.",
};

/**
 * Python in a worker. Events: "progress", with `detail` `{progress, phase}` while Python loads (progress from 0 to 1).
 */
export class Engine extends EventTarget {
  #addresses;
  #worker = null;
  #ready = null;
  #calls = new Map();
  #lastId = 0;

  /** @param {{worker: string, sources: string}} addresses of the worker and of the Python sources */
  constructor(addresses) {
    super();
    this.#addresses = addresses;
  }

  /** Whether this browser has what the engine needs; a browser without module workers fails in `start`. */
  static get isSupported() {
    return typeof WebAssembly === "object" && typeof Worker === "function";
  }

  get isReady() {
    return this.#worker?.isReady ?? false;
  }

  get isBusy() {
    return [...this.#calls.values()].some(({ op }) => op === "call");
  }

  /** Starts the worker unless it runs; resolves once Python is ready. */
  start() {
    this.#ready ??= this.#boot();
    return this.#ready;
  }

  /**
   * Calls a Python function. NumPy arrays in results and messages are `{shape, data}` with a typed array.
   * @param {string} module
   * @param {string} name
   * @param {unknown[]} args JSON values
   * @param {{limitMs?: number, onMessage?: (message: any) => void}} options `onMessage` receives what the function
   *   yields or emits
   * @returns {Promise<any>} rejects with an EngineError
   */
  async call(module, name, args = [], { limitMs = RUN_LIMIT_MS, onMessage } = {}) {
    await this.start();
    return this.#send({ op: "call", module, name, args }, { limitMs, onMessage });
  }

  /** Runs a file and a cell; see `grader.browser.running.run`. */
  async run({ source, filename, cell, provided = "" }, { limitMs = RUN_LIMIT_MS, onMessage } = {}) {
    const result = await this.call("grader.browser.running", "run", [source, filename, cell, provided], { limitMs, onMessage });
    // Memory that was taken stays taken, so the next run gets a new worker.
    if (result.error?.type === "MemoryError") this.#replace(new EngineError("memory"));
    return result;
  }

  /** Grades a file; see `grader.browser.checking.check`. */
  check({ source, slug, seed }, { limitMs = CHECK_LIMIT_MS, onMessage } = {}) {
    return this.call("grader.browser.checking", "check", [source, slug, seed], { limitMs, onMessage });
  }

  /** Ends whatever runs; its promise rejects with "stopped". A new worker starts at once, so that the next run is quick. */
  stop() {
    if (this.#worker) this.#replace(new EngineError("stopped"));
  }

  /** Ends the worker and starts none. */
  close() {
    this.#end(new EngineError("stopped"));
  }

  async #boot() {
    if (!Engine.isSupported) {
      this.#ready = null;
      throw new EngineError("unsupported");
    }
    const worker = new Worker(this.#addresses.worker, { type: "module" });
    worker.isReady = false;
    this.#worker = worker;
    worker.addEventListener("message", ({ data }) => this.#receive(data));
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      if (worker === this.#worker) this.#end(new EngineError(worker.isReady ? "crashed" : "load", event.message));
    });
    await this.#send({ op: "load", sources: new URL(this.#addresses.sources, location.href).href });
    worker.isReady = true;
  }

  #send(request, { limitMs, onMessage } = {}) {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { op: request.op, resolve, reject, limitMs, onMessage, timer: 0 });
      this.#worker.postMessage({ id, ...request });
    });
  }

  #receive({ id, started, progress, phase, message, result, buffers, error }) {
    const call = this.#calls.get(id);
    if (!call) return;
    if (started) {
      if (Number.isFinite(call.limitMs)) call.timer = setTimeout(() => this.#replace(new EngineError("time")), call.limitMs);
    } else if (phase !== undefined) {
      this.dispatchEvent(new CustomEvent("progress", { detail: { progress, phase } }));
    } else if (message !== undefined) {
      call.onMessage?.(revived(message, buffers));
    } else {
      this.#calls.delete(id);
      clearTimeout(call.timer);
      if (error === undefined) return call.resolve(revived(result, buffers));
      call.reject(new EngineError(error.kind, error.message));
      if (error.kind === "load") this.#end(new EngineError("load"));
      else if (error.kind !== "failed") this.#replace(new EngineError(error.kind));
    }
  }

  #replace(reason) {
    this.#end(reason);
    this.start().catch(() => {}); // the next call tells why it failed
  }

  #end(reason) {
    this.#worker?.terminate();
    this.#worker = null;
    this.#ready = null;
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const { reject, timer } of calls) {
      clearTimeout(timer);
      reject(reason);
    }
  }
}

/** Parses the JSON of the worker and puts arrays and special numbers in their places. */
function revived(text, buffers) {
  return JSON.parse(text, (key, value) => {
    if (value === null || typeof value !== "object") return value;
    if ("$array" in value) return { shape: value.shape, data: buffers[value.$array] };
    if ("$number" in value) return Number({ nan: "NaN", inf: "Infinity", "-inf": "-Infinity" }[value.$number]);
    return value;
  });
}

/** The engine of a page whose element has the addresses as data: `data-engine-worker` and `data-engine-sources`. */
export function engineOf({ engineWorker: worker, engineSources: sources }) {
  return new Engine({ worker, sources });
}

const USED = "engine:used";

/** Remembers that somebody has used Python in this browser, whose files are then in its cache. */
export function rememberUse() {
  try {
    localStorage.setItem(USED, "yes");
  } catch { /* storage is full or forbidden; the engine starts when it is needed */ }
}

/** Starts the engine in a pause if its files are probably cached; nobody has to download them for nothing. */
export function startWhenIdle(engine) {
  let isUsed = false;
  try {
    isUsed = localStorage.getItem(USED) === "yes";
  } catch { /* as above */ }
  if (!isUsed || !Engine.isSupported || navigator.connection?.saveData) return;
  const wait = globalThis.requestIdleCallback ?? ((action) => setTimeout(action, 2000));
  wait(() => engine.start().catch(() => {}), { timeout: 10_000 });
}
