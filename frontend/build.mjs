// Builds static/build: two bundles, fonts and pictures, each with a digest of its content in its
// name, and manifest.json, which tells the templates the names. Run by `npm run build`.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import * as esbuild from "esbuild";
import * as sass from "sass";
import subsetFont from "subset-font";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static", "build");
const require = createRequire(import.meta.url);
const TARGET = ["chrome111", "firefox115", "safari16.4"];
const COMPRESSED = new Set([".css", ".js", ".svg"]);

const FONTS = {
  "next-latin.woff2": ["next", "atkinson-hyperlegible-next-latin-wght-normal.woff2"],
  "next-latin-ext.woff2": ["next", "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2"],
  "next-latin-italic.woff2": ["next", "atkinson-hyperlegible-next-latin-wght-italic.woff2"],
  "mono-latin.woff2": ["mono", "atkinson-hyperlegible-mono-latin-wght-normal.woff2"],
};

// Letters, marks, digits and stops; the joiner and the non-joiner; the Persian letters.
const ARABIC_LETTERS =
  "U+060C,U+061B,U+061F,U+0621-063A,U+0640-0655,U+0660-066C,U+0670,U+067E,U+0686,U+0698,U+06A9," +
  "U+06AF,U+06CC,U+06F0-06F9,U+200C-200D";

// Scripts that Atkinson does not draw: a style sheet of small slices for each, of which a browser
// fetches what a page needs, and only where the device has no such font of its own.
const SCRIPTS = {
  "zh-hans": { family: "noto-sans-sc", name: "简体中文" },
  // One file, cut down to the letters of Arabic and Persian and to the weights that pages use.
  ar: { family: "noto-sans-arabic", name: "العربيّة", only: ARABIC_LETTERS, weights: [400, 700] },
};

const manifest = {};

function write(name, content, { named = true, listed = named } = {}) {
  const bytes = Buffer.from(content);
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 10);
  const extension = extname(name);
  const file = named ? `${basename(name, extension)}.${digest}${extension}` : name;
  writeFileSync(join(out, file), bytes);
  if (COMPRESSED.has(extension)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(join(out, `${file}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(join(out, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
  if (listed) manifest[name] = file;
  return file;
}

function fonts() {
  for (const [name, [family, file]] of Object.entries(FONTS)) {
    const home = dirname(
      require.resolve(`@fontsource-variable/atkinson-hyperlegible-${family}/package.json`),
    );
    write(name, readFileSync(join(home, "files", file)));
  }
}

function spanOf(range) {
  const [first, last = first] = range.trim().replace("U+", "").split("-");
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}

// The letters of a list of ranges, as text.
function lettersOf(ranges) {
  return ranges
    .split(",")
    .map(spanOf)
    .flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, n) => first + n))
    .map((point) => String.fromCodePoint(point))
    .join("");
}

function facesOf(family) {
  const home = dirname(require.resolve(`@fontsource-variable/${family}/package.json`));
  const css = readFileSync(join(home, "index.css"), "utf8");
  return css
    .split(/(?=\/\* )/)
    .filter((face) => /-(\[\d+\]|arabic)-wght-normal/.test(face))
    .map((face) => {
      const file = /url\(\.\/(files\/\S+?)\)/.exec(face)[1];
      const ranges = /unicode-range: (.*);/.exec(face)[1].split(",");
      return { css: face, file, bytes: readFileSync(join(home, file)), ranges };
    });
}

function covers(ranges, letter) {
  const point = letter.codePointAt(0);
  return ranges.some((range) => {
    const [first, last] = spanOf(range);
    return point >= first && point <= last;
  });
}

async function cutDown(face, only, [min, max]) {
  const bytes = await subsetFont(face.bytes, lettersOf(only), {
    targetFormat: "woff2",
    variationAxes: { wght: { min, max } },
  });
  const css = face.css
    .replace(/unicode-range: .*;/, `unicode-range: ${only};`)
    .replace(/font-weight: .*;/, `font-weight: ${min} ${max};`);
  return { ...face, css, bytes };
}

async function scriptFonts() {
  for (const [language, { family, only, weights }] of Object.entries(SCRIPTS)) {
    const whole = facesOf(family);
    const faces = only ? await Promise.all(whole.map((f) => cutDown(f, only, weights))) : whole;
    const linked = faces.map(({ css, file, bytes }) => {
      const written = write(basename(file), bytes, { listed: false });
      return css.replace(`./${file}`, written);
    });
    const { code } = esbuild.transformSync(linked.join(""), { loader: "css", minify: true });
    write(`script-${language}.css`, code);
  }
}

// Every page may name every language: the few letters of the names, in files of a few hundred bytes.
async function languageNames() {
  const rules = [];
  for (const [language, { family, name, weights: [min, max] = [] }] of Object.entries(SCRIPTS)) {
    const variationAxes = min ? { wght: { min, max } } : {};
    for (const { css, bytes, ranges } of facesOf(family)) {
      const letters = [...name].filter((letter) => covers(ranges, letter)).join("");
      if (!letters) continue;
      const small = await subsetFont(bytes, letters, { targetFormat: "woff2", variationAxes });
      const file = write(`name-${language}-${rules.length}.woff2`, small, { listed: false });
      const points = [...letters].map((letter) => `U+${letter.codePointAt(0).toString(16)}`);
      rules.push(
        css
          .replace(/url\(.*?\)/, `url("${file}")`)
          .replace(/unicode-range: .*;/, `unicode-range: ${points.join(",")};`),
      );
    }
  }
  return rules.join("\n");
}

function images() {
  const folder = join(here, "images");
  for (const name of readdirSync(folder).sort()) write(name, readFileSync(join(folder, name)));
}

async function styles(names) {
  for (const name of ["public", "staff"]) {
    const { css } = sass.compile(join(here, "styles", `${name}.scss`), { charset: false });
    const linked = css.replace(/url\("?([\w-]+\.woff2)"?\)/g, (_, font) => {
      if (!manifest[font]) throw new Error(`${name}.scss asks for ${font}, which is not built`);
      return `url("${manifest[font]}")`;
    });
    const { code } = await esbuild.transform(`${linked}\n${names}`, {
      loader: "css",
      minify: true,
      target: TARGET,
    });
    write(`${name}.css`, code);
  }
}

async function scripts() {
  const entryPoints = Object.fromEntries(
    ["public", "staff", "phone", "theme", "service-worker"].map((name) => [name, join(here, `${name}.ts`)]),
  );
  // The solver as its makers ship it, on our own origin.
  entryPoints["proof-worker"] = fileURLToPath(import.meta.resolve("altcha/workers/pbkdf2"));
  const { outputFiles } = await esbuild.build({
    entryPoints,
    outdir: out,
    bundle: true,
    format: "iife",
    minify: true,
    target: TARGET,
    write: false,
  });
  for (const { path, contents } of outputFiles) {
    const name = basename(path);
    write(name, contents, { named: name !== "service-worker.js" });
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
fonts();
await scriptFonts();
images();
await styles(await languageNames());
await scripts();
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
