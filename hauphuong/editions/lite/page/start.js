// The course's way into Pyodide: JupyterLite's kernel loads this script, thinking that it is Pyodide's own, and calls
// `loadPyodide`. All packages come at once and in parallel, from beside this file.
"use strict";

self.loadPyodide = async function (options) {
  const t0 = performance.now();
  importScripts(options.indexURL + "pyodide.js");
  const python = await self.loadPyodide({
    ...options,
    packages: options.ahead,
    env: { HOME: "/home/pyodide", PLOTLY_RENDERER: "plotly_mimetype", HAUPHUONG_PLACE: "browser", ...options.env },
  });
  console.info("hauphuong: runtime", Math.round(performance.now() - t0));
  const run = python.runPythonAsync;
  python.runPythonAsync = async (...code) => {
    const t=performance.now();
    try {
      return await run(...code);
    } catch (error) {
      console.error("hauphuong:", error.message); // the kernel itself tells only its log
      throw error;
    } finally { console.info("hauphuong: ran", code[0].slice(0,60), Math.round(performance.now()-t)); }
  };
  return python;
};
