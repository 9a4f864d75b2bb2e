// The explanation makes the balance's own choices: tariffs or total, power only, a figure of the whole connection, one
// meter after another. Every number of the balance is what its explanation adds up to, ratios and flows as well.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toMicro } from '../../src/domain/ledger.ts';
import { epochMs } from '../../src/domain/units.ts';
import { SPREAD_MARK, emptyColumns } from '../../src/storage/series.ts';
import { BOOTSTRAP, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const QUARTER = 900_000;
const DAY = '2026-10-06';
const FIRST = Date.parse('2026-10-05T22:00:00Z') / QUARTER;
/** The quarter in which the first meter of the fourth connection goes and the second comes. */
const SWAPPED = FIRST + 40;
const NAMES = ['tariffs', 'power', 'whole', 'swapped'] as const;
const EANS = ['011', '028', '035', '042'].map((end) => `871999900000000${end}`);

/** Numbers that look random and are the same in every run. */
function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

let small: SmallRegion;
const companies: number[] = [];
const registers = new Map<string, number>();

beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  const { directory } = small.app.parts;
  const add = async (meter: number, prefix: string, names: readonly string[]): Promise<void> => {
    const rows = names.map((name) => {
      const flow = name.includes('export') ? 'export' : name === 'generation' ? 'generation' : 'import';
      return { meter, name, flow, carrier: 'electricity', unit: name.startsWith('power') ? 'kW' : 'kWh', kind: name.startsWith('power') ? 'gauge' : 'counter' } as const;
    });
    for (const row of await directory.addRegisters(rows)) registers.set(`${prefix} ${row.name}`, row.id);
  };
  const another = async (body: Record<string, unknown>): Promise<number> =>
    Number((await small.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body: { carrier: 'electricity', validFrom: '2026-01-01', ...body } })).body['id']);
  for (const [index, name] of NAMES.entries()) {
    const made = await makeCompany(small, { park: 'park-a', name, ean: EANS[index] ?? '', shares: true });
    companies.push(made.company);
    if (name === 'tariffs') await add(made.meter, name, ['import-t1', 'import-t2', 'import', 'export']);
    if (name === 'power') await add(made.meter, name, ['power-import', 'power-export']);
    if (name === 'whole') {
      await add(made.meter, name, ['import-t1', 'import-t2', 'given-import', 'export']);
      const sun = await another({ connection: made.connection, serial: 'sun', role: 'generation', generationKind: 'sun' });
      await add(sun, name, ['generation']);
    }
    if (name === 'swapped') {
      const old = directory.meters.get(made.meter);
      if (old !== undefined) await directory.changeMeter(old, { validTo: epochMs(SWAPPED * QUARTER) });
      await add(made.meter, 'old', ['import', 'export']);
      const next = await another({ connection: made.connection, serial: 'next', role: 'main', validFrom: new Date(SWAPPED * QUARTER).toISOString() });
      await add(next, 'new', ['import', 'export']);
    }
  }
  const below = randoms(5);
  const rows = [...registers].flatMap(([name, register]) =>
    Array.from({ length: 96 }, (_, index) => ({ name, register, quarter: FIRST + index })).filter(({ name: of }) => below(100) < (of.includes('given') ? 40 : 85)),
  );
  const columns = emptyColumns(rows.length);
  rows.forEach(({ register, quarter }, row) => {
    columns.registers[row] = register;
    columns.quarters[row] = quarter;
    columns.amounts[row] = below(40_000_000) / 1e6;
    columns.flags[row] = [1, 1, 2, 3, SPREAD_MARK][below(5)] ?? 1;
  });
  await small.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'J', reason: 'a test', importId: 1, at: epochMs(Date.parse('2026-10-08T08:00:00Z')) });
}, 60_000);
afterAll(() => small.stop());

