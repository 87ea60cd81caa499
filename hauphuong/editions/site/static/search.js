// Search: every word must occur, with or without diacritics; what has them as they were typed comes first.
"use strict";
(() => {
  const language = globalThis.hauphuongLanguage;
  const words = language.words;
  const fold = (text) => hauphuongMarking.fold(text, language);
  const query = (new URLSearchParams(location.search).get("q") || "").slice(0, 200).normalize("NFC");
  const status = document.getElementById("search-status");
  const results = document.getElementById("search-results");
  document.getElementById("q").value = query;

  // Folding keeps the length of composed text letter by letter, so that a place in the one is a place in the other.
  const letters = (text) => [...text].map((c) => {
    const plain = c.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
    return plain.length === c.length ? plain : c;
  }).join("");
  const terms = [...new Set(fold(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean))];
  if (!terms.length) return;

  // A word of the query may be the beginning of a word of the text; a short one must be the whole word.
  const finder = (term) => new RegExp(`(?<![\\p{L}\\p{N}])${term}${term.length < 4 ? "(?![\\p{L}\\p{N}])" : ""}`, "gu");
  const finders = terms.map(finder);
  const phrase = fold(query);
  const typed = query.toLowerCase();

  const found = [];
  for (const [address, title, section, text] of globalThis.hauphuongIndex) {
    const head = letters(`${title} ${section}`);
    const body = letters(text);
    let score = 0;
    for (const one of finders) {
      const inHead = head.match(one)?.length || 0;
      const inBody = body.match(one)?.length || 0;
      if (!inHead && !inBody) { score = -1; break; }
      score += 8 * Math.min(inHead, 2) + Math.min(inBody, 5);
    }
    if (score < 0) continue;
    if (head.includes(phrase)) score += 30;
    if (body.includes(phrase)) score += 15;
    if (typed !== phrase && `${title} ${section} ${text}`.toLowerCase().includes(typed)) score += 10;
    found.push({ address, title, section, text, body, score });
  }
  found.sort((a, b) => b.score - a.score);

  const say = (name, n, shown) => words[name].replace("{n}", n).replace("{shown}", shown);
  const SHOWN = 60;
  status.textContent = !found.length ? words["found-none"] : found.length === 1 ? words["found-one"]
    : found.length > SHOWN ? say("found-many", found.length, SHOWN) : say("found", found.length);

  const snippet = ({ text, body }) => {
    const part = document.createElement("div");
    const at = body.includes(phrase) ? body.indexOf(phrase) : Math.max(0, Math.min(...finders.map((one) => { one.lastIndex = 0; return one.exec(body)?.index ?? Infinity; }).filter(Number.isFinite)));
    const from = Number.isFinite(at) ? Math.max(0, at - 60) : 0;
    const [piece, plain] = [text.slice(from, from + 220), body.slice(from, from + 220)];
    const spans = finders.flatMap((one) => [...plain.matchAll(one)].map((m) => [m.index, m.index + m[0].length])).sort((a, b) => a[0] - b[0]);
    let end = 0;
    if (from) part.append("… ");
    for (const [start, stop] of spans) {
      if (start < end) continue;
      const mark = document.createElement("mark");
      mark.textContent = piece.slice(start, stop);
      part.append(piece.slice(end, start), mark);
      end = stop;
    }
    part.append(piece.slice(end), from + 220 < text.length ? " …" : "");
    return part;
  };

  for (const one of found.slice(0, SHOWN)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = one.address;
    link.textContent = one.section ? `${one.title} › ${one.section}` : one.title;
    item.append(link, snippet(one));
    results.append(item);
  }
})();
