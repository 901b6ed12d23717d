"""No page asks another site for anything, and none carries a script or a style of its own."""

import re
from pathlib import Path

import pytest

import commonbeat

ROOT = Path(commonbeat.__file__).parent
TEMPLATES = sorted(
    path
    for folder in (ROOT.parent / "templates", *ROOT.glob("*/templates"))
    for path in folder.rglob("*")
    if path.is_file() and path.suffix in {".html", ".svg"}
)
_COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
# What a browser fetches by itself. A link that a person follows may lead anywhere.
_FETCHED = re.compile(
    r"<(?:script|img|iframe|link|source|video|audio|embed|object|use|image|form)\b[^>]*?"
    r"\b(?:src|srcset|href|data|poster|action|xlink:href)\s*=\s*[\"']?\s*(?:https?:)?//",
    re.IGNORECASE,
)
_INLINE_SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc\s*=)", re.IGNORECASE)
_INLINE_STYLE = re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE)
_HANDLER = re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE)
_SCRIPT_ADDRESS = re.compile(r"=\s*[\"']?\s*javascript:", re.IGNORECASE)
_FAULTS = {
    "asks another site": _FETCHED,
    "has a script of its own": _INLINE_SCRIPT,
    "has a style of its own": _INLINE_STYLE,
    "has a handler in its markup": _HANDLER,
    "has a script for an address": _SCRIPT_ADDRESS,
}
# Mail programs apply no style sheet; a letter carries its own look and runs nothing.
_LETTERS = ("templates/email/",)


def faults(text: str, *, is_letter: bool = False) -> list[str]:
    """Return what is wrong with one template."""
    bare = _COMMENT.sub("", text)
    return [
        name
        for name, pattern in _FAULTS.items()
        if pattern.search(bare) and not (is_letter and "style" in name)
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT.parent)))
def test_a_template_is_clean(path: Path) -> None:
    is_letter = any(folder in path.as_posix() for folder in _LETTERS)
    assert faults(path.read_text(), is_letter=is_letter) == []


@pytest.mark.parametrize(
    "markup",
    [
        '<link rel="stylesheet" href="https://fonts.example/a.css">',
        "<img src=//tiles.example/1.png>",
        '<form method="post" action="https://elsewhere.example/">',
        "<script>alert(1)</script>",
        "<script type=module>import x</script>",
        "<style>p{}</style>",
        '<p class="a" style="color:red">',
        '<body onload="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_sabotage_what_must_not_be_in_a_template_is_found(markup: str) -> None:
    assert faults(f"<p>{markup}</p>") != []


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://www.police.uk/">',
        '<script src="/static/public.js" defer></script>',
        '<svg stroke="none" fill="#fff"><path d="M0 0"/></svg>',
        "{# <script> in a comment #}",
    ],
)
def test_what_may_be_there_is_let_be(markup: str) -> None:
    assert faults(markup) == []
