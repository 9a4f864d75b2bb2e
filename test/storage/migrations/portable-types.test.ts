// Every step of the registry runs on a real PostgreSQL, and what the adapters ask of the tables it answers as SQLite does.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, Migrator, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../../src/domain/units.ts';
import { CorrectionsSql } from '../../../src/storage/corrections-sql.ts';
import { ImportsSql } from '../../../src/storage/imports-sql.ts';
import { migrations } from '../../../src/storage/registry-migrations.ts';
import { openRegistry } from '../../../src/storage/registry-sql.ts';
import type { Tables } from '../../../src/storage/registry-tables.ts';
import { RevisionsSql } from '../../../src/storage/revisions-sql.ts';
import { NOTHING } from '../../../src/storage/series.ts';
import { HOW, canPostgres, startPostgres } from '../postgres.ts';

/** A company with a meter, a file, a figure, revisions and a correction; then everything that is read back. */
async function used(db: Kysely<Tables>): Promise<unknown> {
  await db.insertInto('park').values({ id: 'p', name: 'Park', municipality: 'Epe' }).execute();
  const { id: company } = await db.insertInto('company').values({ park: 'p', name: 'A', kvk: null, sbi: '17' }).returningAll().executeTakeFirstOrThrow();
  const connection = {
    ean: '871999900000000011',
    company,
    carrier: 'electricity',
    contracted_import_kw: 0.1 + 0.2,
    contracted_export_kw: null,
    physical_import_kw: 630,
    physical_export_kw: null,
  };
  const made = await db
    .insertInto('connection')
    .values({ ...connection, behind: null, valid_from: 1_790_000_000_000, valid_to: null })
    .returningAll()
    .executeTakeFirstOrThrow();
  const meter = await db
    .insertInto('meter')
    .values({ connection: made.id, serial: 'M', carrier: 'electricity', role: 'main', generation_kind: null, gateway: null, valid_from: 1, valid_to: null })
    .returningAll()
    .executeTakeFirstOrThrow();
  const register = await db
    .insertInto('register')
    .values({ meter: meter.id, name: 'import', carrier: 'electricity', flow: 'import', kind: 'counter', unit: 'kWh' })
    .returningAll()
    .executeTakeFirstOrThrow();
  await db
    .insertInto('quarantine')
    .values({ journal: 'j', seq: 1, gateway: 1, topic: 't', payload: Buffer.from([0, 255, 7]), reason: 'bad-number', detail: '', received_at: 1_790_000_000_000 })
    .execute();
  await db.insertInto('meter_event').values({ register: register.id, kind: 'reset', at: 5, from_value: 0.1, to_value: null, readings: 3 }).execute();

  const [imports, revisions, corrections] = [new ImportsSql(db), new RevisionsSql(db), new CorrectionsSql(db)];
  const file = { kind: 'file', author: 'a', author_name: 'Anna', name: 'x.csv', hash: 'h', bytes: 3_000_000_000, at: 10, state: 'uploaded' };
  const row = await imports.add(file);
  const claims = [await imports.claim(row.id, { sender: null, choices: '{}' }), await imports.claim(row.id, { sender: null, choices: '{}' })];
  await imports.touch(row.id, [company]);
  await imports.touch(row.id, [company]);
  await imports.keepSender({ owner: 'a', name: 'Oost', heading: 'x', choices: '1', used_at: 1 });
  await imports.keepSender({ owner: 'a', name: 'Oost', heading: 'y', choices: '2', used_at: 2 });
  const listed = await imports.list({ before: null, limit: 5, mine: { author: 'b', companies: [company] } });
  const stamp = { author: 'a', reason: 'r', importId: row.id, correctionId: null, undo: false, at: epochMs(20) };
  await revisions.keep(
    [{ field: 'settled', register: register.id, firstQuarter: 100, amounts: Float64Array.of(0.1 + 0.2, 5e-324, 3), flags: Uint8Array.of(1, NOTHING, 3) }],
    stamp,
  );
  const erased = await revisions.erase([register.id], 101);
  await revisions.markUndone({ importId: row.id, correctionId: null }, stamp);
  const corrected = await corrections.insert({
    kind: 'amounts',
    meter: meter.id,
    register: register.id,
    from: epochMs(1),
    to: epochMs(2),
    detail: '{}',
    author: 'a',
    reason: 'r',
    at: epochMs(3),
  });
  const since = await revisions.since({ registers: [register.id], from: 0, to: 1000 }, null);
  return {
    rows: [made, meter, register, await db.selectFrom('meter_event').selectAll().execute()],
    payload: [...Buffer.from((await db.selectFrom('quarantine').select('payload').executeTakeFirstOrThrow()).payload)],
    files: [claims, listed, await imports.bytesOf('a'), await imports.senders('a'), await imports.names('h')],
    revisions: [erased, since.map(({ amounts, flags, ...rest }) => ({ ...rest, amounts: [...amounts], flags: [...flags] })), [...(await revisions.undone())]],
    corrections: [corrected, await corrections.latest({ meters: [meter.id], limit: 5 }), await corrections.byId(corrected.id)],
  };
}

describe.skipIf(!canPostgres)(`the registry on PostgreSQL${HOW}`, () => {
  let postgres: Awaited<ReturnType<typeof startPostgres>>;
  beforeAll(async () => {
    postgres = await startPostgres();
  }, 120_000);
  afterAll(() => postgres.stop());

  it('takes every step, and answers what SQLite answers', async () => {
    const { error, results } = await new Migrator({ db: postgres.db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } }).migrateToLatest();
    expect(error).toBeUndefined();
    expect(results?.map((one) => one.status)).toEqual(Object.keys(migrations).map(() => 'Success'));

    const dir = mkdtempSync(join(tmpdir(), 'kringstroom-portable-'));
    const { registry, db } = await openRegistry(join(dir, 'registry.db'));
    const [onPostgres, onSqlite] = [await used(postgres.db), await used(db)];
    await registry.close();
    rmSync(dir, { recursive: true, force: true });

    expect(onPostgres).toEqual(onSqlite);
  });

  it('gives out numbers that a person may also choose', async () => {
    await sql`insert into company (id, park, name, sbi) values (500, 'p', 'B', '1')`.execute(postgres.db);

    expect((await postgres.db.selectFrom('company').select('id').where('name', '=', 'B').executeTakeFirstOrThrow()).id).toBe(500);
  });
});
