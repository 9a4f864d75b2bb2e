// Random numbers of every route that can be explained: adding up what is listed gives each of them, to the last digit.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { randoms } from './explained-region.ts';
import { NUMBERS, type Places, historyNumbers } from './explained-numbers.ts';
import { type Body, type ExplainedNumber, rows } from './explained-parts.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';
import { YEAR, type YearsRegion, startYears } from './years-region.ts';

const WANTED = 200;
const DAYS = 30;
const SEED = 20_261_126;
let small: SmallRegion;
let places: Places;

const get = async (path: string): Promise<Body> => {
  const { status, body } = await small.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
};

beforeAll(async () => {
  small = await startApp();
  const below = randoms(SEED);
  const now = epochMs(Date.now());
  const begin = localAdd(localFloor(now, 'P1D'), 'P1D', -DAYS);
  const companies: Objects[] = [];
  for (const end of ['011', '028', '035', '042']) {
    const made = await makeCompany(small, { park: 'de-mars', name: `Company ${end}`, ean: `871999900000000${end}`, shares: true });
    companies.push(made);
    // By turns each takes and gives, a little more in the day.
    const kw = Array.from({ length: Math.floor((now - begin) / 900_000) }, (_, t) => (4 * (below(60_000_000) - 20_000_000 + (t % 96) * 100_000)) / 1e6);
    await measure(small, made.meter, { from: toIso(begin), kw });
  }
  const [first] = companies;
  const post = (path: string, body: unknown) => small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body });
  const month = localFloor(epochMs(begin + 15 * 86_400_000), 'P1M');
  const group = Number((await post('/groups', { park: 'de-mars', name: 'samen', rule: 'pro-rata', limitImportKw: 333.33, validFrom: '2026-01-01' })).body['id']);
  for (const one of companies.slice(0, 3)) await post(`/groups/${group}/members`, { connection: one.connection, validFrom: '2026-01-01' });
  // Low enough to be passed now and then, and no whole number of quarters of a kWh.
  for (const one of [first, companies.at(-1)]) await post(`/connections/${one?.connection}/limits`, { kw: 123.456_789, validFrom: '2026-01-01' });
  const last = companies.at(-1);
  if (last === undefined) throw new Error('no company to check');
  await checkable(small, last, { begin, now });
  await boiler(small, last, { begin, now });
  // One by one: of several readings in one batch only the last is a last value. The first lies before the running quarter.
  for (const [index, one] of companies.entries())
    for (const minutes of [16, 1, 0.2]) {
      const told = { time: now - minutes * 60_000, importKwh: 1000 - minutes * (0.731 + index), exportKwh: 500 - minutes * 0.137 };
      await post(`/ingest/${one.gateway}`, told);
      await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
    }
  const day = localAdd(localFloor(now, 'P1D'), 'P1D', -2);
  places = {
    park: 'de-mars',
    company: first?.company ?? 0,
    connection: first?.connection ?? 0,
    meter: first?.meter ?? 0,
    group,
    from: toIso(day),
    to: toIso(epochMs(day + 5 * 3_600_000)),
    measuredFrom: toIso(begin),
    checked: last,
    month: toIso(epochMs(month + 36 * 3_600_000)).slice(0, 7),
  };
}, 60_000);
afterAll(() => small.stop());

/** Meters to hold against a main one, of which two say nothing of this moment: a part of the use, and panels; the main one tells its power. */
async function checkable(region: SmallRegion, { connection, gateway }: Objects, { begin, now }: { begin: number; now: number }): Promise<void> {
  const below = randoms(SEED + 1);
  const quarters = Array.from({ length: Math.floor((now - begin) / 900_000) }, (_, t) => t);
  for (const [role, kw] of [
    ['sub', quarters.map(() => below(9_000_000) / 1e6)],
    ['generation', quarters.map((t) => (t % 96 > 40 && t % 96 < 70 ? -below(5_000_000) / 1e6 : 0))],
  ] as const) {
    const body = { connection, serial: role, carrier: 'electricity', role, validFrom: '2026-01-01', ...(role === 'generation' && { generationKind: 'sun' }) };
    const { id } = (await region.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body })).body;
    await measure(region, Number(id), { from: toIso(epochMs(begin)), kw });
  }
  for (let minutes = 140; minutes > 20; minutes -= 5) {
    const told = { time: now - minutes * 60_000, importKwh: 1000 - minutes * 3.731, exportKwh: 500 - minutes * 0.137, powerKw: below(20_000_000) / 1e6 };
    await region.ask('POST', `/api/v1/ingest/${gateway}`, { key: BOOTSTRAP, body: told });
  }
}

