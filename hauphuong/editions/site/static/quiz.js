// A quiz stop without a kernel: the widget's own view (view.js), with a model that marks here (marking.js) and keeps each
// answer in this browser. What it says back is what quiz/stop.py says.
"use strict";

const hauphuongQuiz = (() => {
  const WHY_AFTER = 2; // attempts, as in quiz/stop.py

  class Stop {
    constructor(told, language) {
      this.language = language;
      this.lesson = told.lesson;
      this.keys = new Map(told.questions.map(({ public: shown, key }) => [shown.id, key]));
      this.attempts = new Map();
      this.last = new Map();
    }

    place(name) { return `hauphuong/${this.lesson}/${name}`; }

    /** A reply for every question answered before in this browser. */
    kept() {
      const replies = {};
      for (const [name, key] of this.keys) {
        try {
          const entry = JSON.parse(localStorage.getItem(this.place(name)));
          if (!entry || entry.version !== key.version) continue;
          this.attempts.set(name, entry.attempt);
          this.last.set(name, entry.answer);
          const reply = this.reply(name, entry.answer, "resumed-here");
          if (reply.state !== "unread") replies[name] = reply;
        } catch { /* no storage here, or something else's */ }
      }
      return replies;
    }

    answer(name, answer) {
      const key = this.keys.get(name);
      if (key.kind === "estimate" && this.last.has(name)) return this.reply(name, this.last.get(name), "kept-here");
      const marked = hauphuongMarking.mark(key, answer, this.language);
      if (!marked.understood) return this.reply(name, answer, null);
      this.attempts.set(name, (this.attempts.get(name) || 0) + 1);
      this.last.set(name, answer);
      return this.reply(name, answer, this.keep(name, answer));
    }

    keep(name, answer) {
      const entry = { answer, attempt: this.attempts.get(name), version: this.keys.get(name).version };
      try {
        localStorage.setItem(this.place(name), JSON.stringify(entry));
        return "kept-here";
      } catch { return "not-kept-here"; }
    }

    reply(name, answer, note) {
      const { word, number } = hauphuongMarking;
      const key = this.keys.get(name);
      const marked = hauphuongMarking.mark(key, answer, this.language);
      const final = key.kind === "estimate" && marked.understood;
      const attempt = this.attempts.get(name) || 0;
      const state = !marked.understood ? "unread" : final ? "seen" : marked.right ? "right" : marked.points ? "partly" : "wrong";
      let headline = word(state, this.language);
      if (marked.understood) {
        headline += ` ${word("score", this.language, { points: number(marked.points, this.language), max: number(marked.max, this.language), attempt })}`;
      }
      const told = marked.understood && (marked.right || final || attempt >= WHY_AFTER);
      return {
        question: name, state, headline, feedback: marked.feedback, points: marked.points, max: marked.max, attempt, final,
        answer: marked.understood ? answer : null, why: told ? key.why : "", sources: told ? key.sources : [],
        note: note ? word(note, this.language) : "",
      };
    }
  }

  const mount = (place) => {
    const told = JSON.parse(place.querySelector("script").textContent);
    const language = globalThis.hauphuongLanguage;
    const stop = new Stop(told, language);
    const listeners = [];
    const held = {
      lang: language.lang, lesson: `site/${told.lesson}`, words: language.words, questions: told.questions.map((one) => one.public),
      kept: stop.kept(), notice: language.words["self-study"], patience: 10000,
    };
    const model = {
      get: (name) => held[name],
      on: (event, listener) => { if (event === "msg:custom") listeners.push(listener); },
      off: () => {},
      send: ({ question, answer }) => setTimeout(() => listeners.forEach((listener) => listener(stop.answer(question, answer))), 0),
    };
    hauphuongView.render({ model, el: place });
  };

  document.querySelectorAll(".hp-quiz-place").forEach(mount);
  return { Stop };
})();
