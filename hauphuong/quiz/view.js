// The view of a quiz stop. It draws what the kernel sends, sends answers back by their place on the page, and says
// nothing of its own about right or wrong. Texts go in as text nodes only, so nothing in them can act as markup.

// A draft outlives a reload and a restarted kernel in this tab; where the page may not store, there is none.
const drafts = {
  get(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* no storage here */ } },
  drop(key) { try { sessionStorage.removeItem(key); } catch { /* no storage here */ } },
};

// -- one control for each form: {node, read(), write(answer)}, and lock() for one that is answered once ---------------

function optionsControl(question, type) {
  const name = unique("option");
  const boxes = question.options.map((_, place) => make("input", { type, name, value: place }));
  const node = make("div", { class: "hp-options" },
    ...boxes.map((box, place) => make("label", {}, box, make("span", {}, question.options[place]))));
  const chosen = () => boxes.flatMap((box, place) => (box.checked ? [place] : []));
  return {
    node,
    read: () => (type === "radio" ? chosen()[0] ?? null : chosen()),
    write(answer) {
      const wanted = type === "radio" ? [answer] : answer;
      boxes.forEach((box, place) => { box.checked = wanted.includes(place); });
    },
  };
}

function lineControl(question, words) {
  const id = unique("line");
  const numeric = question.kind !== "text";
  const said = { number: words.number, estimate: words.guess, text: words.text }[question.kind];
  const box = make("input", {
    type: "text", id, autocomplete: "off", spellcheck: "false", inputmode: numeric ? "decimal" : "text", maxlength: 300,
    "aria-describedby": question.unit ? id + "-unit" : null,
  });
  const node = make("div", { class: "hp-line" }, make("label", { for: id }, said), box);
  if (question.unit) node.append(make("span", { id: id + "-unit" }, question.unit));
  return {
    node,
    read: () => box.value,
    write(answer) { box.value = String(answer); },
    lock() { box.readOnly = true; },
  };
}

function orderControl(question, words, announce, changed) {
  const list = make("ol", { class: "hp-order" });
  const id = unique("hint");
  const node = make("div", {}, make("p", { id, class: "hp-hint" }, words.order), list);
  const rows = question.items.map((item, place) => {
    const row = make("li", { "data-place": place });
    const button = (step) => {
      const made = make("button", {
        type: "button", "aria-label": fill(words[step < 0 ? "move-up" : "move-down"], { item }), "aria-describedby": id,
        title: step < 0 ? words.up : words.down,
      }, step < 0 ? "↑" : "↓");
      made.addEventListener("click", () => move(row, step, made));
      return made;
    };
    const buttons = [button(-1), button(1)];
    row.append(make("span", {}, item), ...buttons);
    row.addEventListener("keydown", (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      move(row, step, event.target);
    });
    return row;
  });
  const move = (row, step, focused) => {
    const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (other) {
      list.insertBefore(row, step < 0 ? other : other.nextElementSibling);
      focused.focus(); // a node that moves loses the focus
      changed();
    }
    const n = [...list.children].indexOf(row) + 1;
    announce(fill(words.place, { item: question.items[row.dataset.place], n, all: rows.length }));
  };
  list.append(...rows);
  return {
    node,
    read: () => [...list.children].map((row) => Number(row.dataset.place)),
    write(answer) { if (answer.length === rows.length) list.replaceChildren(...answer.map((place) => rows[place])); },
  };
}

function matchControl(question, words) {
  const boxes = question.left.map(() => make("select", { id: unique("match") },
    make("option", { value: "" }, words.choose),
    ...question.right.map((said, place) => make("option", { value: place }, said))));
  const node = make("div", { class: "hp-match" },
    ...boxes.map((box, place) => make("div", {}, make("label", { for: box.id }, question.left[place]), box)));
  return {
    node,
    read: () => boxes.map((box) => (box.value === "" ? null : Number(box.value))),
    write(answer) { boxes.forEach((box, place) => { box.value = answer[place] ?? ""; }); },
  };
}

// -- one question -----------------------------------------------------------------------------------------------------

const MARKS = { right: "✓", partly: "◐", wrong: "✗", seen: "→", unread: "…" };

