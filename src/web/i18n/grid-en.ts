// The words about the CO2 of the grid by the hour; they come with the forecast screen.
import type { gridNl } from './grid-nl.ts';

export const gridEn: typeof gridNl = {
  title: 'When electricity from the grid is cleanest',
  hoursLabel: 'Length of the load',
  hours: (count) => `${count} h`,
  yearly: (grams, list) => `Reports count every hour of the year with ${grams} g/kWh (${list}); these hours are apart from that.`,
  source: (source, when) => `Direct CO₂ of the national mix. Source: ${source}, asked ${when}; measured hours are still revised later.`,
  stale: 'The source does not answer: these hours are older.',
  waitingTitle: 'Nothing asked yet',
  waiting: 'The source is asked every hour; come back in an hour.',
};
