// A short sound of our own making, once the person allowed it on this device.
//
// <fieldset data-module="alarm-sound"> with a checkbox

import { keep, kept } from "./kept";

const KEY = "cb-alarm-sound";
const TONES = [880, 660, 880] as const;
const LENGTH = 0.16;
const LOUDNESS = 0.25;

let context: AudioContext | undefined;

export function isOn(): boolean {
  return kept(KEY) === "on";
}

/** Allows the sound or mutes it; call it from a press, or browsers stay silent. */
export function turn(on: boolean): void {
  keep(KEY, on ? "on" : undefined);
  if (on) void ready();
  document.dispatchEvent(new CustomEvent("cb:sound"));
}

/** Rings once; a browser that waits for a first press rings as soon as it comes. */
export async function ring(): Promise<void> {
  if (!isOn()) return;
  const audio = await ready();
  if (audio?.state !== "running" || !isOn()) return;
  TONES.forEach((tone, at) => beep(audio, tone, audio.currentTime + at * LENGTH * 1.5));
}

async function ready(): Promise<AudioContext | undefined> {
  if (!("AudioContext" in window)) return undefined;
  context ??= new AudioContext();
  if (context.state === "running") return context;
  const audio = context;
  // Without a press before, resume() waits for ever: it is tried again at the first one.
  const again = (): void => void audio.resume();
  for (const press of ["pointerdown", "keydown"]) {
    document.addEventListener(press, again, { once: true });
  }
  void audio.resume();
  await new Promise((go) => window.setTimeout(go, 200));
  return audio;
}

function beep(audio: AudioContext, tone: number, at: number): void {
  const [wave, volume] = [audio.createOscillator(), audio.createGain()];
  wave.frequency.value = tone;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.02);
  volume.gain.linearRampToValueAtTime(0, at + LENGTH);
  wave.connect(volume).connect(audio.destination);
  wave.start(at);
  wave.stop(at + LENGTH);
}

export function alarmSound(element: HTMLElement): void {
  const input = element.querySelector("input");
  if (!input) return;
  const show = (): void => {
    input.checked = isOn();
  };
  element.hidden = false;
  show();
  input.addEventListener("change", () => turn(input.checked));
  document.addEventListener("cb:sound", show);
}
