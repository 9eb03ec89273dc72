// On every page: the theme button, local times, time zones, formulas, and removing drafts from the browser at logout.
const root = document.documentElement;

function themeNow() {
  const chosen = root.dataset.theme;
  if (chosen) return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function setUpTheme(button) {
  const show = () => {
    const next = themeNow() === "dark" ? "light" : "dark";
    const noun = Object.assign(document.createElement("span"), { textContent: " theme" });
    button.replaceChildren(next === "dark" ? "Dark" : "Light", noun); // on a phone, there is only room for one word
    button.setAttribute("aria-label", `Switch to the ${next} theme`);
  };
  button.addEventListener("click", () => {
    const next = themeNow() === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    // A cookie instead of local storage, so that the server can send the page in this theme and nothing flashes.
    document.cookie = `theme=${next}; Path=/; Max-Age=31536000; SameSite=Lax`;
    show();
  });
  show();
  button.hidden = false;
}

export async function typesetMath(container) {
  const formulas = [...container.querySelectorAll(".math[data-tex]")];
  if (formulas.length === 0) return;
  const { default: katex } = await import("../vendor/katex/katex.js");
  for (const element of formulas) {
    const mathml = [...element.childNodes];
    try {
      katex.render(element.dataset.tex, element, { displayMode: element.classList.contains("math-block"), throwOnError: true });
    } catch {
      element.replaceChildren(...mathml); // keep the MathML from the server
    }
  }
  removeTabStopsWhereNothingScrolls([...container.querySelectorAll(".math-block")]);
}

// A formula that is too wide scrolls, so the keyboard must reach it. Its width is known only once the fonts are loaded;
// until then every formula stays a tab stop, as the server sent it.
async function removeTabStopsWhereNothingScrolls(blocks) {
  const update = (block) => {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
    else block.removeAttribute("tabindex");
  };
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))); // drawing requests the fonts
  await document.fonts.ready;
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => update(target)));
  blocks.forEach((block) => observer.observe(block));
  document.fonts.addEventListener("loadingdone", () => blocks.forEach(update));
}

/** Gives a time the viewer's own local time as its title; the text is in the time zone of the course. */
function titleTime(element) {
  const format = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
  element.title ||= `${new Date(element.dateTime).toLocaleString("en", format)} (your local time)`;
}

/** Returns how far a time is from now, in the words of `server.text.times.relative`. */
function relative(milliseconds) {
  const distance = Math.abs(milliseconds);
  for (const [size, unit] of [[86_400_000, "day"], [3_600_000, "hour"], [60_000, "minute"]]) {
    if (distance < size) continue;
    const count = Math.floor(distance / size);
    const words = `${count} ${unit}${count === 1 ? "" : "s"}`;
    return milliseconds > 0 ? `in ${words}` : `${words} ago`;
  }
  return "now";
}

/** Updates what pages say of how far away times are. */
function updateRelativeTimes() {
  for (const element of document.querySelectorAll("[data-relative]")) {
    element.textContent = relative(new Date(element.closest("time").dateTime) - Date.now());
  }
}

/** Selects the viewer's own time zone, if it is offered. */
function selectOwnZone(select) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if ([...select.options].some((option) => option.value === zone)) select.value = zone;
}

function forgetSavedDrafts() {
  // Leave nothing of a student on a shared computer, except text that is not yet saved on the server.
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith("draft:")) continue;
    try {
      if (!JSON.parse(localStorage.getItem(key)).dirty) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}

root.classList.add("js");
document.querySelectorAll("[data-theme-toggle]").forEach(setUpTheme);
document.querySelectorAll("[data-logout]").forEach((form) => form.addEventListener("submit", forgetSavedDrafts));
document.querySelectorAll("time[datetime]").forEach(titleTime);
document.querySelectorAll("select[data-browser-zone]").forEach(selectOwnZone);
document.addEventListener("pointerover", ({ target }) => { // also what was added to the page since
  const time = target.closest?.("time[datetime]");
  if (time) titleTime(time);
});
setInterval(updateRelativeTimes, 30_000);
document.addEventListener("visibilitychange", updateRelativeTimes); // timers of hidden pages are slowed down
typesetMath(document);
