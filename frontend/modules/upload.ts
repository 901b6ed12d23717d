// Files sent in pieces, so that a broken connection costs one piece: with progress, pause and going
// on. Without it the same field sends the files with the form.
//
// <div data-module="upload" data-address="/evidence/" data-piece="1048576" data-largest="…"
//   data-rung="…" data-sent="{n}% sent" …>

import { type DetailedError, Upload, type UploadOptions } from "tus-js-client";

interface Line {
  row: HTMLElement;
  state: HTMLElement;
  bar: HTMLProgressElement;
  pause: HTMLButtonElement;
  running: boolean;
}

export function upload(element: HTMLElement): void {
  const field = element.querySelector<HTMLInputElement>("input[type=file][name=upload]");
  const list = element.querySelector<HTMLElement>("[data-uploads]");
  const redraw = element.querySelector<HTMLButtonElement>("[data-redraw]");
  const receipt = element.closest("form")?.querySelector<HTMLInputElement>("input[name=receipt]");
  if (!field || !list || !redraw || !receipt) return;
  redraw.hidden = true;
  const limit = element.querySelector("[data-limit-text]");
  if (limit) limit.textContent = element.dataset["limit"] ?? "";
  let open = 0;

  const take = (input: HTMLInputElement): void => {
    const files = [...(input.files ?? [])];
    input.value = ""; // sent here: the form must not send them again
    for (const file of files) {
      open += 1;
      send(element, list, receipt.value, file, () => {
        open -= 1;
        // What went wrong must stay to be read.
        const wrong = list.querySelector(".cb-upload__state--bad");
        if (open === 0 && !wrong && element.isConnected) element.closest("form")?.requestSubmit(redraw);
      });
    }
  };
  field.addEventListener("change", () => take(field));
  const camera = element.querySelector<HTMLInputElement>("[data-camera-input]");
  const label = element.querySelector<HTMLElement>("[data-camera]");
  if (camera && label) {
    label.hidden = false;
    camera.addEventListener("change", () => take(camera));
  }
}

function send(
  element: HTMLElement,
  list: HTMLElement,
  receipt: string,
  file: File,
  done: () => void,
): void {
  const words = element.dataset;
  const line = drawn(words, list);
  if (file.size > Number(words["largest"])) {
    say(line, words["large"], true);
    line.pause.hidden = true;
    done();
    return;
  }
  const going = new Upload(file, {
    endpoint: words["address"] ?? "",
    chunkSize: Number(words["piece"]),
    // Nothing about the file or the receipt stays on this device.
    storeFingerprintForResuming: false,
    headers: { "Commonbeat-Receipt": receipt },
    metadata: { rung: words["rung"] ?? "" },
    retryDelays: [0, 1000, 3000, 5000, 10000, 20000],
    ...told(line, words, done),
  });
  line.pause.addEventListener("click", () => turn(going, line, words));
  going.start();
}

/** What is said while a file is on its way, and when it arrived or did not. */
function told(
  line: Line,
  words: DOMStringMap,
  done: () => void,
): Pick<UploadOptions, "onProgress" | "onShouldRetry" | "onError" | "onSuccess"> {
  return {
    onProgress: (sent, all) => {
      const part = all ? Math.floor((100 * sent) / all) : 0;
      line.bar.value = part;
      say(line, part === 100 ? words["checking"] : filled(words["sent"], part));
    },
    onShouldRetry: (error) => {
      const status = error.originalResponse?.getStatus() ?? 0;
      if (status === 0) say(line, words["lost"]);
      return status === 0 || status === 409 || status >= 500;
    },
    onError: (error) => {
      say(line, reasonOf(error) || words["failed"], true);
      line.running = false;
      line.pause.textContent = words["retry"] ?? "";
    },
    onSuccess: () => {
      line.pause.hidden = true;
      done();
    },
  };
}

/** The server gives its reason in plain text; a page is from a proxy or the log-in of a café. */
function reasonOf(error: Error | DetailedError): string {
  const answer = "originalResponse" in error ? error.originalResponse : null;
  const isOurs = answer?.getHeader("Content-Type")?.startsWith("text/plain");
  return (isOurs && answer?.getBody()) || "";
}

/** Pauses what goes, and lets go on what was paused or went wrong. */
function turn(going: Upload, line: Line, words: DOMStringMap): void {
  line.running = !line.running;
  line.pause.textContent = (line.running ? words["pause"] : words["resume"]) ?? "";
  if (line.running) {
    say(line, filled(words["sent"], line.bar.value));
    going.start();
  } else {
    void going.abort();
    say(line, filled(words["paused"], line.bar.value));
  }
}

function drawn(words: DOMStringMap, list: HTMLElement): Line {
  const row = document.createElement("div");
  row.className = "cb-upload cb-upload--going";
  const state = document.createElement("p");
  state.className = "cb-upload__state";
  state.textContent = words["waiting"] ?? "";
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", words["kind"] ?? "");
  const pause = document.createElement("button");
  pause.type = "button";
  pause.className = "cb-btn cb-btn--second";
  pause.textContent = words["pause"] ?? "";
  row.append(bar, state, pause);
  list.append(row);
  return { row, state, bar, pause, running: true };
}

function say(line: Line, words: string | undefined, wrong = false): void {
  if (line.state.textContent !== words) line.state.textContent = words ?? "";
  line.state.classList.toggle("cb-upload__state--bad", wrong);
}

function filled(words: string | undefined, part: number): string {
  return (words ?? "").replace("{n}", String(part));
}
