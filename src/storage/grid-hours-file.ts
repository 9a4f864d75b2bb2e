// The cache of the grid's CO2 by the hour: a small file that may be thrown away, and is asked for again then.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type GridHour, type GridHours, mergedHours } from '../domain/grid-hours.ts';
import { HOUR_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';

/** Advice looks two days ahead, and a page shows a week back. */
export const GRID_HOURS_KEPT = 14 * 24;

const Instant = z.number().transform((value) => epochMs(value));
const Hour = z.object({ start: Instant, kgPerKwh: z.number(), forecast: z.boolean(), updatedAt: Instant });
const Content = z.object({ askedAt: Instant, hours: z.array(Hour).max(10 * GRID_HOURS_KEPT) });

export class GridHoursFile implements GridHours {
  readonly #path: string;
  #hours: readonly GridHour[] = [];
  #askedAt: EpochMs | null = null;

  /** A file that cannot be read is as good as none. */
  constructor(path: string) {
    this.#path = path;
    if (!existsSync(path)) return;
    const content = Content.safeParse(jsonOf(readFileSync(path, 'utf8')));
    if (content.success) [this.#hours, this.#askedAt] = [content.data.hours, content.data.askedAt];
  }

  hours(): readonly GridHour[] {
    return this.#hours;
  }

  askedAt(): EpochMs | null {
    return this.#askedAt;
  }

  add(hours: readonly GridHour[], at: EpochMs): void {
    const oldest = at - GRID_HOURS_KEPT * HOUR_MS;
    this.#hours = mergedHours(this.#hours, hours).filter((hour) => hour.start >= oldest);
    this.#askedAt = at;
    writeFileSync(`${this.#path}.new`, JSON.stringify({ askedAt: at, hours: this.#hours }));
    renameSync(`${this.#path}.new`, this.#path);
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
