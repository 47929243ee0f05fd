// The buttons under an answer and in the staff page's tables. One listener serves all of them,
// since answers are added and removed.
(() => {
  const send = (path, body) =>
    fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) })
      .then((reply) => { if (!reply.ok) throw new Error(String(reply.status)); return reply; });

  const copied = async (text) => {
    try { await navigator.clipboard.writeText(text); }
    catch {  // no clipboard without https
      const box = document.createElement("textarea");
      box.value = text; document.body.append(box); box.select();
      document.execCommand("copy"); box.remove();
    }
  };

  // Gradio's framework notices a changed text only through the native setter and an event.
  const fill = (box, text) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, text);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const ask = (text) => {
    fill(document.querySelector("#question textarea"), text);
    setTimeout(() => document.querySelector("#send").click(), 50);
  };

  const wordsOf = (answer) => {
    const copy = answer.cloneNode(true);
    copy.querySelectorAll(".actions, .next").forEach((part) => part.remove());
    copy.querySelectorAll("a.cite").forEach((link) => { link.textContent = `[${link.textContent}]`; });
    return copy.innerText.trim();
  };

  const doing = {
    pick: (button) => {
      const box = document.querySelector(`${button.dataset.into} textarea, ${button.dataset.into} input`);
      fill(box, button.dataset.text);
      box.focus();
    },
    sort: (button) => {
      const head = button.closest("th"), body = button.closest("table").tBodies[0];
      const at = [...head.parentElement.children].indexOf(head);
      const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
      const text = (row) => row.cells[at]?.textContent ?? "";
      const order = (a, b) => {
        const [x, y] = [a, b].map((row) => Number(row.cells[at]?.dataset.v ?? NaN));
        return Number.isNaN(x) || Number.isNaN(y) ? text(a).localeCompare(text(b), "vi", { numeric: true }) : x - y;
      };
      body.append(...[...body.rows].sort((a, b) => sign * order(a, b)));
      for (const other of head.parentElement.children) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
    },
    ask: (button) => ask(button.textContent),
    print: () => window.print(),
    copy: async (_, group, notice) => { await copied(wordsOf(group.closest(".a"))); notice().textContent = group.dataset.copied; },
    share: async (_, group, notice) => {
      const { address } = await (await send(`/a/${group.dataset.answer}`)).json();
      const place = notice();
      place.innerHTML = "";
      const link = document.createElement("a");
      link.href = address; link.target = "_blank"; link.textContent = group.dataset.shared;
      place.append(link);
      copied(address).catch(() => {});  // the link is there, copied or not
    },
    good: async (button, group, notice) => {
      await send("/feedback", { answer_id: group.dataset.answer, is_helpful: true });
      pressed(group, button); group.querySelector(".why").hidden = true; notice().textContent = group.dataset.thanks;
    },
    bad: async (button, group) => {
      await send("/feedback", { answer_id: group.dataset.answer, is_helpful: false });
      pressed(group, button);
      const why = group.querySelector(".why");
      why.hidden = false; why.querySelector("select").focus();
    },
    why: async (_, group, notice) => {
      const why = group.querySelector(".why");
      const reason = [why.querySelector("select").value, why.querySelector("input").value.trim()].filter(Boolean).join(": ");
      await send("/feedback", { answer_id: group.dataset.answer, is_helpful: false, reason });
      why.hidden = true; notice().textContent = group.dataset.thanks;
    },
  };

  const pressed = (group, button) =>
    group.querySelectorAll("[aria-pressed]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-do]");
    if (!button) return;
    const group = button.closest(".actions");
    // The answer may have been rendered again in the meantime.
    const notice = () => (document.querySelector(`.actions[data-answer="${group.dataset.answer}"]`) ?? group).querySelector(".notice");
    try { await doing[button.dataset.do]?.(button, group, notice); }
    catch { if (group) notice().textContent = group.dataset.failed; }
  });

  // A citation scrolls its bulletin to the cited words, in whichever element scrolls.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.cite, .nearest a");
    const mark = link && document.getElementById(link.hash.slice(1));
    if (!mark) return;
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    document.querySelectorAll("mark.here").forEach((one) => one.classList.remove("here"));
    mark.classList.add("here");
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    mark.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  });
})();
