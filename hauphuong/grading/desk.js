// The view of the rubric desk. It shows what the kernel sends and sends back what the marker does; it holds no mark of its
// own. Texts go in as text nodes only, so nothing that a student has written can act as markup.

// What is being written outlives a reload and a dead kernel in this tab; the gradebook gets it too, at every letter.
const store = {
  get(key) { try { return sessionStorage.getItem(key); } catch { return null; } },
  set(key, value) { try { sessionStorage.setItem(key, value); } catch { /* no storage here */ } },
  drop(key) { try { sessionStorage.removeItem(key); } catch { /* no storage here */ } },
};

// -- the line to the kernel: every step is answered for, or said to be lost ---------------------------------------------

function line(model, announce) {
  const waiting = new Map();
  const lost = new Set();
  const words = model.get("words");
  const silent = (id) => {
    lost.add(id);
    announce(fill(words.silent, { n: lost.size }), true);
  };
  return {
    send(what, then = () => {}) {
      const id = unique("step");
      waiting.set(id, { then, timer: setTimeout(() => silent(id), model.get("patience")) });
      try { model.send({ id, ...what }); } catch { clearTimeout(waiting.get(id).timer); silent(id); }
    },
    hear(reply) {
      lost.delete(reply.id); // late, but done
      const step = waiting.get(reply.id);
      if (!step) return;
      clearTimeout(step.timer);
      waiting.delete(reply.id);
      step.then(reply);
      if (reply.said) announce(reply.said, !reply.ok);
    },
  };
}

// -- one criterion ---------------------------------------------------------------------------------------------------------

function drawCriterion(told, act) {
  const id = unique("criterion");
  const name = make("h4", { id }, told.name);
  const buttons = told.levels.map((level, place) => {
    const by = make("span", { class: "hp-by" });
    const button = make("button", { type: "button", role: "radio", "aria-checked": "false", tabindex: "-1" },
      make("kbd", { "aria-hidden": "true" }, place + 1), make("span", { class: "hp-points" }, level.points), make("span", { class: "hp-says" }, level.says), by);
    button.addEventListener("click", () => act.pick(told.id, place));
    return { button, by };
  });
  const group = make("div", { role: "radiogroup", "aria-labelledby": id, class: "hp-levels" }, ...buttons.map((b) => b.button));
  const comment = make("div", { class: "hp-comment" });
  const slot = make("div"); // where the editor comes to stand
  const node = make("div", { class: "hp-criterion", "data-criterion": told.id }, name, group, comment, slot);
  node.addEventListener("focusin", () => act.stand(told.id));
  group.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const at = buttons.findIndex((b) => b.button === event.target);
    if (!step || at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].button.focus();
  });
  return {
    node, slot,
    focus() { (buttons.find((b) => b.button.tabIndex === 0) ?? buttons[0]).button.focus(); },
    show(now, words) {
      buttons.forEach(({ button, by }, place) => {
        button.setAttribute("aria-checked", String(now.level === place));
        button.tabIndex = place === (now.level ?? 0) ? 0 : -1;
        by.textContent = now.levels[place].by;
      });
      name.replaceChildren(now.name, ...(now.decided ? [make("small", {}, ` (${words.decided})`)] : []));
      const parts = now.said.map((said) => make("p", {}, said));
      if (now.comment) parts.push(make("p", { class: "hp-own" }, now.comment));
      if (now.draft) parts.push(make("p", { class: "hp-own" }, now.draft, " ", make("small", {}, words.half)));
      comment.replaceChildren(...parts);
    },
  };
}

// -- the desk ----------------------------------------------------------------------------------------------------------------

