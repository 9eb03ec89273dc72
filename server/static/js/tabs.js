// The tabs Statement, Code and Result on narrow screens.
export function setUpTabs(main) {
  const tabs = [...main.querySelectorAll("[role=tab]")];
  const show = (name, { focus = false } = {}) => {
    main.dataset.tab = name;
    for (const tab of tabs) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      if (chosen && focus) tab.focus();
    }
  };
  tabs.forEach((tab, index) => {
    tab.addEventListener("click", () => show(tab.dataset.tab));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      show(tabs[(index + step + tabs.length) % tabs.length].dataset.tab, { focus: true });
    });
  });
  return show;
}
