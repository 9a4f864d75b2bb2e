// The registry on SQL by Kysely; SQLite (libsql) file in the data folder. Runs in the main thread only: it alone writes.
import Database from 'libsql';
import { Kysely, Migrator, SqliteDialect, sql } from 'kysely';
import type { Role } from '../domain/access.ts';
import type { EpochMs } from '../domain/units.ts';
import type {
  CompanyChange,
  CompanyRow,
  ConnectionChange,
  ConnectionRow,
  ConsentRow,
  GatewayRow,
  Hanging,
  MeterChange,
  MeterRow,
  NewRegister,
  ParkRow,
  QuarantineRow,
  RegisterRow,
  Registry,
  RegistryContents,
  Removable,
} from './registry.ts';
import { hangingOn, isHanging } from './registry-hanging.ts';
import { migrations } from './registry-migrations.ts';
import type { Tables } from './registry-tables.ts';
import {
  companyOf,
  connectionColumns,
  connectionOf,
  consentOf,
  gatewayOf,
  meterColumns,
  meterOf,
  quarantineOf,
  registerOf,
  rolesFrom,
  toConnection,
  toMeter,
} from './registry-rows.ts';

/** Refused messages kept of one gateway; the oldest go first, and only its own. */
export const QUARANTINE_ROWS_MAX = 1000;

/** Opens the database file and brings its tables up to date.
 *  @throws Error when the file cannot be opened or a step fails */
export async function openRegistry(path: string): Promise<{ registry: Registry; db: Kysely<Tables> }> {
  const database = new Database(path);
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on; pragma busy_timeout = 5000');
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve({ ...migrations }) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw new Error('the registry could not be brought up to date', { cause: error });
  return { registry: new RegistrySql(db), db };
}

/** Copies the database as it stands at one instant into a new file; writers go on meanwhile. */
export function copyRegistry(from: string, to: string): void {
  const database = new Database(from);
  database.exec('pragma busy_timeout = 5000');
  database.exec(`vacuum into '${to.replaceAll("'", "''")}'`);
  database.close();
}

class RegistrySql implements Registry {
  readonly #db: Kysely<Tables>;

  constructor(db: Kysely<Tables>) {
    this.#db = db;
  }

  async contents(): Promise<RegistryContents> {
    const db = this.#db;
    return {
      parks: await db.selectFrom('park').selectAll().execute(),
      companies: (await db.selectFrom('company').selectAll().execute()).map(companyOf),
      connections: (await db.selectFrom('connection').selectAll().execute()).map(connectionOf),
      meters: (await db.selectFrom('meter').selectAll().execute()).map(meterOf),
      gateways: (await db.selectFrom('gateway').selectAll().execute()).map(gatewayOf),
      registers: (await db.selectFrom('register').selectAll().execute()).map(registerOf),
      consents: (await db.selectFrom('consent').selectAll().execute()).map(consentOf),
    };
  }

  async insertPark(row: ParkRow): Promise<void> {
    await this.#db.insertInto('park').values(row).execute();
  }

