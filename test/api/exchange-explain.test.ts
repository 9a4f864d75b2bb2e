// Every figure of who served whom is what its explanation makes of it, and nobody learns more by asking why.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXCHANGE_FIELDS } from '../../src/api/exchange-explain.ts';
import { published } from '../../src/domain/balance-rows.ts';
import { toMicro } from '../../src/domain/ledger.ts';
import { type ExchangingRegion, FROM, TO, startExchanging } from './exchanging-region.ts';
import { BOOTSTRAP } from './small-region.ts';

let made: ExchangingRegion;
beforeAll(async () => {
  made = await startExchanging();
}, 60_000);
afterAll(() => made.small.stop());

type Body = Record<string, unknown>;
type Reader = { key: string } | { cookie: string };
const rows = (value: unknown): Body[] => (Array.isArray(value) ? value : []);
const inside = (value: unknown, name: string): unknown => name.split('.').reduce<unknown>((at, key) => new Map<string, unknown>(Object.entries(at ?? {})).get(key), value);
const period = `from=${FROM}&to=${TO}&eurPerKwh=0.137`;
const ask = (path: string, as: Reader = { key: BOOTSTRAP }): Promise<{ status: number; body: Body }> => made.small.ask('GET', `/api/v1${path}`, as);
const why = (query: string, as?: Reader): Promise<{ status: number; body: Body }> => ask(`/parks/de-mars/exchange/explain?${period}&${query}`, as);

/** What a reader reckons from what is listed. */
function reckoned(body: Body): number {
  const parts = rows(body['parts']);
  const value = (part: Body | undefined): number => Number(part?.['value']);
  const of = (role: string): number => value(parts.find((part) => part['role'] === role));
  const weights = parts.reduce((sum, part) => sum + Number(part['weight']), 0);
  switch (body['level']) {
    case 'sum':
      return parts.reduce((sum, part) => sum + toMicro(value(part)), 0) / 1e6;
    case 'product':
      return published(parts.reduce((product, part) => product * value(part), 1));
    case 'mean':
      return published(parts.reduce((sum, part) => sum + Number(part['weight']) * value(part), 0) / weights);
    case 'ratio':
      return published(of('numerator') / of('denominator'));
    default:
      return [...rows(body['steps']), ...rows(body['shares']), ...rows(body['quarters'])].reduce((sum, one) => sum + toMicro(Number(one['contribution'])), 0) / 1e6;
  }
}

describe('a figure of an exchange', () => {
  it.each(EXCHANGE_FIELDS.filter((field) => /^(totals|neutrality|simultaneity|factors)/.test(field)))('%s is what is listed', async (field) => {
    const told = inside((await ask(`/parks/de-mars/exchange?${period}`)).body, field);
    const { status, body } = await why(`field=${field}`);

    // Nothing is generated here; nothing over something is 0.
    expect([status, published(Number(body['value']))]).toEqual([200, published(Number(told))]);
    expect(reckoned(body)).toBe(published(Number(told)));
  });

  it('of a cell in EUR and CO2 is its kWh times the price and the factor', async () => {
    for (const item of rows((await ask(`/parks/de-mars/exchange?${period}`)).body['items']))
      for (const [field, told] of Object.entries({ 'items.eur': item['eur'], 'items.co2Kg': item['co2Kg'] })) {
        const { body } = await why(`field=${field}&giver=${String(item['from'])}&taker=${String(item['to'])}`);
        expect([field, body['value'], reckoned(body)]).toEqual([field, told, told]);
        expect(rows(body['parts'])[0]).toMatchObject({ field: 'items.kwh', value: item['kwh'] });
      }
  }, 60_000);

  it('of a company is the sum of its cells, to the last digit', async () => {
    const { body: told } = await ask(`/parks/de-mars/exchange?${period}`);
    const items = rows(told['items']);
    for (const one of rows(told['companies'])) {
      const given = await why(`field=companies.givenKwh&giver=${String(one['company'])}`);
      const taken = await why(`field=companies.takenKwh&taker=${String(one['company'])}`);
      expect([given.body['value'], taken.body['value']]).toEqual([one['givenKwh'], one['takenKwh']]);
      expect([reckoned(given.body), reckoned(taken.body)]).toEqual([one['givenKwh'], one['takenKwh']]);
      expect(rows(given.body['parts']).map((part) => part['value'])).toHaveLength(items.filter((item) => item['from'] === one['company']).length);
    }
  });

  it('leads on to explanations that are there', async () => {
    for (const field of ['neutrality.generationOverUse', 'simultaneity.factor', 'totals.co2Kg', 'totals.eur']) {
      for (const part of rows((await why(`field=${field}`)).body['parts'])) {
        if (typeof part['explain'] !== 'string') continue;
        const next = await ask(part['explain']);
        expect([field, next.status, next.body['value']]).toEqual([field, 200, part['value']]);
      }
    }
  });

  it.each([
    ['field=kwh', 'invalid-request'],
    ['field=items.kwh', 'invalid-request'],
    ['field=items.kwh&giver=999999&taker=1', 'invalid-request'],
    ['field=totals.eur&start=2026-10-05&end=2026-10-06', 'bad-time'],
    ['field=totals.eur&start=2026-10-02&end=2026-10-01', 'reversed-period'],
    ['field=totals.importKwh&start=2026-10-02T00:01:00Z', 'bad-time'],
  ])('that does not exist (%s) is refused', async (query, code) => {
    expect((await why(query)).body['code']).toBe(code);
  });
});

describe('who may ask', () => {
  it('is the manager, and of one who stopped sharing nothing is told any more', async () => {
    const [first, second] = made.companies;
    const pair = `giver=${first?.company}&taker=${second?.company}`;
    expect((await why(`field=items.kwh&${pair}`, { cookie: made.manager })).status).toBe(200);
    expect((await why(`field=items.kwh&${pair}`, { cookie: made.company })).status).toBe(404);

    await made.small.ask('DELETE', `/api/v1/companies/${second?.company}/consents/${second?.consent}`, { key: BOOTSTRAP });
    expect((await why(`field=items.kwh&${pair}`, { cookie: made.manager })).body['code']).toBe('invalid-request');
  });

  it('of the region gets totals as far as the park shows them, and never what they are made of', async () => {
    const told = await ask(`/parks/de-mars/exchange?${period}`, { cookie: made.region });
    for (const field of ['items.kwh', 'totals.importKwh', 'simultaneity.coincidentKw', 'companies.givenKwh']) {
      const { status, body } = await why(`field=${field}&giver=${made.companies[0]?.company}&taker=${made.companies[2]?.company}`, { cookie: made.region });
      expect([field, status, body['code']]).toEqual([field, 403, 'suppressed']);
    }
    const eur = await why('field=totals.eur', { cookie: made.region });
    expect(eur.status).toBe(told.status);
    expect(JSON.stringify(eur.body)).not.toContain('Company');
    if (told.status === 200) expect(eur.body['value']).toBe(inside(told.body, 'totals.eur'));
  });
});
