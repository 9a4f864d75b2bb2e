// The decode command, from bytes to lines and exit codes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeCommand, decodeFile } from '../src/decode.ts';
import { epochMs } from '../src/domain/units.ts';
import { bytesOf, samplesOf } from './devices/samples.ts';

const receivedAt = epochMs(Date.parse('2026-11-23T20:00:00Z'));
const folder = mkdtempSync(join(tmpdir(), 'kringstroom-decode-'));
afterAll(() => rmSync(folder, { recursive: true }));

const gas = '{"meter":"KRSG7","time":"2016-11-29T20:00:00+01:00","gasM3":981.443}';
const asked = { profile: null, topic: '', sample: false, receivedAt };

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function* piped(...chunks: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function run(args: readonly string[], input = piped()) {
  const [out, error]: [string[], string[]] = [[], []];
  const exit = await decodeCommand(args, { input, now: () => receivedAt, out: (line) => out.push(line), error: (line) => error.push(line) });
  return { exit, out, error };
}

describe('decodeFile', () => {
  it('says of the telegram in the README what the README says', () => {
    const [, telegram = '', meaning = ''] = /```\n(\/ISK.*?\n![\dA-F]{4}\n)```.*?(\{"register".*?),…/s.exec(readFileSync('README.md', 'utf8')) ?? [];

    const { lines } = decodeFile({ ...asked, bytes: Buffer.from(telegram) });

    expect(meaning).not.toBe('');
    expect(lines[0]?.slice(0, meaning.length)).toBe(meaning);
  });

  it('prints one JSON line a reading, with the time to the second, however old it is', () => {
    const { lines, rejected } = decodeFile({ ...asked, bytes: Buffer.from(gas) });

    expect(lines).toEqual(['{"register":"gas","carrier":"gas","flow":"import","value":981.443,"unit":"m3","at":"2016-11-29T19:00:00Z","device":"KRSG7","timeSource":"device"}']);
    expect(rejected).toBe(false);
  });

  it('drops the header line of a captured sample, and only that', () => {
    const telegram = samplesOf('dsmr-p1').find((sample) => sample.payloadBase64 !== undefined) ?? expect.fail('no binary sample');
    const payload = bytesOf(telegram);

    const { lines } = decodeFile({ ...asked, sample: true, bytes: Buffer.concat([Buffer.from('# source: me | /not/a/telegram\n'), payload]) });

    expect(lines).toEqual(decodeFile({ ...asked, bytes: payload }).lines);
    expect(lines.length).toBe(8);
  });

  it('prints the reason when a message is rejected', () => {
    const { lines, rejected } = decodeFile({ ...asked, profile: 'dsmr-p1', bytes: Buffer.from('hello') });

    expect(rejected).toBe(true);
    expect(lines.map((line) => JSON.parse(line))).toEqual([{ rejected: 'not-a-telegram', detail: expect.any(String) }]);
  });

  it('prints refused entries after the usable ones', () => {
    const { lines, rejected } = decodeFile({ ...asked, bytes: Buffer.from(`[{"importKwh":"1"},${gas}]`) });

    expect(rejected).toBe(false);
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([{ register: 'gas' }, { rejected: 'bad-number' }]);
  });
});

describe('npm run decode', () => {
  it('exits with 0 and prints notes apart from the lines', async () => {
    const { exit, out, error } = await run([file('no-time.json', '{"importKwh":1.5}'), '--topic', 'meters/1']);

    expect(exit).toBe(0);
    expect(out).toHaveLength(1);
    expect(error).toEqual(['accepted with a note: arrival-time']);
  });

  it('exits with 1 when one of the messages was rejected, and decodes the others', async () => {
    const { exit, out, error } = await run([file('gas.json', gas), file('text.json', 'hello'), '--profile', 'generic-json']);

    expect(exit).toBe(1);
    expect(out.map((line) => JSON.parse(line))).toMatchObject([{ register: 'gas' }, { rejected: 'not-json' }]);
    expect(error).toEqual([expect.stringContaining('gas.json:'), expect.stringContaining('text.json:')]);
  });

  it('reads what is piped in, each message with the topic before it, and says how it is used', async () => {
    const lines = await run(['-'], piped(`meters/1 ${gas}\nmeters/1 {"importKwh":`, '2.5}\n', 'hello\n'));

    expect([lines.exit, lines.out.map((line) => JSON.parse(line))]).toEqual([
      1,
      [expect.objectContaining({ value: 981.443 }), expect.objectContaining({ value: 2.5 }), { rejected: 'unknown-shape', detail: expect.any(String) }],
    ]);
    const help = await run(['--help']);
    expect([help.exit, help.error, help.out]).toEqual([0, [], [expect.stringContaining('npm run decode -- FILE')]]);
  });

  it('takes a captured sample from the pipe as one message', async () => {
    const { exit, out } = await run(['-', '--sample'], piped('# source: me\n', gas));

    expect([exit, out.length]).toEqual([0, 1]);
  });

  it.each([
    [['-', '-'], /once/],
    [['no/such/file'], /^cannot read the file 'no\/such\/file'$/],
    [['--profile', 'smart-meter', 'x'], /^there is no profile 'smart-meter'; known are dsmr-p1, homewizard, generic-json, weighbridge-json$/],
    [[], /^name at least one file/],
    [['--verbose', 'x'], /--verbose/],
  ])('exits with 2 and one sentence for %j', async (args, sentence) => {
    const { exit, out, error } = await run(args);

    expect(exit).toBe(2);
    expect(out).toEqual([]);
    expect(error).toHaveLength(1);
    expect(error[0]).toMatch(sentence);
    expect(error[0]).not.toContain('\n');
  });
});
