// Reading from InfluxDB: errors wherever they hide, answers in pieces, time limits, slices.
import { afterEach, describe, expect, it } from 'vitest';
import { type FoundSeries, InfluxReader, SLICE_MS, type Span, isoTime } from '../../src/storage/series-influx-query.ts';
import { StoreAwayError } from '../../src/storage/series.ts';
import { type Answering, startAnswering } from './answering.ts';

let server: Answering;
afterEach(() => server.stop());

const reader = (over: { timeoutMs?: number } = {}): InfluxReader => new InfluxReader({ url: server.url, user: 'u', password: 'p', ...over });
async function ask(over: { timeoutMs?: number } = {}): Promise<FoundSeries[]> {
  const found: FoundSeries[] = [];
  await reader(over).query({ db: 'd', q: 'SELECT v FROM reading WHERE time >= $from', params: { from: 'x' } }, (series) => found.push(series));
  return found;
}
const series = (values: number[][]): object => ({ name: 'reading', tags: { register: '1' }, columns: ['time', 'v'], values });

describe('a query', () => {
  it('goes as a form with its parameters beside it and logs in by Basic', async () => {
    server = await startAnswering((_, response) => response.end('{"results":[{"statement_id":0}]}'));

    expect(await ask()).toEqual([]);

    const [asked] = server.asked;
    const form = new URLSearchParams(asked?.body);
    expect([asked?.path, asked?.authorization]).toEqual(['/query', `Basic ${Buffer.from('u:p').toString('base64')}`]);
    expect([form.get('db'), form.get('q'), form.get('params'), form.get('epoch')]).toEqual(['d', 'SELECT v FROM reading WHERE time >= $from', '{"from":"x"}', 'ms']);
  });

  it('is answered in pieces, cut anywhere', async () => {
    const text = [series([[1, 2]]), series([[3, 4]])].map((one) => JSON.stringify({ results: [{ series: [one], partial: true }] })).join('\n');
    server = await startAnswering((_, response) => {
      response.write(text.slice(0, 30));
      response.write(text.slice(30, 111));
      response.end(text.slice(111));
    });

    expect((await ask()).flatMap((one) => one.values)).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  it.each([
    ['in a result of an HTTP 200', 200, '{"results":[{"error":"undefined function foo()"}]}', 'undefined function foo()'],
    ['in a later piece', 200, `${JSON.stringify({ results: [{ series: [series([[1, 2]])] }] })}\n{"results":[{"error":"engine: file closed"}]}`, 'engine: file closed'],
    ['of the whole answer', 200, '{"error":"database is required"}', 'database is required'],
    ['as 2.x says it', 404, '{"code":"not found","message":"no dbrp mapping found"}', 'no dbrp mapping found'],
    ['of a proxy', 502, '<html>Bad gateway</html>', '<html>Bad gateway</html>'],
    ['of a page that is not InfluxDB', 200, '<html></html>', 'not JSON'],
    ['of an answer that holds nothing', 200, '', 'without a result'],
  ])('finds an error %s', async (_, status, body, message) => {
    server = await startAnswering((_asked, response) => response.writeHead(status).end(body));

    await expect(ask()).rejects.toThrow(message);
  });

  it('that is not answered in time, or cut off, can be asked again: the store is away', async () => {
    server = await startAnswering((asked, response) => {
      if (asked.body.includes('cut')) response.destroy();
    });

    await expect(ask({ timeoutMs: 100 })).rejects.toThrow(StoreAwayError);
    await expect(reader().query({ db: 'cut', q: '' }, () => {})).rejects.toThrow(StoreAwayError);
  });

  it('waits for its turn behind three others: at most four run at once', async () => {
    const open: (() => void)[] = [];
    server = await startAnswering((_, response) => open.push(() => response.end('{"results":[{}]}')));
    const shared = reader();
    const all = Array.from({ length: 9 }, () => shared.query({ db: 'd', q: '' }, () => {}));
    let most = 0;
    for (let done = 0; done < 9;) {
      await expect.poll(() => open.length).toBeGreaterThan(0);
      most = Math.max(most, open.length);
      open.shift()?.();
      done += 1;
    }
    await Promise.all(all);

    expect(server.asked).toHaveLength(9);
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('a long span', () => {
  const WEEK: Span = { fromMs: 0, toMs: 7 * 24 * 3_600_000 };
  const refuseAbove = async (limitMs: number): Promise<void> => {
    server = await startAnswering((asked, response) => {
      const params: { from: string; to: string } = JSON.parse(new URLSearchParams(asked.body).get('params') ?? '{}');
      const long = Date.parse(params.to) - Date.parse(params.from) > limitMs;
      response.end(JSON.stringify({ results: [long ? { error: 'External error: Query would exceed file limit of 432 parquet files.' } : {}] }));
    });
  };
  async function slicesOf(shared: InfluxReader, over: { newestFirst?: boolean; enough?: boolean } = {}): Promise<Span[]> {
    const slices: Span[] = [];
    await shared.span({ ...WEEK, newestFirst: over.newestFirst ?? false }, async (slice) => {
      await shared.query({ db: 'd', q: '', params: { from: isoTime(slice.fromMs), to: isoTime(slice.toMs) } }, () => {});
      slices.push(slice);
      return over.enough === true ? 'enough' : undefined;
    });
    return slices;
  }

  it('is asked in one piece where the server takes that', async () => {
    await refuseAbove(Infinity);

    expect(await slicesOf(reader())).toEqual([WEEK]);
  });

  it('is asked in slices of at most 72 h once the server refused it, without a gap or an overlap', async () => {
    await refuseAbove(SLICE_MS);
    const shared = reader();

    const slices = await slicesOf(shared);

    expect(slices[0]?.fromMs).toBe(WEEK.fromMs);
    expect(slices.at(-1)?.toMs).toBe(WEEK.toMs);
    slices.slice(1).forEach((slice, index) => expect(slice.fromMs).toBe(slices[index]?.toMs));
    expect(shared.slices).toBe(true);
    // The second time it knows.
    const before = server.asked.length;
    await slicesOf(shared);
    expect(server.asked.length - before).toBe(slices.length);
  });

  it('newest first begins at the end and stops when there is enough', async () => {
    await refuseAbove(SLICE_MS);

    const slices = await slicesOf(reader(), { newestFirst: true, enough: true });

    expect(slices).toEqual([{ fromMs: WEEK.toMs - SLICE_MS, toMs: WEEK.toMs }]);
  });

  it('that is refused down to an hour is an error', async () => {
    await refuseAbove(0);

    await expect(slicesOf(reader())).rejects.toThrow('file limit');
  });
});

describe('an instant', () => {
  it('beyond what InfluxDB knows is its last one', async () => {
    server = await startAnswering(() => {});

    expect([isoTime(0), isoTime(1e300), isoTime(Number.NaN)]).toEqual(['1970-01-01T00:00:00.000Z', '2262-04-11T23:47:16.854Z', '1970-01-01T00:00:00.000Z']);
  });
});
