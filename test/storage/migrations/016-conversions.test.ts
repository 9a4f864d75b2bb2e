// The step that adds conversions and who ended what: a conversion is of a company and of meters that exist.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('refuses a conversion of a company that is not there, and knows who ended an agreement', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-migration-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));

  await expect(sql`insert into conversion (company, kind, name, valid_from, author, at) values (7, 'boiler', 'B', 0, '', 0)`.execute(db)).rejects.toThrow(/foreign key/i);
  for (const table of ['capacity_group', 'capacity_member', 'capacity_limit']) await sql`select ended_by, ended_at from ${sql.table(table)}`.execute(db);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
