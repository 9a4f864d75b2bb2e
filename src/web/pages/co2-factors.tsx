// By which factors: each with its list, edition and certainty; what was metered; and the energy-saving duty by company.
import type { Emissions } from '../../api/shapes-emissions.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatNumber, formatPercent } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { co2Texts } from '../state/co2-texts.ts';
import { lang } from '../state/settings.ts';

type Factor = Emissions['lines'][number]['factors'][number];
type Duty = Emissions['duties'][number];

function factorsOf(data: Emissions): Factor[] {
  const found = new Map(data.lines.flatMap((line) => line.factors).map((factor) => [`${factor.list} ${factor.code}`, factor]));
  return [...found.values()];
}

function columnsFor(factors: readonly Factor[]): TableColumn<Factor>[] {
  const text = co2Texts.value;
  const kg = (value: number): string => formatNumber(lang.value, value, 3);
  const biogenic: TableColumn<Factor> = { id: 'biogenic', head: text.biogenicHead, numeric: true, cell: (row) => kg(row.biogenicKg), sort: (row) => row.biogenicKg };
  const infrastructure: TableColumn<Factor> = {
    id: 'infrastructure',
    head: text.infrastructureHead,
    numeric: true,
    cell: (row) => kg(row.infrastructureKg),
    sort: (row) => row.infrastructureKg,
  };
  return [
    { id: 'factor', head: text.factor, cell: (row) => row.name, sort: (row) => row.name },
    { id: 'unit', head: text.perUnit, cell: (row) => row.unit.replace('m3', 'm³') },
    { id: 'direct', head: text.direct, key: true, numeric: true, cell: (row) => kg(row.directKg), sort: (row) => row.directKg },
    { id: 'chain', head: text.chain, numeric: true, cell: (row) => kg(row.chainKg), sort: (row) => row.chainKg },
    // Most lists of a place have none of either, and the table stands in half a page.
    ...(factors.some((row) => row.biogenicKg !== 0) ? [biogenic] : []),
    ...(factors.some((row) => row.infrastructureKg !== 0) ? [infrastructure] : []),
    { id: 'list', head: text.list, cell: (row) => (row.borrowed ? `${row.list} (${text.borrowed})` : row.list), sort: (row) => row.list },
    { id: 'certainty', head: text.certainty, cell: (row) => text.certainties[row.certainty], sort: (row) => row.certainty },
  ];
}

export function Factors({ data }: { data: Emissions }) {
  const text = co2Texts.value;
  const language = lang.value;
  const { gas, guarantees, localExchange, notCounted, factors } = data;
  const rows = factorsOf(data);
  const whole = (value: number): string => formatNumber(language, value);
  const measured = data.measured.map((one) => `${text.subjects[one.carrier]} ${formatPercent(language, one.coverage)}`).join(', ');
  const uncounted = notCounted.map((one) => `${whole(one.amount)} ${one.unit.replace('m3', 'm³')} ${text.subjects[one.subject]}`).join(', ');
  return (
    <>
      <h2>{text.factorsTitle}</h2>
      <p class="says">
        {text.factorsUnder(factors.name, factors.edition)}. {factors.lists.map((list) => list.source).join('; ')}.
      </p>
      <DataTable caption={text.factorsTitle} columns={columnsFor(rows)} rows={rows} rowId={(row) => `${row.list} ${row.code}`} rowName={(row) => row.name} />
      <p class="says">{text.measured(measured)}</p>
      {gas === null || gas.m3 === 0 ? null : <p class="says">{text.gas(whole(gas.m3), whole(gas.kwhLhv), whole(gas.kwhHhv))}</p>}
      {guarantees.coveredKwh === null || guarantees.uncoveredKwh === null ? null : (
        <p class="says">{text.guarantees(whole(guarantees.coveredKwh), whole(guarantees.uncoveredKwh))}</p>
      )}
      {(localExchange.kwh ?? 0) > 0 ? <p class="says">{text.exchanged(whole(localExchange.kwh ?? 0), formatKg(language, localExchange.locationBasedKg ?? 0))}</p> : null}
      {notCounted.length > 0 ? <p class="says tone-let">{text.notCounted(uncounted)}</p> : null}
    </>
  );
}

const TONE = { research: 'let', saving: 'let', under: 'goed', unknown: 'stil' } as const;

export function Duties({ duties }: { duties: readonly Duty[] }) {
  const text = co2Texts.value;
  const columns: TableColumn<Duty>[] = [
    { id: 'company', head: text.company, cell: (row) => <a href={`/companies/${row.company}/co2`}>{row.name}</a>, sort: (row) => row.name },
    { id: 'duty', head: text.duty, key: true, cell: (row) => <Badge tone={TONE[row.duty]}>{text.duties[row.duty]}</Badge>, sort: (row) => row.duty },
    { id: 'electricity', head: text.electricityUse, numeric: true, cell: (row) => formatNumber(lang.value, row.electricityKwh), sort: (row) => row.electricityKwh },
    { id: 'gas', head: text.gasUse, numeric: true, cell: (row) => formatNumber(lang.value, row.gasM3), sort: (row) => row.gasM3 },
  ];
  return (
    <>
      <h2>{text.dutiesTitle}</h2>
      <p class="says">{text.dutiesUnder}</p>
      <DataTable caption={text.dutiesTitle} columns={columns} rows={duties} rowId={(row) => String(row.company)} rowName={(row) => row.name} />
    </>
  );
}
