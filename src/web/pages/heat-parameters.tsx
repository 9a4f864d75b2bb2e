// The assumptions behind residual heat, and which results of a park another value of one would move. Nothing is kept.
import { useState } from 'preact/hooks';
import type { HeatParametersView, HeatTrial } from '../../api/shapes-heat-parameters.ts';
import { formatNumber } from '../../charts/formats.ts';
import { stress } from '../../charts/sentence.ts';
import { beforeAfter, movedEur, writtenOf } from '../heat-trial.ts';
import { typedNumber } from '../typed-number.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Panel, PanelState, RefreshFailed } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { api } from '../state/fetch.ts';
import { heatParametersWords } from '../state/heat-parameters-words.ts';
import { heatWords } from '../state/heat-words.ts';
import { me, parks } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { eur, perMwh } from './heat-texts.tsx';

type Parameter = HeatParametersView['items'][number];
type Tried = { readonly code: Parameter['code']; readonly value: number };

const plain = (value: number): string => formatNumber(lang.value, value, Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 3 : 2);
const unitOf = ({ unit }: Pick<Parameter, 'unit'>): string => (unit === '1' ? '' : unit);
const withUnit = (value: number, unit: string): string => `${plain(value)}${unit === '' ? '' : `\u00a0${unit}`}`;
const FIRST: Parameter['code'] = 'gasEurPerM3';

function List({ data }: { data: HeatParametersView }) {
  const text = heatParametersWords.value;
  return (
    <DataTable
      caption={text.listTitle}
      rows={data.items}
      rowId={(row) => row.code}
      rowName={(row) => text.codes[row.code]}
      search={{ label: text.search, none: text.none, text: (row) => `${text.codes[row.code]} ${row.code}` }}
      columns={[
        { id: 'name', head: text.name, cell: (row) => text.codes[row.code], sort: (row) => text.codes[row.code] },
        { id: 'value', head: text.value, numeric: true, key: true, cell: (row) => withUnit(row.value, unitOf(row)), sort: (row) => row.value },
        { id: 'band', head: text.band, numeric: true, cell: (row) => heatWords.value.between(plain(row.low), plain(row.high)) },
        { id: 'since', head: text.since, cell: (row) => row.validFrom, sort: (row) => row.validFrom },
        { id: 'file', head: text.file, cell: (row) => `${row.file}.yaml`, sort: (row) => row.file },
        { id: 'source', head: text.source, cell: (row) => <span lang="nl">{row.source}</span> },
      ]}
    />
  );
}

function Pipes({ data }: { data: HeatParametersView }) {
  const text = heatParametersWords.value;
  return (
    <section class="panel">
      <details>
        <summary>
          <h2 style={{ display: 'inline' }}>{text.pipesTitle}</h2>
        </summary>
        <DataTable
          caption={text.pipesTitle}
          rows={data.pipes}
          rowId={(row) => String(row.dn)}
          rowName={(row) => `DN${row.dn}`}
          columns={[
            { id: 'dn', head: text.dn, cell: (row) => row.dn },
            { id: 'inner', head: text.innerMm, numeric: true, cell: (row) => plain(row.innerMm) },
            { id: 'loss', head: text.loss, numeric: true, cell: (row) => formatNumber(lang.value, row.lossWPerMK, 4) },
            { id: 'trench', head: text.trench, numeric: true, key: true, cell: (row) => plain(row.trenchEurPerM) },
          ]}
        />
      </details>
    </section>
  );
}

/** Choosing what to try; a value outside what may be tried is not sent. */
function TryForm({ data, onTry }: { data: HeatParametersView; onTry: (tried: Tried) => void }) {
  const text = heatParametersWords.value;
  const [code, setCode] = useState<Parameter['code']>(FIRST);
  const row = data.items.find((one) => one.code === code) ?? data.items[0];
  const [value, setValue] = useState(() => writtenOf(row?.high ?? 0, lang.value));
  const [wrong, setWrong] = useState(false);
  if (row === undefined) return null;
  const sorted = [...data.items].sort((a, b) => text.codes[a.code].localeCompare(text.codes[b.code], lang.value));
  const pick = (name: string): void => {
    const next = data.items.find((one) => one.code === name);
    if (next === undefined) return;
    setCode(next.code);
    setValue(writtenOf(next.high, lang.value));
    setWrong(false);
  };
  const send = (event: Event): void => {
    event.preventDefault();
    const number = typedNumber(value, lang.value);
    const fits = number !== null && number >= row.tryFrom && number <= row.tryTo;
    setWrong(!fits);
    if (fits) onTry({ code, value: number });
  };
  return (
    <form class="form-grid" onSubmit={send}>
      <SelectField id="trial-code" label={text.name} value={code} options={sorted.map((one) => [one.code, text.codes[one.code]])} onPick={pick} />
      <div class="field">
        <label for="trial-value">{text.tryLabel}</label>
        <input
          id="trial-value"
          type="text"
          inputMode="decimal"
          maxLength={16}
          value={value}
          aria-invalid={wrong}
          aria-describedby="trial-range"
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="button primary">
        {text.go}
      </button>
      <p class="says" id="trial-range" style={{ gridColumn: '1 / -1' }}>
        {text.now(plain(row.value), unitOf(row))} {text.tryRange(plain(row.tryFrom), plain(row.tryTo), unitOf(row))}{' '}
        <button type="button" class="text-button" onClick={() => setValue(writtenOf(row.low, lang.value))}>
          {text.low} {plain(row.low)}
        </button>{' '}
        <button type="button" class="text-button" onClick={() => setValue(writtenOf(row.high, lang.value))}>
          {text.high} {plain(row.high)}
        </button>
      </p>
      {wrong ? (
        <p class="wrong" role="alert">
          {text.wrong}
        </p>
      ) : null}
    </form>
  );
}

