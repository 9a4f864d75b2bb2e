// The dashboard of one park: what its main meters counted per quarter, its gauges, and how complete it is. Sums of
// meters; the balance of the park, with closed grids and consent, is on the monitor's own page.
import { type PanelInput, dashboard, placePanels } from './panels.ts';

interface Sum {
  readonly carrier: string;
  readonly flow: string;
  readonly role?: string;
}
const where = ({ carrier, flow, role }: Sum): string =>
  `"park" = '$park' AND "carrier" = '${carrier}' AND "flow" = '${flow}'${role === undefined ? '' : ` AND "role" = '${role}'`}`;
/** Sum of a quarter, by the field that it comes from. */
const perQuarter = (field: 'live' | 'settled', sum: Sum): string => `SELECT sum("${field}") FROM "quarter" WHERE ${where(sum)} AND $timeFilter GROUP BY time(15m) fill(none)`;

const IMPORT: Sum = { carrier: 'electricity', flow: 'import', role: 'main' };
const EXPORT: Sum = { carrier: 'electricity', flow: 'export', role: 'main' };
const GENERATION: Sum = { carrier: 'electricity', flow: 'generation' };
const SUM_OF_METERS = 'Som van de hoofdmeters op dit park, ongeacht wie wat mag zien. De balans met gesloten net en toestemming staat in Kringstroom.';

const both = (sum: Sum, name: string): PanelInput['targets'] => [
  { refId: 'A', query: perQuarter('live', sum), alias: `${name} (meting)` },
  { refId: 'B', query: perQuarter('settled', sum), alias: `${name} (meetbedrijf)` },
];

const PANELS: readonly PanelInput[] = [
  {
    kind: 'stat',
    title: 'Herkomst',
    description: 'Of deze database echte metingen bevat of een gesimuleerde regio.',
    unit: 'short',
    source: 'quarters',
    width: 24,
    height: 3,
    words: { '0': 'Echte metingen', '1': 'Demogegevens: gesimuleerd' },
    targets: [{ refId: 'A', query: 'SELECT last("simulated") FROM "owner"' }],
  },
  {
    kind: 'stat',
    title: 'Afname, laatste kwartier',
    description: SUM_OF_METERS,
    unit: 'kwatth',
    source: 'quarters',
    width: 6,
    height: 4,
    targets: [{ refId: 'A', query: perQuarter('live', IMPORT) }],
  },
  {
    kind: 'stat',
    title: 'Teruglevering, laatste kwartier',
    description: SUM_OF_METERS,
    unit: 'kwatth',
    source: 'quarters',
    width: 6,
    height: 4,
    targets: [{ refId: 'A', query: perQuarter('live', EXPORT) }],
  },
  {
    kind: 'stat',
    title: 'Eigen opwek, laatste kwartier',
    description: 'Som van de meters achter installaties.',
    unit: 'kwatth',
    source: 'quarters',
    width: 6,
    height: 4,
    targets: [{ refId: 'A', query: perQuarter('live', GENERATION) }],
  },
  {
    kind: 'stat',
    title: 'Gemeten kwartieren',
    description: 'Kwartieren van alle tellers waarvan beide grenzen gemeten zijn (kwaliteit M).',
    unit: 'short',
    source: 'quarters',
    width: 6,
    height: 4,
    targets: [{ refId: 'A', query: `SELECT count("live") FROM "quarter" WHERE "park" = '$park' AND "live_q" = 1 AND $timeFilter` }],
  },
  {
    kind: 'timeseries',
    title: 'Afname per kwartier',
    description: SUM_OF_METERS,
    unit: 'kwatth',
    source: 'quarters',
    width: 12,
    height: 9,
    bars: true,
    targets: both(IMPORT, 'Afname'),
  },
  {
    kind: 'timeseries',
    title: 'Teruglevering per kwartier',
    description: SUM_OF_METERS,
    unit: 'kwatth',
    source: 'quarters',
    width: 12,
    height: 9,
    bars: true,
    targets: both(EXPORT, 'Teruglevering'),
  },
  {
    kind: 'timeseries',
    title: 'Eigen opwek per kwartier',
    description: 'Som van de meters achter installaties.',
    unit: 'kwatth',
    source: 'quarters',
    width: 12,
    height: 9,
    bars: true,
    targets: both(GENERATION, 'Opwek'),
  },
  {
    kind: 'timeseries',
    title: 'Gas per kwartier',
    description: SUM_OF_METERS,
    unit: 'm3',
    source: 'quarters',
    width: 12,
    height: 9,
    bars: true,
    targets: both({ carrier: 'gas', flow: 'import', role: 'main' }, 'Gas'),
  },
  {
    kind: 'timeseries',
    title: 'Vermogen per aansluiting',
    description: 'Gemiddeld vermogen uit het net zoals de meters het zelf zeggen, per register.',
    unit: 'kwatt',
    source: 'raw',
    width: 24,
    height: 9,
    targets: [
      {
        refId: 'A',
        query: `SELECT mean("v") FROM "reading" WHERE ${where(IMPORT)} AND "unit" = 'kW' AND $timeFilter GROUP BY time($__interval), "register" fill(none)`,
        alias: 'register $tag_register',
      },
    ],
  },
  {
    kind: 'table',
    title: 'Laatste stand per register',
    description: 'Wanneer elk register van dit park voor het laatst iets zei, en wat. Welke meter bij een nummer hoort staat in Kringstroom.',
    unit: 'short',
    source: 'raw',
    width: 24,
    height: 10,
    targets: [
      {
        refId: 'A',
        query: `SELECT last("v") AS "stand" FROM "reading" WHERE "park" = '$park' AND $timeFilter GROUP BY "register", "carrier", "flow", "unit"`,
        resultFormat: 'table',
      },
    ],
  },
];

export const parkDashboard = (): ReturnType<typeof dashboard> =>
  dashboard({
    uid: 'kringstroom-park',
    title: 'Kringstroom: park',
    description: 'Meters van een bedrijventerrein in InfluxDB.',
    variables: [{ name: 'park', label: 'Park', query: 'SHOW TAG VALUES FROM "quarter" WITH KEY = "park"' }],
    panels: placePanels(PANELS),
  });
