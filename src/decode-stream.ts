// Messages in what is piped in: a telegram, JSON on one line or several, each with the topic that `mosquitto_sub -v` writes before it.
// Knows where a message ends, not what it means.

/** A message is not longer than what the journal takes; more without an end is handed over as it is. */
export const PIPED_BYTES_MAX = 64 * 1024;
/** `topic {"…`, `topic [`, `topic /ISK5…`: a topic has no spaces here, and JSON does not begin with one. */
const WITH_TOPIC = /^(?![{[])(\S+) (?=[{[/])/;

export interface PipedMessage {
  /** null where none is written before it. */
  readonly topic: string | null;
  readonly bytes: Uint8Array;
}

/** Each message as soon as its last line is there. Bytes stay as they are: a telegram has a checksum. */
export async function* pipedMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<PipedMessage> {
  let rest = '';
  let open = '';
  for await (const chunk of chunks) {
    // One character a byte, so that nothing is changed on the way.
    rest += Buffer.from(chunk).toString('latin1');
    for (let end = rest.indexOf('\n') + 1; end > 0; end = rest.indexOf('\n') + 1) {
      open += rest.slice(0, end);
      rest = rest.slice(end);
      if (open.trim() === '') open = '';
      if (open === '' || !isWhole(open)) continue;
      yield messageOf(open);
      open = '';
    }
  }
  if ((open + rest).trim() !== '') yield messageOf(open + rest);
}

function messageOf(text: string): PipedMessage {
  const topic = WITH_TOPIC.exec(text);
  // The line end is of the pipe; that of a telegram is after its checksum, and not in it.
  const payload = (topic === null ? text : text.slice(topic[0].length)).replace(/^(?:\r?\n)+/, '');
  return {
    topic: topic === null ? null : Buffer.from(topic[1] ?? '', 'latin1').toString('utf8'),
    bytes: Buffer.from(payload.startsWith('/') ? payload : payload.replace(/\r?\n$/, ''), 'latin1'),
  };
}

/** Does its last line end it? A telegram ends with the line of its checksum, JSON where it closes, anything else with its line. */
function isWhole(text: string): boolean {
  if (text.length > PIPED_BYTES_MAX) return true;
  const payload = text.trimStart().replace(WITH_TOPIC, '');
  if (payload.startsWith('/')) return /(?:^|\n)![0-9A-Fa-f]{0,4}\r?\n$/.test(payload);
  return !/^[{[]/.test(payload) || isJson(payload);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
