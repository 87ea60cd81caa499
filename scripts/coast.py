"""Make `hauphuong/charts/coast.json` again: `python scripts/coast.py land-110m.json`.

The land is Natural Earth's at 1:110,000,000 (naturalearthdata.com; public domain), in the TopoJSON form of the npm
package `world-atlas` 2.0.2. Arcs are joined to rings, rounded to 0.1 degree, and unrolled: a ring that crosses the
antimeridian goes on beyond 180° instead of jumping to the other edge of the map.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "hauphuong" / "charts" / "coast.json"
MADE = {
    "title": "Coastlines of the world",
    "origin": "Natural Earth, 1:110m land, naturalearthdata.com; by way of the npm package world-atlas 2.0.2 (land-110m.json)",
    "licence": "public domain",
    "made": "scripts/coast.py: rounded to 0.1 degree; rings of [longitude, latitude], closed, unrolled across the antimeridian",
}


def rings(topology: dict) -> list[list[list[float]]]:
    """Every ring of the land, in degrees; holes (the Caspian Sea) run the other way round."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        arcs.append([])
        for dx, dy in arc:  # each point is stored as its distance from the one before
            x, y = x + dx, y + dy
            arcs[-1].append((x * sx + tx, y * sy + ty))
    polygons = [polygon for shape in topology["objects"]["land"]["geometries"] for polygon in shape["arcs"]]
    return [unrolled([p for n in ring for p in (arcs[n] if n >= 0 else arcs[~n][::-1])]) for polygon in polygons for ring in polygon]


def unrolled(ring: list[tuple[float, float]]) -> list[list[float]]:
    turn, points = 0, []
    for lon, lat in ring:
        if points and abs(lon + turn - points[-1][0]) > 180:
            turn += 360 if lon + turn < points[-1][0] else -360
        point = [round(lon + turn, 1), round(lat, 1)]
        if not points or point != points[-1]:
            points.append(point)
    if abs(points[0][0] - points[-1][0]) > 180:  # round the pole: Antarctica, closed along the map's lower edge
        points += [[points[-1][0], -90.0], [points[0][0], -90.0]]
    if points[0] != points[-1]:
        points.append(points[0])
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    home = 360 * round((west + east) / 720)
    return [[round(lon - home, 1), lat] for lon, lat in points]


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    land = [ring for ring in rings(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))) if len(ring) > 3]
    TARGET.write_text(json.dumps({**MADE, "rings": land}, separators=(",", ":")).replace(".0,", ",").replace(".0]", "]") + "\n", encoding="utf-8")
