// The desk works by links and forms; this opens dialogs, shows what an edit changes, and says that
// a long task runs.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A button's `data-fill-key-id` fills the field `key_id` and the element with data-say="key_id".
  const fill = (dialog, data) => {
    for (const [key, value] of Object.entries(data)) {
      if (!key.startsWith("fill")) continue;
      const name = key.slice(4).replace(/^./, (c) => c.toLowerCase()).replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
      const field = dialog.querySelector(`[name="${name}"]`);
      if (field) field.value = value;
      all(`[data-say="${name}"]`, dialog).forEach((place) => { place.textContent = value; });
    }
  };

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-open], [data-close], [data-copy]");
    if (!button) return;
    if (button.dataset.open) {
      const dialog = document.getElementById(button.dataset.open);
      dialog.querySelector("form").reset();
      fill(dialog, button.dataset);
      dialog.showModal();
      dialog.dispatchEvent(new Event("input"));
    } else if (button.dataset.copy) {
      const place = document.getElementById(button.dataset.copy);
      getSelection().selectAllChildren(place);
      try { await navigator.clipboard.writeText(place.textContent); } catch { document.execCommand("copy"); }
      button.textContent = "Đã chép";
    } else button.closest("dialog").close();
  });

  // What an edit changes: each field, before and after.
  for (const group of all("[data-diff]")) {
    const place = group.querySelector(".diff"), dialog = group.closest("dialog");
    const shown = (field) => field.tagName === "SELECT" ? field.selectedOptions[0].textContent : field.value.trim();
    const fields = all("input, select", group).map((field) => [field, shown(field)]);
    const line = (field, before) => {
      const row = document.createElement("span");
      const [name, old, now] = ["b", "del", "ins"].map((tag) => document.createElement(tag));
      name.textContent = `${group.querySelector(`label[for="${field.id}"]`).textContent}: `;
      old.textContent = before || "(trống)"; now.textContent = shown(field) || "(trống)";
      row.append(name, old, " → ", now);
      return row;
    };
    const show = () => {
      const changed = fields.filter(([field, before]) => shown(field) !== before);
      place.replaceChildren(...changed.map(([field, before]) => line(field, before)));
      if (!changed.length) place.textContent = place.dataset.none;
      dialog.querySelector("[type=submit]").disabled = !changed.length;
    };
    dialog.addEventListener("input", show);
    show();
  }

  for (const form of all("form")) {
    form.addEventListener("submit", () => {
      const button = form.querySelector("[type=submit]");
      if (form.dataset.busy) { button.textContent = form.dataset.busy; }
      // After the form is sent, so that the value of the button goes with it.
      if (form.method === "post") setTimeout(() => all("[type=submit]", form).forEach((one) => { one.disabled = true; }));
    });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) all("[type=submit]").forEach((one) => { one.disabled = false; });
  });

  for (const drop of all(".drop")) {
    const input = drop.querySelector("input"), list = drop.querySelector("[data-files]");
    const show = () => { list.textContent = [...input.files].map((file) => file.name).join(", "); };
    input.addEventListener("change", show);
    for (const kind of ["dragover", "dragleave", "drop"]) {
      drop.addEventListener(kind, (event) => {
        event.preventDefault();
        drop.classList.toggle("over", kind === "dragover");
        if (kind === "drop") { input.files = event.dataTransfer.files; show(); }
      });
    }
  }
})();
