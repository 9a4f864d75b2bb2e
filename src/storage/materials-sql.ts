// Material streams, what was agreed about them and what was weighed, in the registry database. Runs in the main thread only.
import type { Generated, Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import type { ProductFlows } from '../domain/circular/circularity-index.ts';
import { matchKey } from '../domain/circular/allocation.ts';
import { SET_STATUSES, type SetStatus } from '../domain/circular/match-status.ts';
import { DIRECTIONS, LEGAL_STATUSES } from '../domain/circular/streams.ts';
import { epochMs } from '../domain/units.ts';
import type { Stamp } from './capacity.ts';
import { type Between, DELIVERY_SOURCES, type DeliveryRow, type Materials, type NewStreamRow, type ProductRow, type StreamRow, type Weighed } from './materials.ts';

/** An alias, not an interface: Kysely asks for tables by any name. */
export type MaterialTables = {
  material_stream: {
    id: Generated<number>;
    company: number;
    direction: string;
    eural_code: string | null;
    hazardous: number;
    material_class: string;
    tonnes_by_month: string;
    specification: string;
    note: string;
    processing_code: string | null;
    legal_status: string;
    route_now: string;
    cost_now: number | null;
    max_substitution: number;
    secondary_share: number | null;
    suppliers: string;
    stock_days: number | null;
    lat: number | null;
    lon: number | null;
    valid_from: number;
    valid_to: number | null;
    author: string;
    at: number;
    removed_at: number | null;
  };
  material_agreement: { id: Generated<number>; offer: number; need: number; company: number; agrees: number; author: string; at: number };
  material_step: { id: Generated<number>; offer: number; need: number; status: string; note: string; author: string; at: number };
  material_delivery: {
    id: Generated<number>;
    offer: number;
    need: number | null;
    delivered_at: number;
    kg: number;
    source: string;
    message: string;
    author: string;
    at: number;
  };
  material_product: { id: Generated<number>; company: number; name: string; flows: string; author: string; at: number; removed_at: number | null };
};

const Specification = z.record(z.string(), z.object({ value: z.number().exactOptional(), min: z.number().exactOptional(), max: z.number().exactOptional(), hard: z.boolean() }));
const Suppliers = z.array(z.object({ share: z.number(), distanceKm: z.number().nullable(), secondary: z.boolean() }));
const Flows = z.record(z.string(), z.number());

function streamOf(row: Selectable<MaterialTables['material_stream']>): StreamRow {
  const tonnes: unknown = JSON.parse(row.tonnes_by_month);
  return {
    id: row.id,
    company: row.company,
    direction: z.enum(DIRECTIONS).parse(row.direction),
    euralCode: row.eural_code,
    hazardous: row.hazardous === 1,
    materialClass: row.material_class,
    tonnesByMonth: z.array(z.number()).parse(tonnes),
    specification: Specification.parse(JSON.parse(row.specification)),
    note: row.note,
    processingCode: row.processing_code,
    legalStatus: z.enum(LEGAL_STATUSES).parse(row.legal_status),
    routeNow: row.route_now,
    costNowEurPerTonne: row.cost_now,
    maxSubstitutionShare: row.max_substitution,
    secondaryShare: row.secondary_share,
    suppliers: Suppliers.parse(JSON.parse(row.suppliers)),
    stockDays: row.stock_days,
    place: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
    from: epochMs(row.valid_from),
    to: row.valid_to === null ? null : epochMs(row.valid_to),
  };
}

const valuesOf = (row: NewStreamRow): Omit<Selectable<MaterialTables['material_stream']>, 'id' | 'author' | 'at' | 'removed_at'> => ({
  company: row.company,
  direction: row.direction,
  eural_code: row.euralCode,
  hazardous: Number(row.hazardous),
  material_class: row.materialClass,
  tonnes_by_month: JSON.stringify(row.tonnesByMonth),
  specification: JSON.stringify(row.specification),
  note: row.note,
  processing_code: row.processingCode,
  legal_status: row.legalStatus,
  route_now: row.routeNow,
  cost_now: row.costNowEurPerTonne,
  max_substitution: row.maxSubstitutionShare,
  secondary_share: row.secondaryShare,
  suppliers: JSON.stringify(row.suppliers),
  stock_days: row.stockDays,
  lat: row.place?.lat ?? null,
  lon: row.place?.lon ?? null,
  valid_from: row.from,
  valid_to: row.to,
});

/** Small enough to hold in memory but for deliveries: reads answer at once, writes go to the database first. */
export class MaterialsSql implements Materials {
  readonly #db: Kysely<MaterialTables>;
  readonly #streams = new Map<number, StreamRow>();
  readonly #products = new Map<number, ProductRow>();
  /** By match, the companies that agree. */
  readonly #agreed = new Map<string, Set<number>>();
  readonly #steps = new Map<string, SetStatus>();
  #version = 0;

  private constructor(db: Kysely<MaterialTables>) {
    this.#db = db;
  }

  static async open(db: Kysely<MaterialTables>): Promise<MaterialsSql> {
    const materials = new MaterialsSql(db);
    for (const row of await db.selectFrom('material_stream').selectAll().where('removed_at', 'is', null).orderBy('id').execute()) materials.#streams.set(row.id, streamOf(row));
    for (const row of await db.selectFrom('material_agreement').selectAll().orderBy('id').execute()) materials.#agree(row, row.company, row.agrees === 1);
    for (const row of await db.selectFrom('material_step').selectAll().orderBy('id').execute()) materials.#steps.set(matchKey(row), z.enum(SET_STATUSES).parse(row.status));
    for (const row of await db.selectFrom('material_product').selectAll().where('removed_at', 'is', null).orderBy('id').execute()) materials.#keepProduct(row);
    return materials;
  }

  /** Another number after each change of a stream or delivery: what was reckoned from them is old then. */
  get version(): number {
    return this.#version;
  }

  streams(): readonly StreamRow[] {
    return [...this.#streams.values()];
  }

  stream(id: number): StreamRow | null {
    return this.#streams.get(id) ?? null;
  }

  products(company: number): readonly ProductRow[] {
    return [...this.#products.values()].filter((row) => row.company === company);
  }

  agreed(match: Between, company: number): boolean {
    return this.#agreed.get(matchKey(match))?.has(company) === true;
  }

  step(match: Between): SetStatus | null {
    return this.#steps.get(matchKey(match)) ?? null;
  }

  async add(row: NewStreamRow, { author, at }: Stamp): Promise<StreamRow> {
    const values = { ...valuesOf(row), author, at, removed_at: null };
    return this.#keep(streamOf(await this.#db.insertInto('material_stream').values(values).returningAll().executeTakeFirstOrThrow()));
  }

  async change(row: StreamRow, { author, at }: Stamp): Promise<StreamRow> {
    await this.#db
      .updateTable('material_stream')
      .set({ ...valuesOf(row), author, at })
      .where('id', '=', row.id)
      .execute();
    return this.#keep(row);
  }

  async remove(id: number, { at }: Stamp): Promise<void> {
    await this.#db.updateTable('material_stream').set({ removed_at: at }).where('id', '=', id).execute();
    this.#streams.delete(id);
    this.#version += 1;
  }

  async agree({ offer, need }: Between, company: number, { agrees, author, at }: Stamp & { agrees: boolean }): Promise<void> {
    await this.#db
      .insertInto('material_agreement')
      .values({ offer, need, company, agrees: Number(agrees), author, at })
      .execute();
    this.#agree({ offer, need }, company, agrees);
  }

  async setStep({ offer, need }: Between, status: SetStatus, { note, author, at }: Stamp & { note: string }): Promise<void> {
    await this.#db.insertInto('material_step').values({ offer, need, status, note, author, at }).execute();
    this.#steps.set(matchKey({ offer, need }), status);
  }

  async addProduct(row: Omit<ProductRow, 'id'>, { author, at }: Stamp): Promise<ProductRow> {
    const values = { company: row.company, name: row.name, flows: JSON.stringify(row.flows), author, at, removed_at: null };
    return this.#keepProduct(await this.#db.insertInto('material_product').values(values).returningAll().executeTakeFirstOrThrow());
  }

  async removeProduct(id: number, { at }: Stamp): Promise<void> {
    await this.#db.updateTable('material_product').set({ removed_at: at }).where('id', '=', id).execute();
    this.#products.delete(id);
  }

  /** @returns false when its message brought it before */
  async deliver(row: DeliveryRow, { author, at }: Stamp): Promise<boolean> {
    const values = { offer: row.offer, need: row.need, delivered_at: row.deliveredAt, kg: row.kg, source: row.source, message: row.message, author, at };
    const done = await this.#db
      .insertInto('material_delivery')
      .values(values)
      .onConflict((conflict) => conflict.column('message').doNothing())
      .executeTakeFirst();
    this.#version += 1;
    return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** What was weighed in [from, to), by offer and need. */
  async weighed({ from, to }: { from: number; to: number }): Promise<Weighed[]> {
    const rows = await this.#db
      .selectFrom('material_delivery')
      .select(['offer', 'need', (of) => of.fn.sum<number>('kg').as('kg')])
      .where('delivered_at', '>=', from)
      .where('delivered_at', '<', to)
      .groupBy(['offer', 'need'])
      .execute();
    return rows;
  }

  /** The latest of a stream first. */
  async deliveries(offer: number, limit: number): Promise<DeliveryRow[]> {
    const rows = await this.#db.selectFrom('material_delivery').selectAll().where('offer', '=', offer).orderBy('delivered_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
    return rows.map((row) => ({
      offer: row.offer,
      need: row.need,
      deliveredAt: epochMs(row.delivered_at),
      kg: row.kg,
      source: z.enum(DELIVERY_SOURCES).parse(row.source),
      message: row.message,
    }));
  }

  #keep(row: StreamRow): StreamRow {
    this.#streams.set(row.id, row);
    this.#version += 1;
    return row;
  }

  #keepProduct(row: Selectable<MaterialTables['material_product']>): ProductRow {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own fields, written by addProduct
    const kept = { id: row.id, company: row.company, name: row.name, flows: Flows.parse(JSON.parse(row.flows)) as unknown as ProductFlows };
    this.#products.set(kept.id, kept);
    return kept;
  }

  #agree(match: Between, company: number, agrees: boolean): void {
    const known = this.#agreed.get(matchKey(match)) ?? new Set<number>();
    if (agrees) known.add(company);
    else known.delete(company);
    this.#agreed.set(matchKey(match), known);
  }
}
