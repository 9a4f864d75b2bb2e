// Onderling: who served whom on a park, what it is worth and what it spared the grid.
import type { ComponentChildren } from 'preact';
import { useLocation } from 'preact-iso';
import { useMemo, useState } from 'preact/hooks';
import type { Exchange } from '../../api/shapes-emissions.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatAmount, formatNumber, formatPercent, localDay } from '../../charts/formats.ts';
import { sankeyChart } from '../../charts/sankey.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { CoverageBadge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Icon } from '../parts/icon.tsx';
import { type Empty, EmptyState, Panel, RefreshFailed } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Segments } from '../parts/segments.tsx';
import { WhyExchange } from '../parts/why-exchange.tsx';
import { CO2_PERIODS } from '../co2-period.ts';
import { type Period, following, periodAround, periodFrom, periodIn, periodLabel, periodQuery, preceding } from '../period.ts';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { co2Texts } from '../state/co2-texts.ts';
import { lang, narrow, nowMs, words } from '../state/settings.ts';
import { typedNumber } from '../typed-number.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';

type Item = Exchange['items'][number];
const DEFAULT_EUR = 0.1;

function leadOf(data: Exchange): Sentence {
  const text = co2Texts.value.exchange;
  const { localExchangeKwh, co2Kg } = data.totals;
  if (data.coverage === 0) return [words.value.states.emptyTitle, '.'];
  if (localExchangeKwh === 0) return [text.leadNone, '.'];
  const [before = '', after = ''] = text.lead('#').split('#');
  return [before, stress(formatAmount(lang.value, localExchangeKwh, 'kWh')), after, text.co2(formatKg(lang.value, co2Kg)), '.'];
}

const nameOf = (name: string | null): string => name ?? co2Texts.value.exchange.unknown;

/** Of a cell whose ends have names: its kWh, EUR and CO2 by `why`, the route that explains them up to the name of the field. */
function whyOf(row: Item, why: string): ComponentChildren {
  const text = co2Texts.value.exchange;
  if (row.from === null || row.to === null) return null;
  const path = (field: string): string => `${why}&giver=${row.from}&taker=${row.to}&field=items.${field}`;
  const choices = [
    { name: text.kwh, path: path('kwh') },
    { name: text.eur, path: path('eur') },
    { name: text.co2Head, path: path('co2Kg') },
  ];
  return <WhyExchange name={`${nameOf(row.fromName)} → ${nameOf(row.toName)}`} choices={choices} />;
}

function columnsFor(data: Exchange, why: string): TableColumn<Item>[] {
  const text = co2Texts.value.exchange;
  const { totals } = data;
  const amount = (value: number, digits: number): string => formatNumber(lang.value, value, digits);
  return [
    // On a phone one cell holds both: two columns of names leave no room for a figure.
    {
      id: 'from',
      head: narrow.value ? `${text.from} → ${text.to.toLowerCase()}` : text.from,
      cell: (row) => (narrow.value ? `${nameOf(row.fromName)} → ${nameOf(row.toName)}` : nameOf(row.fromName)),
      sort: (row) => row.fromName ?? '',
      foot: text.total,
    },
    ...(narrow.value ? [] : [{ id: 'to', head: text.to, cell: (row: Item) => nameOf(row.toName), sort: (row: Item) => row.toName ?? '', foot: '' }]),
    { id: 'kwh', head: text.kwh, key: true, numeric: true, cell: (row) => amount(row.kwh, 1), sort: (row) => row.kwh, foot: amount(totals.localExchangeKwh, 1) },
    { id: 'eur', head: text.eur, numeric: true, cell: (row) => amount(row.eur, 2), sort: (row) => row.eur, foot: amount(totals.eur, 2) },
    { id: 'co2', head: text.co2Head, numeric: true, cell: (row) => amount(row.co2Kg, 1), sort: (row) => row.co2Kg, foot: amount(totals.co2Kg, 1) },
    { id: 'why', head: words.value.settled.why, cell: (row) => whyOf(row, why), foot: '' },
  ];
}

/** The largest first; hundreds of pairs gave each other next to nothing. */
const PAIRS_SHOWN = 20;

function Pairs({ data, why }: { data: Exchange; why: string }) {
  const text = co2Texts.value.exchange;
  const [all, setAll] = useState(false);
  const rows = all ? data.items : data.items.slice(0, PAIRS_SHOWN);
  return (
    <>
      <p class="says">{text.tableUnder}</p>
      <DataTable
        caption={text.tableTitle}
        columns={columnsFor(data, why)}
        rows={rows}
        rowId={(row) => `${row.from} ${row.to}`}
        rowName={(row) => `${row.fromName ?? ''} – ${row.toName ?? ''}`}
      />
      {data.items.length > PAIRS_SHOWN ? (
        <button type="button" class="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.fewer : text.all(formatNumber(lang.value, data.items.length))}
        </button>
      ) : null}
    </>
  );
}

