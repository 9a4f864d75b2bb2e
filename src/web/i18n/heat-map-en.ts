// The English words of the maps of heat; they come with those screens.
import type { HeatMapWords } from './heat-map-nl.ts';

export const heatMapEn: HeatMapWords = {
  title: 'Where it lies',
  label: (ports, lines) => `Map with ${ports} sources and consumers and ${lines} opportunities; the same opportunities are in the list`,
  says: (ports, lines, all) =>
    `${ports} sources and consumers with a place; ${lines === all ? `${lines} opportunities as a line` : `the best ${lines} of ${all} opportunities as a line`}.`,
  unplaced: (count) => (count === 1 ? 'The place of 1 source or consumer is not known.' : `The place of ${count} sources and consumers is not known.`),
  unnamed: (count) =>
    count === 1
      ? 'In 1 opportunity of yours the other lies somewhere within the circle of the park; where exactly stays closed until both of you agree.'
      : `In ${count} opportunities of yours the other lies somewhere within the circle of the park; where exactly stays closed until both of you agree.`,
  emptyTitle: 'Nothing on the map yet',
  emptyText: 'No source or consumer has a place, or you may not see that of another. Enter the place under Sources and consumers.',
  legend: { source: 'source', sink: 'consumer', straight: 'straight line', drawn: 'drawn route', together: 'pays together with others', trench: 'shared trench' },
  line: (of) => `${of.rank}. ${of.from} to ${of.to}, ${of.metres}`,
  stretch: (of) => `Shared trench, ${of.from} – ${of.to}: DN ${of.dn}, ${of.metres}`,
  trenchNote: 'Each stretch of the shared trench tells diameter (DN) and length; where there is no room the list of stretches does.',
  circleNote: 'The circle is the area of the park, not its border.',
  routeTitle: 'Place and route',
  routeLabel: 'Map with the source, the consumer and the route of this opportunity',
  routeSays: {
    straight: (metres) => `No route drawn yet: reckoned with ${metres}, the straight line with a detour.`,
    drawn: (metres) => `The route is ${metres}; that is what it is reckoned with.`,
    assumed: (metres) => `The place is not known: reckoned with ${metres}.`,
  },
  hidden: 'Where the other lies stays closed until both of you agree.',
  begin: 'Draw the route',
  how: 'Click the corners of the route, from source to consumer. Without a mouse: enter the length below.',
  length: (metres) => `Drawn: ${metres}.`,
  pays: (metres) => `Something is left up to ${metres}.`,
  paysNot: (metres) => `Nothing is left above ${metres}.`,
  back: 'Corner back',
  stop: 'Stop',
  keep: 'Record the route',
  busy: 'Busy…',
  kept: 'The route is recorded and the opportunity was worked out again.',
  failed: 'It could not be recorded; your drawing is still there.',
  lengthLabel: 'Or the length in metres',
  keepLength: 'Record the length',
  region: {
    title: 'Heat in the region',
    lead: (wanted) => `The companies of the region took ${wanted} of heat in the last year, as far as measured`,
    leadSame: (share) => `; for ${share} of it residual heat was there in the same hour on the same park`,
    reading: (count) => (count === 1 ? 'The hours of 1 more park are being read.' : `The hours of ${count} more parks are being read.`),
    mapTitle: 'Heat wanted by park',
    mapSays:
      'The number is the place in the table, the size what is wanted, the colour the part for which residual heat is there in the same hour. Where a company lies the region does not see.',
    label: (parks) => `Map with ${parks} parks; the same figures stand in the table`,
    bands: { low: 'below 20 %', mid: '20 to 50 %', high: '50 % and more', none: 'cannot be told' },
    tableTitle: 'Offered and wanted in the last year',
    tableSays:
      'What falls in the same hours is an upper bound: temperature, pipe and money take off from it. Public sources and sinks of a park (homes, a pool) count where you may see them.',
    park: 'Park',
    offered: 'Offered',
    wanted: 'Wanted',
    sameHours: 'In the same hours',
    total: 'Together',
    empty: 'No sources or sinks yet of anybody who shares with the region.',
    emptyTitle: 'No heat yet',
    secret: 'secret',
    reasons: {
      'too-few': 'fewer than 5 companies',
      'one-dominates': 'one company dominates',
      'two-dominate': 'two companies dominate',
      complement: 'else another park could be reckoned',
    },
  },
  notALength: 'A length is a number from 1 to 100,000 metres.',
};
