"use strict";
// Looks through SECTIONS (index.js) for all words typed; nothing is asked of any network.
const box = document.getElementById("search");
const found = document.getElementById("found");
const contents = document.getElementById("contents");

function score(section, words) {
  const title = section.title.toLowerCase();
  const text = section.words.toLowerCase();
  let sum = 0;
  for (const word of words) {
    if (title.includes(word)) sum += 10;
    else if (text.includes(word)) sum += 1;
    else return 0;
  }
  return sum;
}

function passage(text, word) {
  const at = text.toLowerCase().indexOf(word);
  const line = document.createElement("small");
  if (at < 0) { line.textContent = text.slice(0, 60); return line; }
  const start = Math.max(0, at - 18);
  const mark = document.createElement("mark");
  mark.textContent = text.slice(at, at + word.length);
  line.append(start ? "…" : "", text.slice(start, at), mark, text.slice(at + word.length, at + 46));
  return line;
}

function look() {
  const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
  found.hidden = !words.length;
  contents.hidden = Boolean(words.length);
  found.replaceChildren();
  if (!words.length) return;
  const hits = SECTIONS.map((section) => [score(section, words), section]).filter(([sum]) => sum)
    .sort((one, other) => other[0] - one[0]).slice(0, 30);
  if (!hits.length) found.append("没有找到。请换一个词，或减少词数。");
  for (const [, section] of hits) {
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = section.to;
    link.textContent = section.title === section.page ? section.title : `${section.page}：${section.title}`;
    line.append(link, passage(section.words, words[0]));
    found.append(line);
  }
}

box.addEventListener("input", look);
