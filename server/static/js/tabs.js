// The tabs Statement, Code, Result and Run on narrow screens; on wide ones, Result and Run take turns below the editor.
const BELOW = new Set(["result", "run"]);

/**
 * @param {HTMLElement} main
 * @param {(name: string) => void} onShow called with the name of the part that is shown
 * @returns {(name: string) => void} shows a part
 */
export function setUpTabs(main, onShow = () => {}) {
  const lists = [...main.querySelectorAll("[role=tablist]")].map((list) => [...list.querySelectorAll("[role=tab]")]);
  const nameOf = (tab) => tab.dataset.tab ?? tab.dataset.belowTab;
  const show = (name, { focus = null } = {}) => {
    main.dataset.tab = name;
    if (BELOW.has(name)) main.dataset.below = name;
    for (const tab of lists.flat()) {
      const isChosen = nameOf(tab) === (tab.dataset.belowTab ? main.dataset.below : name);
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      if (isChosen && focus?.includes(tab)) tab.focus();
    }
    onShow(name);
  };
  for (const tabs of lists) {
    tabs.forEach((tab, index) => {
      tab.addEventListener("click", () => show(nameOf(tab)));
      tab.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        show(nameOf(tabs[(index + step + tabs.length) % tabs.length]), { focus: tabs });
      });
    });
  }
  return show;
}
