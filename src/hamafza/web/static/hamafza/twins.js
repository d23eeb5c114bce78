// A button that bears data-key is pressed by that digit, of the row or of the pad, in any script.
// The position of the key counts (event.code): a Persian keyboard gives ۱ where others give 1.
let sent = -Infinity;
const isSent = () => performance.now() - sent < 3000; // pressed twice: the next pair is coming
addEventListener("submit", (event) => {
  if (isSent()) event.preventDefault();
  else sent = performance.now();
});
addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, select, textarea") || event.key.length !== 1) return;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1] ?? event.key;
  const button = document.querySelector(`[data-key="${CSS.escape(digit)}"]:enabled`);
  if (!button || isSent()) return;
  event.preventDefault();
  button.click();
});
