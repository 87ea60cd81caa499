// Run compile_modules.py in Pyodide's own Python under Node: node compile_modules.mjs CORE FOLDER KEEP.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [core, folder, keep] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: core });
python.FS.mkdirTree("/stage");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/stage");
python.globals.set("keep", keep);
await python.runPythonAsync(readFileSync(new URL("./compile_modules.py", import.meta.url), "utf8").replace(/if __name__[^]*/, "") + '\ncompile_modules("/stage", set(keep.split(",")))');
