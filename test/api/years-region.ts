// Two years of a small park, from delivered quarters: three companies with electricity, one with gas too; the third was silent for the
// last weeks of the first year, so that it did not measure both years alike. Or one year of more companies, all alike and without gas.
import { localDate } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns } from '../../src/storage/series.ts';
import { randoms } from './explained-region.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const QUARTER_MS = 900_000;
export const YEAR = new Date().getUTCFullYear();
const EANS = ['871999900000000011', '871999900000000028', '871999900000000035', '871999900000000042', '871999900000000059', '871999900000000066'];
const COMPANIES = 3;
const SINCE = '2020-01-01';

export interface YearsRegion {
  readonly region: SmallRegion;
  readonly companies: readonly Objects[];
}

/** @param over manyAlike: one year of six companies, of whom the region may be told something */
export async function startYears(over: { manyAlike?: boolean } = {}): Promise<YearsRegion> {
  const many = over.manyAlike ?? false;
  const region = await startApp();
  const post = async (path: string, body: unknown): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
  const companies: Objects[] = [];
  for (const [index, ean] of EANS.slice(0, many ? EANS.length : COMPANIES).entries())
    companies.push(await makeCompany(region, { park: 'de-mars', name: `Company ${index}`, ean, shares: true, validFrom: SINCE }));
  const owner = companies[0]?.company ?? 0;
  const gasConnection = many ? 0 : await post('/connections', { ean: '871999900000000110', company: owner, carrier: 'gas', validFrom: SINCE });
  const gasMeter = many ? 0 : await post('/meters', { connection: gasConnection, serial: 'G-1', carrier: 'gas', role: 'main', validFrom: SINCE });
  const counter = { kind: 'counter', flow: 'import', name: 'import' } as const;
  const made = await region.app.parts.directory.addRegisters([
    ...companies.map(({ meter }) => ({ meter, carrier: 'electricity' as const, unit: 'kWh' as const, ...counter })),
    ...(many ? [] : [{ meter: gasMeter, carrier: 'gas' as const, unit: 'm3' as const, ...counter }]),
  ]);
  const below = randoms(20_261_126);
  for (const [index, { id }] of made.entries())
    for (const year of many ? [YEAR - 1] : [YEAR - 2, YEAR - 1]) {
      const [first, end] = [`${year}-01-01`, index === 2 && year === YEAR - 2 ? `${year}-11-15` : `${year + 1}-01-01`].map((day) => localDate(day) / QUARTER_MS);
      const columns = emptyColumns((end ?? 0) - (first ?? 0));
      for (let row = 0; row < columns.quarters.length; row++) {
        columns.registers[row] = id;
        columns.quarters[row] = (first ?? 0) + row;
        columns.amounts[row] = below(3_000_000) / 1e6;
        columns.flags[row] = 1;
      }
      await region.app.parts.deps.settlement.write({ field: 'settled', columns, author: 'Jansen', reason: 'a test', importId: null, at: epochMs(Date.now()) });
    }
  return { region, companies };
}
