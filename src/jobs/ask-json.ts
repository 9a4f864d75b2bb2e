// One question to a service on the web that answers with JSON: bounded in time and size, and no key in what goes wrong.
const TIMEOUT_MS = 15_000;

export interface Service {
  /** As messages name it. */
  readonly name: string;
  /** Settings to look at when it refuses the key. */
  readonly keySetting: string;
  readonly answerBytesMax: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** @param url may hold a key: it is in no message
 *  @throws Error that says what the service answered */
export async function askJson(url: string, { name, keySetting, answerBytesMax, headers }: Service): Promise<unknown> {
  const response = await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (response.status === 401 || response.status === 403) throw new Error(`${name} refused the key (${response.status}): look at ${keySetting}`);
  if (response.status === 429) throw new Error(`${name} has had too many requests (429); the next hour asks again`);
  if (response.status !== 200) throw new Error(`${name} answered ${response.status}`);
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > answerBytesMax) throw new Error(`${name} answered more than ${answerBytesMax} bytes`);
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    throw new Error(`${name} did not answer with JSON`);
  }
}
