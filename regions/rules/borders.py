"""Reads the borders of a regency's kecamatan or kelurahan from a GeoJSON file."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

LARGEST = 5 * 1024 * 1024
WEST, EAST, SOUTH, NORTH = 94.0, 142.0, -12.0, 7.0
"""Indonesia's box in degrees; whatever lies outside has another projection."""
DECIMALS = 5
"""About a metre."""
AREAS = {"Polygon": 2, "MultiPolygon": 3}
"""Kind of area, and how deep its coordinates are nested."""


class ShapeError(ValueError):
    """Why a file gives no map; `reason` is one of REASONS, `place` a feature's no."""

    def __init__(self, reason: str, place: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place


REASONS = frozenset(
    {"SIZE", "JSON", "TOPOJSON", "COLLECTION", "MIXED", "TWICE", "BOX", "NONE"}
)


@dataclass(frozen=True)
class Shapes:
    """Areas by region code, and how many features of the file have none."""

    length: int
    areas: dict[str, dict[str, Any]]
    unknown: list[str]


def read_shapes(raw: bytes, known: Collection[str]) -> Shapes:
    """Give the areas of a file whose codes are among `known` (6 or 10 digits).

    A feature's code is the first property that is such a code, dots or not. Features
    without one are listed by their first words. Raises ShapeError.
    """
    areas: dict[str, dict[str, Any]] = {}
    unknown: list[str] = []
    for number, feature in enumerate(_features(raw), 1):
        facts = feature.get("properties") or {}
        geometry = feature.get("geometry") or {}
        code = _code_of(facts, known)
        if code is None or geometry.get("type") not in AREAS:
            unknown.append(_words(facts) or f"#{number}")
            continue
        if code in areas:
            raise ShapeError("TWICE", number)
        areas[code] = _rounded(geometry, number)
    lengths = {len(code) for code in areas}
    if not lengths:
        raise ShapeError("NONE")
    if len(lengths) > 1:
        raise ShapeError("MIXED")
    return Shapes(lengths.pop(), areas, unknown)


def _features(raw: bytes) -> Iterator[dict[str, Any]]:
    if len(raw) > LARGEST:
        raise ShapeError("SIZE")
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        raise ShapeError("JSON") from None
    if not isinstance(read, dict):
        raise ShapeError("JSON")
    if read.get("type") == "Topology":
        raise ShapeError("TOPOJSON")
    found = read.get("features")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise ShapeError("COLLECTION")
    yield from found


def _code_of(facts: dict[str, Any], known: Collection[str]) -> str | None:
    for value in facts.values():
        code = str(value).replace(".", "").strip()
        if code in known:
            return code
    return None


def _words(facts: dict[str, Any]) -> str:
    words = [str(value) for value in facts.values() if isinstance(value, str) and value]
    return ", ".join(words[:2])[:60]


def _rounded(geometry: dict[str, Any], number: int) -> dict[str, Any]:
    kind = geometry["type"]
    try:
        places = _round(geometry["coordinates"], AREAS[kind])
    except (KeyError, TypeError, ValueError):
        raise ShapeError("BOX", number) from None
    return {"type": kind, "coordinates": places}


def _round(part: Any, depth: int) -> Any:
    if depth:
        return [_round(one, depth - 1) for one in part]
    east, north = float(part[0]), float(part[1])
    if not (WEST <= east <= EAST and SOUTH <= north <= NORTH):
        raise ValueError
    return [round(east, DECIMALS), round(north, DECIMALS)]
