"use strict";
for (const table of document.querySelectorAll("table")) {
  const body = table.tBodies[0];
  if (!body) continue;
  const original = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);
  heads.forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const next = { none: "ascending", ascending: "descending", descending: "none" }[head.getAttribute("aria-sort") || "none"];
      heads.forEach(h => h.removeAttribute("aria-sort"));
      if (next === "none") {
        body.append(...original);
        return;
      }
      head.setAttribute("aria-sort", next);
      const sign = next === "ascending" ? 1 : -1;
      const moves = original.filter(row => !row.matches(".total, .subtotal"));
      const stays = original.filter(row => row.matches(".total, .subtotal"));
      moves.sort((a, b) => compare(a.cells[at], b.cells[at], sign));
      body.append(...moves, ...stays);
    });
  });
}
function compare(a, b, sign) {
  const x = a.dataset.v, y = b.dataset.v;
  if (x === undefined || y === undefined) {
    const s = a.textContent, t = b.textContent;
    if ((s === "") !== (t === "")) return s === "" ? 1 : -1;
    return sign * (s < t ? -1 : s > t ? 1 : 0);
  }
  if ((x === "") !== (y === "")) return x === "" ? 1 : -1;
  return sign * (Number(x) - Number(y));
}
