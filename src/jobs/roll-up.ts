// Sums quarters over days and months, of what changed since the last run. Readers do it for what they ask; this is
// for the rest, so that nobody waits for a year of marks.
import type { RolledUp } from '../storage/series-keeping.ts';
import type { Job } from './schedule.ts';

/** Days of registers in one turn of the store: it takes readings again in between. */
const DAYS_A_TURN = 2000;

export const rollUp = (ports: { readonly rollUp: (daysMax: number) => Promise<RolledUp> }): Job => ({
  name: 'roll-up',
  schedule: '*/5 * * * *',
  run: async ({ stopping }) => {
    let [days, months, left] = [0, 0, 1];
    while (left > 0 && !stopping()) {
      const turn = await ports.rollUp(DAYS_A_TURN);
      days += turn.days;
      months += turn.months;
      left = turn.left;
    }
    return { days, months, left };
  },
});
