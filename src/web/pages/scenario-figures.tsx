// The figures of a scenario beside those that were measured; of several scenarios beside each other; and what each step did.
import type { ScenarioFigures, ScenarioResults } from '../../api/shapes-scenarios.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatAmount, formatNumber, formatPercent } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { WhyScenario } from '../parts/why-scenario.tsx';
import type { WhyChoice } from '../parts/why.tsx';
import { Pairs, kwText, kwhText } from '../parts/pairs.tsx';
import { scenarioWords } from '../state/scenario-words.ts';
import { lang } from '../state/settings.ts';
import { ownPricesText } from './scenario-prices.tsx';

export const eur = (value: number): string => `€\u00a0${formatNumber(lang.value, value)}`;

type Name = keyof ReturnType<typeof namesOf>;
const namesOf = () => scenarioWords.value.figures;
interface Row {
  readonly name: Name;
  readonly of: (figures: ScenarioFigures) => number | null;
  readonly text: (value: number) => string;
}
const percent = (value: number): string => `${value < 0 ? '−' : ''}${formatPercent(lang.value, Math.abs(value))}`;
const hours = (value: number): string => scenarioWords.value.hours(formatNumber(lang.value, value, value % 1 === 0 ? 0 : 2));
const kg = (value: number): string => formatKg(lang.value, value);
const m3 = (value: number): string => formatAmount(lang.value, value, 'm3');

const ROWS: readonly Row[] = [
  { name: 'importKwh', of: (one) => one.importKwh, text: kwhText },
  { name: 'exportKwh', of: (one) => one.exportKwh, text: kwhText },
  { name: 'generationKwh', of: (one) => one.generationKwh, text: kwhText },
  { name: 'consumptionKwh', of: (one) => one.consumptionKwh, text: kwhText },
  { name: 'localExchangeKwh', of: (one) => one.localExchangeKwh, text: kwhText },
  { name: 'chargeKwh', of: (one) => one.chargeKwh, text: kwhText },
  { name: 'gasM3', of: (one) => one.gasM3, text: m3 },
  { name: 'selfConsumption', of: (one) => one.selfConsumption.collective, text: percent },
  { name: 'selfSufficiency', of: (one) => one.selfSufficiency.collective, text: percent },
  { name: 'peakKw', of: (one) => one.peakKw, text: kwText },
  { name: 'hoursAbove', of: (one) => one.hoursAbove, text: hours },
  { name: 'aboveKwh', of: (one) => one.aboveKwh, text: kwhText },
  { name: 'exportHoursAbove', of: (one) => one.exportHoursAbove, text: hours },
  { name: 'importEur', of: (one) => one.importEur, text: eur },
  { name: 'exportEur', of: (one) => one.exportEur, text: eur },
  { name: 'peakEur', of: (one) => one.peakEur, text: eur },
  { name: 'gasEur', of: (one) => one.gasEur, text: eur },
  { name: 'maintenanceEur', of: (one) => one.maintenanceEur, text: eur },
  { name: 'totalEur', of: (one) => one.totalEur, text: eur },
  { name: 'co2Kg', of: (one) => one.co2Kg, text: kg },
  { name: 'avoidedKg', of: (one) => one.avoidedKg, text: kg },
];

function shown(row: Row, figures: ScenarioFigures): string {
  const value = row.of(figures);
  return value === null ? '–' : row.text(value);
}
function changed(row: Row, figures: ScenarioFigures): string {
  const value = row.of(figures);
  if (value === null) return '–';
  const text = row.text(value);
  return value > 0 && /[1-9]/.test(text) ? text.replace(/\d/, '+$&') : text;
}
/** What is nothing in all of them says nothing. */
const told = (row: Row, all: readonly ScenarioFigures[]): boolean => all.some((figures) => Math.abs(row.of(figures) ?? 0) > 1e-9);

function FiguresTable({ results }: { results: ScenarioResults }) {
  const text = scenarioWords.value;
  const { base, scenario, difference } = results;
  const columns: TableColumn<Row>[] = [
    { id: 'name', head: text.figure, cell: (row) => text.figures[row.name] },
    { id: 'base', head: text.base, numeric: true, cell: (row) => shown(row, base) },
    { id: 'scenario', head: text.scenario, numeric: true, key: true, cell: (row) => <strong>{shown(row, scenario)}</strong> },
    { id: 'difference', head: text.difference, numeric: true, key: true, cell: (row) => changed(row, difference) },
  ];
  return (
    <DataTable
      caption={text.result}
      columns={columns}
      rows={ROWS.filter((row) => told(row, [base, scenario]))}
      rowId={(row) => row.name}
      rowName={(row) => text.figures[row.name]}
    />
  );
}

/** Names of figures as the API has them, where a share of two kinds is shown as one. */
const FIELDS: Partial<Record<Name, string>> = { selfConsumption: 'selfConsumption.collective', selfSufficiency: 'selfSufficiency.collective' };

