"use strict";
(() => {
  const step = 50;
  const cases = [...document.querySelectorAll("article[data-verdict]")];
  const words = document.getElementById("words");
  if (!words) return;
  const verdict = document.getElementById("verdict");
  const slice = document.getElementById("slice");
  const count = document.getElementById("count");
  const more = document.getElementById("more");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/gi, "d").toLowerCase();
  const texts = new Map();
  const textOf = (item) => {
    if (!texts.has(item)) texts.set(item, plain(item.textContent));
    return texts.get(item);
  };
  let most = step;
  const show = () => {
    const wanted = plain(words.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const item of cases) {
      const fits = (!verdict.value || item.dataset.verdict === verdict.value)
        && (!slice.value || item.dataset.slices.split("|").includes(slice.value))
        && wanted.every((word) => textOf(item).includes(word));
      if (fits) shown += 1;
      item.hidden = !fits || shown > most;
    }
    count.textContent = `${Math.min(shown, most)} of ${shown} shown`;
    more.hidden = shown <= most;
  };
  const again = () => { most = step; show(); };
  words.addEventListener("input", again);
  verdict.addEventListener("change", again);
  slice.addEventListener("change", again);
  more.addEventListener("click", () => { most += step; show(); });
  show();
})();
