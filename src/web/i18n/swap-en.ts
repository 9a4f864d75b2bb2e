// English words of entering a meter swap afterwards.
import type { swapNl } from './swap-nl.ts';

export const swapEn: typeof swapNl = {
  title: 'Corrections and meter swaps of this meter',
  add: 'Enter a meter swap',
  change: 'Change',
  intro: 'Enter the last reading of the old meter and the first of the new one, as the work order has them. The quarter-hours in between are worked out again with them.',
  changing: 'The earlier swap is replaced; it stays on record with its name and reason.',
  day: 'Day of the swap',
  clock: 'Time on the clock here, as in 14:05',
  end: (name, unit) => `Last reading of the old meter, ${name} (${unit})`,
  start: (name, unit) => `First reading of the new meter, ${name} (${unit})`,
  reason: 'Reason or number of the work order',
  invalid: 'Enter the day and the time, both readings of at least one counter, and a reason of at least three letters.',
  save: 'Record the swap',
  replace: 'Replace the swap',
  saved: 'The meter swap is recorded.',
  noCounters: 'This meter has no counter to enter readings of.',
};