interface Explained {
  readonly value: number;
  readonly level: string;
  readonly quarters: readonly { start: string; register: number; name: string; contribution: number }[];
  readonly parts: readonly { role: string; field: string; value: number }[];
}
async function get<T>(path: string): Promise<T> {
  const response = await fetch(`${small.app.parts.urls.web}/api/v1${path}`, { headers: { authorization: `Bearer ${BOOTSTRAP}` } });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
interface Balance {
  readonly steps: readonly (Record<string, number> & { start: string; end: string })[];
  readonly totals: Record<string, number> & Record<'selfConsumption' | 'selfSufficiency', { individual: number | null; collective: number | null }>;
  readonly flows: readonly { from: string; to: string; amount: number }[];
}
const FIELDS = ['importKwh', 'exportKwh', 'generationKwh', 'consumptionKwh', 'localExchangeKwh', 'gridImportKwh', 'gridExportKwh', 'residualKwh'];
const places = (): string[] => ['/parks/park-a', '/region', ...companies.map((company) => `/companies/${company}`)];
const sumOf = (one: Explained): number => one.quarters.reduce((sum, row) => sum + toMicro(row.contribution), 0);

describe('every number of the balance', () => {
  it.each(['PT15M', 'PT1H', 'P1D'])(
    'in steps of %s is what its explanation adds up to',
    async (step) => {
      const below = randoms(step.length);
      for (const place of places()) {
        const query = `${place}/balance?from=${DAY}&to=2026-10-07&step=${step}`;
        const balance = await get<Balance>(query);
        for (let number = 0; number < 25; number++) {
          const { start, end, ...amounts } = balance.steps[below(balance.steps.length)] ?? { start: '', end: '' };
          const field = FIELDS[below(FIELDS.length)] ?? '';
          const explained = await get<Explained>(`${query.replace('balance?', 'balance/explain?')}&field=${field}&start=${start}&end=${end}`);

          expect([place, field, start, explained.value]).toEqual([place, field, start, new Map(Object.entries(amounts)).get(field)]);
          expect(sumOf(explained)).toBe(toMicro(explained.value));
        }
      }
    },
    60_000,
  );

  it('that is a flow is explained under its two ends', async () => {
    for (const place of places()) {
      const query = `${place}/balance?from=${DAY}&to=2026-10-07`;
      const { flows } = await get<Balance>(query);
      expect(flows.length).toBeGreaterThan(1);
      for (const { from, to, amount } of flows) {
        const explained = await get<Explained>(`${query.replace('balance?', 'balance/explain?')}&field=flow:${from}:${to}`);
        expect([place, from, to, explained.value, sumOf(explained)]).toEqual([place, from, to, amount, toMicro(amount)]);
      }
    }
  });

  it('that is a ratio is one explained sum divided by another', async () => {
    for (const place of ['/parks/park-a', '/region', `/companies/${companies[2]}`]) {
      const query = `${place}/balance?from=${DAY}&to=2026-10-07`;
      const { totals } = await get<Balance>(query);
      for (const name of ['selfConsumption', 'selfSufficiency'] as const)
        for (const how of ['individual', 'collective'] as const) {
          const path = query.replace('balance?', 'balance/explain?');
          const explained = await get<Explained>(`${path}&field=${name}.${how}`);
          const [part, whole] = await Promise.all(explained.parts.map(async (one) => get<Explained>(`${path}&field=${one.field}`)));

          expect(explained.value).toBe(totals[name][how]);
          expect(explained.value).toBeGreaterThan(0);
          expect((part?.value ?? 0) / (whole?.value ?? 0)).toBe(explained.value);
          expect([part, whole].map((one) => (one === undefined ? 0 : sumOf(one)))).toEqual(explained.parts.map((one) => toMicro(one.value)));
        }
    }
  });
});

describe('an explanation names', () => {
  const names = async (index: number, field = 'importKwh'): Promise<Map<string, string[]>> => {
    const found = new Map<string, string[]>();
    const { quarters } = await get<Explained>(`/companies/${companies[index]}/balance/explain?from=${DAY}&to=2026-10-07&field=${field}`);
    for (const row of quarters) found.set(row.start, [...(found.get(row.start) ?? []), row.name].sort());
    return found;
  };

  it('the tariffs of a meter or its total, never both', async () => {
    const kinds = new Set([...(await names(0)).values()].map(String));
    expect([...kinds].sort()).toEqual(['import', 'import-t1,import-t2']);
  });

  it('the power of a meter that has nothing else', async () => {
    expect([...new Set([...(await names(1)).values()].map(String))]).toEqual(['power-import']);
  });

  it('the figure of the whole connection, or its counters, and what is given beside a counter', async () => {
    const kinds = new Set([...(await names(2)).values()].map(String));
    expect(kinds.has('given-import')).toBe(true);
    expect(kinds.has('import-t1,import-t2')).toBe(true);
  });

  it('each meter in its own time', async () => {
    const { quarters } = await get<Explained>(`/companies/${companies[3]}/balance/explain?from=${DAY}&to=2026-10-07&field=importKwh`);
    const before = quarters.filter((row) => Date.parse(row.start) < SWAPPED * QUARTER);

    expect(new Set(before.map((row) => row.register))).toEqual(new Set([registers.get('old import')]));
    expect(new Set(quarters.slice(before.length).map((row) => row.register))).toEqual(new Set([registers.get('new import')]));
  });
});

describe('what cannot be explained', () => {
  it.each(['selfConsumption.individual&carrier=gas', 'flow:grid:sun', 'flow:carrier:company:999', 'supplyM3&carrier=gas', 'selfConsumption'])('(%s) is refused', async (rest) => {
    const answer = await small.ask('GET', `/api/v1/parks/park-a/balance/explain?from=${DAY}&to=2026-10-07&field=${rest}`, { key: BOOTSTRAP });
    expect([answer.status, answer.body['code']]).toEqual([422, 'invalid-request']);
  });

  it('a ratio with nothing to divide by, says so', async () => {
    const answer = await small.ask('GET', `/api/v1/companies/${companies[1]}/balance/explain?from=${DAY}&to=2026-10-07&field=selfConsumption.individual`, { key: BOOTSTRAP });
    expect(answer.body['detail']).toContain('nothing to divide by');
  });
});