function render({ model, el }) {
  const words = model.get("words");
  const frame = model.get("frame");
  let state = model.get("state");
  let at = (state.criteria.find((c) => c.level === null) ?? state.criteria[0]).id; // the criterion in focus
  let moving = false; // on the way to another essay
  let editing = null; // the criterion whose comment is being written
  let panelKind = "";

  const status = make("p", { role: "status", "aria-live": "polite", "aria-atomic": "true", class: "hp-status" });
  const announce = (said, bad = false) => { status.textContent = said; status.classList.toggle("hp-bad", bad); };
  const kernel = line(model, announce);
  const told = (id) => state.criteria.find((c) => c.id === id);
  const keyOf = (id) => `hauphuong/desk/${frame.exercise}/${frame.marker}/${state.essay.number}/${id}`;

  const act = {
    stand(id) {
      if (id !== at) criteria.get(id).node.scrollIntoView({ block: "nearest" });
      at = id;
      for (const [name, one] of criteria) one.node.classList.toggle("hp-here", name === id);
    },
    pick(id, level) {
      if (moving) return announce(words.wait, true);
      if (level !== null && level >= told(id).levels.length) return announce(fill(words["no-level"], { n: told(id).levels.length }), true);
      kernel.send({ do: "level", place: state.place, criterion: id, level });
      act.stand(id);
      // always the next criterion, marked or not: four digits then mean four criteria, whatever stood there before
      if (level === null) criteria.get(id).focus();
      else act.step(1);
    },
    step(by) {
      const place = state.criteria.findIndex((c) => c.id === at) + by;
      criteria.get(state.criteria[Math.max(0, Math.min(place, state.criteria.length - 1))].id).focus();
    },
    go(to) {
      closeEditor();
      moving = true;
      kernel.send({ do: "go", to }, () => { moving = false; });
    },
    undo: () => kernel.send({ do: "undo" }, (reply) => { if (reply.criterion) criteria.get(reply.criterion)?.focus(); }),
    take: (whose) => state.rivals.length > whose && kernel.send({ do: "take", place: state.place, whose }),
    ask(what) {
      announce(what === "agreement" ? words.counting : "");
      kernel.send({ do: what }, (reply) => { announce(""); openPanel(reply.panel); });
    },
  };

  // the comment that is being written
  const label = make("label", { for: unique("comment") });
  const box = make("textarea", { id: label.getAttribute("for"), rows: 3, maxlength: 4000 });
  const done = make("button", { type: "button" }, words.done);
  const keep = make("button", { type: "button" }, words.keep);
  const editor = make("div", { class: "hp-editor" }, label, box, make("div", {}, done, keep));
  // Each letter leaves the page at once, so that a browser closed in mid-word loses none; a slow disk gets a score at a time.
  let drafting = 0;
  let waitingDraft = null;
  const saveDraft = (draft) => {
    if (drafting > 20) { waitingDraft = draft; return; }
    drafting += 1;
    const next = () => {
      drafting -= 1;
      if (waitingDraft) { const later = waitingDraft; waitingDraft = null; saveDraft(later); }
    };
    kernel.send(draft, next);
  };
  box.addEventListener("input", () => {
    store.set(keyOf(editing), box.value);
    saveDraft({ do: "draft", place: state.place, criterion: editing, text: box.value });
  });
  const openEditor = (id) => {
    if (moving) return announce(words.wait, true);
    if (editing) closeEditor();
    editing = id;
    label.textContent = fill(words.comment, { name: told(id).name });
    box.value = store.get(keyOf(id)) ?? (told(id).draft || told(id).comment);
    box.lang = state.essay.lang;
    criteria.get(id).slot.append(editor);
    criteria.get(id).node.classList.add("hp-editing");
    box.focus();
    editor.scrollIntoView({ block: "nearest" });
  };
  const takeAway = () => { editor.closest(".hp-criterion")?.classList.remove("hp-editing"); editor.remove(); };
  const closeEditor = () => {
    if (!editing) return;
    const [id, text, key] = [editing, box.value, keyOf(editing)];
    editing = null;
    waitingDraft = null;
    takeAway();
    if (text === told(id).comment && !told(id).draft) return store.drop(key);
    kernel.send({ do: "comment", place: state.place, criterion: id, text }, (reply) => { if (reply.ok) store.drop(key); });
  };
  const leaveEditor = () => { const id = editing; closeEditor(); criteria.get(id).focus(); };
  done.addEventListener("click", leaveEditor);
  keep.addEventListener("click", () => kernel.send({ do: "keep", place: state.place, criterion: editing, text: box.value }));
  editor.addEventListener("focusout", (event) => {
    // to another part of the page: then the comment is done; to another window: it stays as it is, half-written and kept
    if (editing && event.relatedTarget && !editor.contains(event.relatedTarget)) closeEditor();
  });

  // what opens beside the criteria: the bank of comments, agreement, differences
  const panel = make("section", { class: "hp-panel", hidden: true });
  const home = make("div", {}, panel);
  const closePanel = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    panelKind = "";
    criteria.get(at).focus();
  };
  const showPanel = (kind, title, ...parts) => {
    const id = unique("panel");
    const inside = panel.contains(document.activeElement);
    const place = kind === "bank" ? criteria.get(at).slot : home;
    if (panel.parentNode !== place) place.append(panel);
    const close = make("button", { type: "button" }, `${words.close} (Esc)`);
    close.addEventListener("click", closePanel);
    panel.setAttribute("aria-labelledby", id);
    panel.replaceChildren(make("h4", { id, tabindex: "-1" }, title), ...parts, close);
    panel.hidden = false;
    const again = panelKind === kind;
    panelKind = kind;
    if (!again || inside) panel.firstChild.focus();
    if (!again) panel.scrollIntoView({ block: "nearest" });
  };
  const addPhrase = (id, phrase) => {
    if (waitingDraft) { kernel.send(waitingDraft); waitingDraft = null; } // the phrase is added to what the kernel has heard
    kernel.send({ do: "phrase", place: state.place, criterion: id, text: phrase.text });
  };
  const openBank = (id) => {
    const rows = told(id).phrases.map((phrase, place) => {
      const use = make("button", { type: "button", class: "hp-phrase" }, ...(place < 9 ? [make("kbd", {}, place + 1), " "] : []), make("span", { lang: state.essay.lang }, phrase.text));
      use.addEventListener("click", () => addPhrase(id, phrase));
      const row = make("li", {}, use);
      if (phrase.id !== null) {
        const drop = make("button", { type: "button", "aria-label": fill(words.drop, { text: phrase.text }), title: words.own }, "×");
        drop.addEventListener("click", () => kernel.send({ do: "drop", place: state.place, phrase: phrase.id }));
        row.append(drop);
      }
      return row;
    });
    showPanel("bank", fill(words.bank, { name: told(id).name }), make("p", { class: "hp-hint" }, words["bank-hint"]), make("ol", { class: "hp-phrases" }, ...rows));
  };
  const openPanel = (said) => {
    const parts = said.text ? [make("p", {}, said.text)] : [];
    if (said.kind === "agreement") {
      for (const table of said.tables) {
        // how to read a figure stands under it: a column of its own would not fit a narrow window
        const rows = table.rows.flatMap(([name, same, kappa, note]) => [
          make("tr", {}, make("th", { scope: "rowgroup", rowspan: 2 }, name), make("td", {}, same), make("td", {}, kappa)),
          make("tr", {}, make("td", { colspan: 2, class: "hp-hint" }, note)),
        ]);
        parts.push(make("table", {}, make("caption", {}, table.caption), make("thead", {}, make("tr", {}, ...said.heads.map((head) => make("th", { scope: "col" }, head)))), make("tbody", {}, ...rows)));
      }
    } else {
      if (said.look) {
        const look = make("button", { type: "button" }, said.look);
        look.addEventListener("click", () => kernel.send({ do: "look" }, (reply) => { panelKind = ""; openPanel(reply.panel); }));
        parts.push(look);
      }
      const rows = said.list.map((one) => {
        const open = make("button", { type: "button", class: "hp-phrase" }, one.says);
        open.addEventListener("click", () => { closePanel(); act.go(one.number); });
        return make("li", {}, open);
      });
      if (rows.length) parts.push(make("ul", { class: "hp-phrases" }, ...rows));
    }
    showPanel(said.kind, said.title, ...parts);
  };

  // the page
  const bar = make("progress", { max: state.all, "aria-label": state.progress });
  const progress = make("span");
  const title = make("h3");
  const where = make("p", { class: "hp-hint" });
  const length = make("p", { class: "hp-hint" });
  const notes = make("div", { class: "hp-notes-here" });
  const text = make("div", { class: "hp-text", tabindex: "0", role: "group", "aria-label": words.text });
  const sum = make("p", { class: "hp-sum" });
  const standing = make("div", { class: "hp-standing" });
  const criteria = new Map(state.criteria.map((c) => [c.id, drawCriterion(c, act)]));
  const keyRows = frame.keys.map(({ keys, says }) => make("li", {}, ...keys.flatMap((key, n) => [n ? " " : "", make("kbd", {}, key)]), " ", says));
  const keys = make("section", { class: "hp-keys", "aria-label": words.keys }, make("h4", {}, words.keys), make("ul", {}, ...keyRows));
  const desk = make("section", { class: "hp-desk", lang: model.get("lang"), "aria-label": frame.title, tabindex: "-1", "data-lm-suppress-shortcuts": "true" },
    make("header", {}, make("p", { class: "hp-title" }, `${frame.title} · ${frame.exercise}`), make("p", { class: "hp-hint" }, frame.marker), make("p", { class: "hp-progress" }, bar, progress)),
    status,
    standing,
    make("div", { class: "hp-columns" },
      make("article", {}, title, where, notes, length, text),
      make("div", { class: "hp-rubric" }, make("h3", {}, words.rubric), home, ...[...criteria.values()].map((c) => c.node), sum)),
    keys);

  const show = () => {
    const before = state;
    const inside = desk.contains(document.activeElement);
    state = model.get("state");
    const other = before !== state && before.essay.number !== state.essay.number;
    if (other && editing) { editing = null; takeAway(); } // another window has moved the desk; the draft is kept
    bar.value = state.marked;
    bar.setAttribute("aria-label", state.progress);
    progress.textContent = state.progress;
    title.textContent = state.essay.title;
    where.textContent = state.where;
    length.textContent = state.essay.length;
    notes.replaceChildren(...state.essay.notes.map((note) => make("p", {}, note)));
    if (state.by_hand) {
      const lift = make("button", { type: "button" }, words.lift);
      lift.addEventListener("click", () => kernel.send({ do: "lift", place: state.place }));
      notes.append(lift);
    }
    if (text.textContent !== state.essay.text) { text.textContent = state.essay.text; text.scrollTop = 0; }
    text.lang = state.essay.lang;
    sum.textContent = state.sum;
    standing.replaceChildren(...state.standing.map((said) => make("p", {}, said)), ...state.rivals.slice(0, 2).map((said, whose) => {
      const take = make("button", { type: "button" }, said);
      take.addEventListener("click", () => act.take(whose));
      return take;
    }));
    desk.classList.toggle("hp-compared", state.compared);
    for (const one of state.criteria) criteria.get(one.id).show(one, words);
    if (other) {
      moving = false;
      panel.hidden = true;
      panelKind = "";
      criteria.get((state.criteria.find((c) => c.level === null) ?? state.criteria[0]).id).focus();
      resume();
    } else if (panelKind === "bank") openBank(at);
    if (inside && !desk.contains(document.activeElement)) criteria.get(at).focus(); // what had the focus has been drawn anew
  };
  const resume = () => { // a comment that was left half-written
    const half = state.criteria.find((c) => c.draft || store.get(keyOf(c.id)) !== null);
    if (half) openEditor(half.id);
  };

  // Lab takes lone letters and arrows for commands of its own; here they are the marker's.
  desk.addEventListener("keydown", (event) => {
    event.stopPropagation();
    if (event.isComposing || event.altKey) return;
    const typing = event.target === box;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const ours = (does) => { event.preventDefault(); does(); };
    if (event.ctrlKey || event.metaKey) {
      if (key === "s") ours(() => {}); // all is saved; the browser would offer to save the page
      else if (typing && key === "Enter") ours(leaveEditor);
      else if (!typing && key === "ArrowRight") ours(() => act.go("next"));
      else if (!typing && key === "ArrowLeft") ours(() => act.go("previous"));
      return;
    }
    if (typing) return key === "Escape" ? ours(leaveEditor) : undefined;
    if (/^[0-9]$/.test(key)) {
      if (panelKind === "bank") return ours(() => { const phrase = told(at).phrases[key - 1]; if (phrase) addPhrase(at, phrase); });
      return ours(() => act.pick(at, key === "0" ? null : key - 1));
    }
    const scrolls = event.target === text && text.scrollHeight > text.clientHeight;
    const does = {
      ArrowUp: scrolls ? null : () => act.step(-1), ArrowDown: scrolls ? null : () => act.step(1),
      n: () => act.go("next"), p: () => act.go("previous"), f: () => act.go("unmarked"), u: act.undo,
      c: () => openEditor(at), b: () => openBank(at), a: () => act.ask("agreement"), d: () => act.ask("differences"),
      k: () => act.take(0), l: () => act.take(1), "?": () => { keys.hidden = !keys.hidden; }, Escape: closePanel,
    }[key];
    if (does) ours(does);
  });

  el.append(desk);
  act.stand(at);
  show();
  const hear = (reply) => kernel.hear(reply);
  model.on("change:state", show);
  model.on("msg:custom", hear);
  // A marker who has just run the cell goes on at the keyboard; someone who is elsewhere is left in peace.
  const arrive = setTimeout(() => {
    const now = document.activeElement;
    if (now && now !== document.body && !now.closest(".jp-Notebook, .jp-NotebookPanel")) return;
    desk.scrollIntoView({ block: "start" });
    criteria.get(at).focus();
    resume();
  }, 150);
  return () => {
    clearTimeout(arrive);
    model.off("change:state", show);
    model.off("msg:custom", hear);
  };
}

export default { render };
