// The course's way into Pyodide: JupyterLite's kernel loads this script, thinking that it is Pyodide's own, and calls
// `loadPyodide`. Where the worker was started early (early-worker.js), Python is under way by then.
"use strict";

if (!self.hauphuongEarly) {
  self.loadPyodide = (options) => (self.hauphuongEarly ??= begin(options.indexURL));
}

async function begin(home) {
  const ask = fetch(home + "packages.json").then((answer) => answer.json());
  const ours = self.loadPyodide;
  importScripts(home + "pyodide.js");
  const load = self.loadPyodide;
  self.loadPyodide = ours;
  const python = await load({
    indexURL: home,
    packages: await ask,
    env: { HOME: "/home/pyodide", PLOTLY_RENDERER: "plotly_mimetype", HAUPHUONG_PLACE: "browser" },
  });
  // The folder of the notebook comes last: each look into it is a message to the page and back. The kernel's own modules
  // are imported now, while Lab is still busy with itself.
  python.runPython(`
import sys
sys.path[:] = [place for place in sys.path if place not in ("", ".", "/home/pyodide")] + [""]
import piplite.piplite, pyodide_kernel
`);
  const run = python.runPythonAsync;
  python.runPythonAsync = (...code) =>
    run(...code).catch((error) => {
      console.error("hauphuong:", error.message); // the kernel itself tells only its log
      throw error;
    });
  return python;
}
