// Five companies of one park that took and gave by turns, over days of two months, one of them on two connections.
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { randoms } from './explained-region.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, signIn, startApp } from './small-region.ts';

const EANS = ['011', '028', '035', '042', '059'].map((end) => `871999900000000${end}`);
const SECOND_EAN = '871999900000000066';
/** The local days 28 September to 3 October 2026. */
export const FROM = '2026-09-28';
export const TO = '2026-10-04';
const FIRST = Date.parse('2026-09-27T22:00:00Z') / 900_000;
const QUARTERS = 6 * 96;

export interface ExchangingRegion {
  readonly small: SmallRegion;
  readonly companies: readonly Objects[];
  /** Cookies. */
  readonly manager: string;
  readonly region: string;
  readonly company: string;
}

export async function startExchanging(): Promise<ExchangingRegion> {
  const small = await startApp();
  const companies: Objects[] = [];
  for (const [index, ean] of EANS.entries()) companies.push(await makeCompany(small, { park: 'de-mars', name: `Company ${index}`, ean, shares: true }));
  const post = async (path: string, body: unknown): Promise<number> => Number((await small.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
  const connection = await post('/connections', { ean: SECOND_EAN, company: companies[0]?.company, carrier: 'electricity', validFrom: '2026-01-01' });
  const meter = await post('/meters', { connection, serial: 'second', carrier: 'electricity', role: 'main', validFrom: '2026-01-01' });
  await writeQuarters(small, [...companies.map((one) => one.meter), meter]);
  const { auth } = small.app.parts;
  const people = {
    manager: [{ role: 'parkmanager', parks: ['de-mars'] }],
    region: [{ role: 'region' }],
    company: [{ role: 'company', company: companies[1]?.company ?? 0 }],
  } as const;
  const cookies = new Map<string, string>();
  for (const [name, roles] of Object.entries(people)) {
    await auth.ensureAccount({ email: `${name}@test.nl`, password: 'a long password', name, roles });
    cookies.set(name, await signIn(small, `${name}@test.nl`, 'a long password'));
  }
  const cookie = (name: string): string => cookies.get(name) ?? '';
  return { small, companies, manager: cookie('manager'), region: cookie('region'), company: cookie('company') };
}

/** By turns every meter takes and gives; now and then a quarter is missing. */
async function writeQuarters(small: SmallRegion, meters: readonly number[]): Promise<void> {
  const below = randoms(11);
  const counter = { carrier: 'electricity', kind: 'counter', unit: 'kWh' } as const;
  const registers = await small.app.parts.directory.addRegisters(
    meters.flatMap((meter) => [{ meter, name: 'import', flow: 'import', ...counter } as const, { meter, name: 'export', flow: 'export', ...counter } as const]),
  );
  const rows = meters.flatMap((_, at) =>
    Array.from({ length: QUARTERS }, (__, quarter) => {
      const [amount, gives, told] = [below(90_000_000) / 1e6, below(5) < 2, below(100) > 2];
      return told
        ? [
            { at: 2 * at, quarter, amount: gives ? below(1_000_000) / 1e6 : amount },
            { at: 2 * at + 1, quarter, amount: gives ? amount : 0 },
          ]
        : [];
    }).flat(),
  );
  const columns = emptyColumns(rows.length);
  rows.forEach(({ at, quarter, amount }, row) => {
    columns.registers[row] = registers[at]?.id ?? 0;
    columns.quarters[row] = FIRST + quarter;
    columns.amounts[row] = amount;
    columns.flags[row] = 1;
  });
  await small.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.parse('2026-10-08T08:00:00Z')) });
}
