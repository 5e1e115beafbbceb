
"use strict";
// Sorts and filters the tables of this page. Without it they are read in the order of the page.
for (const table of document.querySelectorAll("table.data")) {
  const part = (name) => document.getElementById(table.id + "-" + name);
  const { kinds, rows, page, total } = JSON.parse(part("data").textContent);
  const finder = part("finder");
  const more = part("more");
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const text = (cell) => (typeof cell === "string" ? cell : cell[0]);
  const number = (cell) => (typeof cell === "string" ? null : cell[1]);
  const words = rows.map((row) => row.map(text).join("\n").toLowerCase());
  const collator = new Intl.Collator("en", { numeric: true });
  let order = rows.map((_, i) => i);
  let shown = page;

  const matching = () => {
    const wanted = part("words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = [...finder.querySelectorAll("select")].filter((s) => s.value !== "");
    return order.filter(
      (i) =>
        wanted.every((word) => words[i].includes(word)) &&
        chosen.every((s) => "=" + text(rows[i][Number(s.dataset.column)]) === s.value));
  };
  const element = (row) => {
    const line = document.createElement("tr");
    row.forEach((cell, column) => {
      const place = document.createElement(column === 0 ? "th" : "td");
      if (column === 0) place.scope = "row";
      place.className = kinds[column];
      if (typeof cell !== "string" && cell[2]) {
        const link = document.createElement("a");
        link.href = cell[2];
        link.textContent = cell[0];
        place.append(link);
      } else {
        place.textContent = text(cell);
      }
      line.append(place);
    });
    return line;
  };
  const show = () => {
    const found = matching();
    const first = found.slice(0, shown);
    body.replaceChildren(...first.map((i) => element(rows[i])));
    part("count").textContent =
      first.length + " of " + (found.length === rows.length ? total : found.length + " matching") +
      " rows.";
    more.hidden = first.length === found.length;
  };
  const compare = (column, ascending) => (a, b) => {
    const one = rows[a][column];
    const other = rows[b][column];
    const x = number(one);
    const y = number(other);
    if (kinds[column] === "measure" || (x !== null && y !== null)) {
      if (x === null || y === null) return (x === null) - (y === null) || a - b;
      return (ascending ? x - y : y - x) || a - b;
    }
    const by = collator.compare(text(one), text(other));
    return (ascending ? by : -by) || a - b;
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    head.setAttribute("aria-sort", "none");
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      order.sort(compare(column, ascending));
      show();
    });
  });
  const again = () => {
    shown = page;
    show();
  };
  part("words").addEventListener("input", again);
  finder.querySelectorAll("select").forEach((s) => s.addEventListener("change", again));
  more.addEventListener("click", () => {
    shown += page;
    show();
  });
  finder.hidden = false;
  more.hidden = rows.length <= page;
}
