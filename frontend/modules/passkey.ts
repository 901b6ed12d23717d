// Makes or uses a passkey, then sends the form with what the browser answered.
//
// <form data-module="passkey" data-ceremony="get" data-from="/accounts/passkeys/login/"> or
// <form data-module="passkey" data-ceremony="create" data-options="{…}">
//   with <input name="credential"> and <p data-passkey-said hidden> inside;
//   the words for it in data-unsupported, data-cancelled, data-known, data-wrong-address, data-failed.

interface Options {
  readonly publicKey: Record<string, unknown>;
}

function toBytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0)).buffer;
}

function toText(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

interface Named {
  readonly id: string;
}

/** The server's options with the texts that stand for bytes turned into bytes. */
function unpacked(options: Record<string, unknown>): Record<string, unknown> {
  const out: Record<string, unknown> = { ...options, challenge: toBytes(String(options["challenge"])) };
  const user = options["user"] as Named | undefined;
  if (user) out["user"] = { ...user, id: toBytes(user.id) };
  for (const name of ["excludeCredentials", "allowCredentials"]) {
    const list = options[name] as readonly Named[] | undefined;
    if (list) out[name] = list.map((one) => ({ ...one, id: toBytes(one.id) }));
  }
  return out;
}

/** What the browser answered, as the JSON that the server reads. */
function packed(credential: PublicKeyCredential): string {
  const answer = credential.response;
  const response: Record<string, unknown> = { clientDataJSON: toText(answer.clientDataJSON) };
  if (answer instanceof AuthenticatorAttestationResponse) {
    response["attestationObject"] = toText(answer.attestationObject);
    response["transports"] = answer.getTransports();
  } else if (answer instanceof AuthenticatorAssertionResponse) {
    response["authenticatorData"] = toText(answer.authenticatorData);
    response["signature"] = toText(answer.signature);
    response["userHandle"] = answer.userHandle ? toText(answer.userHandle) : null;
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function optionsFor(form: HTMLFormElement): Promise<Record<string, unknown>> {
  const ready = form.dataset["options"];
  if (ready) return unpacked((JSON.parse(ready) as Options).publicKey);
  const reply = await fetch(form.dataset["from"] ?? "", { headers: { Accept: "application/json" } });
  if (!reply.ok) throw new Error(`challenge: ${reply.status}`);
  const { request_options } = (await reply.json()) as { request_options: Options };
  return unpacked(request_options.publicKey);
}

async function ceremony(form: HTMLFormElement): Promise<Credential | null> {
  const publicKey: unknown = await optionsFor(form);
  return form.dataset["ceremony"] === "create"
    ? navigator.credentials.create({ publicKey: publicKey as PublicKeyCredentialCreationOptions })
    : navigator.credentials.get({ publicKey: publicKey as PublicKeyCredentialRequestOptions });
}

// Which of the form's words fit what went wrong.
const WORDS: Readonly<Record<string, string>> = {
  NotAllowedError: "cancelled",
  AbortError: "cancelled",
  InvalidStateError: "known",
  SecurityError: "wrongAddress",
};

export function passkey(element: HTMLElement): void {
  if (!(element instanceof HTMLFormElement)) return;
  const form = element;
  const said = form.querySelector<HTMLElement>("[data-passkey-said]");
  const answer = form.querySelector<HTMLInputElement>("input[name=credential]");
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  let busy = false;

  const say = (name: string): void => {
    if (!said) return;
    said.textContent = form.dataset[name] ?? form.dataset["failed"] ?? "";
    said.hidden = false;
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (busy || !answer) return;
    if (!window.PublicKeyCredential) {
      say("unsupported");
      return;
    }
    busy = true;
    button?.setAttribute("aria-disabled", "true");
    if (said) said.hidden = true;
    ceremony(form)
      .then((credential) => {
        if (!(credential instanceof PublicKeyCredential)) throw new Error("no credential");
        answer.value = packed(credential);
        form.submit();
      })
      .catch((error: unknown) => {
        busy = false;
        button?.removeAttribute("aria-disabled");
        say(WORDS[error instanceof DOMException ? error.name : ""] ?? "failed");
      });
  });
}
