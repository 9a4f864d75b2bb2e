// Looking at a registry changes nothing, and says what hangs loose in it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { sql } from 'kysely';
import { lookAtRegistry } from '../../src/storage/registry-look.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'kringstroom-look-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

it('a sound one has no findings, and rows that name others which are gone are counted', async () => {
  const path = join(dir, 'registry.db');
  const { registry, db } = await openRegistry(path);
  await registry.insertPark({ id: 'park-a', name: 'A', municipality: 'Epe' });
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  const before = readFileSync(path);

  expect(lookAtRegistry(path)).toEqual({ findings: [], registers: new Set(), files: [] });
  expect(readFileSync(path).equals(before)).toBe(true);

  await sql`pragma foreign_keys = off`.execute(db);
  for (const id of [1, 2])
    await sql`insert into register (id, meter, name, carrier, flow, kind, unit) values (${id}, 99, ${`r${id}`}, 'electricity', 'import', 'counter', 'kWh')`.execute(db);
  await registry.close();

  expect(lookAtRegistry(path)).toEqual({ findings: ['registry.db: register names rows of meter that are not there (2 times).'], registers: new Set([1, 2]), files: [] });
});
