// Tables of residual heat: sources and sinks, routes that were drawn, who agreed to a match, and what was contracted.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const heat: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id, double } = typesOf(db);
    // A port without a company is the park's: homes, a swimming pool. One that a meter gave away is never made twice, so a row stays.
    await sql`create table heat_port (id ${id}, park text not null, company integer references company(id), name text not null, role text not null,
      medium text not null, supply_c ${double} not null, return_c ${double} not null, min_return_c ${double}, provenance text not null,
      meter integer references meter(id), derivation text not null, factor ${double}, power_kw ${double}, profile text not null,
      lat ${double}, lon ${double}, firm integer not null, residual text not null, outside_park integer not null, note text not null,
      valid_from bigint not null, valid_to bigint, author text not null, at bigint not null, removed_at bigint, removed_by text)`.execute(db);
    await sql`create table heat_route (id ${id}, source integer not null references heat_port(id), sink integer not null references heat_port(id),
      length_m ${double} not null, surface_factor ${double}, points text not null, author text not null, at bigint not null, unique(source, sink))`.execute(db);
    await sql`create table heat_decision (id ${id}, source integer not null references heat_port(id), sink integer not null references heat_port(id),
      company integer not null references company(id), decision text not null, author text not null, at bigint not null)`.execute(db);
    await sql`create table heat_contract (id ${id}, source integer not null references heat_port(id), sink integer not null references heat_port(id),
      kwh_per_year ${double} not null, meter integer references meter(id), valid_from bigint not null, valid_to bigint, author text not null, at bigint not null)`.execute(db);
    await db.schema.createIndex('heat_port_park').on('heat_port').columns(['park']).execute();
    await db.schema.createIndex('heat_decision_pair').on('heat_decision').columns(['source', 'sink']).execute();
  },
};
