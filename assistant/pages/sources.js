// The sources of an answer: beside it on a wide screen, in a sheet from below on a narrow one.
const WIDE = matchMedia("(min-width: 64rem)");
let opener = null; // what the sheet was opened by, which gets the focus back

const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

// Scrolls the panel alone, so that the answer stays where it is.
const scrollTo = (panel, mark, behavior) => {
  const top = mark.getBoundingClientRect().top - panel.getBoundingClientRect().top + panel.scrollTop;
  panel.scrollTo({ top: Math.max(0, top - panel.clientHeight / 3), behavior });
};

const show = (sources, mark, behavior) => {
  const article = mark.closest(".evidence");
  for (const one of sources.querySelectorAll(".evidence")) one.hidden = one !== article;
  for (const tab of sources.querySelectorAll(".tabs a")) tab.setAttribute("aria-current", String(tab.dataset.tab === article.dataset.tab));
  for (const one of sources.querySelectorAll("mark.here")) one.classList.remove("here");
  mark.classList.add("here");
  scrollTo(sources.querySelector(".panel"), mark.querySelector("strong") ?? mark, behavior);
};

const openTurn = (row) => {
  for (const open of document.querySelectorAll(".turn.open")) open.classList.toggle("open", open === row);
  row.classList.add("open");
};

const close = () => {
  const sheet = document.querySelector(".sheet");
  if (!sheet) return;
  sheet.classList.remove("sheet");
  sheet.removeAttribute("role"); sheet.removeAttribute("aria-modal");
  document.documentElement.classList.remove("sheet-open");
  opener?.focus();
  opener = null;
};

document.addEventListener("click", (event) => {
  if (event.target.closest('[data-do="close"]') || (event.target === document.documentElement && document.querySelector(".sheet"))) { close(); return; }
  const link = event.target.closest("a.cite, .nearest a, .tabs a, a.jump");
  const mark = link && document.getElementById(link.hash.slice(1));
  if (!mark) return;
  event.preventDefault();
  const sources = mark.closest(".sources");
  history.replaceState(history.state, "", link.hash);
  if (!WIDE.matches && !sources.classList.contains("sheet")) {
    opener = link;
    sources.classList.add("sheet");
    sources.setAttribute("role", "dialog"); sources.setAttribute("aria-modal", "true");
    document.documentElement.classList.add("sheet-open");
    sources.querySelector(".close").focus();
  }
  openTurn(sources.closest(".turn"));
  show(sources, mark, calm());
  if (link.closest(".tabs")) return;
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
  document.body.classList.add("no-tips"); // the bulletin is open: its quotation need not cover the figure
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { close(); document.body.classList.add("no-tips"); }
  const sheet = document.querySelector(".sheet");
  if (event.key !== "Tab" || !sheet) return;
  const stops = [...sheet.querySelectorAll("a[href], button, [tabindex='0']")].filter((stop) => stop.offsetParent);
  const here = document.activeElement;
  const isAhead = (stop) => here.compareDocumentPosition(stop) & (event.shiftKey ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING);
  if (event.shiftKey) stops.reverse();
  event.preventDefault();
  (stops.find(isAhead) ?? stops[0]).focus();
});
for (const kind of ["mouseover", "focusin"]) document.addEventListener(kind, (event) => {
  if (!event.target.closest?.(".source")) document.body.classList.remove("no-tips");
});
WIDE.addEventListener("change", close);

// A new answer opens its first source.
document.addEventListener("bantin:turn", ({ detail: row }) => {
  const first = row?.querySelector("a.cite, .nearest a"), mark = first && document.getElementById(first.hash.slice(1));
  if (!mark || !WIDE.matches) return;
  openTurn(row);
  show(mark.closest(".sources"), mark, "auto");
});