/** A boiler between two meters that counted every quarter of some days. */
async function boiler(region: SmallRegion, { company }: Objects, { begin, now }: { begin: number; now: number }): Promise<void> {
  const make = async (path: string, body: object): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
  const meters: number[] = [];
  for (const { carrier, ean, most } of [
    { carrier: 'gas', ean: '871999900000000110', most: 9_000_000 },
    { carrier: 'heat', ean: '871999900000000127', most: 60_000_000 },
  ] as const) {
    const connection = await make('/connections', { ean, company, carrier, validFrom: '2026-01-01' });
    const meter = await make('/meters', { connection, serial: carrier, carrier, role: 'main', validFrom: '2026-01-01' });
    const flow = carrier === 'gas' ? 'import' : 'generation';
    const [register] = await region.app.parts.directory.addRegisters([{ meter, name: carrier, carrier, flow, kind: 'counter', unit: carrier === 'gas' ? 'm3' : 'kWh' }]);
    const below = randoms(SEED + most);
    const columns = emptyColumns(Math.floor((now - begin) / 900_000));
    columns.flags.fill(flagCode('M'));
    columns.registers.fill(register?.id ?? 0);
    columns.quarters.forEach((_, row) => {
      columns.quarters[row] = begin / 900_000 + row;
      columns.amounts[row] = below(most) / 1e6;
    });
    columns.sources.fill(1);
    await region.app.parts.store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
    meters.push(meter);
  }
  await make('/conversions', { company, kind: 'boiler', name: 'Ketel', inputs: meters.slice(0, 1), outputs: meters.slice(1), validFrom: '2026-01-01' });
}

/** Paths with numbers, of every route that explains. */
function explainable(): string[] {
  return small.app.parts.api.mounted.filter(({ path }) => path.endsWith('/explain')).map(({ path }) => path.replace(/\/explain$/, ''));
}

function filled(path: string): string {
  const kind = path.split('/')[1] ?? '';
  const { company, connection } = /(cross-checks|conversions)$/.test(path) ? places.checked : places;
  const ids: Record<string, string | number> = { companies: company, connections: connection, meters: places.meter, groups: places.group };
  return path.replace('{park}', places.park).replace('{id}', String(ids[kind] ?? ''));
}

async function numbersOf(path: string): Promise<ExplainedNumber[]> {
  const made = NUMBERS[path.split('/').at(-1) ?? ''];
  if (made === undefined) throw new Error(`${path}/explain is no route that this test knows the numbers of`);
  return made(get, filled(path), places);
}

describe('numbers of every route that explains', () => {
  it('are what is listed, 200 of them at random, and no longer when one thing listed is a millionth off', async () => {
    const below = randoms(SEED);
    const paths = explainable();
    expect(paths.length).toBeGreaterThanOrEqual(34);
    const all = new Map<string, ExplainedNumber[]>();
    for (const path of paths) all.set(path, await numbersOf(path));
    expect([...all].filter(([, numbers]) => numbers.length === 0).map(([path]) => path)).toEqual([]);
    const seen = new Map<string, number>();
    for (let number = 0; number < WANTED; number++) {
      // Every route by turns, then any number of it.
      const path = paths[number % paths.length] ?? '';
      const numbers = all.get(path) ?? [];
      const one = numbers[below(numbers.length)];
      if (one === undefined) throw new Error(`${path} has no numbers`);
      const body = await get(one.explain);
      expect([one.explain, one.name, one.reckon(body)]).toEqual([one.explain, one.name, one.told]);
      const wrong = faulted(body, one.lists);
      // Six decimals swallow a hundredth of what is hardly anything.
      if (wrong.length === 0 || (one.told !== 0 && Math.abs(one.told) < 0.001)) continue;
      expect([one.explain, movesWith(one, wrong)]).toEqual([one.explain, true]);
      seen.set(path, (seen.get(path) ?? 0) + (Object.is(one.told, 0) ? 0 : 1));
    }
    // Zeros explain themselves: of every route other numbers were seen as well.
    const begun = Date.now() % 900_000 < 120_000;
    expect(paths.filter((path) => (seen.get(path) ?? 0) === 0 && !(begun && /capacity.now$|^.groups.*now$/.test(path)))).toEqual([]);
  }, 180_000);
});

