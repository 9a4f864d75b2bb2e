// The demo's group contracts: shares that fit the shared limit, a member that joins in mid-month, and limits with hours.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addDemoGroups } from '../src/demo-groups.ts';
import { epochMs } from '../src/domain/units.ts';
import { CapacitySql } from '../src/storage/capacity-sql.ts';
import { openRegistry } from '../src/storage/registry-sql.ts';

it('shares less than the contracts, in shares that fit, and lets the last member join on the 16th', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-demo-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const company = await registry.insertCompany({ park: 'de-mars', name: 'A', kvk: null, sbi: '17' });
  const none = { physicalImportKw: null, physicalExportKw: null, contractedExportKw: null, behind: null, validFrom: epochMs(0), validTo: null };
  const sharers = [];
  for (const [index, archetype] of ['metal', 'truck-charging', 'cold-store'].entries()) {
    const row = await registry.insertConnection({ ean: `87199999000000001${index}`, company: company.id, carrier: 'electricity', contractedImportKw: 300, ...none });
    sharers.push({ connection: row.id, park: 'de-mars', contractedImportKw: 300, archetype });
  }
  const capacity = await CapacitySql.open(db);
  await addDemoGroups(capacity, [...sharers, { connection: sharers[0]?.connection ?? 0, park: 'bergweide', contractedImportKw: 100, archetype: 'food' }], {
    since: epochMs(0),
    now: epochMs(Date.parse('2026-11-25T12:00:00Z')),
  });

  const [group] = capacity.groups();
  const members = capacity.membersOf(group?.id ?? 0);
  // 0.8 x 900 = 720, each 0.8 x 300 = 240.
  expect(capacity.limitsOfGroup(group?.id ?? 0)).toMatchObject([{ kw: 720, kind: 'firm' }]);
  expect(members.map((one) => one.shareImportKw)).toEqual([240, 240, 240]);
  expect(members.at(-1)?.from).toBe(Date.parse('2026-10-15T22:00:00Z'));
  expect(capacity.groups()).toHaveLength(1);
  expect(sharers.map((one) => capacity.limitsOfConnection(one.connection).map(({ kind, kw }) => [kind, kw]))).toEqual([[], [['block', 120]], [['cap', 240]]]);
  await registry.close();
  rmSync(dir, { recursive: true });
});
