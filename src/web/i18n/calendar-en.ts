// The English words of the calendar of a year and of the comparison with the period before; they come with those panels.
import type { CalendarWords } from './calendar-nl.ts';

export const calendarEn: CalendarWords = {
  titles: { peak: 'Calendar of peaks', use: 'Calendar of use' },
  view: 'View',
  views: { days: 'Days of the year', quarters: 'Quarters of the month' },
  place: 'Of what',
  whole: 'all together',
  connection: (id) => `connection ${id}`,
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  day: 'Date',
  values: { peak: 'quarter with the least room', use: 'use' },
  limit: 'limit',
  none: 'Nothing was measured in this time.',
  doubled: 'The hour that comes twice when winter time begins stands below itself: the first time and the second (2nd). On other days that second strip is empty.',
  above: { days: (count) => `${count} days above the limit.`, quarters: (count) => `${count} quarters above the limit.` },
  highest: (value, when) => ['The highest: ', value, `, ${when}.`],
  toDay: 'To the day',
  hint: 'Click a cell to go to that day; each row of the table has a link as well.',
  compare: 'Compare with the period before',
  compareTitle: 'Compared with the period before',
  figure: 'Figure',
  now: 'This period',
  before: 'Period before',
  change: 'Difference',
  figures: { import: 'from the grid', export: 'back', generation: 'generation', consumption: 'consumption' },
  partly: 'The period is still running: the difference will change.',
};
