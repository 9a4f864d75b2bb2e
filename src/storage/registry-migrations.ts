// The tables of the registry, step by step; the same steps run on SQLite and PostgreSQL. A step that ran anywhere is never edited.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './migrations/portable-types.ts';
import { ledgerMigration } from './migrations/002-ledger.ts';
import { settled } from './migrations/003-settled.ts';
import { imports } from './migrations/004-imports.ts';
import { jobs } from './migrations/005-jobs.ts';
import { capacity } from './migrations/006-capacity.ts';
import { guarantees } from './migrations/007-guarantees.ts';
import { alerts } from './migrations/008-alerts.ts';
import { heat } from './migrations/009-heat.ts';
import { materials } from './migrations/010-materials.ts';
import { reports } from './migrations/013-reports.ts';
import { scenarios } from './migrations/014-scenarios.ts';
import { conversions } from './migrations/016-conversions.ts';
import { streamPlaces } from './migrations/018-stream-places.ts';
import { weather } from './migrations/020-weather.ts';
import { reportExplanations } from './migrations/021-report-explanations.ts';
import { alertSettings } from './migrations/022-alert-settings.ts';
import { scenarioPrices } from './migrations/017-scenario-prices.ts';

const start: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { schema } = db;
    await schema
      .createTable('park')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('municipality', 'text', (c) => c.notNull())
      .execute();
    const { id, bytes, double } = typesOf(db);
    await sql`create table company (id ${id}, park text not null, name text not null, kvk text, sbi text not null)`.execute(db);
    await sql`create table connection (id ${id}, ean text not null, company integer not null references company(id), carrier text not null,
      contracted_import_kw ${double}, contracted_export_kw ${double}, physical_import_kw ${double}, physical_export_kw ${double},
      behind integer references connection(id), valid_from bigint not null, valid_to bigint)`.execute(db);
    await schema.createIndex('connection_ean').on('connection').columns(['ean', 'valid_from']).unique().execute();
    await sql`create table gateway (id ${id}, name text not null, park text not null, company integer references company(id), profile text,
      username text not null unique, secret_hash text not null, revoked_at bigint)`.execute(db);
    await sql`create table meter (id ${id}, connection integer not null references connection(id), serial text not null, carrier text not null,
      role text not null, generation_kind text, gateway integer references gateway(id), valid_from bigint not null, valid_to bigint)`.execute(db);
    await sql`create table register (id ${id}, meter integer not null references meter(id), name text not null, carrier text not null,
      flow text not null, kind text not null, unit text not null, unique(meter, name))`.execute(db);
    await sql`create table consent (id ${id}, company integer not null references company(id), audience text not null, valid_from bigint not null,
      valid_to bigint, revoked_at bigint, granted_by text not null)`.execute(db);
    await sql`create table quarantine (id ${id}, journal text not null, seq bigint not null, gateway integer not null, topic text not null,
      payload ${bytes} not null, reason text not null, detail text not null, received_at bigint not null, unique(journal, seq))`.execute(db);
    await schema.createIndex('quarantine_gateway').on('quarantine').columns(['gateway', 'id']).execute();
    await sql`create table role (user_id text not null, role text not null, park text, company integer, unique(user_id, role, park, company))`.execute(db);
  },
};

export const migrations: Readonly<Record<string, Migration>> = {
  '001_start': start,
  '002_ledger': ledgerMigration,
  '003_settled': settled,
  '004_imports': imports,
  '005_jobs': jobs,
  '006_capacity': capacity,
  '007_guarantees': guarantees,
  '008_alerts': alerts,
  '009_heat': heat,
  '010_materials': materials,
  '013_reports': reports,
  '014_scenarios': scenarios,
  '016_conversions': conversions,
  '017_scenario_prices': scenarioPrices,
  '018_stream_places': streamPlaces,
  '020_weather': weather,
  '021_report_explanations': reportExplanations,
  '022_alert_settings': alertSettings,
};
