"""Ways to write a script or a link in words, and a reader that finds what became part of a page."""

from dataclasses import dataclass
from html.parser import HTMLParser

# One on each line.
PAYLOADS = tuple(
    r"""
<script>alert(1)</script>
<ScRiPt>alert(1)</sCrIpT>
<script src=data:,alert(1)>
<img src=x onerror=alert(1)>
<svg onload=alert(1)>
<svg/onload=alert(1)>
<body onload=alert(1)>
<iframe srcdoc='<script>alert(1)</script>'>
<b onclick=alert(1)>
<iframe src=javascript:alert(1)>
<object data=javascript:alert(1)>
<embed src=data:,1>
<a href=javascript:alert(1)>x</a>
<form action=javascript:alert(1)><button>x</button>
<input autofocus onfocus=alert(1)>
<details open ontoggle=alert(1)>
<base href=//e.example>
<video><source onerror=alert(1)></video>
<audio src=x onerror=alert(1)>
<marquee onstart=alert(1)>
<style>@import'javascript:alert(1)'</style>
<meta http-equiv=refresh content='0;javascript:alert(1)'>
<link rel=import href=x>
<math><mi xlink:href=javascript:alert(1)>x
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x>
<svg><use href=data:,x onload=alert(1)>
<template><script>alert(1)</script></template>
<noscript><p title='</noscript><img>'>
"><script>alert(1)</script>
'><script>alert(1)</script>
" onmouseover="alert(1)
' autofocus onfocus='alert(1)
</textarea><script>alert(1)</script>
--><script>alert(1)
</title><script>alert(1)</script>
</style><script>alert(1)</script>
]]><script>1
</script><script>alert(1)</script>
javascript:alert(1)
java script:alert(1)
&lt;script&gt;alert(1)&lt;/script&gt;
&#60;script&#62;alert(1)
\u003cscript\u003e
{{constructor.constructor('alert(1)')()}}
${alert(1)}
`${alert(1)}`
%3Cscript%3E
<<script>alert(1)//<</script>
<scr<script>ipt>alert(1)</scr</script>ipt>
< img>
""".strip().splitlines()
)
# What an officer or a stranger may write so that a browser fetches something.
TEMPTING = (
    '<img src="https://tracker.example/p.gif">',
    "<a href=https://tracker.example/>here</a>",
    "https://tracker.example/p.gif",
    "//tracker.example/a.js",
    "![p](https://tracker.example/p.gif)",
    "[l](https://tracker.example/)",
    "www.tracker.example",
    "<link rel=prefetch href=https://tracker.example/>",
    "<style>@import '//tracker.example/';</style>",
    "<script src=//tracker.example/a.js></script>",
)
MARKS = ("alert(1)", "e.example", "tracker.example", "data:,", "\\u003c")
# Attributes that hold what was written as words, and do nothing with it.
WORDS_ONLY = {"value", "title", "aria-label", "alt", "placeholder", "data-title", "data-find"}


class _Reader(HTMLParser):
    """Reads a page as a browser does: what is words in it, and what a part of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: list[str] = []
        self.found: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside.append(tag)
        for name, value in attrs:
            text = value or ""
            # What was asked of a page comes back in addresses of our own.
            ours = text.startswith(("/", "?")) and not text.startswith("//")
            marked = any(mark in text for mark in MARKS) and not ours
            if name in WORDS_ONLY:
                self.words += f" {text} "
            if name.startswith("on") or (marked and name not in WORDS_ONLY):
                self.found.append(f"<{tag} {name}={text[:40]!r}>")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.inside:
            del self.inside[self.inside.index(tag) :]

    def handle_data(self, data: str) -> None:
        self.words += data
        if self.inside and self.inside[-1] in {"script", "style"}:
            self.found += [f"<{self.inside[-1]}> {mark}" for mark in MARKS if mark in data]


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: what stands in it as words, and what became a part of it."""

    name: str
    words: str
    found: list[str]


def read(name: str, html: str) -> Seen:
    """Read a page."""
    reader = _Reader()
    reader.feed(html)
    return Seen(name, reader.words, reader.found)
