// Limits and groups in the registry: what was written is there after a restart, what was taken back is not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { CapacitySql } from '../../src/storage/capacity-sql.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

it('keeps limits, groups and members, in memory as in the file', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-capacity-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const { id: company } = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
  const none = { contractedImportKw: null, contractedExportKw: null, physicalImportKw: null, physicalExportKw: null, behind: null, validFrom: epochMs(0), validTo: null };
  const { id: connection } = await registry.insertConnection({ ean: '871999900000000011', company, carrier: 'electricity', ...none });
  const capacity = await CapacitySql.open(db);
  const stamp = { author: 'somebody', at: epochMs(5) };
  const group = await capacity.addGroup({ park: 'p', name: 'G', rule: 'priority', from: epochMs(1), to: null }, stamp);
  const window = { fromMinute: 60, toMinute: 0, weekdays: [1, 7] };
  const kept = await capacity.addLimit({ connection, group: null, direction: 'export', kind: 'block', kw: 12.5, from: epochMs(1), to: epochMs(9), window, note: 'night' }, stamp);
  const gone = await capacity.addLimit({ connection: null, group: group.id, direction: 'import', kind: 'firm', kw: 3, from: epochMs(1), to: null, window: null, note: '' }, stamp);
  const member = await capacity.addMember({ group: group.id, connection, shareImportKw: 1, shareExportKw: 2, priority: 3, from: epochMs(1), to: null }, stamp);
  await capacity.removeLimit(gone.id, stamp);
  await capacity.endMember(member.id, epochMs(7), stamp);
  const again = await CapacitySql.open(db);

  for (const one of [capacity, again]) {
    expect(one.limitsOfConnection(connection)).toEqual([{ ...kept, window, author: 'somebody', at: 5 }]);
    expect([one.limit(kept.id)?.kw, one.limit(gone.id), one.limitsOfGroup(group.id)]).toEqual([12.5, null, []]);
    expect([one.groups(), one.group(group.id)]).toEqual([[group], group]);
    expect(one.membersOf(group.id)).toEqual([{ ...member, to: 7 }]);
    expect(one.membershipsOf(connection)).toEqual(one.membersOf(group.id));
  }
  // Taken back, not forgotten: who and when stay in the file.
  expect(await db.selectFrom('capacity_limit').select(['removed_at', 'removed_by']).where('id', '=', gone.id).execute()).toEqual([{ removed_at: 5, removed_by: 'somebody' }]);
  expect(await db.selectFrom('capacity_member').select(['ended_at', 'ended_by']).execute()).toEqual([{ ended_at: 5, ended_by: 'somebody' }]);
  const next = await capacity.endLimit(kept.id, { to: epochMs(4), nextKw: 20 }, stamp);
  await capacity.endGroup(group.id, epochMs(3), stamp);
  for (const one of [capacity, await CapacitySql.open(db)]) {
    expect(one.limitsOfConnection(connection).map(({ kw, from, to }) => [kw, from, to])).toEqual([
      [12.5, 1, 4],
      [20, 4, 9],
    ]);
    expect(one.limit(next?.id ?? 0)).toMatchObject({ kind: 'block', window, note: 'night' });
    expect([one.group(group.id)?.to, one.membersOf(group.id)[0]?.to]).toEqual([3, 3]);
  }
  await registry.close();
  rmSync(dir, { recursive: true });
});
