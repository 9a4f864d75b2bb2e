// The step that adds residual heat, on a registry that was there before it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { Kysely, Migrator, SqliteDialect, sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from '../../../src/storage/registry-migrations.ts';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('an older registry gets its tables, and keeps what it holds', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-migration-'));
  const path = join(dir, 'registry.db');
  const old = new Kysely<object>({ dialect: new SqliteDialect({ database: new Database(path) }) });
  const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '009'));
  expect((await new Migrator({ db: old, provider: { getMigrations: () => Promise.resolve(before) } }).migrateToLatest()).error).toBeUndefined();
  await sql`insert into company (park, name, sbi) values ('p', 'Proef', '17')`.execute(old);
  await old.destroy();

  const { registry, db } = await openRegistry(path);

  expect((await registry.contents()).companies.map((one) => one.name)).toEqual(['Proef']);
  for (const table of ['heat_port', 'heat_route', 'heat_decision', 'heat_contract'] as const) expect(await db.selectFrom(table).selectAll().execute()).toEqual([]);
  await registry.close();
  rmSync(dir, { recursive: true });
});
