// A cell of who served whom is its days, its days are their quarters, and a quarter is a share that a reader can reckon.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMicro } from '../../src/domain/ledger.ts';
import { randoms } from './explained-region.ts';
import { type ExchangingRegion, FROM, TO, startExchanging } from './exchanging-region.ts';
import { BOOTSTRAP } from './small-region.ts';

let made: ExchangingRegion;
beforeAll(async () => {
  made = await startExchanging();
}, 60_000);
afterAll(() => made.small.stop());

const rows = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : []);
const sum = (list: readonly Record<string, unknown>[]): number => list.reduce((total, one) => total + toMicro(Number(one['contribution'])), 0);
const period = `from=${FROM}&to=${TO}`;
async function get(path: string): Promise<Record<string, unknown>> {
  const { status, body } = await made.small.ask('GET', `/api/v1/parks/de-mars${path}`, { key: BOOTSTRAP });
  expect([path, status, body['detail']]).toEqual([path, 200, undefined]);
  return body;
}

describe('a cell', () => {
  it('is what its days add up to, each of those its quarters, and each of these its share', async () => {
    const items = rows((await get(`/exchange?${period}`))['items']);
    const below = randoms(3);
    expect(items.length).toBeGreaterThan(15);
    for (const { from, to, kwh } of items) {
      const cell = `/exchange/explain?${period}&giver=${String(from)}&taker=${String(to)}`;
      const whole = await get(cell);
      expect([from, to, whole['value'], whole['level']]).toEqual([from, to, kwh, 'steps']);
      const steps = rows(whole['steps']);
      expect(sum(steps)).toBe(toMicro(Number(kwh)));
      // Both months are in it.
      expect(new Set(steps.map((step) => String(step['end']).slice(0, 7)))).toEqual(new Set(['2026-09', '2026-10']));
      const step = steps[below(steps.length)] ?? {};
      const day = await get(`${cell}&start=${String(step['start'])}&end=${String(step['end'])}`);
      expect([day['value'], day['level']]).toEqual([step['contribution'], 'shares']);
      const shares = rows(day['shares']);
      expect(sum(shares)).toBe(toMicro(Number(step['contribution'])));
      for (const share of shares) {
        const [x, e, all, i, asked] = ['exchangedKwh', 'giverKwh', 'allGivenKwh', 'takerKwh', 'allTakenKwh'].map((name) => Number(share[name]));
        const reckoned = ((x ?? 0) * (e ?? 0) * (i ?? 0)) / ((all ?? 1) * (asked ?? 1));
        expect(Math.abs(Number(share['contribution']) - reckoned)).toBeLessThanOrEqual(1.01e-6);
      }
    }
  }, 120_000);

  it('of one quarter names the registers of both, which add up to what they gave and took', async () => {
    const [item] = rows((await get(`/exchange?${period}`))['items']);
    const cell = `/exchange/explain?${period}&giver=${String(item?.['from'])}&taker=${String(item?.['to'])}`;
    const [share] = rows((await get(`${cell}&start=2026-10-01T22:00:00Z&end=2026-10-02T22:00:00Z`))['shares']);
    const quarter = await get(`${cell}&start=${String(share?.['start'])}&end=${String(share?.['end'])}`);

    expect(rows(quarter['shares'])).toEqual([share]);
    const [giver, taker] = [rows(quarter['giverQuarters']), rows(quarter['takerQuarters'])];
    expect([sum(giver), sum(taker)]).toEqual([toMicro(Number(share?.['giverKwh'])), toMicro(Number(share?.['takerKwh']))]);
    expect(giver[0]).toMatchObject({ company: item?.['from'], rule: 'delivered', delivery: { author: 'Jansen' } });
    // What all gave and took explains itself.
    for (const part of rows(quarter['parts'])) {
      const { status, body } = await made.small.ask('GET', `/api/v1${String(part['explain'])}`, { key: BOOTSTRAP });
      expect([status, body['value'], sum(rows(body['quarters']))]).toEqual([200, part['value'], toMicro(Number(part['value']))]);
    }
    expect(rows(quarter['parts']).map((part) => part['value'])).toEqual([share?.['allGivenKwh'], share?.['allTakenKwh']]);
  });
});
