// Every afternoon: connections and parks whose forecast for tomorrow passes their own limit.
import type { Finding } from '../domain/alerts.ts';
import { type DayAhead, peakAhead } from '../domain/peak-ahead.ts';
import type { AlertDesk } from './alert-desk.ts';
import type { Job } from './schedule.ts';

/** What is looked at, and how its coming day is found. */
export interface Watched extends Pick<Finding, 'subject' | 'park' | 'company'> {
  /** null: nothing can be forecast, or nothing limits it. */
  readonly ahead: () => Promise<DayAhead | null>;
}

export interface WatchTomorrowPorts {
  readonly desk: Pick<AlertDesk, 'report'>;
  readonly watched: () => readonly Watched[];
}

export function watchTomorrow({ desk, watched }: WatchTomorrowPorts): Job {
  return {
    name: 'watch-tomorrow',
    schedule: '10 15 * * *',
    catchesUp: true,
    run: async ({ stopping }) => {
      let [judged, opened, closed] = [0, 0, 0];
      for (const { ahead, ...about } of watched()) {
        if (stopping()) break;
        const day = await ahead();
        const found = day === null ? null : peakAhead(day);
        if (found === null) continue;
        judged += 1;
        // One by one: a forecast takes a second, and what was found first is told first.
        const told = await desk.report([{ kind: 'peak-ahead', ...about, ...found }]);
        opened += told.opened;
        closed += told.closed;
      }
      return { judged, opened, closed };
    },
  };
}
