// Residual heat in the registry database, with a copy in memory.
import type { Generated, Kysely, Selectable } from 'kysely';
import { z } from 'zod';
import { DERIVATIONS, MEDIA, PROVENANCES, type Place } from '../domain/heat/port.ts';
import { HEAT_PROFILES } from '../domain/heat/profiles.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type HeatContractRow, type HeatDecisionRow, type HeatPairKey, type HeatPortRow, type HeatRegistry, type HeatRouteRow, type NewHeatPort, pairKey } from './heat.ts';

interface HeatPortTable {
  id: Generated<number>;
  park: string;
  company: number | null;
  name: string;
  role: string;
  medium: string;
  supply_c: number;
  return_c: number;
  min_return_c: number | null;
  provenance: string;
  meter: number | null;
  derivation: string;
  factor: number | null;
  power_kw: number | null;
  profile: string;
  lat: number | null;
  lon: number | null;
  firm: number;
  residual: string;
  outside_park: number;
  note: string;
  valid_from: number;
  valid_to: number | null;
  author: string;
  at: number;
  removed_at: number | null;
  removed_by: string | null;
}
export interface HeatTables {
  heat_port: HeatPortTable;
  heat_route: { id: Generated<number>; source: number; sink: number; length_m: number; surface_factor: number | null; points: string; author: string; at: number };
  heat_decision: { id: Generated<number>; source: number; sink: number; company: number; decision: string; author: string; at: number };
  heat_contract: {
    id: Generated<number>;
    source: number;
    sink: number;
    kwh_per_year: number;
    meter: number | null;
    valid_from: number;
    valid_to: number | null;
    author: string;
    at: number;
  };
}

const Words = z.object({
  role: z.enum(['source', 'sink']),
  medium: z.enum(MEDIA),
  provenance: z.enum(PROVENANCES),
  derivation: z.enum(DERIVATIONS),
  profile: z.enum(HEAT_PROFILES),
  residual: z.enum(['yes', 'no', 'unknown']),
});
const Points = z.array(z.object({ latDeg: z.number(), lonDeg: z.number() }));
const Decision = z.enum(['ask', 'agree', 'decline']);
const atOrNull = (value: number | null): EpochMs | null => (value === null ? null : epochMs(value));

function portOf(row: Selectable<HeatPortTable>): HeatPortRow {
  const { id, park, company, name, meter, factor, note, lat, lon } = row;
  const place: Place | null = lat === null || lon === null ? null : { latDeg: lat, lonDeg: lon };
  return {
    id,
    park,
    company,
    name,
    ...Words.parse(row),
    supplyC: row.supply_c,
    returnC: row.return_c,
    minReturnC: row.min_return_c,
    meter,
    factor,
    powerKw: row.power_kw,
    place,
    firm: row.firm === 1,
    outsidePark: row.outside_park === 1,
    note,
    from: epochMs(row.valid_from),
    to: atOrNull(row.valid_to),
  };
}

function columnsOf(row: NewHeatPort): Omit<HeatPortTable, 'id' | 'author' | 'at' | 'removed_at' | 'removed_by'> {
  const { park, company, name, role, medium, provenance, meter, derivation, factor, profile, residual, note } = row;
  return {
    park,
    company,
    name,
    role,
    medium,
    provenance,
    meter,
    derivation,
    factor,
    profile,
    residual,
    note,
    supply_c: row.supplyC,
    return_c: row.returnC,
    min_return_c: row.minReturnC,
    power_kw: row.powerKw,
    lat: row.place?.latDeg ?? null,
    lon: row.place?.lonDeg ?? null,
    firm: Number(row.firm),
    outside_park: Number(row.outsidePark),
    valid_from: row.from,
    valid_to: row.to,
  };
}

const contractOf = ({ id, source, sink, meter, ...row }: Selectable<HeatTables['heat_contract']>): HeatContractRow => ({
  id,
  source,
  sink,
  meter,
  kwhPerYear: row.kwh_per_year,
  from: epochMs(row.valid_from),
  to: atOrNull(row.valid_to),
  recordedAt: epochMs(row.at),
});

type Stamp = Parameters<HeatRegistry['decide']>[1];

export class HeatSql implements HeatRegistry {
  readonly #db: Kysely<HeatTables>;
  readonly #ports = new Map<number, HeatPortRow>();
  readonly #metersHad = new Set<number>();
  readonly #routes = new Map<string, HeatRouteRow>();
  readonly #decisions = new Map<string, Map<number, HeatDecisionRow>>();
  readonly #declined = new Map<string, EpochMs[]>();
  readonly #contracts = new Map<string, HeatContractRow[]>();
  #version = 0;

  private constructor(db: Kysely<HeatTables>) {
    this.#db = db;
  }