function whyChoices({ base, scenario, money }: ScenarioResults, id: number): WhyChoice[] {
  const text = scenarioWords.value;
  const path = (field: string): string => `/scenarios/${id}/results/explain?field=${field}`;
  const figures = ROWS.filter((row) => told(row, [base, scenario]) && row.of(scenario) !== null).map(({ name }) => ({
    name: text.figures[name],
    path: path(FIELDS[name] ?? name),
  }));
  const paid = [
    { name: text.capex, value: money.capexEur, field: 'money.capexEur' },
    { name: text.saved, value: money.savedEurPerYear, field: 'money.savedEurPerYear' },
    { name: text.payback, value: money.paybackYears, field: 'money.paybackYears' },
    { name: text.npvPublic, value: money.npv.publicEur, field: 'money.npv.publicEur' },
    { name: text.npvCompany, value: money.npv.companyEur, field: 'money.npv.companyEur' },
  ];
  return [...figures, ...paid.flatMap(({ name, value, field }) => (value === null ? [] : [{ name, path: path(field) }]))];
}

/** @param stored its number; null: it is only tried, and what is kept nowhere has no address to be explained at */
export function Results({ results, stored }: { results: ScenarioResults; stored: number | null }) {
  const text = scenarioWords.value;
  return (
    <>
      {results.withheld > 0 ? <p class="says">{text.withheld(results.withheld)}</p> : null}
      <FiguresTable results={results} />
      {stored === null ? results.log.length === 0 ? null : <p class="small second">{text.why.keepFirst}</p> : <WhyScenario choices={whyChoices(results, stored)} />}
    </>
  );
}

/** What it costs and brings, as words; – where it is not told. */
function moneyTexts({ money }: Pick<ScenarioResults, 'money'>): Record<MoneyRow, string> {
  const text = scenarioWords.value;
  const said = (value: number | null): string => (value === null ? '–' : eur(value));
  const { paybackYears, savedEurPerYear, capexEur, npv } = money;
  return {
    capex: eur(capexEur),
    saved: said(savedEurPerYear),
    payback: paybackYears === null ? (savedEurPerYear === null || capexEur === 0 ? '–' : text.never) : text.years(formatNumber(lang.value, paybackYears, 1)),
    npvPublic: said(npv.publicEur),
    npvCompany: said(npv.companyEur),
  };
}
const MONEY = ['capex', 'saved', 'payback', 'npvPublic', 'npvCompany'] as const;
type MoneyRow = (typeof MONEY)[number];

function moneyColumns(items: readonly Compared[]): TableColumn<MoneyRow>[] {
  const text = scenarioWords.value;
  return [
    { id: 'name', head: text.figure, cell: (row) => text[row] },
    ...items.map(({ name, results }, at): TableColumn<MoneyRow> => ({ id: String(at), head: name, numeric: true, key: at < 2, cell: (row) => moneyTexts(results)[row] })),
  ];
}

interface Compared {
  readonly name: string;
  readonly results: ScenarioResults;
}

export function MoneyPairs({ results }: { results: ScenarioResults }) {
  const text = scenarioWords.value;
  const { money, parameters } = results;
  const words = moneyTexts(results);
  return (
    <>
      <Pairs pairs={MONEY.map((row) => [text[row], words[row]] as const)} />
      <p class="small second">
        {text.basis[money.basis]} {text.parameters(parameters.hash)} {ownPricesText(parameters.own)}
      </p>
    </>
  );
}

export function LogList({ results }: { results: ScenarioResults }) {
  const text = scenarioWords.value;
  return (
    <ol class="log">
      {results.log.map((line) => (
        <li key={line.at}>
          <strong>{text.kinds[line.kind]}</strong>
          {': '}
          {[
            text.logLine(kwhText(line.kwh), line.connections),
            ...(line.gasM3 > 0 ? [text.gasLess(m3(line.gasM3))] : []),
            ...(line.limitKw === null ? [] : [text.limit(kwText(line.limitKw))]),
            ...line.notes.map((note) => {
              const source = Object.entries(text.sources).find(([name]) => name === note.source)?.[1];
              return source === undefined ? text.notes[note.note] : `${text.notes[note.note]} ${source}`;
            }),
          ].join('; ')}
        </li>
      ))}
    </ol>
  );
}

export function ComparedTable({ items }: { items: readonly Compared[] }) {
  const text = scenarioWords.value;
  const rows = ROWS.filter((row) =>
    told(
      row,
      items.map(({ results }) => results.difference),
    ),
  );
  const columns: TableColumn<Row>[] = [
    { id: 'name', head: text.figure, cell: (row) => text.figures[row.name] },
    ...items.map(({ name, results }, at): TableColumn<Row> => ({ id: String(at), head: name, numeric: true, key: at < 2, cell: (row) => changed(row, results.difference) })),
  ];
  const different = new Set(items.map(({ results }) => results.parameters.hash)).size > 1;
  return (
    <>
      {different ? <p class="says tone-let">{text.prices.differ}</p> : null}
      <DataTable caption={text.comparison} columns={columns} rows={rows} rowId={(row) => row.name} rowName={(row) => text.figures[row.name]} />
      <h3>{text.money}</h3>
      <DataTable caption={text.money} columns={moneyColumns(items)} rows={MONEY} rowId={(row) => row} rowName={(row) => text[row]} />
      {items.map(({ name, results: { parameters } }) =>
        parameters.own.length === 0 ? null : (
          <p key={name} class="small second">
            {name}: {ownPricesText(parameters.own)}
          </p>
        ),
      )}
    </>
  );
}
