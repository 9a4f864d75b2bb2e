// A park with four companies that were measured for a month, so that every route that explains has numbers: a group with a limit that is
// passed, meters behind a main one, panels, a boiler, and last values of this moment.
import { localAdd, localFloor, toIso } from '../../src/domain/time.ts';
import { type EpochMs, epochMs } from '../../src/domain/units.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import type { Get, Places } from './explained-parts.ts';
import { bringMaterials } from './explained-materials-ground.ts';
import { randoms } from './explained-region.ts';
import { measure } from './measured.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const DAYS = 30;
export const SEED = 20_261_126;

export interface ExplainedGround {
  readonly small: SmallRegion;
  readonly places: Places;
  /** @throws Error with the answer when it is no 200 */
  readonly get: Get;
}

/** @param hours of the period that is asked for */
export async function startGround(hours: number): Promise<ExplainedGround> {
  const small = await startApp();
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
  await bringMaterials(small, companies, SEED);
  // One by one: of several readings in one batch only the last is a last value. The first lies before the running quarter.
  for (const [index, one] of companies.entries())
    for (const minutes of [16, 1, 0.2]) {
      const told = { time: now - minutes * 60_000, importKwh: 1000 - minutes * (0.731 + index), exportKwh: 500 - minutes * 0.137 };
      await post(`/ingest/${one.gateway}`, told);
      await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
    }
  const day = localAdd(localFloor(now, 'P1D'), 'P1D', -2);
  const places: Places = {
    park: 'de-mars',
    company: first?.company ?? 0,
    connection: first?.connection ?? 0,
    meter: first?.meter ?? 0,
    group,
    from: toIso(day),
    to: toIso(epochMs(day + hours * 3_600_000)),
    measuredFrom: toIso(begin),
    checked: last,
    reports: await reportsOf(small, last, now),
    scenarios: await scenariosOf(small, last, { from: toIso(epochMs(day - 20 * 86_400_000)), to: toIso(epochMs(day)) }),
    match: await heatMatch(small, { giver: first, taker: last }),
    pricedMatch: await pricedMatches(small, companies),
    month: toIso(epochMs(month + 36 * 3_600_000)).slice(0, 7),
  };
  return { small, places, get: getterOf(small) };
}

/** Heat of one company that another may want: declared, and from what its gas meter counted for a month. */
async function heatMatch(region: SmallRegion, { giver, taker }: { giver: Objects | undefined; taker: Objects }): Promise<string> {
  const port = async (body: object): Promise<number> =>
    Number((await region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { validFrom: '2020-01-01', ...body } })).body['id']);
  const gas = [...region.app.parts.directory.meters.values()].find(({ carrier }) => carrier === 'gas')?.id;
  const source = await port({ company: giver?.company, role: 'source', powerKw: 23.456, supplyC: 70, returnC: 40, lat: 52.15, lon: 6.2, residual: 'yes' });
  const sink = await port({ company: taker.company, role: 'sink', meter: gas, derivation: 'boiler', supplyC: 80, returnC: 50, lat: 52.153, lon: 6.2 });
  return region.app.parts.deps.heat.names.nameOf(source, sink);
}

/** Each company declares heat that it gives and heat that it takes, so that there are euros and links to choose from.
 *  @returns the name of one match */
async function pricedMatches(region: SmallRegion, companies: readonly Objects[]): Promise<string> {
  const ports: { source: number; sink: number }[] = [];
  for (const [index, { company }] of companies.entries()) {
    const port = async (body: object): Promise<number> =>
      Number((await region.ask('POST', '/api/v1/heat-ports', { key: BOOTSTRAP, body: { company, validFrom: '2020-01-01', ...body } })).body['id']);
    const at = { lat: 52.151 + index * 0.0013, lon: 6.201 + index * 0.0007 };
    const source = await port({ ...at, role: 'source', powerKw: 345.678 + index * 111.1, supplyC: 90 - index * 9, returnC: 45, residual: 'yes' });
    const sink = await port({ ...at, role: 'sink', powerKw: 456.789 + index * 77.7, supplyC: 62, returnC: 36, profile: index % 2 === 0 ? 'heating-season' : 'flat' });
    ports.push({ source, sink });
  }
  return region.app.parts.deps.heat.names.nameOf(ports[0]?.source ?? 0, ports[1]?.sink ?? 0);
}

/** A draft of the year of a company, and what its park published of the last month. */
async function reportsOf(region: SmallRegion, { company }: Objects, now: EpochMs): Promise<number[]> {
  const make = async (body: object): Promise<number> => Number((await region.ask('POST', '/api/v1/reports', { key: BOOTSTRAP, body })).body['id']);
  const monthOf = (at: EpochMs): string => toIso(epochMs(at + 36 * 3_600_000)).slice(0, 7);
  const first = localFloor(now, 'P1M');
  const draft = await make({ kind: 'company-year', company, period: monthOf(first).slice(0, 4) });
  const published = await make({ kind: 'park-month', park: 'de-mars', period: monthOf(localAdd(first, 'P1M', -1)) });
  await region.ask('POST', `/api/v1/reports/${published}/publication`, { key: BOOTSTRAP, body: {} });
  return [draft, published];
}

/** Steps of several kinds, of a company with a boiler and of its park, over some weeks that were measured. */
async function scenariosOf(region: SmallRegion, { company }: Objects, period: { from: string; to: string }): Promise<number[]> {
  const make = async (body: object): Promise<number> =>
    Number((await region.ask('POST', '/api/v1/scenarios', { key: BOOTSTRAP, body: { name: 's', ...period, ...body } })).body['id']);
  const steps = [
    { kind: 'group-contract', limitKw: 77.7 },
    { kind: 'pv', kwp: 123.4 },
    { kind: 'battery', kwh: 55.5, kw: 22.2 },
    { kind: 'electrification', share: 0.37 },
    { kind: 'truck-hub', trucks: 3 },
  ];
  return [await make({ company, steps, prices: { highEurPerKwh: 0.3123 } }), await make({ park: 'de-mars', steps: steps.slice(0, 3), order: 'given' })];
}

export function getterOf(region: SmallRegion): Get {
  return async (path) => {
    const { status, body } = await region.ask('GET', `/api/v1${path}`, { key: BOOTSTRAP });
    if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
    return body;
  };
}

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
