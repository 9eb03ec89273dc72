// Draws surfaces over the plane of the inputs, and the points in it.
import { css, diverging, mix } from "./colors.js";

/** How strong the colors of a surface are at most; the points in front of it have the full color. */
const STRONGEST = 0.6;

/** Colors of a surface: `shape` [outputs, size, size]; row 0 is the lowest x2. */
export function surfaceImage({ shape, data }, task, colors, { discrete = false } = {}) {
  const [outputs, size] = shape;
  const image = new ImageData(size, size);
  const cells = size * size;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const cell = row * size + column;
      const color = outputs > 1 ? classColor(data, cell, cells, outputs, colors, discrete)
        : pale(colors, oneValue(data[cell], task, discrete));
      image.data.set([...color, 255], ((size - 1 - row) * size + column) * 4);
    }
  }
  return image;
}

function oneValue(value, task, discrete) {
  const scaled = task === "regression" ? value : 2 * value - 1;
  return discrete && task !== "regression" ? Math.sign(scaled) : scaled;
}

function classColor(data, cell, cells, outputs, colors, discrete) {
  let best = 0;
  for (let k = 1; k < outputs; k += 1) if (data[k * cells + cell] > data[best * cells + cell]) best = k;
  const probability = data[best * cells + cell];
  const share = discrete ? 1 : Math.max(0, (probability - 1 / outputs) / (1 - 1 / outputs));
  return mix(colors.middle, colors.classes[best], STRONGEST * share);
}

const pale = (colors, value) => diverging(colors, STRONGEST * Math.max(-1, Math.min(1, value)));

/** Scales the surface of a unit to its largest absolute value; `data` is one unit's slice. */
export function unitImage(data, size, colors) {
  let largest = 1e-9;
  for (const value of data) largest = Math.max(largest, Math.abs(value));
  const image = new ImageData(size, size);
  for (let cell = 0; cell < size * size; cell += 1) {
    const row = Math.floor(cell / size);
    image.data.set([...pale(colors, data[cell] / largest), 255], ((size - 1 - row) * size + (cell % size)) * 4);
  }
  return image;
}

const scratch = document.createElement("canvas");

export function drawImage(canvas, image) {
  scratch.width = image.width;
  scratch.height = image.height;
  scratch.getContext("2d").putImageData(image, 0, 0);
  const context = canvas.getContext("2d");
  context.imageSmoothingEnabled = true;
  context.drawImage(scratch, 0, 0, canvas.width, canvas.height);
}

/** Draws points: filled for training, hollow for testing; each class has a shape of its own. */
export function drawPoints(canvas, points, box, colors) {
  const context = canvas.getContext("2d");
  const place = (value) => ((value + box) / (2 * box)) * canvas.width;
  for (const [name, isTrain] of [["test", false], ["train", true]]) {
    const { shape, data } = points[name];
    const targets = points[`${name}_target`].data;
    for (let i = 0; i < shape[0]; i += 1) {
      const color = points.task === "regression" ? diverging(colors, targets[i]) : colors.classes[targets[i]];
      const kind = points.task === "regression" ? 0 : targets[i];
      marker(context, kind, place(data[2 * i]), canvas.height - place(data[2 * i + 1]));
      context.lineWidth = 1.5;
      context.fillStyle = isTrain ? css(color) : css(colors.surface);
      context.strokeStyle = isTrain ? css(colors.surface) : css(color);
      context.fill();
      context.stroke();
    }
  }
}

function marker(context, kind, x, y) {
  context.beginPath();
  if (kind === 1) context.rect(x - 3.5, y - 3.5, 7, 7);
  else if (kind === 2) {
    context.moveTo(x, y - 4.5);
    context.lineTo(x + 4.5, y + 3.5);
    context.lineTo(x - 4.5, y + 3.5);
    context.closePath();
  } else context.arc(x, y, 4, 0, 2 * Math.PI);
}
