// The state of a park or company at this moment as rows: what the screen draws, for a table and a file. Pure.
import type { Now } from '../api/shapes-now.ts';
import type { Cell, ChartTable } from '../charts/figures.ts';
import type { Lang } from '../charts/formats.ts';
import { type ChartWords, chartWords } from '../charts/words.ts';
import type { NowWords } from './i18n/now-nl.ts';

export type NowTable = Pick<
  Now,
  'importKw' | 'drawnKw' | 'exportKw' | 'generationKw' | 'generation' | 'consumptionKw' | 'chargeKw' | 'dischargeKw' | 'selfSufficiency' | 'co2' | 'carriers' | 'meters'
>;

/** Every figure of this moment, CO2 with the factor that it was made with. A cell without a figure is unknown or kept back. */
export function nowTable(now: NowTable, lang: Lang, { co2, drawn, table: text }: NowWords): ChartTable {
  const words = chartWords(lang);
  const live = `${now.meters.live} / ${now.meters.total} meters`;
  const kw = (name: string, value: number | null): Cell[] => [name, value, 'kW', live];
  const rows: Cell[][] = [
    kw(words.fromGrid, now.importKw),
    kw(drawn, now.drawnKw),
    kw(words.export, now.exportKw),
    kw(words.ownGeneration, now.generationKw),
    ...now.generation.map((part) => kw(`${words.ownGeneration}: ${nodeOf(words, part.kind)}`, part.kw)),
    kw(words.discharge, now.dischargeKw),
    kw(words.charge, now.chargeKw),
    kw(words.consumption, now.consumptionKw),
    [text.self, now.selfSufficiency === null ? null : now.selfSufficiency * 100, '%', live],
    ...now.carriers.map((one): Cell[] => [`${words.carriers[one.carrier]}, ${text.taken}`, one.perHour, one.unit === 'kWh' ? 'kW' : 'm³/h', null]),
    [co2, now.co2.kgPerHour, 'kg/h', now.co2.factors.name],
    ...now.co2.lines.map((line): Cell[] => [
      `${co2}: ${words.carriers[line.carrier].toLowerCase()}`,
      line.kgPerHour,
      'kg/h',
      line.sign === 'x' ? text.secret : `${line.heard} / ${line.connections} ${text.heard}; ${line.factor.name}, ${line.factor.edition}`,
    ]),
  ];
  const columns = [{ head: text.what }, { head: text.value, unit: '', digits: 3 }, { head: text.unit }, { head: text.made }];
  return { caption: text.caption, columns, rows, foot: null };
}

const nodeOf = (words: ChartWords, kind: string): string => Object.entries(words.nodes).find(([name]) => name === kind)?.[1] ?? kind;