  async insertCompany(row: Omit<CompanyRow, 'id'>): Promise<CompanyRow> {
    return companyOf(await this.#db.insertInto('company').values(row).returningAll().executeTakeFirstOrThrow());
  }

  async insertConnection(row: Omit<ConnectionRow, 'id'>): Promise<ConnectionRow> {
    return connectionOf(await this.#db.insertInto('connection').values(toConnection(row)).returningAll().executeTakeFirstOrThrow());
  }

  async insertMeter(row: Omit<MeterRow, 'id'>): Promise<MeterRow> {
    return meterOf(await this.#db.insertInto('meter').values(toMeter(row)).returningAll().executeTakeFirstOrThrow());
  }

  async updateCompany(id: number, change: CompanyChange): Promise<void> {
    await this.#db.updateTable('company').set(change).where('id', '=', id).execute();
  }

  async updateConnection(id: number, change: ConnectionChange): Promise<void> {
    await this.#db.updateTable('connection').set(connectionColumns(change)).where('id', '=', id).execute();
  }

  async updateMeter(id: number, change: MeterChange): Promise<void> {
    await this.#db.updateTable('meter').set(meterColumns(change)).where('id', '=', id).execute();
  }

  hangingOn(kind: Removable, id: number): Promise<Hanging[]> {
    return hangingOn(this.#db, kind, id);
  }

  async remove(kind: Removable, id: number): Promise<boolean> {
    try {
      await this.#db.transaction().execute(async (transaction) => {
        if (kind === 'company') await transaction.deleteFrom('consent').where('company', '=', id).execute();
        await transaction.deleteFrom(kind).where('id', '=', id).execute();
      });
      return true;
    } catch (error) {
      if (isHanging(error)) return false;
      throw error;
    }
  }

  async setMeterGateway(meter: number, gateway: number | null): Promise<void> {
    await this.#db.updateTable('meter').set({ gateway }).where('id', '=', meter).execute();
  }

  async insertGateway(row: Omit<GatewayRow, 'id'>): Promise<GatewayRow> {
    const { name, park, company, profile, username } = row;
    const values = { name, park, company, profile, username, secret_hash: row.secretHash, revoked_at: row.revokedAt };
    return gatewayOf(await this.#db.insertInto('gateway').values(values).returningAll().executeTakeFirstOrThrow());
  }

  async setGatewaySecret(gateway: number, secretHash: string): Promise<void> {
    await this.#db.updateTable('gateway').set({ secret_hash: secretHash, revoked_at: null }).where('id', '=', gateway).execute();
  }

  async revokeGateway(gateway: number, at: EpochMs): Promise<void> {
    await this.#db.updateTable('gateway').set({ revoked_at: at }).where('id', '=', gateway).execute();
  }

  async insertRegisters(wanted: readonly NewRegister[]): Promise<RegisterRow[]> {
    const made: RegisterRow[] = [];
    for (const row of wanted) {
      await this.#db
        .insertInto('register')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      made.push(registerOf(await this.#db.selectFrom('register').selectAll().where('meter', '=', row.meter).where('name', '=', row.name).executeTakeFirstOrThrow()));
    }
    return made;
  }

  async insertConsent(row: Omit<ConsentRow, 'id'>): Promise<ConsentRow> {
    const values = { company: row.company, audience: row.audience, valid_from: row.validFrom, valid_to: row.validTo, revoked_at: row.revokedAt, granted_by: row.grantedBy };
    return consentOf(await this.#db.insertInto('consent').values(values).returningAll().executeTakeFirstOrThrow());
  }

  async revokeConsent(consent: number, at: EpochMs): Promise<void> {
    await this.#db.updateTable('consent').set({ revoked_at: at }).where('id', '=', consent).where('revoked_at', 'is', null).execute();
  }

  async quarantine(journalId: string, rows: readonly (Omit<QuarantineRow, 'id'> & { seq: number })[]): Promise<void> {
    if (rows.length === 0) return;
    const values = rows.map((row) => ({
      journal: journalId,
      seq: row.seq,
      gateway: row.gateway,
      topic: row.topic,
      payload: Buffer.from(row.payload),
      reason: row.reason,
      detail: row.detail,
      received_at: row.receivedAt,
    }));
    await this.#db
      .insertInto('quarantine')
      .values(values)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    for (const gateway of new Set(rows.map((row) => row.gateway))) {
      await sql`delete from quarantine where gateway = ${gateway} and id <= (select id from quarantine where gateway = ${gateway} order by id desc limit 1 offset ${QUARANTINE_ROWS_MAX})`.execute(
        this.#db,
      );
    }
  }

  async quarantined(query: { gateways: readonly number[] | null; after: number; limit: number }): Promise<QuarantineRow[]> {
    let rows = this.#db.selectFrom('quarantine').selectAll().orderBy('id', 'desc').limit(query.limit);
    if (query.after > 0) rows = rows.where('id', '<', query.after);
    if (query.gateways !== null) rows = rows.where('gateway', 'in', [-1, ...query.gateways]);
    return (await rows.execute()).map(quarantineOf);
  }

  async quarantineRow(id: number): Promise<QuarantineRow | null> {
    const row = await this.#db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirst();
    return row === undefined ? null : quarantineOf(row);
  }

  async releaseQuarantined(id: number): Promise<void> {
    await this.#db.deleteFrom('quarantine').where('id', '=', id).execute();
  }

  async rolesOf(user: string): Promise<Role[]> {
    return rolesFrom(await this.#db.selectFrom('role').selectAll().where('user_id', '=', user).execute());
  }

  async allRoles(): Promise<ReadonlyMap<string, Role[]>> {
    const rows = await this.#db.selectFrom('role').selectAll().execute();
    const mine = new Map(rows.map((row): [string, typeof rows] => [row.user_id, []]));
    for (const row of rows) mine.get(row.user_id)?.push(row);
    return new Map([...mine].map(([user, of]) => [user, rolesFrom(of)]));
  }

  async addRole(user: string, role: Role): Promise<void> {
    if (role.role === 'gateway') throw new Error('a gateway has no account');
    const parks = new Set(role.role === 'parkmanager' ? role.parks : [null]);
    const company = role.role === 'company' ? role.company : null;
    // A unique index does not see two rows with null as equal.
    const rows = await this.#db.selectFrom('role').selectAll().where('user_id', '=', user).execute();
    for (const park of parks) {
      if (rows.some((row) => row.role === role.role && row.park === park && row.company === company)) continue;
      await this.#db.insertInto('role').values({ user_id: user, role: role.role, park, company }).execute();
    }
  }

  async setRoles(user: string, roles: readonly Role[]): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('role').where('user_id', '=', user).execute();
      const registry = new RegistrySql(transaction);
      for (const role of roles) await registry.addRole(user, role);
    });
  }

  together<T>(work: (registry: Registry) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute((transaction) => work(new RegistrySql(transaction)));
  }

  async ping(): Promise<void> {
    await sql`select 1`.execute(this.#db);
  }

  async close(): Promise<void> {
    await this.#db.destroy();
  }
}
