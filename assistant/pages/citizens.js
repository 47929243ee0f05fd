// The conversation: asks Gradio's queue, shows the answers, and keeps them in this browser tab only.
const page = JSON.parse(document.getElementById("page").textContent);
const [form, box, send, log, spoken, state, again] = ["question", "box", "send", "log", "spoken", "state", "again"].map((id) => document.getElementById(id));
const words = page.words, KEPT = "bantin", MOST = 20, CALL = "/gradio_api/call";
let turns = [];    // {question, sent, language, answer_id, answer, sources, choices, follow_ups}
let running = null; // {key, stop} of the question in progress
const isOff = box.disabled;

const make = (tag, values = {}, ...children) => {
  const made = Object.assign(document.createElement(tag), values);
  made.append(...children);
  return made;
};

// --- showing

const rowOf = (number) => document.getElementById(`t${number}`);

const showTurn = (turn, number) => {
  const edit = make("button", { type: "button", title: words.edit, innerHTML: '<svg class="icon" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path d="M4 20h4L19 9l-4-4L4 16zM13 7l4 4"/></svg>' });
  edit.setAttribute("aria-label", words.edit);
  edit.dataset.do = "edit";
  const row = make("section", { className: "turn", id: `t${number}` });
  row.setAttribute("aria-label", `${words.asked}: ${turn.question}`);
  row.append(make("div", { className: "q" }, make("p", { textContent: turn.question }), edit));
  log.append(row);
  fillTurn(turn, number);
  document.body.classList.add("talking");
  again.hidden = false;
  return row;
};

// Only HTML of this server, from escaping templates, is ever set here.
const fillTurn = (turn, number) => {
  const row = rowOf(number);
  row.querySelector(".q p").textContent = turn.question;
  row.querySelectorAll(".a, .waiting, .sources").forEach((old) => old.remove());
  if (!turn.answer) { row.append(make("p", { className: "waiting", textContent: words.looking })); return; }
  const parts = make("template", { innerHTML: turn.answer + (turn.sources ?? "") });
  row.append(parts.content);
  for (const slot of ["choices", "follow_ups"]) fillSlot(row, slot, turn[slot]);
};

const fillSlot = (row, name, html) => {
  const slot = row.querySelector(`[data-slot="${name}"]`);
  if (slot && html) slot.innerHTML = html;
};

const keep = () => {
  try { sessionStorage.setItem(KEPT, JSON.stringify({ language: page.language, turns })); } catch { /* full or forbidden */ }
};

const openLast = () => document.dispatchEvent(new CustomEvent("bantin:turn", { detail: rowOf(turns.length - 1) }));

// --- asking

const problemOf = (text, mayRetry = true) => {
  const shown = make("article", { className: "a problem" }, make("p", { textContent: text }));
  shown.setAttribute("role", "alert");
  if (mayRetry) {
    const button = make("button", { type: "button", className: "plain", textContent: words.retry });
    button.dataset.do = "retry";
    shown.append(make("p", {}, button));
  }
  return shown.outerHTML;
};

const post = async (name, data, signal) => {
  const reply = await fetch(`${CALL}/${name}`, { method: "POST", signal, headers: { "content-type": "application/json" }, body: JSON.stringify({ data }) });
  if (reply.ok) return (await reply.json()).event_id;
  const seconds = reply.headers.get("retry-after") ?? "60";
  const text = { 429: words.too_fast, 503: words.too_many, 413: words.too_large }[reply.status];
  throw new Error(text?.replace("{seconds}", seconds) ?? words.unreachable);
};

// The messages of one question; Gradio sends each as the only value of an event, the last one twice.
async function* messages(name, eventId, signal) {
  const reply = await fetch(`${CALL}/${name}/${eventId}`, { signal });
  if (!reply.ok) throw new Error(words.unreachable);
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = "", end; ;) {
    const { value, done } = await reader.read();
    if (done) return;
    text += value;
    while ((end = text.indexOf("\n\n")) >= 0) {
      const [, kind, data] = text.slice(0, end).match(/^event: (\w+)\ndata: (.*)$/s) ?? [];
      text = text.slice(end + 2);
      if (kind === "error") throw new Error(words.unreachable);
      if (kind === "generating") yield JSON.parse(JSON.parse(data)[0]);
      if (kind === "complete") return;
    }
  }
}

// Marks the page as busy; the key and the breaker of what is now in progress.
const begin = () => {
  const key = crypto.randomUUID?.() ?? String(Math.random()), breaker = new AbortController();
  running = { key, stop: () => { post("stop", [key]).catch(() => {}); breaker.abort(); } };
  form.classList.add("busy");
  send.title = words.stop; send.setAttribute("aria-label", words.stop);
  return [key, breaker];
};

const historyOf = (earlier) => earlier.filter((t) => t.answer_id).slice(-MOST).map((t) => ({ question: t.sent, answer_id: t.answer_id }));

