// The step that adds events of meters, on a registry that was there before it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { Kysely, Migrator, SqliteDialect, sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrations } from '../../../src/storage/registry-migrations.ts';
import { openRegistry } from '../../../src/storage/registry-sql.ts';

it('a registry of the first step gets its table, and keeps what it holds', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-migration-'));
  const path = join(dir, 'registry.db');
  const old = new Kysely<object>({ dialect: new SqliteDialect({ database: new Database(path) }) });
  const first = migrations['001_start'];
  if (first === undefined) throw new Error('there is no first step');
  const provider = { getMigrations: () => Promise.resolve({ '001_start': first }) };
  expect((await new Migrator({ db: old, provider }).migrateToLatest()).error).toBeUndefined();
  await sql`insert into park (id, name, municipality) values ('p', 'Proef', 'Zutphen')`.execute(old);
  await old.destroy();

  const { registry, db } = await openRegistry(path);

  expect((await registry.contents()).parks).toEqual([{ id: 'p', name: 'Proef', municipality: 'Zutphen' }]);
  expect(await db.selectFrom('meter_event').selectAll().execute()).toEqual([]);
  await registry.close();
  rmSync(dir, { recursive: true });
});
