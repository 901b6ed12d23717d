"""Asks a script of the pages a question, as a browser would run it: bundled, in the node of npm."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings

ROOT = Path(settings.ROOT)
NODE = Path(sys.executable).parent / "node"

_BUNDLE = """
import * as esbuild from "esbuild";
const [source] = process.argv.slice(1);
const built = await esbuild.build({
  stdin: { contents: source, resolveDir: process.cwd(), loader: "ts" },
  bundle: true, write: false, format: "iife", target: ["chrome111", "firefox115", "safari16.4"],
});
let input = "";
for await (const piece of process.stdin) input += piece;
globalThis.given = JSON.parse(input);
(0, eval)(built.outputFiles[0].text);
process.stdout.write(JSON.stringify(globalThis.told));
"""


def ask_script(source: str, given: Any) -> Any:
    """Run TypeScript that reads ``given`` and sets ``told``; both are JSON."""
    done = subprocess.run(
        [str(NODE), "--input-type=module", "-e", _BUNDLE, source],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def sentences(name: str) -> list[str]:
    """Return the sentences of a set, one a line."""
    path = Path(__file__).parent / "sentences" / f"{name}.txt"
    return path.read_text(encoding="utf-8").splitlines()
