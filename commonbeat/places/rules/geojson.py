"""Areas from a GeoJSON FeatureCollection, each checked before any is used."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from shapely import make_valid
from shapely.errors import ShapelyError
from shapely.geometry import MultiPolygon, Polygon, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

# How statistics offices and councils call the two properties, likeliest first.
_NAME_KEYS = (r"name", r".*nm", r".*_?name", r"label", r"title")
_CODE_KEYS = (r"code", r".*cd", r".*_?code", r"id", r"objectid", r"fid", r".*cdo")
_MAX_CODE, _MAX_NAME = 40, 120


class AreaFileError(Exception):
    """The file holds something that is no area; the text names the feature, counted from 1."""


@dataclass(frozen=True, slots=True)
class SourceArea:
    """An area as it comes from a file: the shape is a polygon or multipolygon in degrees."""

    code: str
    name: str
    shape: BaseGeometry


def read_areas(content: bytes, *, name_key: str = "", code_key: str = "") -> list[SourceArea]:
    """Return every area of a file; the properties are found by their usual names unless given.

    Raises ``AreaFileError`` at the first thing that is wrong.
    """
    features = _features(content)
    properties = [_properties(number, feature) for number, feature in features]
    name_key = name_key or _find_key(properties, _NAME_KEYS, unique=False)
    if not name_key:
        raise AreaFileError("no property of these features looks like a name; say which: --name")
    code_key = code_key or _find_key(properties, _CODE_KEYS, unique=True)
    found: dict[str, int] = {}
    areas = []
    for (number, feature), values in zip(features, properties, strict=True):
        name = _text(number, values, name_key, _MAX_NAME)
        code = _text(number, values, code_key, _MAX_CODE) if code_key else _code(name)
        if code in found:
            raise AreaFileError(
                f"feature {number}: the code {code!r} is also that of feature {found[code]}"
            )
        found[code] = number
        areas.append(SourceArea(code=code, name=name, shape=_shape(number, feature)))
    return areas


def _features(content: bytes) -> list[tuple[int, dict[str, Any]]]:
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise AreaFileError(f"this is not GeoJSON: {error}") from error
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        raise AreaFileError("this is not a GeoJSON FeatureCollection")
    features = document.get("features")
    if not isinstance(features, list) or not features:
        raise AreaFileError("the FeatureCollection has no features")
    for number, feature in enumerate(features, start=1):
        if not isinstance(feature, dict) or feature.get("type") != "Feature":
            raise AreaFileError(f"feature {number}: this is not a GeoJSON Feature")
    return list(enumerate(features, start=1))


def _properties(number: int, feature: dict[str, Any]) -> dict[str, Any]:
    values = feature.get("properties") or {}
    if not isinstance(values, dict):
        raise AreaFileError(f"feature {number}: its properties are not an object")
    if "id" not in values and feature.get("id") is not None:
        return {**values, "id": feature["id"]}
    return values


def _find_key(
    properties: Sequence[dict[str, Any]], patterns: Iterable[str], *, unique: bool
) -> str:
    """Return the first key that every feature fills in, each differently where asked."""
    keys = list(dict.fromkeys(key for values in properties for key in values))
    for pattern in patterns:
        for key in keys:
            filled = [str(values[key]) for values in properties if _is_filled(values.get(key))]
            complete = len(filled) == len(properties)
            distinct = len(set(filled)) == len(filled)
            if re.fullmatch(pattern, key, re.IGNORECASE) and complete and (distinct or not unique):
                return key
    return ""


def _is_filled(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and bool(str(value).strip())


def _text(number: int, values: dict[str, Any], key: str, longest: int) -> str:
    value = values.get(key)
    if not _is_filled(value):
        raise AreaFileError(f"feature {number}: the property {key!r} is empty or missing")
    text = " ".join(str(value).split())
    if len(text) > longest or "\x00" in text:
        raise AreaFileError(f"feature {number}: {key!r} is longer than {longest} characters")
    return text


def _code(name: str) -> str:
    return re.sub(r"\W+", "-", name.casefold()).strip("-")[:_MAX_CODE]


def _shape(number: int, feature: dict[str, Any]) -> BaseGeometry:
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in {"Polygon", "MultiPolygon"}:
        raise AreaFileError(f"feature {number}: {kind or 'nothing'} is not a polygon")
    try:
        drawn = shape(geometry)
        whole = _polygons_of(drawn if drawn.is_valid else make_valid(drawn))
    except (ShapelyError, ValueError, TypeError, IndexError, AttributeError, KeyError) as error:
        raise AreaFileError(f"feature {number}: its coordinates cannot be read") from error
    if whole.is_empty or not whole.area:
        raise AreaFileError(f"feature {number}: its shape is empty")
    west, south, east, north = whole.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise AreaFileError(
            f"feature {number}: its coordinates are not degrees of longitude and latitude "
            "(a file in eastings and northings must be converted to WGS 84 first)"
        )
    return whole


def _polygons_of(geometry: BaseGeometry) -> BaseGeometry:
    """Keep the polygons: mending a crossed outline may leave stray lines behind."""
    if isinstance(geometry, Polygon | MultiPolygon):
        return geometry
    parts = getattr(geometry, "geoms", [])
    return unary_union([part for part in parts if isinstance(part, Polygon | MultiPolygon)])
