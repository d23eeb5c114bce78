// Sliders of the markets pages say their value while they move; without this file the list that
// comes back says it.
const inScript = new Intl.NumberFormat(document.documentElement.lang === "fa" ? "fa-IR" : "en", { maximumFractionDigits: 2 });
document.addEventListener("input", ({ target }) => {
  const told = target.type === "range" && document.querySelector(`output[for="${target.id}"]`);
  if (told) told.textContent = `×${inScript.format(target.value)}`;
});
// An address that names a row opens it.
const open = () => {
  const row = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (row?.tagName === "DETAILS") row.open = true;
};
addEventListener("hashchange", open);
open();
