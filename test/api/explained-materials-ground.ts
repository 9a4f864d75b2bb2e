// Brings materials to a test region: offers, needs and products of each company, a contract under which something was weighed, and a water meter.
import { toIso } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';
import { emptyColumns, flagCode } from '../../src/storage/series.ts';
import { randoms } from './explained-region.ts';
import { BOOTSTRAP, type Objects, type SmallRegion } from './small-region.ts';

const DAY_MS = 86_400_000;
const QUARTER_MS = 900_000;

export interface MaterialPlaces {
  /** An offer and a need whose companies agreed, and what their match is called. */
  readonly offer: number;
  readonly need: number;
  readonly match: string;
}

/** @param companies at least three, each of which shares */
export async function bringMaterials(region: SmallRegion, companies: readonly Objects[], seed: number): Promise<MaterialPlaces> {
  const below = randoms(seed);
  const post = async (path: string, body: unknown): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
  const months = (most: number): number[] => Array.from({ length: 12 }, () => (1000 + below(most * 1000)) / 1000);
  const made: { offer: number; need: number }[] = [];
  for (const [at, { company }] of companies.entries()) {
    const validFrom = '2026-01-01';
    const offer = await post('/material-streams', {
      company,
      direction: 'offer',
      materialClass: 'wood',
      tonnesPerMonth: months(20),
      processingCode: ['R3', 'R1', 'D1', null][at % 4],
      ...(at % 2 === 0 && { costNowEurPerTonne: 12.345 + at }),
      validFrom,
    });
    const need = await post('/material-streams', {
      company,
      direction: 'need',
      materialClass: 'wood',
      tonnesPerMonth: months(30),
      maxSubstitutionShare: 0.731,
      secondaryShare: at % 3 === 2 ? null : 0.123 + at / 10,
      stockDays: at % 2 === 0 ? 11.5 + at : null,
      suppliers: [
        { share: 0.6, distanceKm: 33.3, secondary: false },
        { share: 0.3, distanceKm: at === 0 ? null : 120.7, secondary: true },
      ].slice(0, at % 3),
      validFrom,
    });
    await post('/material-streams', {
      company,
      direction: 'offer',
      materialClass: 'board',
      euralCode: '15 01 01',
      tonnesPerMonth: 0.777 * (at + 1),
      processingCode: 'R3',
      validFrom,
    });
    const flows = { massTonnes: 12.34 * (at + 1), recycledInput: 0.31, reusedInput: 0.07, sustainedInput: 0.11, recycledAfter: 0.42, reusedAfter: 0.13, compostedAfter: 0.05 };
    await post(`/companies/${company}/products`, { name: `P${at}`, flows: { ...flows, energyAfter: 0.03, recyclingEfficiency: 0.83, feedstockEfficiency: 0.91, utility: 1.17 } });
    made.push({ offer, need });
  }
  const [giver, taker] = companies;
  const [offer, need] = [made[0]?.offer ?? 0, made[1]?.need ?? 0];
  const match = region.app.parts.deps.materialNames.nameOf(offer, need);
  for (const one of [giver, taker]) await post(`/material-matches/${match}/agreement`, { company: one?.company });
  await post(`/material-matches/${match}/status`, { company: giver?.company, status: 'contract' });
  for (const [at, kg] of [1234.567, 891.011, 2345.678].entries())
    await post(`/material-streams/${offer}/deliveries`, { deliveredAt: toIso(epochMs(Math.floor(Date.now() / 1000) * 1000 - (at + 1) * DAY_MS)), kg, need });
  if (taker !== undefined) await water(region, taker.company, randoms(seed + 1));
  return { offer, need, match };
}

/** A meter that counted what came in and what was passed on, for ten days. */
async function water(region: SmallRegion, company: number, below: (below: number) => number): Promise<void> {
  const post = async (path: string, body: unknown): Promise<number> => Number((await region.ask('POST', `/api/v1${path}`, { key: BOOTSTRAP, body })).body['id']);
  const connection = await post('/connections', { ean: '871999900000000240', company, carrier: 'water', validFrom: '2026-01-01' });
  const meter = await post('/meters', { connection, serial: 'water', carrier: 'water', role: 'main', validFrom: '2026-01-01' });
  const flows = ['import', 'export'] as const;
  const registers = await region.app.parts.directory.addRegisters(flows.map((flow) => ({ meter, name: `water-${flow}`, carrier: 'water', flow, kind: 'counter', unit: 'm3' })));
  const [quarters, first] = [10 * 96, Math.floor(Date.now() / QUARTER_MS) - 12 * 96];
  for (const { id } of registers) {
    const columns = emptyColumns(quarters);
    columns.registers.fill(id);
    columns.flags.fill(flagCode('M'));
    columns.sources.fill(1);
    columns.quarters.forEach((_, row) => {
      columns.quarters[row] = first + row;
      columns.amounts[row] = below(2_000_000) / 1e6;
    });
    await region.app.parts.store.ask({ kind: 'settle', field: 'settled', columns, stamp: null, closedBefore: 0 });
  }
}
