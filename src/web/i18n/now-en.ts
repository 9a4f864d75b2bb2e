// The English words of this moment beside those of the shell; they come with that screen.
import type { NowWords } from './now-nl.ts';

export const nowEn: NowWords = {
  co2: 'CO₂ now',
  perHour: (unit) => `${unit}/h`,
  heard: (heard, of) => `${heard} of ${of} connections heard`,
  silent: (carrier) => `${carrier} is silent`,
  kept: 'Secret (x): one or two companies make up nearly all of this.',
  flowKept: 'Part of the flows is secret: one or two companies make up nearly all of it. The figures that you may see are above and in the table.',
  table: {
    caption: 'Figures of this moment',
    what: 'What',
    value: 'Value',
    unit: 'Unit',
    made: 'How it was made',
    self: 'Self-sufficiency',
    taken: 'taken now',
    heard: 'connections heard',
    secret: 'secret (x)',
  },
  why: {
    rows: 'Last values',
    sum: 'The last values of these registers, each as often as it counts.',
    co2: 'What each register takes now × the direct CO₂ of a unit: gas and fuel at the chimney, electricity and heat by location (mean of the grid). Upstream and guarantees of origin do not count here.',
    factor: (of) => `${of.carrier}: ${of.kg} kg/${of.unit} (${of.name}, ${of.edition}).`,
    borrowed: 'The list is of another year.',
    recalled: 'This factor has not been checked.',
    nothing: 'Nothing that this figure is made of is heard now.',
    carrier: 'Carrier',
    rate: 'Now',
    weight: 'Counts',
    readings: 'Readings',
    contribution: (unit) => `Adds (${unit})`,
  },
  alerts: {
    title: 'Open alerts',
    all: 'All alerts',
    more: (count) => `And ${count} more.`,
    found: (found, limit) => `${found}, limit ${limit}`,
    since: (moment) => `since ${moment}`,
  },
  map: {
    title: 'On the map',
    label: (count) => `Map of the park${count === 0 ? '' : ` with ${count} ${count === 1 ? 'place' : 'places'}`}; the list beside it has the same places.`,
    says: (companies, places) =>
      `${companies} ${companies === 1 ? 'company' : 'companies'}; ${places === 0 ? 'no place is known yet' : `${places} ${places === 1 ? 'place' : 'places'} of heat known`}.`,
    hidden: 'Which companies lie here is not for you to see.',
    circle: 'The circle is the area of the park, not its border.',
    source: 'source of heat',
    sink: 'consumer of heat',
    toHeat: 'To heat',
  },
};
