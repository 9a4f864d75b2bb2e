// What an area does with its materials: shares by mass with how much is known, tonnes and CO2 in three stages, and signs.
import type { Circularity, Indicator } from '../../api/shapes-circularity.ts';
import { formatNumber, formatPercent } from '../../charts/formats.ts';
import type { BookView } from '../../api/shapes-materials.ts';
import { className } from '../material-names.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { WhyMaterials } from '../parts/why-materials.tsx';
import type { WhyChoice } from '../parts/why.tsx';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';

type Area = Pick<Circularity, 'indicators' | 'exchanged' | 'avoidedCo2' | 'mci'>;
const percent = (share: number | null): string => (share === null ? '–' : formatPercent(lang.value, share));
const whole = (value: number | null, digits = 0): string => (value === null ? '–' : formatNumber(lang.value, value, digits));

/** A figure that is not there says why. */
export function Sign({ sign, reason }: { sign: 'x' | '.' | null; reason: string | null }) {
  const text = materialWords.value;
  if (sign === null) return null;
  const why = text.reasons[reason ?? ''] ?? reason ?? '';
  // Plain text: in a column of figures on a phone a badge would push them out of sight.
  return <span class="small" style={{ whiteSpace: 'normal' }}>{`${sign === 'x' ? text.kept : text.missing}: ${why}`}</span>;
}

function indicatorColumns(): TableColumn<Indicator>[] {
  const text = materialWords.value;
  const unit = (row: Indicator): string => (row.unit === 'm3/a' ? 'm³' : 't');
  return [
    { id: 'name', head: text.figure, cell: (row) => text.indicators[row.name] },
    { id: 'value', head: '%', key: true, numeric: true, cell: (row) => (row.sign === null ? <strong>{percent(row.value)}</strong> : <Sign sign={row.sign} reason={row.reason} />) },
    { id: 'whole', head: text.ofTotal, numeric: true, cell: (row) => (row.whole === null ? '–' : `${whole(row.whole)}\u00a0${unit(row)}`) },
    { id: 'coverage', head: text.known, numeric: true, cell: (row) => percent(row.coverage) },
    { id: 'companies', head: text.companies, numeric: true, cell: (row) => (row.sign === 'x' ? '–' : whole(row.companies)) },
  ];
}

function Stages({ area }: { area: Area }) {
  const text = materialWords.value;
  const { exchanged, avoidedCo2, mci } = area;
  const tonnes = (kg: number | null): number | null => (kg === null ? null : kg / 1000);
  const rows = [
    { name: text.exchanged, of: exchanged, values: [exchanged.potentialTonnes, exchanged.contractedTonnes, exchanged.meteredTonnes] },
    { name: text.avoided, of: avoidedCo2, values: [tonnes(avoidedCo2.potentialKg), tonnes(avoidedCo2.contractedKg), tonnes(avoidedCo2.meteredKg)] },
  ];
  return (
    <>
      {rows.map(({ name, of, values }) => (
        <div key={name} style={{ marginTop: '14px' }}>
          <h3>{name}</h3>
          {of.sign === null ? (
            <dl class="equation">
              {[text.potential, text.contracted, text.metered].map((stage, at) => (
                <div class="term" key={stage}>
                  <dt>{stage}</dt>
                  <dd class="amount">{whole(values[at] ?? null)}</dd>
                </div>
              ))}
            </dl>
          ) : (
            <Sign sign={of.sign} reason={of.reason} />
          )}
        </div>
      ))}
      <div style={{ marginTop: '14px' }}>
        <h3>{text.mci}</h3>
        {mci.value === null ? (
          <Sign sign={mci.sign} reason={mci.reason} />
        ) : (
          <p>
            <strong>{formatNumber(lang.value, mci.value, 2)}</strong> · {text.mciParts(whole(mci.products))}
          </p>
        )}
      </div>
    </>
  );
}

/** Figures that are there, each with the path that explains it. */
function choicesOf({ indicators, exchanged, avoidedCo2, mci }: Area, place: string): WhyChoice[] {
  const text = materialWords.value;
  const path = (field: string): string => `${place}/circularity/explain?field=${field}`;
  const stages = (['potential', 'contracted', 'metered'] as const).flatMap((stage) => [
    { name: `${text.exchanged}: ${text[stage]}`, value: exchanged[`${stage}Tonnes`], field: `exchanged.${stage}Tonnes` },
    { name: `${text.avoided}: ${text[stage]}`, value: avoidedCo2[`${stage}Kg`], field: `avoidedCo2.${stage}Kg` },
  ]);
  const named = [
    ...indicators.flatMap(({ name, value, coverage }) => [
      { name: text.indicators[name], value, field: name },
      { name: `${text.indicators[name]}: ${text.known}`, value: coverage, field: `${name}.coverage` },
    ]),
    ...stages,
    { name: text.mci, value: mci.value, field: 'mci.value' },
  ];
  return named.flatMap(({ name, value, field }) => (value === null ? [] : [{ name, path: path(field) }]));
}

