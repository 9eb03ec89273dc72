// On every page: the theme button, formulas, and a clean browser after logout.
const root = document.documentElement;

function themeNow() {
  const chosen = root.dataset.theme;
  if (chosen) return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function setUpTheme(button) {
  const show = () => {
    const next = themeNow() === "dark" ? "light" : "dark";
    button.textContent = next === "dark" ? "Dark" : "Light";
    button.setAttribute("aria-label", `Switch to the ${next} theme`);
  };
  button.addEventListener("click", () => {
    const next = themeNow() === "dark" ? "light" : "dark";
    root.dataset.theme = next;
    // A cookie rather than local storage: the server sends the page in the right theme, so nothing flashes.
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
      element.replaceChildren(...mathml); // the MathML of the server is still right
    }
  }
  keepTabStopsWhereTheyScroll([...container.querySelectorAll(".math-block")]);
}

// A formula wider than its place scrolls, and then the keyboard must reach it. How wide it is shows only once its fonts
// are there, so until then every formula stays a tab stop, as the server sent it.
async function keepTabStopsWhereTheyScroll(blocks) {
  const decide = (block) => {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0;
    else block.removeAttribute("tabindex");
  };
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))); // drawing is what asks for the fonts
  await document.fonts.ready;
  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => decide(target)));
  blocks.forEach((block) => observer.observe(block));
  document.fonts.addEventListener("loadingdone", () => blocks.forEach(decide));
}

function forgetSavedDrafts() {
  // On a shared computer nothing of one student stays for the next; what the server does not have yet is kept.
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
typesetMath(document);
