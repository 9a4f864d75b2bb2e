// Conversions of a place: what went in, what came out, how well, as bands and as a table; a company declares its own.
import { useMemo, useState } from 'preact/hooks';
import type { Meter } from '../../api/shapes.ts';
import type { ConversionList, ConversionView } from '../../api/shapes-conversions.ts';
import { formatAmount, formatNumber, formatPercent, localDay } from '../../charts/formats.ts';
import { CARRIER_TOKEN, type Palette } from '../../charts/palette.ts';
import { sankeyChart } from '../../charts/sankey.ts';
import { conversionName } from '../energy-nodes.ts';
import { Badge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { WhyConversion } from '../parts/why-figures.tsx';
import type { Scope } from '../scope.ts';
import { conversionWords } from '../state/conversion-words.ts';
import { explainedWords } from '../state/explained-words.ts';
import { api, ask } from '../state/fetch.ts';
import { me } from '../state/session.ts';
import { lang, narrow, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';
import { Field, Opening, PostForm } from './agreement-form.tsx';

type Side = ConversionView['inputs'][number];
type Kind = ConversionView['kind'];
const KINDS: readonly Kind[] = ['boiler', 'chp', 'heat-pump', 'electrolyser'];

const kwh = (value: number | null): string => (value === null ? conversionWords.value.unknown : formatAmount(lang.value, value, 'kWh'));

function sideText(sides: readonly Side[]): string {
  const { unknown } = conversionWords.value;
  return sides.map((side) => `${words.value.carriers[side.carrier]} ${side.amount === null ? unknown : formatAmount(lang.value, side.amount, side.unit)}`).join(', ');
}

function Efficiency({ item }: { item: ConversionView }) {
  const text = conversionWords.value;
  if (item.impossible) return <Badge tone="fout">{text.impossible}</Badge>;
  if (item.efficiency === null) return <>–</>;
  return <>{item.kind === 'heat-pump' ? text.cop(formatNumber(lang.value, item.efficiency, 1)) : formatPercent(lang.value, item.efficiency)}</>;
}

interface ColumnsOf {
  readonly withCompany: boolean;
  readonly onRemoved: (() => void) | null;
  /** Path that explains figures of the list, but for the conversion. */
  readonly why: string;
  readonly items: readonly ConversionView[];
}

function columns({ withCompany, onRemoved, why, items }: ColumnsOf): TableColumn<ConversionView>[] {
  const text = conversionWords.value;
  const remove = async (id: number): Promise<void> => {
    await ask(api(`/conversions/${id}`), { method: 'DELETE' });
    onRemoved?.();
  };
  const company: TableColumn<ConversionView> = { id: 'company', head: text.company, cell: (item) => item.companyName, sort: (item) => item.companyName };
  const back: TableColumn<ConversionView> = {
    id: 'remove',
    head: text.takeBack,
    cell: (item) => (
      <button type="button" class="button small" aria-label={text.takeBackOf(item.name)} onClick={() => void remove(item.id)}>
        {text.takeBack}
      </button>
    ),
  };
  return [
    { id: 'name', head: text.name, cell: (item) => conversionName(item, items), sort: (item) => item.name },
    { id: 'kind', head: text.kind, cell: (item) => text.kinds[item.kind], sort: (item) => item.kind },
    ...(withCompany ? [company] : []),
    { id: 'in', head: text.inputs, numeric: true, cell: (item) => sideText(item.inputs) },
    { id: 'out', head: text.outputs, numeric: true, cell: (item) => sideText(item.outputs) },
    { id: 'ambient', head: text.ambient, numeric: true, cell: (item) => (item.kind === 'heat-pump' ? kwh(item.ambientKwh) : '–') },
    { id: 'loss', head: text.loss, numeric: true, cell: (item) => kwh(item.lossKwh) },
    { id: 'efficiency', head: text.efficiency, numeric: true, key: true, cell: (item) => <Efficiency item={item} />, sort: (item) => item.efficiency ?? 0 },
    { id: 'why', head: explainedWords.value.statement.why, cell: (item) => <WhyConversion item={item} path={`${why}&conversion=${item.id}`} /> },
    ...(onRemoved === null ? [] : [back]),
  ];
}

/** Names and colours of carriers before and after, and of the installations between them. */
function nodesOf(list: ConversionList, palette: Palette): Map<string, { name: string; color: string }> {
  const text = conversionWords.value;
  const nodes = new Map<string, { name: string; color: string }>(
    list.items.map((item) => [`conversion:${item.id}`, { name: conversionName(item, list.items), color: palette.inkt2 }]),
  );
  for (const side of list.items.flatMap((item) => [...item.inputs, ...item.outputs])) {
    const named = { name: words.value.carriers[side.carrier], color: palette[CARRIER_TOKEN[side.carrier]] };
    nodes.set(`in:${side.carrier}`, named).set(`out:${side.carrier}`, named);
  }
  return nodes.set('loss', { name: text.loss, color: palette.as }).set('ambient', { name: text.ambient, color: palette.as });
}

function Bands({ list, scope }: { list: ConversionList; scope: Scope }) {
  const palette = usePalette();
  const language = lang.value;
  const phone = narrow.value;
  const text = conversionWords.value;
  const drawn = useMemo(
    () =>
      sankeyChart(
        { flows: list.flows, unit: 'kWh', carrier: 'heat', companyName: () => null, nodes: nodesOf(list, palette), narrow: phone, lang: language, palette },
        text.chartTitle,
      ),
    [list, palette, phone, language, text],
  );
  if (list.flows.length === 0) return null;
  return (
    <Chart
      title={text.chartTitle}
      drawn={drawn}
      fileName={`omzettingen-${scope.href.split('/').at(-1)}-${list.from.slice(0, 10)}`}
      heightPx={Math.max(180, list.flows.length * 34)}
    />
  );
}

function AddConversion({ company, onDone, close }: { company: number; onDone: () => void; close: () => void }) {
  const text = conversionWords.value;
  const meters = useResource<{ items: Meter[] }>(api(`/companies/${company}/meters`)).data?.items ?? [];
  const [draft, setDraft] = useState({ kind: 'boiler', name: '', input: '', output: '', second: '', from: localDay(nowMs.value) });
  const change = (part: Partial<typeof draft>): void => setDraft({ ...draft, ...part });
  const options = [['', text.choose] as const, ...meters.map((meter) => [String(meter.id), `${meter.serial}, ${words.value.carriers[meter.carrier]}`] as const)];
  const body = (): object => ({
    company,
    kind: KINDS.find((kind) => kind === draft.kind) ?? 'boiler',
    name: draft.name.trim(),
    inputs: [Number(draft.input)],
    outputs: [draft.output, draft.second].filter((id) => id !== '').map(Number),
    validFrom: draft.from,
  });
  return (
    <PostForm path="/conversions" submit={text.submit} body={body} onDone={onDone} onCancel={close}>
      <SelectField id="conversion-kind" label={text.kind} value={draft.kind} options={KINDS.map((kind) => [kind, text.kinds[kind]])} onPick={(kind) => change({ kind })} />
      <Field id="conversion-name" label={text.name} value={draft.name} onInput={(name) => change({ name })} />
      <SelectField id="conversion-input" label={text.inputMeter} value={draft.input} options={options} onPick={(input) => change({ input })} />
      <SelectField id="conversion-output" label={text.outputMeter} value={draft.output} options={options} onPick={(output) => change({ output })} />
      <div class="field">
        <label for="conversion-second">{text.secondMeter}</label>
        <select id="conversion-second" value={draft.second} onChange={(event) => change({ second: event.currentTarget.value })}>
          {options.map(([id, name]) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <Field id="conversion-from" type="date" label={text.from} value={draft.from} onInput={(from) => change({ from })} />
    </PostForm>
  );
}

/** Nothing where there is nothing to show and nothing to add: most places convert nothing that is metered on both sides. */
export function ConversionsPanel({ scope, from, to }: { scope: Scope; from: string; to: string }) {
  const text = conversionWords.value;
  const resource = useResource<ConversionList>(api(`${scope.api}/conversions?from=${from}&to=${to}`));
  const [version, setVersion] = useState(0);
  const company = scope.kind === 'company' ? Number(scope.href.split('/').at(-1)) : null;
  const mayAdd = company !== null && (me.value?.roles ?? []).some((each) => each.role === 'operator' || (each.role === 'company' && each.company === company));
  const list = resource.data;
  if (list === null || (list.items.length === 0 && !mayAdd)) return null;
  const done = (): void => {
    setVersion(version + 1);
    resource.refetch();
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.title}</h2>
      </div>
      {list.items.length === 0 ? null : (
        <>
          <p class="says">{text.says}</p>
          <Bands list={list} scope={scope} />
          <DataTable
            caption={text.title}
            columns={columns({
              withCompany: scope.kind === 'park',
              onRemoved: mayAdd ? done : null,
              why: api(`${scope.api}/conversions/explain?from=${from}&to=${to}`),
              items: list.items,
            })}
            rows={list.items}
            rowId={(item) => String(item.id)}
            rowName={(item) => item.name}
          />
          <p class="small second">{text.lower}</p>
        </>
      )}
      {mayAdd && company !== null ? (
        <Opening key={version} label={text.add}>
          {(close) => <AddConversion company={company} onDone={done} close={close} />}
        </Opening>
      ) : null}
    </section>
  );
}
