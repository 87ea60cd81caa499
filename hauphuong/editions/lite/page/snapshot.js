// Python as it stood when the first visit had loaded what every lesson needs, kept in the browser: the next visit goes on from
// there and neither unpacks nor imports anything.
//
// Pyodide can take a picture of its memory and restore it, but not yet with compiled modules (numpy, pandas) in it: each of
// them must come back to the very place that it had, in memory and in the table of functions. Emscripten notes both in the
// handle of a library that Python opened. So the next visit writes the handles, opens the libraries again, and lays the
// memory over them. If anything does not fit, Python starts as on a first visit.
"use strict";

self.hauphuongSnapshot = (() => {
  const PARTS = ["head", "memory", "files"];
  const MADE = 8; // in a handle, in bytes: whether the library has its place, then the place itself (see loadWebAssemblyModule)
  const PLACE = 12; // its memory, the size of that, its first slot in the table, how many

  // Modules that were imported from compiled files alone: nobody will read those again.
  const LOADED = "import json, sys; json.dumps([m.__file__ for m in sys.modules.values() if str(getattr(m, '__file__', '')).endswith('.pyc')])";

  // The story of it lies at one address; the parts under a name of their own, so that two pages never mix theirs.
  const story = (home) => `${home}snapshot/told`;
  const address = (home, name, part) => `${home}snapshot/${name}/${part}`;

  // What was kept for just these packages (`lock`: the text that names them), or nothing.
  async function find(home, lock) {
    const told = await (await self.caches?.match(story(home)))?.json();
    if (told?.lock !== lock) return null;
    const kept = await Promise.all(PARTS.map((part) => caches.match(address(home, told.name, part))));
    if (!kept.every(Boolean)) return null;
    const [head, memory, files] = await Promise.all(kept.map(async (part) => new Uint8Array(await part.arrayBuffer())));
    return { told, head, memory, files };
  }

  // Python's state, to be kept. It may hold nothing of JavaScript yet but what it was born with.
  function take(python, lock) {
    const { _module: module } = python;
    const { LDSO, HEAPU8, HEAPU32, wasmTable } = module;
    const libraries = Object.entries(LDSO.loadedLibsByHandle)
      .filter(([handle]) => Number(handle))
      .map(([handle, { name, global }]) => {
        const at = (Number(handle) + PLACE) >> 2;
        return { name, global, handle: Number(handle), place: [...HEAPU32.subarray(at, at + 4)] };
      })
      .sort((one, other) => one.place[2] - other.place[2]);
    if (!libraries.every(({ handle }) => HEAPU8[handle + MADE])) throw new Error("a library was not opened by Python");

    // functions that Python looked up by name have slots of their own, between those of the libraries
    const names = new Map();
    libraries.forEach(({ name }) => Object.entries(LDSO.loadedLibsByName[name].exports).forEach(([symbol, what]) => names.set(what, [name, symbol])));
    const slots = [];
    for (let slot = libraries[0].place[2]; slot < wasmTable.length; slot++) {
      const found = names.get(wasmTable.get(slot));
      if (found && !libraries.some(({ place: [, , first, many] }) => slot >= first && slot < first + many)) slots.push([slot, ...found]);
    }

    const { config } = module.API;
    config._makeSnapshot = true; // Pyodide only looks whether it was told so
    const picture = module.API.makeSnapshot();
    config._makeSnapshot = false;
    const [, start] = new Uint32Array(picture.buffer, 0, 2);
    let end = picture.length;
    while (!picture[end - 1]) end--;
    const { paths, pieces } = walk(module.FS, module.API.sitePackages, new Set(JSON.parse(python.runPython(LOADED))));
    const told = { name: crypto.randomUUID(), lock, libraries, slots, paths, size: HEAPU8.length };
    return { told, head: picture.subarray(0, start), memory: picture.subarray(start, end), files: new Blob(pieces) };
  }

  // Folders as [path], files as [path, start, size], parents first; and the files' contents, one after another. Not those spared.
  function walk(FS, top, spared) {
    const paths = [];
    const pieces = [];
    let start = 0;
    const visit = (folder) => {
      for (const name of FS.readdir(folder).filter((name) => name !== "." && name !== "..")) {
        const path = `${folder}/${name}`;
        const { node } = FS.lookupPath(path);
        if (FS.isDir(node.mode)) {
          paths.push([path]);
          visit(path);
        } else if (!spared.has(path)) {
          const piece = FS.readFile(path);
          paths.push([path, start, piece.length]);
          pieces.push(piece);
          start += piece.length;
        }
      }
    };
    visit(top);
    return { paths, pieces };
  }

  // Beside the course's own files, in the store that the service worker drops when the site is built anew.
  async function keep(home, taken) {
    const course = (await caches.keys()).find((name) => name.startsWith("hauphuong-"));
    if (!course) return;
    const store = await caches.open(course);
    const { name } = taken.told;
    for (const part of PARTS) await store.put(address(home, name, part), new Response(taken[part]));
    await store.put(story(home), new Response(JSON.stringify(taken.told))); // last: then all is there
    const old = ({ url }) => url.startsWith(`${home}snapshot/`) && url !== story(home) && !url.startsWith(address(home, name, ""));
    for (const request of (await store.keys()).filter(old)) await store.delete(request);
  }

  // Start Python from what was found. `load`: Pyodide's own loadPyodide.
  async function restore(home, load, found) {
    if (!self._createPyodideModule) importScripts(home + "pyodide.asm.js");
    const make = self._createPyodideModule;
    self._createPyodideModule = async (settings) => {
      const module = await make({ ...settings, INITIAL_MEMORY: found.told.size });
      lay(module, found);
      return module;
    };
    try {
      return await load({ indexURL: home, _loadSnapshot: found.head });
    } finally {
      self._createPyodideModule = make;
    }
  }

  function lay(module, { told, memory, files }) {
    const { FS, wasmTable } = module;
    for (const [path, start, size] of told.paths) {
      if (start === undefined) FS.mkdir(path);
      else Object.assign(FS.mknod(path, 0o100644, 0), { contents: files.subarray(start, start + size), usedBytes: size });
    }
    const fs = { findObject: (path) => FS.analyzePath(path).object, readFile: (path) => FS.readFile(path) };
    const slots = [...told.slots];
    for (const { name, global, handle, place } of [...told.libraries, { place: [0, 0, Infinity] }]) {
      while (slots.length && slots[0][0] < place[2]) {
        const [slot, library, symbol] = slots.shift();
        if (slot >= wasmTable.length) wasmTable.grow(slot + 1 - wasmTable.length);
        wasmTable.set(slot, module.LDSO.loadedLibsByName[library].exports[symbol]);
      }
      if (!name) break;
      module.HEAPU8[handle + MADE] = 1;
      module.HEAPU32.set(place, (handle + PLACE) >> 2);
      module.loadDynamicLibrary(name, { global, nodelete: true, allowUndefined: true, fs }, {}, handle);
    }
    module.HEAPU8.set(memory);
  }

  return { find, take, keep, restore };
})();
