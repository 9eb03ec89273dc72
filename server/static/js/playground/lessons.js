// Lessons: short guided states, each with a text, settings, and a number of steps to take.
export class Lessons {
  #box;
  #lessons;
  #buttons;
  #open = null;
  #stage = 0;

  /** @param {(settings: any, steps: number) => void} run loads the settings and trains */
  constructor(section, run) {
    this.#box = section.querySelector("#lesson");
    this.#lessons = JSON.parse(this.#box.dataset.lessons);
    this.#buttons = [...section.querySelectorAll("[data-lesson]")];
    for (const button of this.#buttons) button.addEventListener("click", () => this.#show(Number(button.dataset.lesson), 0));
    this.#part("run").addEventListener("click", () => run(this.#current.settings, this.#current.steps));
    this.#part("next").addEventListener("click", () => this.#show(this.#open, this.#stage + 1));
    this.#part("close").addEventListener("click", () => this.#close());
  }

  get #current() {
    return this.#lessons[this.#open].stages[this.#stage];
  }

  #part(name) {
    return this.#box.querySelector(`[data-part="${name}"]`);
  }

  #show(lesson, stage) {
    this.#open = lesson;
    this.#stage = stage;
    const { title, text, stages } = this.#lessons[lesson];
    this.#box.querySelector("h3").textContent = title;
    this.#part("text").textContent = text;
    this.#box.querySelector("h4").textContent = `Part ${stage + 1} of ${stages.length}: ${this.#current.title}`;
    this.#part("stage").textContent = this.#current.text;
    this.#part("next").hidden = stage + 1 >= stages.length;
    this.#box.hidden = false;
    this.#mark();
    this.#box.focus({ preventScroll: true });
    this.#box.scrollIntoView({ block: "nearest" });
  }

  #close() {
    const button = this.#buttons[this.#open];
    this.#open = null;
    this.#box.hidden = true;
    this.#mark();
    button.focus();
  }

  #mark() {
    this.#buttons.forEach((button, i) => button.setAttribute("aria-expanded", String(i === this.#open)));
  }
}