function Bands({ data, fileName }: { data: Exchange; fileName: string }) {
  const text = co2Texts.value.exchange;
  const palette = usePalette();
  const [language, phone] = [lang.value, narrow.value];
  const drawn = useMemo(() => {
    const names = new Map(data.companies.map((one) => [one.company, one.name]));
    const end = (company: number | null): string => (company === null ? 'companies' : `company:${company}`);
    const flows = data.items.map((item) => ({ from: end(item.from), to: end(item.to), amount: item.kwh }));
    return sankeyChart(
      { flows, unit: 'kWh', carrier: 'electricity', companyName: (id) => names.get(id) ?? null, namesLeft: true, narrow: phone, lang: language, palette },
      text.chartTitle,
    );
  }, [data, language, phone, palette, text]);
  const ends = Math.max(3, data.companies.length);
  return <Chart title={text.chartTitle} drawn={drawn} fileName={fileName} heightPx={Math.min(640, Math.max(220, ends * (phone ? 50 : 30)))} />;
}

function Facts({ data }: { data: Exchange }) {
  const text = co2Texts.value.exchange;
  const percent = (share: number | null): string => (share === null ? '–' : formatPercent(lang.value, share));
  const power = (kw: number | null): string => (kw === null ? '–' : formatAmount(lang.value, kw, 'kW'));
  const { simultaneity, neutrality, factors } = data;
  const facts = [
    { name: text.simultaneity, value: percent(simultaneity.factor), why: text.simultaneityWhy(power(simultaneity.coincidentKw), power(simultaneity.sumOfOwnKw)) },
    { name: text.neutral, value: percent(neutrality.generationOverUse), why: text.neutralWhy },
    { name: text.matched, value: percent(neutrality.matchedShare), why: text.matchedWhy },
  ];
  return (
    <>
      <h2>{text.factsTitle}</h2>
      <dl class="equation" style={{ marginTop: '10px' }}>
        {facts.map((fact) => (
          <div class="term" key={fact.name}>
            <dt>{fact.name}</dt>
            <dd class="amount">{fact.value}</dd>
            <dd class="parts">{fact.why}</dd>
          </div>
        ))}
      </dl>
      {factors === null ? null : <p class="says">{text.factor(formatNumber(lang.value, factors.kgPerKwh, 3), `${factors.list}, ${factors.edition}`)}</p>}
    </>
  );
}

function priceOf(text: string): number {
  const value = typedNumber(text, lang.value);
  return value !== null && value >= 0 && value <= 10 ? value : DEFAULT_EUR;
}

function Price({ value, onChange }: { value: string; onChange: (to: string) => void }) {
  return (
    <>
      <label for="exchange-price" class="small">
        {co2Texts.value.exchange.price}
      </label>
      <input id="exchange-price" type="text" inputMode="decimal" maxLength={8} style={{ width: '84px' }} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    </>
  );
}

/** Where nothing was measured, nobody knows that nothing was given. */
function emptyOf(data: Exchange, scope: Scope): Empty {
  const text = co2Texts.value.exchange;
  if (data.coverage > 0) return { title: text.noneTitle, text: text.none };
  const { emptyTitle, emptyText, toMeters } = words.value.states;
  return { title: emptyTitle, text: emptyText, action: { label: toMeters, href: `${scope.href}/meters` } };
}

export function ExchangePage({ scope }: { scope: Scope }) {
  const { path, query, route } = useLocation();
  const text = co2Texts.value.exchange;
  const given = periodFrom({ periode: query['periode'] ?? 'maand', datum: query['datum'] }, nowMs.value);
  const kind = given.kind === 'year' ? 'year' : 'month';
  const period = periodAround(kind, given.from);
  const [eur, setEur] = useState(formatNumber(lang.value, DEFAULT_EUR, 2));
  const asked = `from=${period.from}&to=${period.to}&eurPerKwh=${priceOf(eur)}`;
  const resource = useResource<Exchange>(api(`${scope.api}/exchange?${asked}`));
  const go = (to: Period): void => route(path + periodQuery(to, 'electricity'));
  const { data } = resource;
  const { balance } = words.value;
  return (
    <>
      <Lead
        over={
          <>
            <span>
              {scope.name} · {periodLabel(period, lang.value, balance.week)}
            </span>
            {data === null ? null : <CoverageBadge coverage={data.coverage} />}
          </>
        }
        sentence={data === null ? [scope.name] : leadOf(data)}
        actions={
          <>
            <Segments
              label={balance.period}
              value={kind}
              options={CO2_PERIODS.map((value) => ({ value, label: co2Texts.value.periods[value] }))}
              onPick={(of) => go(periodIn(of, period, localDay(nowMs.value)))}
            />
            <button type="button" class="button square" aria-label={balance.previous} onClick={() => go(preceding(period))}>
              <Icon name="left" />
            </button>
            <button type="button" class="button square" aria-label={balance.next} onClick={() => go(following(period))}>
              <Icon name="right" />
            </button>
          </>
        }
      />
      <RefreshFailed resource={resource} />
      <div class="grid">
        {data === null || data.coverage === 0 ? null : (
          <section class="panel">
            <Facts data={data} />
          </section>
        )}
        {data !== null && data.items.length > 0 ? (
          <section class="panel">
            <Bands data={data} fileName={`onderling-${data.park}-${period.from}`} />
          </section>
        ) : null}
        <Panel title={text.tableTitle} resource={resource} shape="rows" minHeight={200} tools={() => <Price value={eur} onChange={setEur} />}>
          {(of) => (of.items.length === 0 ? <EmptyState empty={emptyOf(of, scope)} /> : <Pairs data={of} why={api(`${scope.api}/exchange/explain?${asked}`)} />)}
        </Panel>
      </div>
    </>
  );
}