  static async open(db: Kysely<HeatTables>): Promise<HeatSql> {
    const open = new HeatSql(db);
    for (const row of await db.selectFrom('heat_port').selectAll().orderBy('id').execute()) {
      if (row.meter !== null) open.#metersHad.add(row.meter);
      if (row.removed_at === null) open.#ports.set(row.id, portOf(row));
    }
    for (const { source, sink, length_m: lengthM, surface_factor: surfaceFactor, points } of await db.selectFrom('heat_route').selectAll().execute())
      open.#routes.set(pairKey({ source, sink }), { source, sink, lengthM, surfaceFactor, points: Points.parse(JSON.parse(points)) });
    for (const { source, sink, company, decision, at } of await db.selectFrom('heat_decision').selectAll().orderBy('id').execute())
      open.#keepDecision({ source, sink, company, decision: Decision.parse(decision), at: epochMs(at) });
    for (const row of await db.selectFrom('heat_contract').selectAll().orderBy('id').execute()) open.#keepContract(contractOf(row));
    return open;
  }

  get version(): number {
    return this.#version;
  }

  port(id: number): HeatPortRow | null {
    return this.#ports.get(id) ?? null;
  }

  portsOf(park: string): readonly HeatPortRow[] {
    return this.ports().filter((row) => row.park === park);
  }

  ports(): readonly HeatPortRow[] {
    return [...this.#ports.values()];
  }

  hadPort(meter: number): boolean {
    return this.#metersHad.has(meter);
  }

  async addPorts(rows: readonly NewHeatPort[], { author, at }: Stamp): Promise<HeatPortRow[]> {
    const values = rows.map((row) => ({ ...columnsOf(row), author, at, removed_at: null, removed_by: null }));
    const kept = await this.#db.transaction().execute(async (db) => {
      const made: HeatPortRow[] = [];
      for (const value of values) made.push(portOf(await db.insertInto('heat_port').values(value).returningAll().executeTakeFirstOrThrow()));
      return made;
    });
    for (const row of kept) {
      this.#ports.set(row.id, row);
      if (row.meter !== null) this.#metersHad.add(row.meter);
    }
    this.#version++;
    return kept;
  }

  async changePort(row: HeatPortRow, { author, at }: Stamp): Promise<void> {
    await this.#db
      .updateTable('heat_port')
      .set({ ...columnsOf(row), author, at })
      .where('id', '=', row.id)
      .execute();
    this.#ports.set(row.id, row);
    if (row.meter !== null) this.#metersHad.add(row.meter);
    this.#version++;
  }

  async removePort(id: number, { author, at }: Stamp): Promise<void> {
    await this.#db.updateTable('heat_port').set({ removed_at: at, removed_by: author }).where('id', '=', id).execute();
    this.#ports.delete(id);
    this.#version++;
  }

  routes(): readonly HeatRouteRow[] {
    return [...this.#routes.values()];
  }

  async setRoute(row: HeatRouteRow, { author, at }: Stamp): Promise<void> {
    const { source, sink, lengthM, surfaceFactor } = row;
    const values = { source, sink, length_m: lengthM, surface_factor: surfaceFactor, points: JSON.stringify(row.points), author, at };
    await this.#db.transaction().execute(async (db) => {
      await db.deleteFrom('heat_route').where('source', '=', source).where('sink', '=', sink).execute();
      await db.insertInto('heat_route').values(values).execute();
    });
    this.#routes.set(pairKey(row), row);
    this.#version++;
  }

  decisionsOf(pair: HeatPairKey): readonly HeatDecisionRow[] {
    return [...(this.#decisions.get(pairKey(pair))?.values() ?? [])];
  }

  async decide(row: Omit<HeatDecisionRow, 'at'>, { author, at }: Stamp): Promise<void> {
    await this.#db
      .insertInto('heat_decision')
      .values({ ...row, author, at })
      .execute();
    this.#keepDecision({ ...row, at });
  }

  declinedAfter(pair: HeatPairKey, since: EpochMs): EpochMs | null {
    return this.#declined.get(pairKey(pair))?.find((at) => at >= since) ?? null;
  }

  contractsOf(pair: HeatPairKey): readonly HeatContractRow[] {
    return this.#contracts.get(pairKey(pair)) ?? [];
  }

  contracts(): readonly HeatContractRow[] {
    return [...this.#contracts.values()].flat();
  }

  async addContract({ source, sink, kwhPerYear, meter, from, to }: Omit<HeatContractRow, 'id' | 'recordedAt'>, { author, at }: Stamp): Promise<HeatContractRow> {
    const values = { source, sink, kwh_per_year: kwhPerYear, meter, valid_from: from, valid_to: to, author, at };
    const row = contractOf(await this.#db.insertInto('heat_contract').values(values).returningAll().executeTakeFirstOrThrow());
    this.#keepContract(row);
    return row;
  }

  #keepDecision(row: HeatDecisionRow): void {
    const mine = this.#decisions.get(pairKey(row)) ?? new Map<number, HeatDecisionRow>();
    this.#decisions.set(pairKey(row), mine.set(row.company, row));
    if (row.decision === 'decline') this.#declined.set(pairKey(row), [...(this.#declined.get(pairKey(row)) ?? []), row.at]);
  }

  #keepContract(row: HeatContractRow): void {
    this.#contracts.set(pairKey(row), [...(this.#contracts.get(pairKey(row)) ?? []), row]);
  }
}
