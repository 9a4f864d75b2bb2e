// Route with the CO2 of the grid by the hour, and when a load that may wait emits least.
import { published } from '../domain/balance-rows.ts';
import { factorFor, listsNamed } from '../domain/emission-factors.ts';
import { cleanestHours } from '../domain/grid-hours.ts';
import { HOUR_MS, localDay, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { GridHoursAnswer, GridHoursQuery } from './shapes-grid.ts';

const STALE_MS = 3 * HOUR_MS;
const SHOWN_BACK_MS = 24 * HOUR_MS;
const AHEAD_MS = 48 * HOUR_MS;
/** Whose factor reports count with by default. */
const YEARLY_SET = 'co2emissiefactoren';
const SOURCE = 'Nationaal Energie Dashboard (NED), api.ned.nl';

export function mountGridHours(api: Api): void {
  api.mount<unknown, GridHoursQuery, undefined>({
    method: 'get',
    path: '/grid-hours',
    summary: 'CO2 of the grid by the hour, measured and expected, and the cleanest hours for a load that may wait',
    query: GridHoursQuery,
    answer: GridHoursAnswer,
    noun: 'list of hours',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ query }, deps) => answerGridHours(deps, query),
  });
}

function answerGridHours(deps: Deps, { hours, kwh }: GridHoursQuery): Omit<GridHoursAnswer, 'simulated'> {
  const now = deps.now();
  const known = deps.gridHours?.hours() ?? [];
  const from = epochMs(Math.ceil(now / HOUR_MS) * HOUR_MS);
  const found = cleanestHours(known, { from, to: epochMs(from + AHEAD_MS), hours });
  const askedAt = deps.gridHours?.askedAt() ?? null;
  const state = deps.gridHours === null ? 'off' : askedAt === null ? 'waiting' : now - askedAt > STALE_MS ? 'stale' : 'fresh';
  return {
    state,
    items: known
      .filter((hour) => hour.start >= now - SHOWN_BACK_MS)
      .map(({ start, kgPerKwh, forecast, updatedAt }) => ({ start: toIso(start), end: toIso(epochMs(start + HOUR_MS)), kgPerKwh, forecast, updatedAt: toIso(updatedAt) })),
    advice:
      found === null
        ? null
        : {
            hours,
            start: toIso(found.start),
            end: toIso(found.end),
            kgPerKwh: published(found.kgPerKwh),
            meanKgPerKwh: published(found.meanKgPerKwh),
            atOnceKgPerKwh: published(found.atOnceKgPerKwh),
            savedKg: kwh === undefined ? null : published(kwh * (found.atOnceKgPerKwh - found.kgPerKwh)),
            knownShare: found.knownShare,
          },
    yearly: yearlyOf(deps, now),
    source: SOURCE,
    next: null,
    asOf: toIso(askedAt ?? now),
  };
}

function yearlyOf(deps: Pick<Deps, 'factors'>, now: EpochMs): GridHoursAnswer['yearly'] {
  const found = factorFor(listsNamed(deps.factors, YEARLY_SET), 'electricity-grid-mix', localDay(now).year);
  return found === null ? null : { kgPerKwh: found.factor.direct, list: found.list.id };
}
