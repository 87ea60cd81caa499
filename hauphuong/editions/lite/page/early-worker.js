// The kernel's worker, started ahead of JupyterLab (see early.js): Python begins to load, then the kernel's own script takes over.
"use strict";

const here = self.location.href.replace(/[^/]*$/, "");
importScripts(here + "start.js");
self.hauphuongEarly = self.loadPyodide({ indexURL: here }); // the kernel's own call gets this same Python
self.hauphuongEarly.catch(() => {}); // told there
importScripts(here + "../../" + decodeURIComponent(self.location.search.slice(1)));
