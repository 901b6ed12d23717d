// Locks what stays on the phone: AES-GCM under a key that no script can read out.

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly data: ArrayBuffer;
}

const NAME = "AES-GCM";
const IV_BYTES = 12;

export async function newSealingKey(): Promise<CryptoKey> {
  return crypto.subtle.generateKey({ name: NAME, length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function seal(key: CryptoKey, data: BufferSource): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, data: await crypto.subtle.encrypt({ name: NAME, iv }, key, data) };
}

export async function unseal(key: CryptoKey, { iv, data }: Sealed): Promise<ArrayBuffer> {
  return crypto.subtle.decrypt({ name: NAME, iv }, key, data);
}

export async function sealText(key: CryptoKey, text: string): Promise<Sealed> {
  return seal(key, new TextEncoder().encode(text));
}

export async function unsealText(key: CryptoKey, sealed: Sealed): Promise<string> {
  return new TextDecoder().decode(await unseal(key, sealed));
}
