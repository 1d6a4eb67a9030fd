// Looks through the entries that stand in this page. Texts are only ever put in as texts.
"use strict";
(function () {
  const MOST = 200, AROUND = 30;
  const fold = (text) => text.normalize("NFKC").toLowerCase();
  const entries = JSON.parse(document.getElementById("entries").textContent);
  const folded = entries.map((entry) => fold(entry.slice(1).join("\n")));
  const query = document.getElementById("query");
  const found = document.getElementById("found");
  const hits = document.getElementById("hits");

  function marked(parent, text, words) {
    // Folding may change lengths; only where it does not can the words be marked in place.
    const plain = text.toLowerCase();
    let at = 0;
    while (plain.length === text.length && at < text.length) {
      let next = -1, long = 0;
      for (const word of words) {
        const place = plain.indexOf(word, at);
        if (place >= 0 && (next < 0 || place < next)) { next = place; long = word.length; }
      }
      if (next < 0) { break; }
      parent.append(text.slice(at, next));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + long);
      parent.append(mark);
      at = next + long;
    }
    parent.append(text.slice(at));
  }

  function below(entry, words) {
    if (entry[2]) { return entry[2]; }
    const plain = entry[3].toLowerCase();
    const at = Math.max(0, Math.min(...words.map((word) => plain.indexOf(word)).filter((place) => place >= 0), entry[3].length));
    return entry[3].slice(Math.max(0, at - AROUND), at + 3 * AROUND).replace(/\s+/g, " ");
  }

  function look() {
    const words = fold(query.value).split(/\s+/).filter((word) => word);
    const places = [];
    if (words.length) {
      folded.forEach((text, at) => { if (words.every((word) => text.includes(word))) { places.push(at); } });
    }
    hits.replaceChildren(...places.slice(0, MOST).map((at) => {
      const line = document.createElement("li");
      const link = document.createElement("a");
      link.setAttribute("href", entries[at][0]);
      marked(link, entries[at][1], words);
      const under = document.createElement("div");
      marked(under, below(entries[at], words), words);
      line.append(link, under);
      return line;
    }));
    const more = places.length > MOST ? `，列出前 ${MOST} 处，请再加检索词` : "";
    found.textContent = words.length ? `找到 ${places.length} 处${more}。` : "";
  }

  query.addEventListener("input", look);
  look();
})();
