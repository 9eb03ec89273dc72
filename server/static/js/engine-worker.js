// Python in a worker: loads Pyodide, NumPy and our packages, and calls functions by name for `engine.js`.
// It is sent from the folder of the interpreter, with a policy of its own.
import { loadPyodide } from "./pyodide.mjs";

const MEMORY_BYTES = 768 * 2 ** 20;
const PACKAGES = "/lib/python3.12/site-packages";

// Without this, a memory bomb could take up to 4 GB. Where memory cannot grow, Python raises MemoryError.
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function growWithin(pages) {
  if (this.buffer.byteLength + pages * 65536 > MEMORY_BYTES) throw new RangeError("the memory limit is reached");
  return grow.call(this, pages);
};

let python = null;
let dispatch = null;

async function load({ id, sources }) {
  const tell = (phase, progress) => postMessage({ id, progress, phase });
  tell("Loading Python", 0.05);
  const archive = fetch(sources).then(async (response) => {
    if (!response.ok) throw new Error(`the sources were answered with status ${response.status}`);
    return response.arrayBuffer();
  });
  archive.catch(() => {}); // it is awaited below, after an earlier failure perhaps never
  python = await loadPyodide({ indexURL: new URL("./", import.meta.url).href });
  tell("Loading NumPy", 0.55);
  await python.loadPackage("numpy", { messageCallback: () => {} });
  tell("Loading the checks", 0.8);
  python.unpackArchive(await archive, "zip", { extractDir: PACKAGES });
  python.runPython("import importlib; importlib.invalidate_caches()");
  dispatch = python.pyimport("grader.browser.dispatch");
  for (const name of ["fetch", "XMLHttpRequest", "WebSocket", "EventSource"]) self[name] = undefined; // student code follows
  tell("Ready", 1);
  return null;
}

function call({ id, module, name, args }) {
  const send = (json, arrays) => {
    const { text, buffers } = unwrap(json, arrays);
    postMessage({ id, message: text, buffers }, buffers.map(({ buffer }) => buffer));
  };
  const answer = dispatch.invoke(module, name, JSON.stringify(args), send);
  const [json, arrays] = answer;
  const result = unwrap(json, arrays);
  answer.destroy();
  return result;
}

function unwrap(text, arrays) {
  const buffers = [];
  for (const array of arrays) {
    const view = array.getBuffer();
    buffers.push(view.data.slice()); // a typed array of its own
    view.release();
    array.destroy();
  }
  arrays.destroy();
  return { text, buffers };
}

/** Returns what to tell the page about an error outside student code. */
function problem(error) {
  if (error?.name !== "PythonError") return { kind: "crashed", message: String(error?.message ?? error) };
  if (error.type === "MemoryError") return { kind: "memory", message: "" };
  return { kind: "failed", message: error.message };
}

addEventListener("message", async ({ data }) => {
  try {
    if (data.op === "load") {
      await load(data);
      postMessage({ id: data.id, result: "null", buffers: [] });
      return;
    }
    postMessage({ id: data.id, started: true });
    const { text, buffers } = call(data);
    postMessage({ id: data.id, result: text, buffers }, buffers.map(({ buffer }) => buffer));
  } catch (error) {
    postMessage({ id: data.id, error: data.op === "load" ? { kind: "load", message: String(error) } : problem(error) });
  }
});