function drawQuestion(model, question, number) {
  const words = model.get("words");
  const key = `hauphuong/${model.get("lesson")}/${question.id}`;
  const first = question.kind === "estimate" ? words.commit : words.check;
  const status = make("div", { role: "status", "aria-live": "polite", "aria-atomic": "true", class: "hp-status" });
  const announce = (said) => { status.className = "hp-status hp-note"; status.replaceChildren(make("p", {}, said)); };
  const keep = () => drafts.set(key, control.read());
  const control = {
    one: () => optionsControl(question, "radio"),
    several: () => optionsControl(question, "checkbox"),
    line: () => lineControl(question, words),
    order: () => orderControl(question, words, announce, () => keep()),
    match: () => matchControl(question, words),
  }[question.form]();
  const button = make("button", { type: "submit", class: "hp-check" }, first);
  const legend = make("legend", {}, `${number}. ${question.ask} `, make("small", {}, `(${question.points})`));
  const fieldset = make("fieldset", {}, legend);
  if (question.passage) fieldset.append(make("blockquote", {}, question.passage));
  if (question.form === "several") fieldset.append(make("p", { class: "hp-hint" }, words.several));
  fieldset.append(control.node, make("div", { class: "hp-actions" }, button), status);
  const form = make("form", { class: "hp-question", "data-question": question.id, novalidate: true }, fieldset);

  let pending = null; // the message under way
  let late = null; // one that nobody has answered yet; sent again it keeps its id, so it is one attempt
  let timer = null;
  let marked = null; // the answer that was marked last, and what was said of it
  let feedback = [];
  let final = false;

  const rest = (said) => {
    clearTimeout(timer);
    pending = null;
    button.removeAttribute("aria-disabled");
    button.textContent = said;
  };

  const silent = () => {
    late = pending;
    rest(marked === null ? first : words.again);
    announce(words.silent);
  };

  const show = (reply, live) => {
    const sent = pending ?? late;
    rest(words.again);
    late = null;
    const understood = reply.state !== "unread";
    if (understood) {
      if (live && (!sent || sent.written === JSON.stringify(control.read()))) drafts.drop(key);
      if (!sent && reply.answer !== null) control.write(reply.answer); // from the journal, or from another window
      marked = sent ? sent.written : JSON.stringify(control.read());
    }
    if (reply.final) {
      final = true;
      if (reply.answer !== null) control.write(reply.answer);
      control.lock?.();
      button.textContent = words.done;
      button.setAttribute("aria-disabled", "true");
    } else if (!understood && marked === null) {
      button.textContent = first;
    }
    const parts = [make("p", { class: "hp-headline" }, make("span", { "aria-hidden": "true" }, MARKS[reply.state] + " "), reply.headline)];
    for (const said of reply.feedback) parts.push(make("p", {}, said));
    if (reply.why) parts.push(make("p", { class: "hp-why" }, reply.why));
    if (reply.sources.length) parts.push(make("p", { class: "hp-sources" }, `${words.sources}: ${reply.sources.join("; ")}`));
    if (reply.note) parts.push(make("p", { class: "hp-sources" }, reply.note));
    if (understood) feedback = parts;
    status.className = `hp-status hp-${reply.state}`;
    status.replaceChildren(...parts);
  };

  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (pending || final) return;
    const answer = control.read();
    const written = JSON.stringify(answer);
    if (written === marked) return status.replaceChildren(make("p", { class: "hp-headline" }, words.same), ...feedback);
    pending = late?.written === written ? late : { id: unique("answer"), written };
    button.textContent = words.saving;
    button.setAttribute("aria-disabled", "true");
    announce(words.saving);
    timer = setTimeout(silent, model.get("patience"));
    try {
      model.send({ id: pending.id, question: question.id, answer });
    } catch {
      silent(); // the line to the kernel is gone
    }
  });

  const kept = model.get("kept")[question.id];
  if (kept) show(kept, false);
  const draft = drafts.get(key);
  if (draft !== null && !final) {
    try { control.write(draft); } catch { drafts.drop(key); }
  }
  return { form, show };
}

// -- the stop ---------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const words = model.get("words");
  const questions = model.get("questions");
  const drawn = new Map(questions.map((question, place) => [question.id, drawQuestion(model, question, place + 1)]));
  const notice = make("p", { class: "hp-notice", role: "note" });
  const warn = () => {
    notice.textContent = model.get("notice");
    notice.hidden = !notice.textContent;
  };
  warn();
  const stop = make("section", { class: "hp-quiz", lang: model.get("lang"), "aria-label": words.title },
    make("p", { class: "hp-title", "aria-hidden": "true" }, words.title), notice,
    ...[...drawn.values()].map((one) => one.form));
  // Keys typed here are the learner's: elsewhere in a notebook a lone letter or arrow is a command.
  stop.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
  });
  el.append(stop);
  const hear = (reply) => drawn.get(reply.question)?.show(reply, true);
  model.on("msg:custom", hear);
  model.on("change:notice", warn);
  return () => {
    model.off("msg:custom", hear);
    model.off("change:notice", warn);
  };
}

export default { render };
