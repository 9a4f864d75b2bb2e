// The quarters that alerts look at, in the running product: own limits, and those of groups instead of their members'.
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Deps } from '../../src/api/deps.ts';
import { runningPeaks } from '../../src/api/running-peaks.ts';
import { quarterStart } from '../../src/domain/time.ts';
import type { Peak } from '../../src/jobs/watch-meters.ts';
import { epochMs } from '../../src/domain/units.ts';
import { BOOTSTRAP, type Objects, type SmallRegion, makeCompany, startApp } from './small-region.ts';

const HOUR_MS = 3_600_000;
let small: SmallRegion;
let of: Objects;
let deps: Deps;
beforeAll(async () => {
  small = await startApp();
  await small.ask('POST', '/api/v1/parks', { key: BOOTSTRAP, body: { id: 'park-a', name: 'Park A', municipality: 'Zutphen' } });
  of = await makeCompany(small, { park: 'park-a', name: 'A', ean: '871999900000000011', shares: true });
  await small.ask('POST', `/api/v1/connections/${of.connection}/limits`, { key: BOOTSTRAP, body: { kw: 100, validFrom: '2026-01-01' } });
  // As seen ten minutes into the quarter at least: before that its end is not told.
  deps = { ...small.app.parts.deps, now: () => epochMs(Math.max(Date.now(), quarterStart(epochMs(Date.now())) + 10 * 60_000)) };
}, 60_000);
afterAll(() => small.stop());

const BASE_MS = Date.now() - 2 * HOUR_MS;

/** 600 kW up to this moment, on a connection of 630; then what is found of the running quarter, which may just have begun. */
async function peaksAt600Kw(): Promise<Peak[]> {
  const start = quarterStart(epochMs(Date.now()));
  for (const at of [start - HOUR_MS, start, Date.now()])
    await small.ask('POST', `/api/v1/ingest/${of.gateway}`, { key: BOOTSTRAP, body: { time: new Date(at).toISOString(), importKwh: (600 * (at - BASE_MS)) / HOUR_MS } });
  await small.app.parts.store.ask({ kind: 'projected', seq: small.app.parts.journal.durableSeq });
  return runningPeaks(deps);
}

it('says that a connection will end above the limit that holds now', async () => {
  const peaks = await vi.waitFor(
    async () => {
      const found = await peaksAt600Kw();
      expect(found).toHaveLength(2);
      return found;
    },
    { timeout: 20_000 },
  );

  expect(peaks[0]).toMatchObject({ subject: `connection ${of.connection}`, park: 'park-a', company: of.company, limitKw: 100 });
  expect(peaks[0]?.projectedKw).toBeGreaterThan(190);
  // What it may feed in is looked at beside that, and it draws.
  expect(peaks[1]).toMatchObject({ subject: `connection ${of.connection} export`, park: 'park-a', company: of.company, limitKw: 100 });
  expect(peaks[1]?.projectedKw).toBe(-(peaks[0]?.projectedKw ?? 0));
});

it('counts a member of a group with its group, and tells of the group whatever its members share: exactly, or in tenths of its limit', async () => {
  const { capacity, now, directory } = deps;
  const [period, stamp] = [
    { from: epochMs(Date.UTC(2026, 0, 1)), to: null },
    { author: 'x', at: now() },
  ];
  const { id } = await capacity.addGroup({ park: 'park-a', name: 'group', rule: 'pro-rata', ...period }, stamp);
  await capacity.addMember({ group: id, connection: of.connection, shareImportKw: 0, shareExportKw: 0, priority: 1, ...period }, stamp);
  await capacity.addLimit({ connection: null, group: id, direction: 'import', kind: 'firm', kw: 150, window: null, note: '', ...period }, stamp);

  await vi.waitFor(
    async () =>
      expect(await peaksAt600Kw()).toMatchObject([
        { subject: `group ${id}`, park: 'park-a', company: null, limitKw: 150 },
        { subject: `connection ${of.connection} export`, limitKw: 100 },
      ]),
    { timeout: 20_000 },
  );
  for (const consent of directory.consents.values()) await directory.revokeConsent(consent, epochMs(Date.now() - 1));
  // One company alone that the manager does not see.
  const [told] = await runningPeaks(deps);
  expect(told).toMatchObject({ subject: `group ${id}`, limitKw: 150 });
  expect(((told?.toldKw ?? 0.5) / 15) % 1).toBeCloseTo(0, 6);
  expect(told?.toldKw).toBeGreaterThanOrEqual(told?.projectedKw ?? Infinity);
});
