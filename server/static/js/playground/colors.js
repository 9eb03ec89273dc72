// The colors of classes and values, in both themes, read from the tokens of the page.
export const CLASS_NAMES = ["circles", "squares", "triangles"];
const HUES = ["--class-0", "--class-1", "--class-2"];

/** The colors as [r, g, b] arrays: `classes`, `middle` for what is undecided, and `text`. */
export function palette() {
  const styles = getComputedStyle(document.getElementById("playground"));
  return {
    classes: HUES.map((name) => rgb(styles.getPropertyValue(name))),
    middle: rgb(styles.getPropertyValue("--undecided")),
    text: rgb(styles.getPropertyValue("--text")),
    surface: rgb(styles.getPropertyValue("--surface")),
  };
}

const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const known = new Map();

function rgb(value) {
  const resolved = light(value.trim());
  if (!known.has(resolved)) {
    context.fillStyle = resolved;
    context.fillRect(0, 0, 1, 1);
    known.set(resolved, [...context.getImageData(0, 0, 1, 1).data.slice(0, 3)]);
  }
  return known.get(resolved);
}

/** Resolves light-dark(), which a canvas does not know. */
function light(value) {
  const probe = document.getElementById("playground");
  const before = probe.style.outlineColor;
  probe.style.outlineColor = value;
  const resolved = getComputedStyle(probe).outlineColor;
  probe.style.outlineColor = before;
  return resolved;
}

export function mix(from, to, share) {
  return from.map((value, i) => value + (to[i] - value) * share);
}

/** The color of a value from -1 (class 0) through 0 (undecided) to 1 (class 1). */
export function diverging(colors, value) {
  const share = Math.min(1, Math.abs(value));
  return mix(colors.middle, colors.classes[value < 0 ? 0 : 1], share);
}

export const css = (color) => `rgb(${color.map(Math.round).join(" ")})`;