const answer = async (number, language) => {
  const turn = turns[number], [key, breaker] = begin();
  const history = historyOf(turns.slice(0, number));
  try {
    const event = await post("ask", [turn.sent, language, page.language, number, JSON.stringify(history), key], breaker.signal);
    for await (const message of messages("ask", event, breaker.signal)) {
      show(turn, number, message);
      if (message.kind === "answer") ready(key); // choices may come while the next question is typed
    }
  } catch (error) {
    if (breaker.signal.aborted) turn.answer = turn.answer || problemOf(words.stopped);
    else if (!turn.answer_id) turn.answer = problemOf(error instanceof TypeError ? (navigator.onLine ? words.unreachable : words.offline) : error.message);
    if (turns[number] === turn) fillTurn(turn, number);
  }
  ready(key);
  if (turns[number] === turn) rowOf(number).dataset.done = "";
};

// The question with this key no longer keeps the next one from being asked.
const ready = (key) => {
  keep();
  if (running?.key !== key) return;
  running = null;
  form.classList.remove("busy");
  send.title = words.send; send.setAttribute("aria-label", words.send);
};

const show = (turn, number, { kind, turn: _, ...message }) => {
  if (!turn || turns[number] !== turn) return; // it was cut off in the meantime
  if (kind === "more") {
    Object.assign(turn, message);
    for (const slot of ["choices", "follow_ups"]) fillSlot(rowOf(number), slot, turn[slot]);
    return;
  }
  if (kind === "stopped") return;
  Object.assign(turn, message);
  fillTurn(turn, number);
  if (kind === "part") return;
  openLast();
  const card = rowOf(number).querySelector(".a");
  spoken.textContent = card.dataset.spoken ?? "";
};

const ask = async (text, language = page.chosen ? page.language : "") => {
  const question = text.trim();
  if (!question || running || isOff) return;
  box.value = ""; grow();
  turns.push({ question, sent: question });
  turns.at(-1).language = language;
  const number = turns.length - 1, row = showTurn(turns[number], number);
  document.querySelectorAll(".turn.open").forEach((open) => open.classList.remove("open"));
  row.scrollIntoView({ block: "start" });
  await answer(number, language);
};

const cut = (number) => {
  while (turns.length > number) { turns.pop(); rowOf(turns.length).remove(); }
  keep();
};

const restart = () => {
  if (running) running.stop();
  turns = []; log.textContent = ""; keep();
  document.body.classList.remove("talking");
  again.hidden = true;
  box.focus();
};

const numberOf = (element) => Number(element.closest(".turn").id.slice(1));

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  if (button.dataset.do === "ask") ask(button.dataset.question);
  if (button.dataset.do === "edit" && !running) {
    const number = numberOf(button);
    box.value = turns[number].sent; form.dataset.edits = number; grow(); box.focus();
  }
  if (button.dataset.do === "retry" && !running) {
    const number = numberOf(button), { sent, language } = turns[number];
    cut(number); ask(sent, language);
  }
});

const submit = () => {
  if (running) { running.stop(); return; }
  if (form.dataset.edits && box.value.trim()) cut(Number(form.dataset.edits));
  delete form.dataset.edits;
  ask(box.value);
};
form.addEventListener("submit", (event) => { event.preventDefault(); submit(); });
box.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); if (!running) submit(); }
  if (event.key === "Escape") delete form.dataset.edits;
});
again.addEventListener("click", restart);

// Browsers without `field-sizing` need the height set; a rule of the sheet is changed, not a style attribute.
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
const grow = () => {
  if (CSS.supports("field-sizing", "content")) return;
  sheet.replaceSync("#box { height: auto }");
  sheet.replaceSync(`#box { height: ${Math.min(box.scrollHeight, 152)}px }`);
};
box.addEventListener("input", grow);

// --- states

const online = () => {
  if (isOff) return;
  state.hidden = navigator.onLine;
  state.textContent = navigator.onLine ? "" : words.offline;
  send.disabled = !navigator.onLine;
};
addEventListener("offline", online); addEventListener("online", online); online();

// The answers that are shown, in the language of the page: one request, which leaves no line in the
// log. What the server no longer has stays as it was.
const translate = async () => {
  const [key, breaker] = begin();
  const numbers = [...turns.keys()].filter((n) => turns[n].answer_id).slice(-MOST), history = historyOf(turns);
  try {
    const event = await post("switch", [page.language, JSON.stringify(history), key], breaker.signal);
    for await (const { turn, ...message } of messages("switch", event, breaker.signal)) {
      if (message.kind === "problem") break;
      show(turns[numbers[turn]], numbers[turn], message);
    }
  } catch { /* the answers stay as they were */ }
  ready(key);
  turns.forEach((_, n) => { if (rowOf(n)) rowOf(n).dataset.done = ""; });
};

const resume = async () => {
  let kept = {};
  try { kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"); } catch { /* forbidden, or not ours */ }
  const old = Array.isArray(kept.turns) ? kept.turns.filter((t) => t.sent && t.answer) : [];
  const isSame = kept.language === page.language;
  turns = isSame ? old : old.map((turn) => ({ ...turn, language: page.language }));
  turns.forEach(showTurn);
  if (!isSame && !isOff && turns.length) await translate();
  if (turns.length) { openLast(); rowOf(turns.length - 1).scrollIntoView({ block: "start" }); }
  const wanted = new URLSearchParams(location.search).get("ask");
  if (wanted) {
    history.replaceState(null, "", page.language === "en" ? "/?lang=en" : "/");
    ask(wanted);
  }
};
resume();
if (!isOff && matchMedia("(pointer: fine)").matches && !turns.length) box.focus({ preventScroll: true });
document.body.dataset.ready = ""; // from here on a key press is a question
