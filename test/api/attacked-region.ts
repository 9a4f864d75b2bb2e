// Two parks whose companies share with the region, over two local days in which now and then one alone draws, feeds in, makes or uses
// something, and what each of them did.
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { randoms } from './explained-region.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['011', '028', '035', '042', '059', '066', '073', '080', '097', '103', '110', '127', '134', '141', '158', '165', '172', '189'].map((end) => `871999900000000${end}`);
/** Companies of the first park, the last of which shares with nobody; the others are on the second. */
const FIRST_PARK = 13;
/** Of them, those with panels or an engine. */
const MAKING = 6;
/** The local days 29 and 30 September 2026. */
export const DAYS = ['2026-09-29', '2026-09-30', '2026-10-01'] as const;
export const FIRST_QUARTER = Date.parse('2026-09-28T22:00:00Z') / 900_000;
const QUARTERS = 2 * 96;
/** Company of which every quarter is interpolated; of the others all are measured. */
export const INTERPOLATED = 4;
/** Quarters of each day in which one alone does something: feeds in, draws and feeds in, draws nearly all, uses less than nothing. */
export const ALONE = { feeding: 20, both: 24, drawing: 28, below: 32 } as const;

/** kWh of one company in each quarter. */
export interface Own {
  readonly name: string;
  readonly import: readonly number[];
  readonly export: readonly number[];
  readonly generation: readonly number[];
}
export interface AttackedRegion {
  readonly small: SmallRegion;
  /** Companies of the first park that share with the region, and the one that shares with nobody. */
  readonly own: readonly Own[];
  readonly silent: Own;
  /** Of all companies, those of the second park last. */
  readonly objects: readonly Objects[];
  readonly asRegion: string;
  readonly asManager: string;
}

export async function startAttacked(): Promise<AttackedRegion> {
  const small = await startApp();
  const below = randoms(5);
  const all: Own[] = [];
  const objects: Objects[] = [];
  const meters: { main: number; generation: number }[] = [];
  for (const [index, ean] of EANS.entries()) {
    const park = index < FIRST_PARK ? 'de-mars' : 'bergweide';
    const made = await makeCompany(small, { park, name: `Company ${index}`, ean, shares: index !== FIRST_PARK - 1 });
    const body = {
      connection: made.connection,
      serial: `G-${index}`,
      carrier: 'electricity',
      role: 'generation',
      generationKind: index === MAKING - 1 ? 'chp' : 'sun',
      validFrom: '2026-01-01',
    };
    const { body: meter } = await small.ask('POST', '/api/v1/meters', { key: BOOTSTRAP, body });
    objects.push(made);
    meters.push({ main: made.meter, generation: Number(meter['id']) });
    all.push(ownOf(index, below));
  }
  await write(small, { meters, all });
  const people = { region: { role: 'region' }, manager: { role: 'parkmanager', parks: ['de-mars'] } } as const;
  const cookies: string[] = [];
  for (const [name, role] of Object.entries(people)) {
    await small.app.parts.auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles: [role] });
    cookies.push(await signIn(small, `${name}@test.nl`, 'a long password'));
  }
  const [asRegion = '', asManager = ''] = cookies;
  const [silent] = all.slice(FIRST_PARK - 1, FIRST_PARK);
  if (silent === undefined) throw new Error('nobody is silent');
  return { small, own: all.slice(0, FIRST_PARK - 1), silent, objects, asRegion, asManager };
}

/** All use something; by day most make more than they use, and some quarters are somebody's alone. */
function ownOf(index: number, below: (end: number) => number): Own {
  const quarters = Array.from({ length: QUARTERS }, (_, quarter) => {
    const t = quarter % 96;
    const kwh = (from: number, to: number): number => from + below(Math.round((to - from) * 1e6)) / 1e6;
    const [used, sun] = [kwh(5, 15), kwh(10, 30)];
    if (t === ALONE.feeding && index === 0) return { import: 0, export: sun, generation: used + sun };
    if (t === ALONE.both && index === 1) return { import: used, export: sun / 10, generation: 0 };
    if (t === ALONE.drawing && index === 2) return { import: used + 700, export: 0, generation: 0 };
    // What it gives has no meter of its own.
    if (t === ALONE.below && index === 3) return { import: 0, export: sun, generation: 0 };
    if (t < 36 || t >= 64 || index >= MAKING) return { import: used, export: 0, generation: 0 };
    return sun > used ? { import: 0, export: sun - used, generation: sun } : { import: used - sun, export: 0, generation: sun };
  });
  const exact = (value: number): number => Math.round(value * 1e6) / 1e6;
  const of = (flow: 'import' | 'export' | 'generation'): number[] => quarters.map((one) => exact(one[flow]));
  return { name: `Company ${index}`, import: of('import'), export: of('export'), generation: of('generation') };
}

async function write(small: SmallRegion, { meters, all }: { meters: readonly { main: number; generation: number }[]; all: readonly Own[] }): Promise<void> {
  const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh' } as const;
  const FLOWS = ['import', 'export', 'generation'] as const;
  const registers = await small.app.parts.directory.addRegisters(
    meters.flatMap(({ main, generation }) => FLOWS.map((flow) => ({ meter: flow === 'generation' ? generation : main, name: flow, flow, ...counter }))),
  );
  const columns = emptyColumns(all.length * FLOWS.length * QUARTERS);
  let row = 0;
  for (const [index, own] of all.entries())
    for (const [at, flow] of FLOWS.entries())
      for (let quarter = 0; quarter < QUARTERS; quarter++) {
        columns.registers[row] = registers[index * FLOWS.length + at]?.id ?? 0;
        columns.quarters[row] = FIRST_QUARTER + quarter;
        columns.amounts[row] = own[flow][quarter] ?? 0;
        columns.flags[row] = flagCode(index === INTERPOLATED ? 'I' : 'M');
        row += 1;
      }
  await small.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.parse('2026-10-08T08:00:00Z')) });
}
