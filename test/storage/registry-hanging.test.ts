// What keeps a row in the registry: the list names every column that refers to it, and counting finds it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { epochMs } from '../../src/domain/units.ts';
import { REFERENCES, hangingOn, isHanging } from '../../src/storage/registry-hanging.ts';
import { openRegistry } from '../../src/storage/registry-sql.ts';

it('names every foreign key of the database on a company, a connection and a meter', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'kringstroom-hanging-'));
  const { registry, db } = await openRegistry(join(dir, 'registry.db'));
  const { rows } = await sql<{ tbl: string; col: string; kind: string }>`select m.name as tbl, f."from" as col, f."table" as kind
    from sqlite_master m join pragma_foreign_key_list(m.name) f where m.type = 'table' and f."table" in ('company', 'connection', 'meter')`.execute(db);
  const listed = Object.entries(REFERENCES).flatMap(([kind, all]) => all.map(({ table, column }) => `${table}.${column} ${kind}`));

  expect(rows.length).toBeGreaterThan(20);
  // Consents go with a company; a role has no key, since accounts are another's tables.
  expect(
    rows
      .map(({ tbl, col, kind }) => `${tbl}.${col} ${kind}`)
      .filter((one) => one !== 'consent.company company')
      .sort(),
  ).toEqual(listed.filter((one) => one !== 'role.company company').sort());

  const company = await registry.insertCompany({ park: 'p', name: 'A', kvk: null, sbi: '17' });
  await registry.addRole('somebody', { role: 'company', company: company.id });
  await registry.insertConsent({ company: company.id, audience: 'region', validFrom: epochMs(0), validTo: null, revokedAt: null, grantedBy: 'x' });
  expect(await hangingOn(db, 'company', company.id)).toEqual([{ one: 'account', many: 'accounts', count: 1 }]);
  const refused: unknown = await sql`insert into gateway (name, park, company, username, secret_hash) values ('g', 'p', 99, 'u', 's')`.execute(db).catch((error: unknown) => error);
  expect([isHanging(refused), isHanging(new Error('the disk is full')), isHanging('foreign key')]).toEqual([true, false, false]);
  await registry.close();
  rmSync(dir, { recursive: true, force: true });
});
