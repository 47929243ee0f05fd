// The buttons under an answer: rate, copy, share, print; and those of the bulletin's page.
const send = async (path, body) => {
  const reply = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body ?? {}) });
  if (!reply.ok) throw new Error(String(reply.status));
  return reply;
};

const copied = async (text) => {
  try { await navigator.clipboard.writeText(text); }
  catch { // no clipboard without https
    const box = document.createElement("textarea");
    box.value = text; document.body.append(box); box.select();
    document.execCommand("copy"); box.remove();
  }
};

const press = (group, button) => {
  for (const one of group.querySelectorAll("[aria-pressed]")) one.setAttribute("aria-pressed", String(one === button));
};

const rated = (group, isHelpful, reason) => send("/feedback", { answer_id: group.dataset.answer, is_helpful: isHelpful, ...(reason ? { reason } : {}) });

const print = (chosen) => {
  document.body.classList.add("printing"); chosen?.classList.add("chosen");
  addEventListener("afterprint", () => { document.body.classList.remove("printing"); chosen?.classList.remove("chosen"); }, { once: true });
  window.print();
};

const doing = {
  copy: async (_, group, notice) => {
    await copied(group.closest(".a").dataset.plain.replaceAll("{origin}", location.origin));
    notice.textContent = group.dataset.copied;
  },
  share: async (_, group, notice) => {
    const { address } = await (await send(`/a/${group.dataset.answer}`)).json();
    const link = Object.assign(document.createElement("a"), { href: address, target: "_blank", textContent: group.dataset.shared });
    notice.replaceChildren(link);
    copied(address).catch(() => {}); // the link is there, copied or not
  },
  print: (button) => print(button.closest(".turn")),
  "print-page": () => window.print(),
  good: async (button, group, notice) => {
    await rated(group, true);
    press(group, button); group.querySelector(".why").hidden = true; notice.textContent = group.dataset.thanks;
  },
  bad: async (button, group) => {
    await rated(group, false);
    press(group, button);
    group.querySelector(".why").hidden = false;
    group.querySelector(".why").scrollIntoView({ block: "nearest" });
    group.querySelector(".why input").focus();
  },
  unwhy: (_, group, notice) => { group.querySelector(".why").hidden = true; notice.textContent = group.dataset.thanks; },
  unfold: (button) => {
    const isOpen = button.previousElementSibling.classList.toggle("all");
    button.setAttribute("aria-expanded", String(isOpen));
    [button.textContent, button.dataset.less] = [button.dataset.less, button.textContent];
  },
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-do]"), group = button?.closest(".actions"), work = doing[button?.dataset.do];
  if (!work) return;
  try { await work(button, group, group?.querySelector(".notice")); }
  catch { if (group) group.querySelector(".notice").textContent = group.dataset.failed; }
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest(".why");
  if (!form) return;
  event.preventDefault();
  const group = form.closest(".actions"), notice = group.querySelector(".notice");
  const reason = [form.querySelector("input:checked")?.value, form.querySelector("textarea").value.trim()].filter(Boolean).join(": ");
  try { await rated(group, false, reason); form.hidden = true; notice.textContent = group.dataset.thanks; }
  catch { notice.textContent = group.dataset.failed; }
});
