// The controls of the page and the settings they stand for.

/** Reads the settings from the controls. What has no control, or no value that is allowed, comes from `before`. */
export function readControls(root, before) {
  const settings = structuredClone(before);
  for (const control of root.querySelectorAll("[data-setting]")) {
    const [section, name] = control.dataset.setting.split(".");
    if (isAllowed(control)) settings[section][name] = valueOf(control);
  }
  settings.features = [...root.querySelectorAll("[data-feature]")].filter(({ checked }) => checked).map(({ dataset }) => dataset.feature);
  return settings;
}

/** Whether the value of a control is allowed; only numbers can be wrong. */
export function isAllowed(control) {
  if (control.type !== "number") return true;
  const { valueAsNumber: value, min, max, step } = control;
  return value >= Number(min) && value <= Number(max) && (step !== "1" || Number.isInteger(value));
}

/** What is wrong with the value of a control, in a sentence. */
export function faultOf(control, vocabulary) {
  const [section, name] = control.dataset.setting.split(".");
  const { label, allowed } = vocabulary.controls[section][name];
  const found = Number.isNaN(control.valueAsNumber) ? "The field is empty or has no number." : `The field has ${control.value}.`;
  return `${label} must be ${allowed}. ${found} Nothing has changed.`;
}

function valueOf(control) {
  if (control.type === "checkbox") return control.checked;
  if (control.type === "number") return control.valueAsNumber;
  return control.dataset.setting === "run.speed" ? Number(control.value) : control.value;
}

/** Fills the controls from settings, and shows those that count. */
export function fillControls(root, settings, vocabulary, task) {
  for (const control of root.querySelectorAll("[data-setting]")) {
    const [section, name] = control.dataset.setting.split(".");
    const value = settings[section][name];
    if (control.type === "checkbox") control.checked = value;
    else {
      control.removeAttribute("aria-invalid");
      if (control.tagName === "SELECT" && ![...control.options].some((option) => option.value === String(value))) control.add(new Option(value, value));
      control.value = value;
    }
  }
  for (const box of root.querySelectorAll("[data-feature]")) box.checked = settings.features.includes(box.dataset.feature);
  const used = new Set([...vocabulary.optimizers[settings.optimizer.kind].settings, ...vocabulary.schedules[settings.optimizer.schedule]]);
  for (const name of ["momentum", "beta", "rho", "beta1", "beta2", "eps", "weight_decay", "drop", "every", "rate", "total", "lr_min", "warmup_steps"]) {
    const field = root.querySelector(`.field[data-for="${name}"]`);
    if (field) field.hidden = !used.has(name);
  }
  limit(root, "loss.kind", vocabulary.losses[task]);
  limit(root, "network.output", vocabulary.outputs[task]?.[settings.loss.kind]);
  for (const name of ["points", "noise"]) root.querySelector(`.field[data-for="${name}"]`).hidden = settings.data.kind === "own";
}

function limit(root, setting, allowed) {
  for (const option of root.querySelector(`[data-setting="${setting}"]`).options) option.hidden = option.disabled = allowed ? !allowed.includes(option.value) : false;
}