describe('a month peak, the peak of a park and the own peak of a company in it', () => {
  it('are each the registers of the quarter that they name', async () => {
    const peaks = (await Promise.all(['/parks/{park}/capacity', '/companies/{id}/capacity', '/connections/{id}/capacity'].map(numbersOf)))
      .flat()
      .filter(({ name }) => name.includes('peak'));
    const found: unknown[] = [];
    for (const one of peaks) found.push([one.name, one.explain, one.reckon(await get(one.explain))]);

    expect(new Set(peaks.map(({ name }) => name))).toEqual(new Set(['month peak', 'peak of a park', 'own peak in a park']));
    expect(found).toEqual(peaks.map((one) => [one.name, one.explain, one.told]));
  }, 60_000);
});

describe('numbers of CO2 that read years of history', () => {
  let years: YearsRegion;
  const ask = async (path: string): Promise<Body> => {
    const { status, body } = await years.region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
  beforeAll(async () => {
    years = await startYears();
  }, 120_000);
  afterAll(() => years.region.stop());

  it.each(['/parks/de-mars', '/companies/', '/region'])(
    `of %s are what is listed, ${WANTED} of them at random, and no longer when one thing listed is off`,
    async (place) => {
      const below = randoms(SEED + place.length);
      const path = `${place === '/companies/' ? place + String(years.companies[0]?.company) : place}/emissions`;
      const all = new Map<string, ExplainedNumber[]>();
      for (let question = 0; question < 12; question++) {
        const months = 1 + below(9);
        const weather = below(2) === 0 ? '' : `&degreeDays=${2000 + below(900)}&baseDegreeDays=${2000 + below(900)}&heatingShare=0.${1 + below(9)}`;
        const factors = ['co2emissiefactoren', 'klimaatmonitor', 'co2emissiefactoren-2024'][below(3)] ?? '';
        const query = `from=${YEAR - 1}-0${months}-01&to=${YEAR - 1}-${months + 1 < 10 ? '0' : ''}${months + 1}-01&factors=${factors}&goalReduction=0.${1 + below(9)}&goalYear=${YEAR + 1 + below(9)}${weather}`;
        all.set(query, await historyNumbers(ask, path, query));
      }
      const [seen, kinds] = [new Set<string>(), [...all.values()].flat()];
      for (let number = 0; number < WANTED; number++) {
        const one = kinds[below(kinds.length)];
        if (one === undefined) throw new Error(`${path} tells nothing of its history`);
        const body = await ask(one.explain);
        expect([one.explain, body['value'], one.reckon(body)]).toEqual([one.explain, one.told, one.told]);
        // A forecast below nothing is told as nothing, and stays so.
        if (one.told !== 0) expect([one.explain, movesWith(one, faulted(body, one.lists))]).toEqual([one.explain, true]);
        if (one.told !== 0) seen.add(one.name);
      }
      for (const name of [
        'decomposition.activityKg',
        'decomposition.factorKg',
        'decomposition.fuelKg',
        'trajectory.gapKg',
        'trajectory.years.targetKg',
        'trajectory.years.actualKg',
      ])
        expect(seen).toContain(name);
    },
    180_000,
  );
});

const FAULTED_MAX = 4;

/** Makes a thing that is listed a little larger: of the power of this moment, told in watts, two of those.
 *  @returns one for each of the first things listed that tell a number */
function faulted(body: Body, lists: readonly string[]): Body[] {
  const longest = Math.max(0, ...lists.map((name) => rows(body[name]).length));
  return Array.from({ length: Math.min(longest, 2 * FAULTED_MAX) }, (_, at) => faultedAt(structuredClone(body), lists, at))
    .filter((one) => one !== null)
    .slice(0, FAULTED_MAX);
}

/** The first thing listed must move the number; of a slope, of which the sum of the changes is about nothing, one of the first. */
const movesWith = ({ reckon, told }: ExplainedNumber, wrong: readonly Body[]): boolean =>
  (wrong[0]?.['level'] === 'moments' ? wrong : wrong.slice(0, 1)).some((other) => reckon(other) !== told);

function faultedAt(body: Body, lists: readonly string[], at: number): Body | null {
  const listed = lists.flatMap((name) => rows(body[name]).slice(at, at + 1));
  const fault = lists.includes('rows') ? 0.002 : 0.000_001;
  // A value that is multiplied or divided afterwards is moved by a hundredth as well, or rounding would swallow it, and from nothing by one.
  const moved = (name: string, value: number): number => (name !== 'value' ? value : value === 0 ? 1 : value * 1.01) + fault;
  let isMoved = false;
  for (const one of listed)
    for (const name of ['contribution', 'kw', 'value', 'quarters'])
      if (typeof one[name] === 'number') {
        one[name] = moved(name, one[name]);
        isMoved = true;
      }
  return isMoved ? body : null;
}
