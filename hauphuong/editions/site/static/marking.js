// Marks an answer on a page without a kernel, as hauphuong/quiz/marking.py and typed.py do (tests/browser/test_site_in_browser.py
// puts both to the same answers). `key` comes from editions/site/quizzes.py, `told` is what that says of the language.
"use strict";

const hauphuongMarking = (() => {
  // -- what was typed ----------------------------------------------------------------------------------------------

  // Python's idea of white space: JavaScript's lacks the separators and has the byte-order mark
  const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/u;
  const words = (text) => text.split(SPACES).filter(Boolean);

  const clean = (answer, told) => {
    const seen = [...answer].map((c) => told.alike[c] ?? c).filter((c) => !/[\p{Cf}\p{Cs}]/u.test(c));
    return words(seen.join("").normalize("NFC")).join(" ");
  };
  const casefold = (text, told) => [...text].map((c) => told.casefold[c] ?? c.toLowerCase()).join("");
  const bare = (answer, told) => {
    const letters = [...clean(answer, told)];
    while (letters.length && told.ends.includes(letters[0])) letters.shift();
    while (letters.length && told.ends.includes(letters.at(-1))) letters.pop();
    return letters.join("");
  };
  const fold = (text, told) =>
    words(casefold(text.normalize("NFD").replace(/\p{Mn}/gu, "").replace(/[đĐ]/g, "d"), told)).join(" ");
  const spelling = (answer, told) => words(casefold(bare(answer, told), told).normalize("NFD")).map((word) => {
    const letters = [...word];
    return letters.filter((c) => !told.tones.includes(c)).join("").normalize("NFC") + letters.filter((c) => told.tones.includes(c)).join("");
  }).join(" ");

  // digits of any script, since Python's \d and float() take them
  const digit = (c) => {
    const code = c.codePointAt(0);
    let before = 0;
    while (/^\p{Nd}$/u.test(String.fromCodePoint(code - 1 - before))) before += 1;
    return before % 10;
  };
  const toNumber = (text) => Number(text.replace(/\p{Nd}/gu, digit));
  const NUMBER = /^(?<before>[^\p{Nd}+.,\-]*?)(?<sign>[+\-]?) ?(?<digits>\p{Nd}[\p{Nd}.,' ]*)(?<after>\P{Nd}*)$/u;
  const grouped = (digits, mark) => new RegExp(`^[1-9]\\p{Nd}{0,2}([${mark}]\\p{Nd}{3})+$`, "u").test(digits);

  const readings = (written) => {
    const digits = written.replaceAll("'", " ");
    if (digits.includes(" ")) {
      const spaced = /^(\p{Nd}{1,3}(?: \p{Nd}{3})+)(?:[.,](\p{Nd}+))?$/u.exec(digits);
      return spaced ? [toNumber(`${spaced[1].replaceAll(" ", "")}.${spaced[2] || "0"}`)] : [];
    }
    const marks = [...digits].filter((c) => ".,".includes(c));
    if (!marks.length) return [toNumber(digits)];
    const point = marks.at(-1);
    const other = point === "." ? "," : ".";
    const at = digits.lastIndexOf(point);
    const [whole, rest] = [digits.slice(0, at), digits.slice(at + 1)];
    const decimal = (text) => /^\p{Nd}+$/u.test(text);
    const found = [];
    if (grouped(digits, point) && !digits.includes(other)) found.push(toNumber(digits.replaceAll(point, "")));
    if (marks.filter((c) => c === point).length === 1 && (decimal(whole) || grouped(whole, other)) && decimal(rest)) {
      found.push(toNumber(`${whole.replaceAll(other, "")}.${rest}`));
    }
    return found;
  };

  const numbers = (answer, told) => {
    if (typeof answer === "number") return Math.abs(answer) < 1e15 ? [answer] : [];
    if (typeof answer !== "string" || [...answer].length > told.longest) return [];
    const found = NUMBER.exec(casefold(clean(answer, told), told))?.groups;
    if (!found) return [];
    const after = words(found.after.replaceAll("%", " "));
    if (after.includes("rưỡi")) return [];
    const times = after.length && Object.hasOwn(told.times, after[0]) ? told.times[after[0]] : 1;
    const sign = found.sign === "-" ? -1 : 1;
    return readings(found.digits.replace(/[ .,']+$/, "")).filter((value) => value < 1e15).map((value) => sign * times * value);
  };

  // -- what is said ------------------------------------------------------------------------------------------------

  // Python rounds an exact half to the even neighbour, toFixed away from zero
  const fixed = (value, decimals) => {
    const whole = Math.trunc(value);
    const part = value - whole;
    // of halves only these are exact: .125, .375, .625 and .875 of hundredths, .5 of ones; powers of two lose nothing
    const exact = decimals === 2 ? part * 8 : part * 2;
    if (!Number.isInteger(exact) || exact % 2 === 0) return value.toFixed(decimals);
    if (decimals === 0) return (whole + (whole % 2)).toFixed(0);
    const below = Math.floor(part * 100);
    return `${whole.toFixed(0)}.${String(below + (below % 2)).padStart(2, "0")}`;
  };
  const number = (value, told, decimals = null, sign = false) => {
    const digits = decimals === null ? fixed(Math.abs(value), 2).replace(/0+$/, "").replace(/\.$/, "") : fixed(Math.abs(value), decimals);
    const [whole, fraction] = digits.split(".");
    const [thousands, point] = told.lang === "vi" ? [".", ","] : [",", "."];
    const mark = value < 0 ? "−" : sign && value > 0 ? "+" : "";
    return mark + whole.replace(/\B(?=(\d{3})+$)/g, thousands) + (fraction ? point + fraction : "");
  };
  const word = (name, told, filled = {}) => told.words[name].replace(/\{(\w+)\}/g, (whole, key) => filled[key] ?? whole);

  // -- one marker for each kind: {points, right, feedback}, or {unread: why} -----------------------------------------

  const place = (answer, many) => Number.isInteger(answer) && answer >= 0 && answer < many;
  const near = (value, wanted) => Math.abs(value - wanted.value) <= wanted.limit;
  const likeliest = (found, wanted) => {
    const far = (value) => (value * wanted > 0 ? Math.abs(Math.log(value / wanted)) : Infinity);
    return found.reduce((best, value) => (far(value) < far(best) ? value : best));
  };

  const markers = {
    one: (key, answer) => (place(answer, key.options.length) ? key.options[answer] : { unread: "choose-one" }),

    several(key, answer, told) {
      if (!Array.isArray(answer) || !answer.length || !answer.every((a) => place(a, key.options.length))) return { unread: "choose-some" };
      const chosen = key.options.filter((_, n) => answer.includes(n));
      const wanted = key.options.filter((o) => o.right).length;
      const hits = chosen.filter((o) => o.right).length;
      const net = Math.max(0, hits - (chosen.length - hits));
      const missing = hits < wanted ? [word("missing", told)] : [];
      return { points: key.shares[net], right: net === wanted, feedback: [...chosen.map((o) => o.feedback), ...missing] };
    },

    number(key, answer, told) {
      const found = numbers(answer, told);
      if (!found.length) return { unread: "no-number" };
      if (found.some((value) => near(value, key.answer))) return { points: key.max, right: true, feedback: [key.feedback.right] };
      const trap = key.traps.find((one) => found.some((value) => near(value, one)));
      const side = likeliest(found, key.answer.value) > key.answer.value ? "high" : "low";
      return { points: 0, right: false, feedback: [trap ? trap.feedback : key.feedback[side]] };
    },

    estimate(key, answer, told) {
      const found = numbers(answer, told);
      if (!found.length) return { unread: "no-number" };
      const { value: wanted, low, high } = key.answer;
      const guess = likeliest(found, wanted);
      const inside = low <= guess && guess <= high;
      const said = { guess: number(guess, told), value: number(wanted, told), unit: key.unit };
      if (said.guess !== said.value) {
        const gap = guess - wanted;
        said.gap = number(gap, told, null, true);
        said.percent = wanted ? `${number((100 * gap) / wanted, told, 0, true)}%` : "–";
      }
      const seen = word(said.guess === said.value ? "guessed-exactly" : "guessed", told, said);
      const verdict = inside ? "near" : guess > wanted ? "high" : "low";
      return { points: inside ? key.max : 0, right: inside, feedback: [seen, key.feedback[verdict]] };
    },

    order(key, answer, told) {
      const many = key.order.length;
      if (!Array.isArray(answer) || answer.length !== many || new Set(answer).size !== many || !answer.every((a) => place(a, many))) return { unread: "all-items" };
      const before = new Map(key.order.map((item, n) => [item, n ? key.order[n - 1] : null]));
      const lost = answer.filter((item, n) => (n ? answer[n - 1] : null) !== before.get(item));
      const hits = answer.slice(1).filter((item, n) => before.get(item) === answer[n]).length;
      if (hits === many - 1) return { points: key.max, right: true, feedback: [word("in-order", told)] };
      return { points: key.shares[hits], right: false, feedback: lost.map((item) => key.feedback[item]) };
    },

    match(key, answer, told) {
      const many = key.right.length;
      if (!Array.isArray(answer) || answer.length !== many || !answer.every((a) => place(a, key.feedback[0].length))) return { unread: "all-pairs" };
      const wrong = answer.flatMap((side, line) => (side === key.right[line] ? [] : [key.feedback[line][side]]));
      if (!wrong.length) return { points: key.max, right: true, feedback: [word("all-matched", told)] };
      return { points: key.shares[many - wrong.length], right: false, feedback: wrong };
    },

    text(key, answer, told) {
      if (typeof answer !== "string" || !clean(answer, told)) return { unread: "no-text" };
      if ([...answer].length > told.longest) return { unread: "too-long" };
      const folded = fold(bare(answer, told), told);
      const alike = key.folded.includes(folded);
      if (key.strict ? key.spelled.includes(spelling(answer, told)) : alike) return { points: key.max, right: true, feedback: [key.feedback.right] };
      if (alike) return { points: 0, right: false, feedback: [word("diacritics", told)] };
      const trap = key.traps.find((one) => one.folded.includes(folded));
      return { points: 0, right: false, feedback: [trap ? trap.feedback : key.feedback.wrong] };
    },
  };
  Object.assign(markers, { choice: markers.one, evidence: markers.one, anachronism: markers.one, choices: markers.several });

  /** {points, max, right, understood, feedback} of one answer, by its places on the page. */
  const mark = (key, answer, told) => {
    const found = markers[key.kind](key, answer, told);
    if (found.unread) return { points: 0, max: key.max, right: false, understood: false, feedback: [word(found.unread, told)] };
    return { points: found.points, max: key.max, right: found.right, understood: true, feedback: found.feedback.filter(Boolean) };
  };

  return { mark, number, word, fold };
})();
