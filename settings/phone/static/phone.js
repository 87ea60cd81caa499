// JupyterLab on a phone: its file browser would leave a reader a strip three letters wide. On a narrow window one document
// fills it, the side panels are folded away (a touch on their icons opens them), and what a page of text does not need is
// put aside. Used by JupyterLab, Binder and the browser edition alike.
//
// Written by hand as the container that JupyterLab expects of an extension built ahead (webpack's module federation).
"use strict";

(() => {
  const PHONE = "(max-width: 760px), (max-height: 500px)"; // upright and on its side
  const narrow = matchMedia(PHONE);

  const STYLE = `
@media ${PHONE} {
  .jp-Notebook .jp-Cell { padding-left: 2px; padding-right: 2px; }
  .jp-Notebook .jp-InputPrompt, .jp-Notebook .jp-OutputPrompt { flex: 0 0 26px; min-width: 0; width: 26px; padding: 6px 0; font-size: 10px; text-align: left; overflow: visible; text-overflow: clip; }
  .jp-MarkdownCell .jp-InputPrompt { flex-basis: 4px; width: 4px; }
  .jp-Notebook .jp-Collapser { flex-basis: 4px; width: 4px; min-width: 4px; }
  .jp-cell-toolbar, .jp-NotebookPanel-toolbar :is([data-jp-item-name="insert"], [data-jp-item-name="cut"], [data-jp-item-name="copy"], [data-jp-item-name="paste"], [data-jp-item-name="cellType"]) { display: none !important; }
}`;

  const plugin = {
    id: "hauphuong-phone:plugin",
    autoStart: true,
    activate: (app) => {
      document.head.append(Object.assign(document.createElement("style"), { textContent: STYLE }));
      const { shell } = app;
      if (!shell.collapseLeft) return; // no JupyterLab, but its plain notebook
      const fit = () => {
        if (!narrow.matches) return;
        shell.mode = "single-document";
        if (!shell.leftCollapsed) shell.collapseLeft();
        if (!shell.rightCollapsed) shell.collapseRight();
        if (shell.isSideTabBarVisible("right")) shell.toggleSideTabBarVisibility("right");
      };
      const unfold = () => {
        shell.mode = "multiple-document";
        shell.expandLeft();
        if (!shell.isSideTabBarVisible("right")) shell.toggleSideTabBarVisibility("right");
      };
      // Lab unfolds its file browser whenever it opens a page, sometimes seconds later; a reader who wants it touches its icon.
      let touched = false;
      for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, () => (touched = true), { capture: true, once: true });
      shell.layoutModified.connect(() => touched || fit());
      shell.currentChanged.connect(fit); // a document was chosen: make room for it
      narrow.addEventListener("change", () => (narrow.matches ? fit() : unfold()));
      app.restored.then(fit);
    },
  };

  (window._JUPYTERLAB ??= {})["hauphuong-phone"] = {
    init: () => {},
    get: async () => () => ({ __esModule: true, default: [plugin] }),
  };
})();