function Outcome({ data }: { data: HeatTrial }) {
  const text = heatParametersWords.value;
  const of = (item: HeatTrial['items'][number], shown: Parameters<typeof beforeAfter>[1]): string => beforeAfter(item, shown, text);
  const own = me.value?.roles.some(({ role }) => role === 'company') ?? false;
  const nameOf = ({ source, sink }: HeatTrial['items'][number]): string => heatWords.value.openMatch(source, sink);
  return (
    <>
      <p class="says" role="status">
        <strong>{text.codes[data.code]}</strong> {text.to(withUnit(data.kept, unitOf(data)), withUnit(data.value, unitOf(data)))}.{' '}
        {text.outcomeLead(data.items.length, data.unchanged)} {own ? text.notSeen : ''}
      </p>
      {data.items.length === 0 ? null : (
        <DataTable
          caption={text.outcomeTitle}
          rows={data.items}
          rowId={(item) => item.id}
          rowName={nameOf}
          linked
          columns={[
            { id: 'match', head: text.match, cell: (item) => <a href={`/warmte/${item.id}`}>{nameOf(item)}</a>, sort: nameOf },
            { id: 'rank', head: text.rank, numeric: true, cell: (item) => of(item, ({ rank }) => String(rank)), sort: (item) => item.before?.rank ?? 999 },
            {
              id: 'corridor',
              head: text.corridor,
              numeric: true,
              cell: (item) =>
                of(item, ({ priceFloor, priceCeiling }) =>
                  priceFloor === null || priceCeiling === null ? '–' : heatWords.value.between(perMwh(priceFloor), perMwh(priceCeiling)),
                ),
            },
            { id: 'npv', head: text.npv, numeric: true, key: true, cell: (item) => of(item, ({ npvEur }) => (npvEur === null ? '–' : eur(npvEur))), sort: movedEur },
            { id: 'confidence', head: text.confidence, cell: (item) => of(item, ({ confidence }) => confidence) },
          ]}
        />
      )}
    </>
  );
}

export function HeatParametersPage({ park }: { park: string }) {
  const text = heatParametersWords.value;
  const resource = useResource<HeatParametersView>(api('/heat-parameters'));
  const [tried, setTried] = useState<Tried | null>(null);
  const trial = useResource<HeatTrial>(tried === null ? null : api(`/parks/${park}/heat-trial?code=${tried.code}&value=${tried.value}`));
  const { data } = resource;
  const own = me.value?.roles.find((role) => role.role === 'company');
  const back = own?.role === 'company' ? `/companies/${own.company}/warmte` : `/parks/${park}/warmte`;
  const name = parks.value?.find((one) => one.id === park)?.name ?? park;
  return (
    <>
      <Lead
        over={
          <span>
            {name} · <a href={back}>{text.back}</a> · {text.over}
          </span>
        }
        sentence={data === null ? [text.title] : leadOf(text.lead('#'), data.items.length)}
        under={data === null ? '' : text.under(data.hash)}
      />
      <RefreshFailed resource={resource} />
      <div class="grid">
        <Panel title={text.tryTitle} resource={resource} shape="rows" minHeight={120}>
          {(of) => (
            <>
              <p class="says">{text.trySays}</p>
              <TryForm data={of} onTry={setTried} />
            </>
          )}
        </Panel>
        {tried === null ? (
          <section class="panel">
            <div class="panel-head">
              <h2>{text.outcomeTitle}</h2>
            </div>
            <PanelState icon="unknown" title={text.idleTitle} text={text.idleText} />
          </section>
        ) : (
          <Panel title={text.outcomeTitle} resource={trial} shape="rows" minHeight={120}>
            {(of) => <Outcome data={of} />}
          </Panel>
        )}
        <Panel title={text.listTitle} resource={resource} shape="rows" minHeight={320}>
          {(of) => <List data={of} />}
        </Panel>
        {data === null ? null : <Pipes data={data} />}
      </div>
    </>
  );
}

function leadOf(sentence: string, count: number) {
  const [before = '', after = ''] = sentence.split('#');
  return [before, stress(formatNumber(lang.value, count)), after, '.'];
}
