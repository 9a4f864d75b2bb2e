// A closed grid with sun and a battery behind it, companies beside it and in another park; a day of values with holes and
// corrections, and two hours of live readings.
import { epochMs } from '../../src/domain/units.ts';
import { SPREAD_MARK, emptyColumns } from '../../src/storage/series.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

export const QUARTER = 900_000;
/** The day of the values, and its first quarter. */
export const DAY = '2026-10-06';
export const FIRST = Date.parse('2026-10-05T22:00:00Z') / QUARTER;
const EANS = ['011', '028', '035', '042', '059', '066', '073', '080'].map((end) => `871999900000000${end}`);

/** Numbers that look random and are the same in every run. */
export function randoms(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

export interface ExplainedRegion {
  readonly small: SmallRegion;
  /** In park-a: the owner of the main meter, two behind it, one outside. */
  readonly root: Objects;
  readonly companies: readonly Objects[];
  readonly alone: Objects;
  /** Start of the live readings of the company outside. */
  readonly liveFrom: number;
  /** Cookies. */
  readonly manager: string;
  readonly region: string;
}

export async function startExplained(): Promise<ExplainedRegion> {
  const small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  const company = (index: number, park = 'park-a'): Promise<Objects> => makeCompany(small, { park, name: `Company ${index}`, ean: EANS[index] ?? '', shares: true });
  const root = await company(0);
  const companies = [await company(1), await company(2)];
  const alone = await company(3);
  // Companies of another park: with five, the region may read what all of them did together.
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-b', name: 'Park B', municipality: 'Epe' } });
  const others: Objects[] = [];
  for (const index of [4, 5, 6, 7]) others.push(await company(index, 'park-b'));
  await makeMeters({ small, root, companies, alone, others });
  await deliverValues(small);
  const liveFrom = Math.floor(Date.now() / QUARTER) * QUARTER - 8 * QUARTER;
  await tellReadings(small, alone, liveFrom);
  await small.app.parts.auth.ensureAccount({ email: 'manager@test.nl', password: 'a long password', name: 'manager', roles: [{ role: 'parkmanager', parks: ['park-a'] }] });
  await small.app.parts.auth.ensureAccount({ email: 'region@test.nl', password: 'a long password', name: 'region', roles: [{ role: 'region' }] });
  const [manager, region] = [await signIn(small, 'manager@test.nl', 'a long password'), await signIn(small, 'region@test.nl', 'a long password')];
  return { small, root, companies, alone, liveFrom, manager, region };
}

async function makeMeters(over: Pick<ExplainedRegion, 'small' | 'root' | 'companies' | 'alone'> & { others: readonly Objects[] }): Promise<void> {
  const { small, root, companies, alone, others } = over;
  const { directory } = small.app.parts;
  for (const one of companies) {
    const connection = directory.connections.get(one.connection);
    if (connection !== undefined) await directory.changeConnection(connection, { behind: root.connection });
  }
  const post = async (role: string, kind?: string): Promise<number> => {
    const body = { connection: companies[1]?.connection, serial: role, carrier: 'electricity', role, ...(kind !== undefined && { generationKind: kind }), validFrom: '2026-01-01' };
    return Number((await small.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body })).body['id']);
  };
  const [sun, battery] = [await post('generation', 'sun'), await post('storage')];
  const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh' } as const;
  await directory.addRegisters([
    ...[root, ...companies, alone, ...others].flatMap(({ meter }) => [
      { meter, name: 'import', flow: 'import', ...counter } as const,
      { meter, name: 'export', flow: 'export', ...counter } as const,
    ]),
    { meter: sun, name: 'generation', flow: 'generation', ...counter },
    { meter: battery, name: 'charge', flow: 'charge', ...counter },
    { meter: battery, name: 'discharge', flow: 'discharge', ...counter },
  ]);
}

/** A day of every register with holes, then corrections of some of it. */
async function deliverValues(small: SmallRegion): Promise<void> {
  const below = randoms(7);
  const registers = [...small.app.parts.directory.registers.keys()];
  const write = async (field: 'settled' | 'corrected', share: number, over: { importId: number | null; flags: readonly number[] }): Promise<void> => {
    const rows = registers.flatMap((register) => Array.from({ length: 96 }, (_, index) => ({ register, quarter: FIRST + index }))).filter(() => below(100) < share);
    const columns = emptyColumns(rows.length);
    rows.forEach(({ register, quarter }, row) => {
      columns.registers[row] = register;
      columns.quarters[row] = quarter;
      columns.amounts[row] = below(90_000_000) / 1e6;
      columns.flags[row] = over.flags[below(over.flags.length)] ?? 1;
    });
    await small.app.parts.deps.settlement.write({ field, columns, author: 'Jansen', reason: 'a test', importId: over.importId, at: epochMs(Date.parse('2026-10-08T08:00:00Z')) });
  };
  await write('settled', 97, { importId: 1, flags: [1, 1, 1, 3] });
  await write('settled', 20, { importId: 2, flags: [1] });
  await write('corrected', 10, { importId: null, flags: [0, SPREAD_MARK] });
}

/** Two hours of live readings, every seven minutes. */
async function tellReadings(small: SmallRegion, company: Objects, liveFrom: number): Promise<void> {
  for (let at = liveFrom; at < liveFrom + 8 * QUARTER; at += 7 * 60_000) {
    const hours = (at - liveFrom) / 3_600_000;
    const body = { time: at, importKwh: Math.round(1e3 * (100 + 42 * hours)) / 1e3, exportKwh: Math.round(1e3 * (5 + 3.3 * hours)) / 1e3 };
    await small.ask('POST', `/api/v1/ingest/${company.gateway}`, { key: BOOTSTRAP, body });
  }
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
}
