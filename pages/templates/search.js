"use strict";
(function () {
  const wanted = document.getElementById("wanted");
  const hits = document.getElementById("hits");
  const count = document.getElementById("count");
  const MOST = 50;
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const all = FOUND.map((one) => ({ one, text: plain(one.title + " " + one.words) }));
  wanted.addEventListener("input", () => {
    const words = plain(wanted.value).split(/\s+/).filter(Boolean);
    const found = words.length ? all.filter((entry) => words.every((word) => entry.text.includes(word))) : [];
    hits.replaceChildren(
      ...found.slice(0, MOST).map(({ one }) => {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = one.at;
        link.textContent = one.title;
        item.append(link);
        return item;
      }),
    );
    const more = found.length > MOST ? ", the first " + MOST + " are shown" : "";
    count.textContent = words.length ? found.length + " found" + more : "";
  });
})();
