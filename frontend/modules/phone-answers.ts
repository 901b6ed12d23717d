// The answers on the phone's form: which questions are asked, what is missing, what says danger.

const AN_HOUR = 3_600_000;

type Values = Record<string, string>;

/** What is wrong on a page: the sentence, and the field to go to. */
export interface Trouble {
  readonly sentence: string;
  readonly field: HTMLElement | null;
}

/** Every answer as the server's own form would send it; several values of one are joined. */
export function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value === "") continue;
    values[name] = values[name] === undefined ? value : `${values[name]},${value}`;
  }
  return values;
}

/** Puts answers back into the form, for a report that needs another look. */
export function restore(form: HTMLFormElement, values: Values): void {
  form.reset();
  for (const field of form.elements) {
    if (field instanceof HTMLInputElement && /radio|checkbox/.test(field.type)) {
      field.checked = (values[field.name] ?? "").split(",").includes(field.value);
    } else if (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement) {
      if (field.name) field.value = values[field.name] ?? "";
    }
  }
}

/** "life=no|later crime=no": every part holds of the answers. */
function holds(conditions: string | undefined, values: Values): boolean {
  return (conditions ?? "")
    .split(" ")
    .filter(Boolean)
    .every((part) => {
      const [question = "", oneOf = ""] = part.split("=");
      const said = (values[`q-${question}`] ?? "").split(",");
      return oneOf.split("|").some((value) => said.includes(value));
    });
}

/** Shows what is asked of the topic that was chosen, and takes everything else out of the form. */
export function askForTopic(form: HTMLFormElement): HTMLFieldSetElement | undefined {
  const topic = valuesOf(form)["topic"];
  let chosen: HTMLFieldSetElement | undefined;
  for (const sheet of form.querySelectorAll<HTMLFieldSetElement>("[data-phone-topic]")) {
    const here = sheet.dataset["phoneTopic"] === topic;
    sheet.disabled = sheet.hidden = !here;
    if (here) chosen = sheet;
  }
  for (const part of chosen?.querySelectorAll<HTMLElement>("[data-only-if]") ?? []) {
    // Asked anew each time: an answer to a question that is not asked decides nothing.
    part.hidden = !holds(part.dataset["onlyIf"], valuesOf(form));
    for (const field of part.querySelectorAll("input")) field.disabled = part.hidden;
  }
  return chosen;
}

/** Whether this topic has something to ask or to say before any detail. */
export function asksFirst(sheet: HTMLFieldSetElement | undefined): boolean {
  return Boolean(sheet?.querySelector("[data-phone-ask], [data-phone-door]:not([hidden])"));
}

/** Whether it is so fresh that danger must be asked about again. */
export function justHappened(values: Values): boolean {
  if (values["when"] === "now" || values["when"] === "still") return true;
  if (values["when"] !== "exact") return false;
  const [day, month, year] = [0, 1, 2].map((n) => Number(values[`day_${n}`]));
  const [hours = 0, minutes = 0] = (values["time"] ?? "").split(":").map(Number);
  const at = new Date(year ?? 0, (month ?? 1) - 1, day ?? 1, hours, minutes).getTime();
  return at > Date.now() - AN_HOUR;
}

/** Whether an answer says that somebody is in danger: then no form goes on. */
export function saysDanger(form: HTMLFormElement, step: string): boolean {
  const values = valuesOf(form);
  if (step === "emergency") return values["danger"] === "yes";
  if (step === "when") return justHappened(values) && values["danger_again"] === "yes";
  if (step !== "first") return false;
  const asked = form.querySelectorAll<HTMLElement>("fieldset:not([hidden]) > [data-phone-ask]");
  return [...asked].some((part) => {
    const said = (values[`q-${part.dataset["phoneAsk"] ?? ""}`] ?? "").split(",");
    return (part.dataset["danger"] ?? "").split(" ").some((key) => key && said.includes(key));
  });
}

/** What is missing on a page; the server looks again at everything when it is sent. */
export function troubleOn(section: HTMLElement, form: HTMLFormElement, hasPoint: boolean): Trouble | undefined {
  const values = valuesOf(form);
  const words = section.dataset;
  const at = (selector: string): HTMLElement | null => section.querySelector<HTMLElement>(selector);
  const missing = (selector: string, sentence = words["missing"]): Trouble => ({
    sentence: sentence ?? "",
    field: at(selector),
  });
  switch (words["phoneStep"]) {
    case "emergency":
      return values["danger"] ? undefined : missing("input");
    case "what":
      return values["topic"] ? undefined : missing("summary");
    case "first":
      return firstMissing(section, values, words["missing"]);
    case "when":
      return whenTrouble(values, missing, words);
    case "where":
      if (values["place"] || values["where_unknown"] || hasPoint) return undefined;
      return missing("input");
    case "words":
      if (!values["description"]?.trim()) return missing("textarea");
      return [...values["description"]].length > 5_000
        ? missing("textarea", words["tooLong"])
        : undefined;
    default:
      return undefined;
  }
}

function firstMissing(
  section: HTMLElement,
  values: Values,
  sentence: string | undefined,
): Trouble | undefined {
  const open = [
    ...section.querySelectorAll<HTMLElement>("fieldset:not([hidden]) > [data-phone-ask]:not([hidden])"),
  ].find((part) => !values[`q-${part.dataset["phoneAsk"] ?? ""}`]);
  return open && { sentence: sentence ?? "", field: open.querySelector<HTMLElement>("input") };
}

function whenTrouble(
  values: Values,
  missing: (selector: string, sentence?: string) => Trouble,
  words: DOMStringMap,
): Trouble | undefined {
  if (!values["when"]) return missing("input");
  for (const [when, day] of [["exact", "day"], ["between", "from_day"], ["between", "to_day"]]) {
    const whole = [0, 1, 2].every((n) => values[`${day}_${n}`]);
    if (values["when"] === when && !whole) return missing(`[name=${day}_0]`, words["missingDay"]);
  }
  if (justHappened(values) && !values["danger_again"]) {
    return missing("[name=danger_again]", words["missingAgain"]);
  }
  return undefined;
}
