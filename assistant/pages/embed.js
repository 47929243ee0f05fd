// One line on a portal's page shows the chat there:
//   <script src="https://HOST/embed.js" async></script>
// A button in the corner opens it in a frame; <bantin-chat> where the chat itself should stand.
// The portal's address must be among BANTIN_EMBED_ORIGINS, or the browser shows an empty frame.
(() => {
  const script = document.currentScript;
  const host = new URL(script ? script.src : location.href).origin;
  const language = (document.documentElement.lang || "vi").startsWith("en") ? "en" : "vi";
  const words = "WORDS"[language]; // replaced by the texts of both languages when served

  const frame = () => {
    const made = document.createElement("iframe");
    made.src = host + "/?lang=" + language;
    made.title = words.title;
    made.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox");
    made.setAttribute("referrerpolicy", "no-referrer");
    made.style.cssText = "width:100%;height:100%;border:0;background:#fff";
    return made;
  };

  customElements.define("bantin-chat", class extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.style.display = "block";
      if (!this.style.height) this.style.height = "40rem";
      this.attachShadow({ mode: "open" }).append(frame());
    }
  });
  if (document.querySelector("bantin-chat")) return;

  const place = document.createElement("div");
  const root = place.attachShadow({ mode: "open" });
  const button = document.createElement("button");
  const box = document.createElement("div");
  button.textContent = words.title;
  button.setAttribute("aria-expanded", "false");
  button.style.cssText = "position:fixed;right:1rem;bottom:1rem;z-index:2147483000;padding:.8rem 1.2rem;font:600 1rem system-ui,sans-serif;color:#fff;background:#0b5c8f;border:0;border-radius:2rem;cursor:pointer;box-shadow:0 2px 10px #0005";
  box.style.cssText = "position:fixed;right:1rem;bottom:4.5rem;z-index:2147483000;width:min(28rem,calc(100vw - 2rem));height:min(42rem,calc(100vh - 6rem));border-radius:1rem;overflow:hidden;box-shadow:0 6px 30px #0006;display:none";
  button.addEventListener("click", () => {
    const isOpen = box.style.display === "none";
    if (isOpen && !box.firstChild) box.append(frame());
    box.style.display = isOpen ? "block" : "none";
    button.textContent = isOpen ? words.close : words.title;
    button.setAttribute("aria-expanded", String(isOpen));
  });
  root.append(box, button);
  (document.body || document.documentElement).append(place);
})();
