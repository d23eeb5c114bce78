// Lists by keyboard: / goes to the search, j and k or the arrows to the next and the last row,
// n and p turn the page, Enter opens. The position of a key counts (event.code), so that a Persian
// keyboard does the same; without this file the Tab key and the links do.
const rows = () => [...document.querySelectorAll("main tbody tr")]
  .map((row) => row.querySelector("a[href]")).filter((link) => link && link.offsetParent);
const steps = { KeyJ: 1, ArrowDown: 1, KeyK: -1, ArrowUp: -1 };
addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
  const search = document.querySelector("[data-find]");
  const written = event.target.closest("input, select, textarea, [contenteditable]");
  if (written && (written !== search || event.code !== "ArrowDown")) return;
  if (event.code === "Slash" && search) { event.preventDefault(); search.focus(); search.select(); return; }
  const turn = { KeyN: "next", KeyP: "prev" }[event.code];
  if (turn && !event.shiftKey) { document.querySelector(`main a[rel=${turn}]`)?.click(); return; }
  const links = rows();
  const at = links.indexOf(document.activeElement);
  if (!(event.code in steps) || !links.length) return;
  if (event.code.startsWith("Arrow") && at < 0 && written !== search) return; // the page scrolls
  event.preventDefault();
  if (at === 0 && steps[event.code] < 0 && search) search.focus();
  else links[Math.min(Math.max(at + steps[event.code], 0), links.length - 1)].focus();
});
