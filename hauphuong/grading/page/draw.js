// Unpack plotly.js, which the page carries compressed, run it, and draw the charts that stand beside it as data.
// Whatever fails, the caption, the description and the table are there already.
(async () => {
  const pick = (id) => document.getElementById(id).textContent;
  addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((fold) => { fold.open = true; }));
  if (!('DecompressionStream' in window)) return;
  const packed = Uint8Array.from(atob(pick('plotly')), (letter) => letter.charCodeAt(0));
  const script = document.createElement('script');
  script.textContent = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  document.head.append(script); // the page's policy knows its hash
  for (const figure of document.querySelectorAll('figure[data-chart]')) {
    const plot = figure.querySelector('.plot');
    try {
      const { data, layout, config } = JSON.parse(pick(figure.dataset.chart));
      plot.style.height = `${layout.height}px`;
      figure.classList.add('drawn');
      await window.Plotly.newPlot(plot, data, layout, config);
    } catch {
      plot.remove();
      figure.classList.remove('drawn');
    }
  }
  document.body.dataset.drawn = 'yes';
})();
