// What the store thread answers besides readings and quarters: sums, retention, copies and totals, asked for by jobs
// and commands. What writes takes its turn with the batches.
import type { LocalDay } from '../domain/local-days.ts';
import type { Rollup } from '../domain/rollup.ts';
import type { EpochMs } from '../domain/units.ts';
import type { LaidReadings, MonthTotal, RolledUp, SeriesKeeping, Thinned, ThinningRule } from '../storage/series-keeping.ts';
import type { Registers } from './registers.ts';

export type KeepingRequest =
  | { kind: 'rollups'; registers: Int32Array; step: 'P1D' | 'P1M'; from: LocalDay; to: LocalDay }
  | { kind: 'roll-up'; daysMax: number }
  | { kind: 'thin'; before: EpochMs }
  | { kind: 'lay-readings'; after: string | null; rowsMax: number }
  | { kind: 'drop-months'; endedBefore: EpochMs }
  | { kind: 'erase-old'; registers: Int32Array; rawBefore: EpochMs; quartersBefore: EpochMs }
  | { kind: 'copy-to'; folder: string }
  | { kind: 'totals' };

export interface KeepingAnswers {
  rollups: Rollup[];
  'roll-up': RolledUp;
  thin: Thinned;
  'lay-readings': LaidReadings;
  'drop-months': number;
  'erase-old': number;
  'copy-to': { files: number; totals: MonthTotal[] };
  totals: MonthTotal[];
}

/** Days summed in one turn of the writer. */
const DAYS_A_TURN = 2000;

export class StoreKeeping {
  readonly #keeping: SeriesKeeping;
  readonly #registers: Registers;
  readonly #alone: <T>(work: () => Promise<T>) => Promise<T>;
  readonly #changed: (days: ReadonlySet<number>) => void;

  /** @param parts.changed told of the days of which quarters went */
  constructor(parts: { keeping: SeriesKeeping; registers: Registers; alone: <T>(work: () => Promise<T>) => Promise<T>; changed: (days: ReadonlySet<number>) => void }) {
    this.#keeping = parts.keeping;
    this.#changed = parts.changed;
    this.#registers = parts.registers;
    this.#alone = parts.alone;
  }

  async answer(request: KeepingRequest): Promise<KeepingAnswers[KeepingRequest['kind']]> {
    switch (request.kind) {
      case 'rollups':
        return this.#rollups(request);
      case 'roll-up':
        return this.#alone(() => this.#keeping.rollUp({ registers: null, daysMax: request.daysMax }));
      case 'thin':
        return this.#alone(() => this.#keeping.thin({ before: request.before, rules: this.#rules() }));
      case 'lay-readings':
        return this.#keeping.layReadings({ ...request, alone: this.#alone });
      case 'drop-months':
        return this.#alone(() => this.#keeping.dropMonths(request));
      case 'erase-old':
        return this.#erase(request);
      case 'copy-to':
        return this.#keeping.copyTo(request.folder);
      case 'totals':
        return this.#keeping.totals();
    }
  }

  /** A reader never gets a sum that its quarters have left behind. */
  async #rollups(request: Extract<KeepingRequest, { kind: 'rollups' }>): Promise<Rollup[]> {
    const { registers } = request;
    while ((await this.#alone(() => this.#keeping.rollUp({ registers, daysMax: DAYS_A_TURN }))).left > 0);
    return this.#keeping.readRollups(request);
  }

  /** Said before it is answered: sums of these days that are kept anywhere hold what is gone. */
  async #erase(request: Extract<KeepingRequest, { kind: 'erase-old' }>): Promise<number> {
    const { rows, days } = await this.#alone(() => this.#keeping.eraseOld(request));
    this.#changed(new Set(days));
    return rows;
  }

  #rules(): ThinningRule[] {
    return this.#registers.all().map((register) => {
      if (register.kind !== 'counter') return { register: register.id, counter: null };
      const { maxPerHour, slack } = this.#registers.rulesFor(register, null);
      return { register: register.id, counter: { maxPerHour, slack } };
    });
  }
}
