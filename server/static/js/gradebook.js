// Arrow keys, Home and End move between the cells of the grid. Only one cell is in the tab order, as in a spreadsheet.
const grid = document.querySelector("[data-grid]");
const rows = grid ? [...grid.tBodies[0].rows].map((row) => [...row.querySelectorAll("td.cell a")]).filter((row) => row.length) : [];

function enter(cell) {
  rows.flat().forEach((other) => { other.tabIndex = other === cell ? 0 : -1; });
}

function target(event, y, x) {
  const last = rows[y].length - 1;
  switch (event.key) {
    case "ArrowRight": return [y, Math.min(x + 1, last)];
    case "ArrowLeft": return [y, Math.max(x - 1, 0)];
    case "ArrowDown": return [Math.min(y + 1, rows.length - 1), x];
    case "ArrowUp": return [Math.max(y - 1, 0), x];
    case "Home": return [event.ctrlKey ? 0 : y, 0];
    case "End": return [event.ctrlKey ? rows.length - 1 : y, last];
    default: return null;
  }
}

if (rows.length) {
  enter(rows[0][0]);
  grid.addEventListener("focusin", (event) => { if (event.target.closest("td.cell")) enter(event.target); });
  grid.addEventListener("keydown", (event) => {
    const y = rows.findIndex((row) => row.includes(event.target));
    if (y < 0) return;
    const to = target(event, y, rows[y].indexOf(event.target));
    if (!to) return;
    event.preventDefault();
    const cell = rows[to[0]][to[1]];
    cell.focus({ preventScroll: true });
    cell.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}
