// What pages do more with a script than without: nothing here is needed to work.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
window.htmx = htmx;

// "/" goes to the search box, unless somebody is writing.
document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || writing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.getElementById("search");
  if (box) {
    event.preventDefault();
    box.focus();
  }
});

// A form is sent once; the key within it lets the server see a second one for what it is.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// What is wrong is read out first.
document.querySelector("[data-focus]")?.focus();

// What only stands in for the script.
const hide = () => {
  for (const button of document.querySelectorAll("[data-without-script]")) button.hidden = true;
};
hide();
document.addEventListener("htmx:afterSwap", hide);

// On a phone each row of a wide table is a card: its cells then need the names of their columns.
const phone = matchMedia("(max-width: 640px)");
const isWide = (table) =>
  !table.matches(".table-small") || (phone.matches && table.offsetWidth > table.parentElement.clientWidth);
const asCards = () => {
  for (const table of document.querySelectorAll(".table-wrap > .table:not(.heat, .compared, .table-cards)")) {
    const names = [...table.querySelectorAll("thead th")].map((one) => one.textContent.trim());
    if (!names.length || !isWide(table)) continue;
    for (const row of table.tBodies[0]?.rows ?? []) {
      [...row.cells].forEach((cell, column) => (cell.dataset.label ??= names[column] ?? ""));
    }
    table.classList.add("table-cards");
  }
};
asCards();
document.addEventListener("htmx:afterSwap", asCards);

// Where one is within a row of links that is wider than the screen.
for (const one of document.querySelectorAll(".head-nav [aria-current], .kinds [aria-current]")) {
  const row = one.closest("ul, .kinds");
  row.scrollLeft = one.offsetLeft - (row.clientWidth - one.offsetWidth) / 2;
}
