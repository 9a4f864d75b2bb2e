// Tables of material streams: what companies offer and need, who agreed to be known, how far a match came, what was
// weighed, and products whose circularity is known. Times are epoch ms; lists are JSON.
import { type Kysely, type Migration, sql } from 'kysely';
import { typesOf } from './portable-types.ts';

export const materials: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    const { id, double } = typesOf(db);
    await sql`create table material_stream (id ${id}, company integer not null references company(id), direction text not null, eural_code text, hazardous integer not null,
      material_class text not null, tonnes_by_month text not null, specification text not null, note text not null, processing_code text, legal_status text not null,
      route_now text not null, cost_now ${double}, max_substitution ${double} not null, secondary_share ${double}, suppliers text not null, stock_days ${double},
      valid_from bigint not null, valid_to bigint, author text not null, at bigint not null, removed_at bigint)`.execute(db);
    // The last row of a company counts: agreeing and taking it back are both kept.
    await sql`create table material_agreement (id ${id}, offer integer not null references material_stream(id), need integer not null references material_stream(id),
      company integer not null references company(id), agrees integer not null, author text not null, at bigint not null)`.execute(db);
    await sql`create table material_step (id ${id}, offer integer not null references material_stream(id), need integer not null references material_stream(id),
      status text not null, note text not null, author text not null, at bigint not null)`.execute(db);
    // need: null when it left for elsewhere. message names what brought it, so that a message that comes twice counts once.
    await sql`create table material_delivery (id ${id}, offer integer not null references material_stream(id), need integer references material_stream(id),
      delivered_at bigint not null, kg ${double} not null, source text not null, message text not null unique, author text not null, at bigint not null)`.execute(db);
    await sql`create table material_product (id ${id}, company integer not null references company(id), name text not null, flows text not null,
      author text not null, at bigint not null, removed_at bigint)`.execute(db);
    await db.schema.createIndex('material_stream_company').on('material_stream').columns(['company']).execute();
    await db.schema.createIndex('material_delivery_offer').on('material_delivery').columns(['offer', 'delivered_at']).execute();
    await db.schema.createIndex('material_product_company').on('material_product').columns(['company']).execute();
  },
};
