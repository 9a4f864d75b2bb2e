// Where a piped message ends, however the pieces of it arrive.
import { describe, expect, it } from 'vitest';
import { PIPED_BYTES_MAX, type PipedMessage, pipedMessages } from '../src/decode-stream.ts';
import { bytesOf, samplesOf } from './devices/samples.ts';

/** In pieces of so many bytes. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
async function all(text: string | Uint8Array, size = 7): Promise<PipedMessage[]> {
  const found: PipedMessage[] = [];
  for await (const one of pipedMessages(pieces(Buffer.from(text), size))) found.push(one);
  return found;
}
const said = (messages: readonly PipedMessage[]): [string | null, string][] => messages.map(({ topic, bytes }) => [topic, Buffer.from(bytes).toString('utf8')]);

describe('what mosquitto_sub writes', () => {
  it.each([1, 7, 10_000])('is a message a line, with -v a topic before it, in pieces of %i bytes', async (size) => {
    const text = 'a/b {"importKwh": 1, "of": {"x": [2]}}\n\n{"importKwh": {"y": 2}}\n/a/b [1]\nµ/c {"name":"é"}\nonline\n';

    expect(said(await all(text, size))).toEqual([
      ['a/b', '{"importKwh": 1, "of": {"x": [2]}}'],
      [null, '{"importKwh": {"y": 2}}'],
      ['/a/b', '[1]'],
      ['µ/c', '{"name":"é"}'],
      [null, 'online'],
    ]);
  });

  it.each([1, 64])('is a telegram up to its checksum, byte for byte, in pieces of %i bytes', async (size) => {
    const telegrams = samplesOf('dsmr-p1').flatMap((sample) => (sample.payloadBase64 === undefined ? [] : [bytesOf(sample)]));
    const [telegram = expect.fail('no binary sample')] = telegrams;
    const messages = await all(Buffer.concat([telegram, Buffer.from('\n'), Buffer.from('p1/raw '), telegram, Buffer.from('\n')]), size);

    expect(messages.map(({ topic }) => topic)).toEqual([null, 'p1/raw']);
    for (const { bytes } of messages) expect(Buffer.from(bytes).toString('latin1').trim()).toBe(Buffer.from(telegram).toString('latin1').trim());
  });
});

describe('a file in a pipe', () => {
  it('of JSON over several lines is one message', async () => {
    expect(said(await all('{\n  "importKwh": 1,\n  "time": "x"\n}\n'))).toEqual([[null, '{\n  "importKwh": 1,\n  "time": "x"\n}']]);
  });

  it('that is cut short is handed over as it is', async () => {
    expect(said(await all('{"importKwh": 1'))).toEqual([[null, '{"importKwh": 1']]);
    expect(said(await all('{"importKwh":\n1'))).toEqual([[null, '{"importKwh":\n1']]);
    expect(await all('\n\r\n')).toEqual([]);
  });

  it('that never ends is cut where no message would be longer', async () => {
    const [first] = await all(`{\n${'"x",\n'.repeat(20_000)}`, 4096);

    expect(first?.bytes.length).toBeGreaterThan(PIPED_BYTES_MAX - 10);
    expect(first?.bytes.length).toBeLessThan(PIPED_BYTES_MAX + 10);
  });
});
