"""Where a built file stands: its name carries a digest, so browsers keep it for ever."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static

BUILD = "build"


@cache
def _manifest(folder: Path) -> dict[str, str]:
    try:
        built: dict[str, str] = json.loads((folder / "manifest.json").read_text())
    except FileNotFoundError:
        return {}
    return built


def built_files() -> dict[str, str]:
    """Return every built file by its plain name; empty before the first build."""
    return _manifest(Path(settings.STATICFILES_DIRS[0]) / BUILD)


def address(name: str) -> str:
    """Return the address of a built file, such as ``public.css``."""
    return static(f"{BUILD}/{built_files().get(name, name)}")
