// Grafana panels and dashboards as typed objects: as much of Grafana's format as ours need, so that a wrong option does
// not compile. Builds JSON, talks to nothing.

export interface Target {
  readonly refId: string;
  readonly query: string;
  /** Name of the line: text, or $tag_register. */
  readonly alias?: string;
  readonly resultFormat?: 'time_series' | 'table';
}

export interface PanelInput {
  readonly kind: 'stat' | 'timeseries' | 'table';
  readonly title: string;
  readonly description: string;
  /** Grafana's name of the unit. */
  readonly unit: 'kwatth' | 'kwatt' | 'm3' | 'short';
  readonly source: 'quarters' | 'raw';
  readonly targets: readonly Target[];
  readonly width: number;
  readonly height: number;
  /** Words in place of numbers. */
  readonly words?: Readonly<Record<string, string>>;
  /** Bars of one quarter each instead of a line. */
  readonly bars?: boolean;
}

export const SOURCE_UIDS = { quarters: 'kringstroom-quarters', raw: 'kringstroom-raw' } as const;
const COLUMNS = 24;

type Json = { readonly [key: string]: unknown };
export interface Panel extends Json {
  readonly id: number;
  readonly title: string;
  readonly description: string;
  readonly datasource: { readonly type: 'influxdb'; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets: readonly (Json & { readonly query: string; readonly datasource: { readonly uid: string } })[];
}

/** Places panels from left to right and row by row, and numbers them. */
export function placePanels(inputs: readonly PanelInput[]): Panel[] {
  let [x, y, rowHeight] = [0, 0, 0];
  return inputs.map((input, index) => {
    if (x + input.width > COLUMNS) [x, y, rowHeight] = [0, y + rowHeight, 0];
    const gridPos = { x, y, w: input.width, h: input.height };
    x += input.width;
    rowHeight = Math.max(rowHeight, input.height);
    return panel(input, { id: index + 1, gridPos });
  });
}

function panel(input: PanelInput, place: Pick<Panel, 'id' | 'gridPos'>): Panel {
  const datasource = { type: 'influxdb', uid: SOURCE_UIDS[input.source] } as const;
  const custom =
    input.kind !== 'timeseries'
      ? {}
      : { drawStyle: input.bars === true ? 'bars' : 'line', fillOpacity: input.bars === true ? 60 : 10, spanNulls: false, stacking: { mode: 'none' } };
  return {
    ...place,
    type: input.kind,
    title: input.title,
    description: input.description,
    datasource,
    fieldConfig: {
      defaults: { unit: input.unit, noValue: 'geen waarde', custom, mappings: input.words === undefined ? [] : [{ type: 'value', options: wordsOf(input.words) }] },
      overrides: [],
    },
    options: optionsOf(input.kind),
    targets: input.targets.map(({ refId, query, alias, resultFormat = 'time_series' }) => ({
      refId,
      datasource,
      rawQuery: true,
      query,
      resultFormat,
      ...(alias !== undefined && { alias }),
    })),
  };
}

const wordsOf = (words: Readonly<Record<string, string>>): Json => Object.fromEntries(Object.entries(words).map(([value, text], index) => [value, { text, index }]));

function optionsOf(kind: PanelInput['kind']): Json {
  switch (kind) {
    case 'stat':
      return { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false }, colorMode: 'none', graphMode: 'area' };
    case 'timeseries':
      return { legend: { displayMode: 'list', placement: 'bottom', showLegend: true }, tooltip: { mode: 'multi', sort: 'none' } };
    case 'table':
      return { showHeader: true, cellHeight: 'sm' };
  }
}

export interface Variable {
  readonly name: string;
  readonly label: string;
  readonly query: string;
}

/** A dashboard of a day, in Dutch time, refreshed each minute. */
export function dashboard(over: {
  uid: string;
  title: string;
  description: string;
  variables: readonly Variable[];
  panels: readonly Panel[];
}): Json & { panels: readonly Panel[] } {
  const datasource = { type: 'influxdb', uid: SOURCE_UIDS.quarters };
  return {
    uid: over.uid,
    title: over.title,
    description: over.description,
    tags: ['kringstroom'],
    schemaVersion: 39,
    version: 1,
    editable: false,
    timezone: 'Europe/Amsterdam',
    weekStart: 'monday',
    refresh: '1m',
    time: { from: 'now-24h', to: 'now' },
    templating: {
      list: over.variables.map(({ name, label, query }) => ({
        name,
        label,
        type: 'query',
        datasource,
        query,
        definition: query,
        refresh: 2,
        sort: 1,
        includeAll: false,
        multi: false,
      })),
    },
    annotations: { list: [] },
    panels: over.panels,
  };
}
