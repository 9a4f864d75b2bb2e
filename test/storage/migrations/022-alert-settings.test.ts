// The step that adds settings of alerts: what was there before hears of every rule and has no name.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AlertsSql } from '../../../src/storage/alerts-sql.ts';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('reads a channel and an alert of before as they were', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-migration-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const channel = { park: 'p', company: null, kind: 'mail', target: 'a@b.nl', secret: null, least_severity: 'notice', quiet_from_hour: 22, quiet_to_hour: 7 };
  await db
    .insertInto('alert_channel')
    .values({ ...channel, kinds: null, escalates_only: 0, created_by: 'x', created_at: 1 })
    .execute();
  const row = { kind: 'silent-meter', subject: 'meter 1', park: 'p', company: null, severity: 'warning', value: 1, limit_value: 1, unit: 'h' };
  await db
    .insertInto('alert')
    .values({ ...row, opened_at: 1, closed_at: 2 })
    .execute();
  await db
    .insertInto('alert')
    .values({ ...row, opened_at: 3 })
    .execute();
  const alerts = new AlertsSql(db);

  expect(await alerts.channels()).toMatchObject([{ name: '', kinds: null, lang: 'nl' }]);
  expect((await alerts.latest(10)).map((one) => one.closedBecause)).toEqual([null, 'over']);
  expect((await alerts.switches()).all()).toEqual([]);
  await registry.close();
  rmSync(dir, { recursive: true });
});
