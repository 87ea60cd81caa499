// What every page does: the menu, light and dark, charts, their choices, and how far the reader has come.
"use strict";
(() => {
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* no storage here */ } },
  };

  // The browser edition needs a server of files; from a folder its button would lead to an empty page.
  if (location.protocol === "file:") document.querySelectorAll("a[data-served]").forEach((link) => link.remove());

  const menu = document.getElementById("menu");
  const menuButton = document.querySelector(".menu-button");
  const openMenu = (open) => {
    menu.classList.toggle("open", open);
    menuButton.setAttribute("aria-expanded", String(open));
  };
  menuButton?.addEventListener("click", () => openMenu(!menu.classList.contains("open")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu?.classList.contains("open")) { openMenu(false); menuButton.focus(); }
  });

  const themeButton = document.querySelector(".theme-button");
  const themes = ["auto", "light", "dark"];
  const device = matchMedia("(prefers-color-scheme: dark)");
  let theme = themes.find((one) => one === store.get("hauphuong/theme")) || "auto";
  const showTheme = () => {
    document.documentElement.classList.toggle("dark", theme === "dark" || (theme === "auto" && device.matches));
    if (themeButton) for (const name of ["aria-label", "title"]) themeButton.setAttribute(name, themeButton.dataset[theme]);
  };
  showTheme();
  device.addEventListener("change", showTheme);
  themeButton?.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    store.set("hauphuong/theme", theme);
    showTheme();
  });

  // One chart after another, so that the page can be read and scrolled meanwhile; a hidden one when it is chosen.
  const draw = (script) => {
    const plot = document.getElementById(script.dataset.for);
    if (!plot || plot.dataset.drawn || plot.closest("[hidden]")) return;
    plot.dataset.drawn = "1";
    const [data, layout, config] = JSON.parse(script.textContent);
    Plotly.newPlot(plot, data, layout, config);
  };
  const waiting = [...document.querySelectorAll("script.hp-drawing")];
  const drawNext = () => {
    const script = waiting.shift();
    if (!script) return;
    draw(script);
    setTimeout(drawNext, 0);
  };
  if (waiting.length && typeof Plotly !== "undefined") drawNext();

  for (const box of document.querySelectorAll(".hp-choices input")) {
    box.addEventListener("change", () => {
      const all = box.closest(".hp-choices");
      for (const choice of all.querySelectorAll(".hp-choice")) choice.hidden = choice.id !== box.value;
      const shown = document.getElementById(box.value);
      shown.querySelectorAll("script.hp-drawing").forEach(draw);
      shown.querySelectorAll(".js-plotly-plot").forEach((plot) => Plotly.Plots.resize(plot)); // it may have been drawn at another width
    });
  }

  // A row that a link leads to stands in a frame of its own, and a list may be folded.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    target.closest("details")?.setAttribute("open", "");
    target.scrollIntoView({ block: "center" });
  };
  if (document.querySelector(".tall")) {
    addEventListener("hashchange", unfold);
    unfold();
  }

  for (const said of document.querySelectorAll("[data-questions]")) {
    const questions = said.dataset.questions.split(" ").filter(Boolean);
    const done = questions.filter((id) => store.get(`hauphuong/${said.dataset.lesson}/${id}`)).length;
    if (done) said.textContent = said.dataset.said.replace("{done}", done).replace("{all}", questions.length);
  }
})();
