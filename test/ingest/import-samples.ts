// Files as several senders write them, made here; every amount follows from the number of the quarter.
import type { ImportChoices, KnownConnection } from '../../src/ingest/import-choices.ts';

export const POWER = '871999900000000011';
export const OTHER_POWER = '871999900000000028';
export const GAS = '871999900000000035';

export const known = (over: Partial<KnownConnection> = {}): KnownConnection => ({
  ean: POWER,
  carrier: 'electricity',
  maxImportKw: 630,
  maxExportKw: 630,
  validFrom: 0,
  validTo: null,
  ...over,
});

export const choicesOf = (over: Partial<ImportChoices> = {}): ImportChoices => ({
  delimiter: ';',
  decimal: ',',
  firstRow: 1,
  dateColumn: 0,
  timeColumn: null,
  dateOrder: 'dmy',
  zone: 'amsterdam',
  label: 'start',
  intervalMinutes: 15,
  newestFirst: false,
  eanColumn: null,
  flowColumn: null,
  unitColumn: null,
  values: [{ column: 1, ean: POWER, flow: 'import', unit: 'kWh' }],
  ...over,
});

const AMSTERDAM = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Amsterdam', dateStyle: 'short', timeStyle: 'short' });
/** As '2026-10-25 02:15', by the clock of the platform, not by ours. */
export const localText = (at: number): string => AMSTERDAM.format(at);
export const dutch = (at: number): string => {
  const [date = '', time = ''] = localText(at).split(' ');
  return `${date.split('-').reverse().join('-')} ${time}`;
};
export const comma = (value: number): string => String(value).replace('.', ',');

/** Starts of the quarters in [from, to). */
export function quarterStarts(from: string, to: string): number[] {
  const found: number[] = [];
  for (let at = Date.parse(from); at < Date.parse(to); at += 900_000) found.push(at);
  return found;
}
/** The day of the doubled hour: 100 quarters, 25 October 2026 in Amsterdam. */
export const AUTUMN = ['2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'] as const;
/** The day of the missing hour: 92 quarters, 29 March 2026. */
export const SPRING = ['2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'] as const;
