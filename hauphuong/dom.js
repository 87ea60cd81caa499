// What the views of quiz and desk share: elements made of text nodes only, words with places in them, names that are not taken.

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

const fill = (said, values) => said.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

let counter = 0;
const unique = (stem) => `hp-${stem}-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 8)}-${counter++}`;
