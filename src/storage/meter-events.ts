// What happened to meters, kept in the registry database. A derivation that comes out differently replaces what an
// earlier one said of the same stretch of time; main alone writes.
import type { Kysely } from 'kysely';
import { LEDGER_EVENTS } from '../domain/ledger.ts';
import { type EventChange, METER_EVENTS, type MeterEvent } from '../domain/meter-event.ts';
import { epochMs } from '../domain/units.ts';
import type { MeterEventLog } from './registry.ts';
import type { Tables } from './registry-tables.ts';

/** Kept of one register; the oldest go first, so that a counter that never rests fills no disk. */
export const EVENTS_PER_REGISTER_MAX = 1000;
const ROWS_A_STATEMENT = 100;

export class MeterEvents implements MeterEventLog {
  readonly #db: Kysely<Tables>;
  /** Registers with an event: of all others there is nothing to replace. */
  readonly #known: Set<number>;
  /** The latest event of each register, for lists of meters. */
  readonly #latest: Map<number, MeterEvent>;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(db: Kysely<Tables>, rows: readonly MeterEvent[]) {
    this.#db = db;
    this.#known = new Set(rows.map((row) => row.register));
    this.#latest = new Map(rows.map((row) => [row.register, row]));
  }

  static async open(db: Kysely<Tables>): Promise<MeterEvents> {
    const rows = await db
      .selectFrom('meter_event')
      .selectAll('meter_event')
      .innerJoin(
        (latest) =>
          latest
            .selectFrom('meter_event')
            .select(({ fn }) => ['register as of', fn.max('at').as('latest_at')])
            .groupBy('register')
            .as('latest'),
        (join) => join.onRef('latest.of', '=', 'meter_event.register').onRef('latest.latest_at', '=', 'meter_event.at'),
      )
      .execute();
    return new MeterEvents(db, rows.flatMap(eventOf));
  }

  /** Replaces what was said of each stretch; in turn, in pieces, so that a transaction of the registry stays short. */
  take(changes: readonly EventChange[]): Promise<void> {
    const wanted = changes.filter((one) => one.events.length > 0 || this.#known.has(one.register));
    if (wanted.length === 0) return Promise.resolve();
    const mine = this.#turn.then(async () => {
      for (const change of wanted) await this.#replace(change);
    });
    this.#turn = mine.catch(() => {});
    return mine;
  }

  async of(registers: readonly number[], period: { from: number; to: number; limit: number }): Promise<MeterEvent[]> {
    const rows = await this.#db
      .selectFrom('meter_event')
      .selectAll()
      .where('register', 'in', [-1, ...registers])
      .where('at', '>=', period.from)
      .where('at', '<', period.to)
      .orderBy('at', 'desc')
      .limit(period.limit)
      .execute();
    return rows.flatMap(eventOf);
  }

  /** Those of the registers of which there is any event at all. */
  known(registers: readonly number[]): number[] {
    return this.#known.size === 0 ? [] : registers.filter((register) => this.#known.has(register));
  }

  latestOf(registers: readonly number[]): MeterEvent | null {
    return registers.reduce<MeterEvent | null>((best, register) => {
      const one = this.#latest.get(register);
      return one !== undefined && (best === null || one.at > best.at) ? one : best;
    }, null);
  }

  async #replace({ register, fromMs, untilMs, events }: EventChange): Promise<void> {
    const rows = events.slice(-EVENTS_PER_REGISTER_MAX).map((one) => ({ register, kind: one.kind, at: one.at, from_value: one.from, to_value: one.to, readings: one.readings }));
    await this.#db.transaction().execute(async (db) => {
      if (this.#known.has(register) && untilMs > fromMs)
        await db
          .deleteFrom('meter_event')
          .where('register', '=', register)
          .where('kind', 'in', LEDGER_EVENTS)
          .where('at', '>', fromMs)
          .where('at', '<=', Math.min(untilMs, Number.MAX_SAFE_INTEGER))
          .execute();
      for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
        await db
          .insertInto('meter_event')
          .values(rows.slice(at, at + ROWS_A_STATEMENT))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      const tooOld = await db
        .selectFrom('meter_event')
        .select('at')
        .where('register', '=', register)
        .orderBy('at', 'desc')
        .offset(EVENTS_PER_REGISTER_MAX)
        .limit(1)
        .executeTakeFirst();
      if (tooOld !== undefined) await db.deleteFrom('meter_event').where('register', '=', register).where('at', '<=', tooOld.at).execute();
    });
    const latest = await this.#db.selectFrom('meter_event').selectAll().where('register', '=', register).orderBy('at', 'desc').limit(1).execute();
    const event = latest.flatMap(eventOf)[0];
    if (event === undefined) {
      this.#known.delete(register);
      this.#latest.delete(register);
    } else {
      this.#known.add(register);
      this.#latest.set(register, event);
    }
  }
}

/** A kind that this version does not know is not shown. */
function eventOf(row: { register: number; kind: string; at: number; from_value: number | null; to_value: number | null; readings: number }): MeterEvent[] {
  const kind = METER_EVENTS.find((one) => one === row.kind);
  return kind === undefined ? [] : [{ register: row.register, kind, at: epochMs(row.at), from: row.from_value, to: row.to_value, readings: row.readings }];
}
