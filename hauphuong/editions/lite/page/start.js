// The course's way into Pyodide: JupyterLite's kernel loads this script, thinking that it is Pyodide's own, and calls
// `loadPyodide`. Where the worker was started early (early-worker.js), Python is under way by then.
"use strict";

(() => {
  // The kernel loads this script a second time where the worker was started early.
  if (!self.hauphuongEarly) self.loadPyodide = (options) => (self.hauphuongEarly ??= begin(options.indexURL));

  const WORK = "/my-work";
  const SITE = "/lib/python3.12/site-packages";
  const WARM_UP = "import IPython, ipywidgets\nfrom hauphuong.edition import _warm_up\n_warm_up()";

  const QUIET = 15000; // milliseconds until the first charts should be there
  const MEMORY = 4; // gigabytes; a smaller machine had better not hold Python twice

  async function begin(home) {
    const journal = openJournal(home);
    const told = fetch(home + "packages.json").then((answer) => answer.text());
    const ours = self.loadPyodide;
    importScripts(home + "pyodide.js", home + "snapshot.js");
    const load = self.loadPyodide;
    self.loadPyodide = ours;
    const python = (await goOn(home, load, await told)) ?? (await start(home, load, await told));
    JSON.parse(await told).forEach(({ name }) => (python.loadedPackages[name] = "default channel")); // the kernel asks for none again
    python.registerJsModule("hauphuong_browser", await serve(journal, python.FS));
    // The folder of the notebook comes last: each look into it is a message to the page and back.
    python.runPython(`
import os, sys
sys.path[:] = [place for place in sys.path if place not in ("", ".", os.getcwd())] + [""]
import piplite.piplite, pyodide_kernel
  `);
    new BroadcastChannel("hauphuong python").postMessage("ready"); // for early.js
    const run = python.runPythonAsync;
    python.runPythonAsync = (...code) =>
      run(...code).catch((error) => {
        console.error("hauphuong:", error.message); // the kernel itself tells only its log
        throw error;
      });
    return python;
  }

  // As an earlier visit left it, if there was one.
  async function goOn(home, load, told) {
    try {
      const found = await self.hauphuongSnapshot.find(home, told);
      if (!found) return null;
      const python = await self.hauphuongSnapshot.restore(home, load, found);
      python.runPython("import random; random.seed()"); // else every visit would draw the same lots
      console.info("hauphuong: Python goes on from an earlier visit");
      python.runPython(WARM_UP); // nothing is loaded by it any more, but the browser compiles here what a first chart runs
      return python;
    } catch (why) {
      console.warn("hauphuong: Python starts anew", why);
      return null;
    }
  }

  // From the packages. What a lesson's first chart needs is imported now, while Lab is still busy with itself. The libraries in
  // the packages are opened by Python when it imports them: Pyodide's own loadPackage would open all, twice as many.
  async function start(home, load, told) {
    const packages = JSON.parse(told);
    const fetched = packages.map(({ file, integrity }) => fetch(home + file, { integrity }).then((answer) => answer.arrayBuffer()));
    const python = await load({ indexURL: home, env: { PLOTLY_RENDERER: "plotly_mimetype", HAUPHUONG_JOURNAL: WORK } });
    for (const wheel of fetched) python.unpackArchive(await wheel, "wheel", { extractDir: SITE });
    python.runPython(WARM_UP);
    if (self.caches && !navigator.connection?.saveData && (navigator.deviceMemory ?? MEMORY) >= MEMORY) {
      try {
        const taken = self.hauphuongSnapshot.take(python, told);
        setTimeout(() => self.hauphuongSnapshot.keep(home, taken).catch((why) => console.warn("hauphuong: Python was not kept", why)), QUIET);
      } catch (why) {
        console.warn("hauphuong: Python was not kept", why);
      }
    }
    return python;
  }

  // -- the learner's journal ------------------------------------------------------------------------------------------------
  // Python writes it to a file, as on a desk, but here files go with the page. So each line also goes into the browser's own
  // store, which works on any address, and to the other notebooks that are open: theirs must follow on it.

  async function openJournal(home) {
    const opening = indexedDB.open(`hauphuong ${home}`, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("journal", { autoIncrement: true });
    const store = await answer(opening);
    const lines = await answer(store.transaction("journal").objectStore("journal").getAll());
    return { store, lines, others: new BroadcastChannel(`hauphuong ${home}`) };
  }

  function answer(request) {
    return new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
  }

  // Fill the file, and return what Python imports as `hauphuong_browser`.
  async function serve(opening, FS) {
    FS.mkdirTree(WORK);
    const write = (line) => {
      const file = FS.open(`${WORK}/journal.jsonl`, "a");
      const bytes = new TextEncoder().encode(line + "\n");
      FS.write(file, bytes, 0, bytes.length);
      FS.close(file);
    };
    let journal;
    try {
      journal = await opening;
    } catch (why) {
      console.warn("hauphuong: this browser keeps no answers", why);
      return { keep: () => false };
    }
    journal.lines.forEach(write);
    journal.others.onmessage = ({ data }) => write(data);
    const keep = (line) => {
      try {
        const change = journal.store.transaction("journal", "readwrite", { durability: "strict" });
        change.onabort = () => console.error("hauphuong: an answer was not kept", change.error);
        change.objectStore("journal").add(line);
        journal.others.postMessage(line);
        return true;
      } catch (why) {
        console.error("hauphuong: an answer was not kept", why);
        return false;
      }
    };
    return { keep };
  }
})();
