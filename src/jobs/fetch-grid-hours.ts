// Asks the Nationaal Energie Dashboard (NED) for the CO2 of the national mix by the hour, measured and expected. Off without a key.
import { z } from 'zod';
import { type GridHour, type GridHours } from '../domain/grid-hours.ts';
import { HOUR_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type Service, askJson } from './ask-json.ts';
import type { Job } from './schedule.ts';

export interface NedOptions {
  /** `https://api.ned.nl/v1`. */
  readonly url: string;
  readonly key: string;
  readonly kept: GridHours;
  readonly now: () => EpochMs;
}

/** NED lets through 200 requests in five minutes; a run takes two, and runs by hand may not come faster than this. */
export const ASK_AGAIN_MS = 5 * 60_000;
const BACK_HOURS = 48;
const AHEAD_HOURS = 48;
/** A page of 200 hours is 100 KB. */
export const ANSWER_BYTES_MAX = 1_000_000;
const PAGE_ITEMS = 200;
/** Numbers of NED: the Netherlands, the electricity mix, providing, by the hour, in UTC. */
const MIX = { point: '0', type: '27', activity: '1', granularity: '5', granularitytimezone: '0' } as const;
const FORECAST = '1';
const CURRENT = '2';
/** Nothing that burns emits more in a kWh of electricity; below 0 is nothing. */
const KG_PER_KWH_MAX = 2;

const Amount = z.union([z.number(), z.string().transform(Number)]).nullish();
const Row = z.object({ emissionfactor: Amount, volume: Amount, validfrom: z.iso.datetime({ offset: true }), lastupdate: z.iso.datetime({ offset: true }).nullish() });
const Page = z.union([
  z.object({ 'hydra:member': z.array(z.unknown()).max(PAGE_ITEMS) }).transform((page) => page['hydra:member']),
  z.object({ member: z.array(z.unknown()).max(PAGE_ITEMS) }).transform((page) => page.member),
  z.array(z.unknown()).max(PAGE_ITEMS),
]);

/** @returns hours that say something, and how many rows did not */
export function hoursOf(answer: unknown, over: { forecast: boolean; now: EpochMs }): { hours: GridHour[]; refused: number } {
  const page = Page.safeParse(answer);
  if (!page.success) throw new Error('NED answered in a form that is not known: no list of utilizations');
  const hours = page.data.flatMap((row): GridHour[] => {
    const read = Row.safeParse(row);
    if (!read.success) return [];
    const { emissionfactor: kgPerKwh, validfrom, lastupdate } = read.data;
    // An hour that has not been worked out yet has no factor, or none but 0 for a mix that does not stand still.
    if (kgPerKwh === null || kgPerKwh === undefined || !(kgPerKwh > 0) || kgPerKwh > KG_PER_KWH_MAX) return [];
    const start = epochMs(Date.parse(validfrom));
    return start % HOUR_MS === 0 ? [{ start, kgPerKwh, forecast: over.forecast, updatedAt: lastupdate ? epochMs(Date.parse(lastupdate)) : over.now }] : [];
  });
  return { hours, refused: page.data.length - hours.length };
}

export function fetchGridHours({ url, key, kept, now }: NedOptions): Job {
  let triedAt: EpochMs | null = null;
  return {
    name: 'fetch-grid-hours',
    schedule: '7 * * * *',
    run: async () => {
      const at = now();
      // A try that failed was a request too.
      const before = Math.max(kept.askedAt() ?? -Infinity, triedAt ?? -Infinity);
      if (at - before < ASK_AGAIN_MS) return { asked: 0, hours: 0, refused: 0 };
      triedAt = at;
      const [from, to] = [at - BACK_HOURS * HOUR_MS, at + AHEAD_HOURS * HOUR_MS];
      const asked = [
        { forecast: false, from, to: at },
        { forecast: true, from: at, to },
      ];
      const found = { hours: [] as GridHour[], refused: 0 };
      for (const one of asked) {
        const { hours, refused } = hoursOf(await askJson(`${url}/utilizations?${queryOf(one)}`, nedWith(key)), { forecast: one.forecast, now: at });
        found.hours.push(...hours);
        found.refused += refused;
      }
      kept.add(found.hours, at);
      return { asked: asked.length, hours: found.hours.length, refused: found.refused };
    },
  };
}

const nedWith = (key: string): Service => ({
  name: 'NED',
  keySetting: 'NED_API_KEY',
  answerBytesMax: ANSWER_BYTES_MAX,
  headers: { 'x-auth-token': key, accept: 'application/ld+json' },
});

function queryOf({ forecast, from, to }: { forecast: boolean; from: number; to: number }): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  return new URLSearchParams({
    ...MIX,
    classification: forecast ? FORECAST : CURRENT,
    'validfrom[after]': day(from),
    // NED takes days: the one after the last is the first that is not asked for.
    'validfrom[strictly_before]': day(to + 24 * HOUR_MS),
    itemsPerPage: String(PAGE_ITEMS),
  }).toString();
}
