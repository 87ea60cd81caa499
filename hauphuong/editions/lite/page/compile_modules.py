"""Compile the modules under FOLDER/<package>/ for an interpreter of this very version: python compile_modules.py FOLDER KEEP.

Only the standard library: it runs under any Python 3.12, also the browser's own under Node. A module becomes a .pyc in
its place; the packages in KEEP (with commas) keep their sources beside it.
"""

import importlib.util
import os
import py_compile
import sys


def compile_modules(folder, keep):
    for package in sorted(os.listdir(folder)):
        top = os.path.join(folder, package)
        for place, _, names in os.walk(top):
            for name in sorted(names):
                if not name.endswith(".py"):
                    continue
                path = os.path.join(place, name)
                shown = "/lib/python3.12/site-packages/" + os.path.relpath(path, top).replace(os.sep, "/")
                compiled = importlib.util.cache_from_source(path) if package in keep else path + "c"
                try:
                    py_compile.compile(path, cfile=compiled, dfile=shown, doraise=True, optimize=0, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
                except (py_compile.PyCompileError, UnicodeDecodeError):
                    continue  # a template that only looks like a module
                if package not in keep:
                    os.remove(path)


if __name__ == "__main__":
    compile_modules(sys.argv[1], set(sys.argv[2].split(",")))
