// The step that adds alerts: one open alert of a subject, whoever writes it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('refuses a second open alert of one subject, and takes it when the first is closed', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-migration-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const row = { kind: 'silent-meter', subject: 'meter 1', park: 'p', company: null, severity: 'warning', value: 1, limit_value: 1, unit: 'h', opened_at: 1 };
  const insert = (): Promise<unknown> => db.insertInto('alert').values(row).execute();
  await insert();

  await expect(insert()).rejects.toThrow(/unique/i);
  await db.updateTable('alert').set({ closed_at: 2 }).execute();
  await insert();
  expect(await db.selectFrom('alert').selectAll().execute()).toHaveLength(2);
  await registry.close();
  rmSync(dir, { recursive: true });
});
