// Writing to InfluxDB: bad lines are found and put aside, a server that is away or refuses everything keeps them all.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RefusedLine, RefusedLines } from '../../src/storage/series-influx-refused.ts';
import { InfluxWriter, canaryLine } from '../../src/storage/series-influx-write.ts';
import { StoreAwayError } from '../../src/storage/series.ts';
import { type Answering, startAnswering } from './answering.ts';

let dir: string;
let server: Answering;
let kept: RefusedLine[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-write-'));
  kept = [];
});
afterEach(async () => {
  await server.stop();
  rmSync(dir, { recursive: true });
});
const writer = (over: { timeoutMs?: number } = {}): InfluxWriter =>
  new InfluxWriter({ url: server.url, user: 'u', password: 'p', refused: new RefusedLines({ path: join(dir, 'refused'), onRefused: (line) => kept.push(line) }), ...over });
const lines = (count: number): string[] => Array.from({ length: count }, (_, index) => `m v=${index} ${index}`);

/** As 2.x and 3 do: one bad line and nothing of the batch is stored. */
async function allOrNothing(bad: ReadonlySet<string>, status = 400): Promise<Set<string>> {
  const stored = new Set<string>();
  server = await startAnswering(({ body }, response) => {
    const sent = body.split('\n');
    if (sent.some((line) => bad.has(line))) return response.writeHead(status).end('{"error":"partial write of line protocol occurred"}');
    for (const line of sent) stored.add(line);
    return response.writeHead(204).end();
  });
  return stored;
}

describe('a batch', () => {
  it('is one request in nanoseconds with Basic', async () => {
    const stored = await allOrNothing(new Set());

    await writer().write('db 1', lines(100));

    expect(stored.size).toBe(100);
    expect(server.asked.map((one) => [one.path, one.authorization])).toEqual([['/write?db=db%201&precision=ns', `Basic ${Buffer.from('u:p').toString('base64')}`]]);
  });

  it('with bad lines anywhere is stored but for those, which are kept with the reason', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 6 }), fc.constantFrom(400, 422), async (indexes, status) => {
        kept = [];
        const bad = new Set(indexes.map((index) => lines(64)[index] ?? ''));
        const stored = await allOrNothing(bad, status);
        await writer().write('d', lines(64));
        await server.stop();

        expect(new Set(kept.map((one) => one.line))).toEqual(bad);
        expect(lines(64).filter((line) => !stored.has(line))).toEqual(lines(64).filter((line) => bad.has(line)));
        expect(kept.every((one) => one.status === status && one.reason === 'partial write of line protocol occurred')).toBe(true);
      }),
      { numRuns: 15 },
    );
    await allOrNothing(new Set());
  });

  it('with one bad line among 5,000 takes at most 30 requests to store', async () => {
    await allOrNothing(new Set([lines(5000)[1234] ?? '']));

    await writer().write('d', lines(5000));

    // 2 for the batch and the canary, 2 for each of the 13 halvings.
    expect(server.asked.length).toBeLessThanOrEqual(30);
    expect(kept).toHaveLength(1);
  });
});

describe('a server', () => {
  it.each([401, 403, 404, 429, 500, 503])('that answers %i keeps all lines for later', async (status) => {
    server = await startAnswering((_, response) => response.writeHead(status).end('{"error":"not now"}'));

    await expect(writer().write('d', lines(10))).rejects.toThrow(`InfluxDB refuses to store anything (${status}): not now`);
    expect([server.asked.length, kept.length]).toEqual([1, 0]);
  });

  it('that refuses even a harmless line is at fault itself: nothing is put aside', async () => {
    server = await startAnswering((_, response) => response.writeHead(400).end('{"error":"database is required"}'));

    await expect(writer().write('d', lines(10))).rejects.toThrow(StoreAwayError);
    expect([server.asked.at(-1)?.body, kept]).toEqual([canaryLine(), []]);
  });

  it('that answers a page of a proxy did not store', async () => {
    server = await startAnswering((_, response) => response.writeHead(200).end('<html>Log in</html>'));

    await expect(writer().write('d', lines(10))).rejects.toThrow(StoreAwayError);
  });

  it('that says nothing in time is away', async () => {
    server = await startAnswering(() => {});

    await expect(writer({ timeoutMs: 100 }).write('d', lines(10))).rejects.toThrow(StoreAwayError);
  });
});
