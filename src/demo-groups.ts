// Group contracts and limits of the demo region, so that its capacity pages have something true to show.
import { localAdd, localFloor } from './domain/time.ts';
import { type EpochMs, epochMs } from './domain/units.ts';
import type { CapacityRegistry, Stamp } from './storage/capacity.ts';

/** A connection that may share: large enough to have a contract, on the public grid. */
export interface Sharer {
  readonly connection: number;
  readonly park: string;
  readonly contractedImportKw: number;
  readonly archetype: string;
}

/** Parks with a group contract in the demo. */
const PARKS = ['de-mars', 'a1-bedrijvenpark'] as const;
const MEMBERS_MAX = 6;
/** What they need together is less than their contracts. */
const SHARED_PART = 0.8;
const ROUND_KW = 5;
const NIGHT = { fromMinute: 22 * 60, toMinute: 6 * 60, weekdays: [1, 2, 3, 4, 5, 6, 7] } as const;
const EVENING = { fromMinute: 17 * 60, toMinute: 19 * 60, weekdays: [1, 2, 3, 4, 5] } as const;

const rounded = (kw: number): number => Math.floor(kw / ROUND_KW) * ROUND_KW;

/** One group a park, with fixed shares; its last member joined on the 16th of last month. Outside it a charging plaza has more at
 *  night, and a cold store less in the early evening. */
export async function addDemoGroups(capacity: CapacityRegistry, sharers: readonly Sharer[], over: { since: EpochMs; now: EpochMs }): Promise<void> {
  const stamp: Stamp = { author: 'simulator', at: over.now };
  const always = { from: over.since, to: null };
  for (const park of PARKS) {
    const members = sharers.filter((one) => one.park === park).slice(0, MEMBERS_MAX);
    if (members.length < 3) continue;
    const limitKw = rounded(members.reduce((sum, one) => sum + one.contractedImportKw, 0) * SHARED_PART);
    const group = await capacity.addGroup({ park, name: 'Simulatie Groepscontract', rule: 'fixed', ...always }, stamp);
    await capacity.addLimit({ connection: null, group: group.id, direction: 'import', kind: 'firm', kw: limitKw, window: null, note: 'demo', ...always }, stamp);
    const joined = epochMs(localAdd(localFloor(over.now, 'P1M'), 'P1M', -1) + 15 * 96 * 900_000);
    for (const [index, { connection, contractedImportKw }] of members.entries()) {
      const from = index === members.length - 1 ? localFloor(joined, 'P1D') : over.since;
      const row = { group: group.id, connection, shareImportKw: rounded(contractedImportKw * SHARED_PART), shareExportKw: 0, priority: index + 1, from, to: null };
      await capacity.addMember(row, stamp);
    }
  }
  for (const { connection, archetype, contractedImportKw } of sharers) {
    const row = { connection, group: null, direction: 'import' as const, note: 'demo', ...always };
    if (archetype === 'truck-charging') await capacity.addLimit({ ...row, kind: 'block', kw: rounded(contractedImportKw * 0.4), window: NIGHT }, stamp);
    if (archetype === 'cold-store') await capacity.addLimit({ ...row, kind: 'cap', kw: rounded(contractedImportKw * 0.8), window: EVENING }, stamp);
  }
}
