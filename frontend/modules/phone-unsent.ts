// A page of the report that could not be sent: what was typed stays in the answer that the worker
// gives, as the hidden fields of a form that sends it again. Nothing of it is kept anywhere.

const PLACE = "<!--answers-->";

export function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll('"', "&quot;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\n", "&#10;");
}

function line(name: string, value: string): string {
  return `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`;
}

export async function stillHere(
  page: Response,
  request: Request,
  path: string,
): Promise<Response> {
  const answers = await request.formData();
  const hidden = [...answers]
    .filter((pair): pair is [string, string] => typeof pair[1] === "string")
    .filter(([name]) => name !== "go" || answers.get("go") === "send")
    .map(([name, value]) => line(name, value));
  // A file cannot travel in a page: the question for it comes again.
  const hadFile = [...answers.values()].some((value) => value instanceof File && value.size > 0);
  const step = answers.get("step");
  if (hadFile && typeof step === "string") hidden.push(line("go", step));
  const form = hidden.join("\n");
  const body = (await page.text())
    .replace('action="/report/"', () => `action="${escaped(path)}"`)
    .replace(PLACE, () => form);
  return new Response(body, { status: 503, headers: page.headers });
}
