// Before JupyterLab itself is there: let the service worker take over, and start Python in its worker at once. Lab asks
// for that worker some seconds later and then gets the one that is under way already.
"use strict";

(async (script) => {
  const root = new URL("..", document.baseURI);
  const { kernel, version } = script.dataset; // the script that Lab's kernel runs in its worker; JupyterLite's version
  if (self.crossOriginIsolated) return; // Lab then has another worker
  const Plain = window.Worker;
  let ready = null; // the early worker, until Lab asks for it

  window.Worker = class extends Plain {
    constructor(address, options) {
      if (ready && String(address).includes(kernel)) {
        const handed = ready;
        ready = null;
        return handed;
      }
      super(address, options);
    }
  };

  // The worker reads the course's files through the service worker, so that one goes first. Where the browser allows
  // none (a plain http address, some private windows) Python does without.
  const keeper = navigator.serviceWorker;
  if (keeper) {
    try {
      // the very address that JupyterLite would register, and its own mark: it then leaves the registration alone
      const address = new URL("service-worker.js?enableCache=false", root).href;
      localStorage.setItem(`${address}-version`, version);
      await keeper.register(address);
      if (!keeper.controller) {
        await Promise.race([
          new Promise((done) => keeper.addEventListener("controllerchange", done, { once: true })),
          new Promise((done) => setTimeout(done, 3000)),
        ]);
      }
      if (!keeper.controller) return; // Lab will start a worker itself
      keepForLater(keeper.controller);
    } catch (why) {
      console.warn("hauphuong: no service worker", why);
    }
  }
  ready = new Plain(new URL(`static/pyodide/early-worker.js?${encodeURIComponent(kernel)}`, root));

  // When the page has come to rest, ask the service worker to keep the whole course, so that the next visit needs no network.
  function keepForLater(controller) {
    if (navigator.connection?.saveData) return;
    window.addEventListener("load", () => setTimeout(() => controller.postMessage({ keep: true }), 20000));
  }
})(document.currentScript);
