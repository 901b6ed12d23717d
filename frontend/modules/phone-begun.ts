// Somebody set out to report without a signal, from a tile of the first page or from a warning.

import { keepShared } from "./phone-share";
import { escaped, stillHere } from "./phone-unsent";

interface Pages {
  readonly phone: () => Promise<Response>;
  readonly unsent: () => Promise<Response>;
}

const PICKED = 'data-picked=""'; // of the page for the phone

/**
 * Leads to the form for the phone. Words and photographs wait there, sealed; the topic goes along in
 * the answer itself, for an address would stay in the list of visited pages.
 */
export async function begun(
  request: Request,
  pages: Pages,
  path: string,
  phone: string,
): Promise<Response> {
  const form = await request.clone().formData();
  // The form for the phone cannot say to which warning it adds, nor that somebody is only counted.
  if (form.get("about") || form.get("identity")) return stillHere(await pages.unsent(), request, path);
  const topic = form.get("topic");
  if ((await keepShared(form)) || typeof topic !== "string" || !topic) {
    return Response.redirect(phone, 303);
  }
  const page = await pages.phone();
  if (!page.ok) return page; // Exit took it along
  const body = (await page.text()).replace(PICKED, () => `data-picked="${escaped(topic)}"`);
  return new Response(body, { status: 503, headers: page.headers });
}
