// A registry with two companies and their material streams, for tests.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { epochMs } from '../../src/domain/units.ts';
import { MaterialsSql } from '../../src/storage/materials-sql.ts';
import type { NewStreamRow } from '../../src/storage/materials.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

export const STAMP = { author: 'Jansen', at: epochMs(1) };

export const row = (company: number, over: Partial<NewStreamRow> = {}): NewStreamRow => ({
  company,
  direction: 'offer',
  euralCode: '03 03 10',
  hazardous: false,
  materialClass: 'fibre-sludge',
  tonnesByMonth: Array.from({ length: 12 }, (_, month) => month + 0.5),
  specification: { drySolidsShare: { min: 0.4, max: 0.6, hard: true }, organicShare: { value: 0.5, hard: false } },
  note: 'wet',
  processingCode: 'R10',
  legalStatus: 'waste',
  routeNow: 'land',
  costNowEurPerTonne: -12.5,
  maxSubstitutionShare: 0.25,
  secondaryShare: null,
  suppliers: [{ share: 0.6, distanceKm: null, secondary: true }],
  stockDays: 3,
  place: { lat: 52.1, lon: 6.05 },
  from: epochMs(1000),
  to: null,
  ...over,
});

export async function openStand() {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-materials-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const one = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
  const two = await registry.insertCompany({ park: 'p', name: 'B', kvk: null, sbi: '17' });
  const close = async (): Promise<void> => {
    await registry.close();
    rmSync(dir, { recursive: true });
  };
  return { db, one: one.id, two: two.id, materials: await MaterialsSql.open(db), close };
}