/** @param place of the API, as in /parks/de-mars */
export function AreaCircularity({ area, place }: { area: Area; place: string }) {
  const text = materialWords.value;
  return (
    <>
      <p class="says">{text.circularSays}</p>
      <DataTable caption={text.circularTitle} columns={indicatorColumns()} rows={area.indicators} rowId={(row) => row.name} rowName={(row) => text.indicators[row.name]} />
      <Stages area={area} />
      <WhyMaterials name={text.circularTitle} choices={choicesOf(area, place)} />
    </>
  );
}

type SupplyRow = Circularity['supply'][number];

/** A figure of a class that is kept back says so; one that nobody stated is a dash. */
function supplyCell({ signs }: Circularity, row: SupplyRow, { figure, text }: { figure: SupplyFigure; text: string }) {
  const sign = signs.find((one) => one.figure === `supply.${row.materialClass}.${figure}`);
  return sign === undefined ? text : <Sign sign={sign.sign} reason={sign.reason} />;
}

type SupplyFigure = (typeof SUPPLY)[number];
const SUPPLY = ['tonnesPerYear', 'secondaryShare', 'sources', 'herfindahl', 'distanceKm', 'stockDays'] as const;

/** @param place of the API, as in /parks/de-mars */
export function SupplyTable({ data, book, place }: { data: Circularity; book: BookView | null; place: string }) {
  const text = materialWords.value;
  const isLeftOut = data.signs.some(({ figure }) => figure === 'supply');
  const name = (row: SupplyRow): string => className(book, row.materialClass, lang.value);
  const heads = {
    tonnesPerYear: text.tonnes,
    secondaryShare: text.secondary,
    sources: text.sources,
    herfindahl: text.herfindahl,
    distanceKm: text.distance,
    stockDays: text.stock,
  };
  const choices = data.supply.flatMap((row) =>
    SUPPLY.flatMap((field) =>
      row[field] === null
        ? []
        : [{ name: `${name(row)}: ${heads[field]}`, path: `${place}/circularity/explain?${new URLSearchParams({ field: `supply.${field}`, materialClass: row.materialClass })}` }],
    ),
  );
  const columns: TableColumn<SupplyRow>[] = [
    { id: 'material', head: text.material, cell: name, sort: name },
    { id: 'tonnes', head: text.tonnes, key: true, numeric: true, cell: (row) => whole(row.tonnesPerYear), sort: (row) => row.tonnesPerYear ?? 0 },
    {
      id: 'secondary',
      head: text.secondary,
      numeric: true,
      cell: (row) => supplyCell(data, row, { figure: 'secondaryShare', text: percent(row.secondaryShare) }),
      sort: (row) => row.secondaryShare ?? 0,
    },
    { id: 'sources', head: text.sources, numeric: true, cell: (row) => supplyCell(data, row, { figure: 'sources', text: whole(row.sources, 1) }), sort: (row) => row.sources ?? 0 },
    {
      id: 'herfindahl',
      head: text.herfindahl,
      numeric: true,
      cell: (row) => supplyCell(data, row, { figure: 'herfindahl', text: whole(row.herfindahl, 2) }),
      sort: (row) => row.herfindahl ?? 0,
    },
    {
      id: 'distance',
      head: text.distance,
      numeric: true,
      cell: (row) => supplyCell(data, row, { figure: 'distanceKm', text: whole(row.distanceKm) }),
      sort: (row) => row.distanceKm ?? 0,
    },
    { id: 'stock', head: text.stock, numeric: true, cell: (row) => supplyCell(data, row, { figure: 'stockDays', text: whole(row.stockDays) }), sort: (row) => row.stockDays ?? 0 },
  ];
  return (
    <>
      <p class="says">{text.supplySays}</p>
      {data.supply.length === 0 && !isLeftOut ? <p class="says">{text.supplyNone}</p> : null}
      {data.supply.length === 0 ? null : <DataTable caption={text.supplyTitle} columns={columns} rows={data.supply} rowId={(row) => row.materialClass} rowName={name} />}
      {isLeftOut ? <p class="says">{text.supplyKept}</p> : null}
      <WhyMaterials name={text.supplyTitle} choices={choices} />
    </>
  );
}
