// Draws plotly's figures in the browser edition, in the place of plotly's own extension for JupyterLab. That one has all
// 4.8 MB of plotly.js compiled before Lab itself may begin, draws every chart three times, and makes a PNG of each that it
// hides in the notebook. Here a chart is drawn once, when it has a place on the page; bars, points and lines, of which the
// whole course consists, need a quarter of the code, and only a figure with anything else fetches the rest.
//
// Written by hand as the container that JupyterLab expects of an extension built ahead (webpack's module federation).
"use strict";

(() => {
  const MIME = "application/vnd.plotly.v1+json";
  const BASIC = new Set(["bar", "pie", "scatter"]); // what plotly-basic.min.js draws
  const HEIGHT = 360; // pixels, of a figure that names none: as in JupyterLab
  const home = document.currentScript.src.replace(/[^/]*$/, "");
  let shared; // Lab's own libraries

  const whenIdle = window.requestIdleCallback ?? setTimeout; // an iPhone has no idle time to offer

  const scripts = new Map();
  function script(file) {
    const load = (done, failed) => {
      const element = document.createElement("script");
      element.src = home + file;
      element.onload = () => done(window.Plotly);
      element.onerror = () => (scripts.delete(file), failed(new Error(`${file} could not be loaded`)));
      document.head.append(element);
    };
    if (!scripts.has(file)) scripts.set(file, new Promise(load));
    return scripts.get(file);
  }

  const plotlyFor = (traces) => script(traces.every(({ type = "scatter" }) => BASIC.has(type)) ? "plotly-basic.min.js" : "plotly.min.js");

  const chart = (Widget) =>
    class extends Widget {
      constructor() {
        super();
        this.addClass("jp-RenderedPlotly");
        // Lab tells a widget inside another's output nothing when its cell comes into view; the browser always does
        this.watch = new ResizeObserver(() => this.draw().catch((why) => (this.node.textContent = why.message)));
        this.watch.observe(this.node);
      }

      renderModel(model) {
        // a copy: plotly writes into what it draws, and the notebook must stay as it was
        this.figure = structuredClone(model.data[MIME]);
        this.figure.layout ??= {};
        this.node.style.minHeight = `${(this.figure.layout.height ??= HEIGHT)}px`;
        this.fits = !this.figure.layout.width; // else the figure says how wide it is
        this.wide = null;
        whenIdle(() => plotlyFor(this.figure.data ?? []).catch(() => {})); // so that nobody waits who scrolls to it
        return this.draw();
      }

      async draw() {
        const wide = this.node.clientWidth;
        if (!wide || !this.figure || wide === this.wide) return; // out of view it has no width yet
        const known = this.wide !== null;
        this.wide = wide;
        if (known) return void (this.fits && this.plotly && (await this.plotly.relayout(this.node, { width: wide })));
        const { data = [], layout, config, frames } = this.figure;
        this.plotly = await plotlyFor(data);
        if (this.isDisposed) return;
        await this.plotly.react(this.node, data, this.fits ? { ...layout, width: this.node.clientWidth || wide } : layout, config);
        if (frames?.length) await this.plotly.addFrames(this.node, frames);
      }

      dispose() {
        this.watch.disconnect();
        if (!this.isDisposed) this.plotly?.purge(this.node);
        super.dispose();
      }
    };

  (window._JUPYTERLAB ??= {})["hauphuong-charts"] = {
    init: (scope) => void (shared = scope),
    get: async () => {
      const [lumino] = Object.values(shared["@lumino/widgets"]);
      const Chart = chart((await lumino.get())().Widget);
      const rendererFactory = { safe: true, mimeTypes: [MIME], createRenderer: () => new Chart() };
      return () => ({ __esModule: true, default: [{ id: "hauphuong-charts:factory", rendererFactory, rank: 2, dataType: "json" }] });
    },
  };
})();
