// The curves of training and test loss.
const LONGEST = 400;
const WIDTH = 320;
const HEIGHT = 140;
const LEFT = 36;
const BOTTOM = 20;

export class Curves {
  #svg;
  #points = [];
  #every = 1;

  constructor(svg) {
    this.#svg = svg;
  }

  clear() {
    this.#points = [];
    this.#every = 1;
    this.#draw();
  }

  /** Adds the losses after a step; keeps every second point when there are too many. */
  add(step, train, test) {
    const last = this.#points.at(-1);
    if (last && step - last.step < this.#every) this.#points.pop();
    this.#points.push({ step, train, test });
    if (this.#points.length > LONGEST) {
      this.#points = this.#points.filter((_, i) => i % 2 === 0);
      this.#every = Math.max(1, Math.round((this.#points.at(-1).step - this.#points[0].step) / (LONGEST / 2)));
    }
    this.#draw();
  }

  #draw() {
    const shown = this.#points.filter(({ train, test }) => Number.isFinite(train) && Number.isFinite(test));
    const lastStep = Math.max(1, shown.at(-1)?.step ?? 1);
    const sorted = shown.flatMap(({ train, test }) => [train, test]).sort((a, b) => a - b);
    const top = niceTop(sorted[Math.floor(sorted.length * 0.98)] ?? 1);
    const x = (step) => LEFT + ((WIDTH - LEFT - 4) * step) / lastStep;
    const y = (loss) => 6 + (HEIGHT - BOTTOM - 6) * (1 - Math.min(loss, top) / top);
    const line = (name) => shown.map((one, i) => `${i ? "L" : "M"}${x(one.step).toFixed(1)} ${y(one[name]).toFixed(1)}`).join("");
    const parts = [0, top / 2, top].map((value) => `<path class="grid" d="M${LEFT} ${y(value)}H${WIDTH - 4}"/><text x="${LEFT - 4}" y="${y(value) + 4}" text-anchor="end">${number(value)}</text>`);
    parts.push(`<text x="${LEFT}" y="${HEIGHT - 4}">0</text><text x="${WIDTH - 4}" y="${HEIGHT - 4}" text-anchor="end">step ${lastStep}</text>`);
    parts.push(`<path class="test" d="${line("test")}"/><path class="train" d="${line("train")}"/>`);
    for (const old of this.#svg.querySelectorAll("g")) old.remove();
    const group = document.createElementNS("http://www.w3.org/2000/svg", "g");
    group.innerHTML = parts.join("");
    this.#svg.append(group);
    const first = shown[0];
    const last = shown.at(-1);
    this.#svg.querySelector("desc").textContent = last
      ? `From step ${first.step} to step ${last.step}, the training loss went from ${number(first.train)} to ${number(last.train)}, and the test loss from ${number(first.test)} to ${number(last.test)}.`
      : "The losses have not been computed yet.";
  }
}

function niceTop(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((one) => one * power).find((one) => one >= value);
}

/** A number with three significant digits. */
export function number(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? String(Number(value.toPrecision(3))) : value.toExponential(1);
}
