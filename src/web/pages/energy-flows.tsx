// Balans, all carriers: from source over conversion to use, export and loss, in one unit of energy.
import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import type { EnergyFlows } from '../../api/shapes-energy-flows.ts';
import type { Company } from '../../api/shapes.ts';
import { formatNumber, formatPercent, formatScaled } from '../../charts/formats.ts';
import { flowScale, forwards, mergeSmall, nodeName, sankeyChart, sankeyCompanies, withoutRings } from '../../charts/sankey.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { chartWords } from '../../charts/words.ts';
import { carrierOf, energyNodes } from '../energy-nodes.ts';
import { Badge, CoverageBadge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { DataTable } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { PeriodPicker } from '../parts/period-picker.tsx';
import { Lead } from '../parts/say.tsx';
import { ToldUntil } from '../parts/told-until.tsx';
import { WhyEnergy } from '../parts/why-energy.tsx';
import { type Period, periodFrom, periodLabel, periodQuery } from '../period.ts';
import type { Scope } from '../scope.ts';
import { conversionWords } from '../state/conversion-words.ts';
import { api } from '../state/fetch.ts';
import { lang, narrow, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { useResource } from '../state/use-resource.ts';
import { ALL, Controls, type Shown, useOffered } from './balance-controls.tsx';
import { ConversionsPanel } from './conversions.tsx';

/** Quarter-hours close every fifteen minutes, and this reads every carrier. */
const EVERY_MS = 30_000;

interface PartProps {
  readonly data: EnergyFlows;
  readonly period: Period;
  readonly scope: Scope;
}

/** Places for the names of sources, uses and what lies between: lower, and they would lie over each other. */
const NODE_PX = { wide: 34, phone: 48, least: 280, most: 1000 };

function sentenceOf({ totals, flows }: EnergyFlows, name: string): Sentence {
  const text = conversionWords.value.all;
  if (flows.length === 0) return [name];
  const { suppliedKwh, lossKwh, notMeteredKwh } = totals;
  const scale = flowScale('kWh', suppliedKwh);
  const told = (value: number): string => `${formatScaled(lang.value, value, scale)}\u00a0${scale.unit}`;
  return [
    text.leadIn,
    stress(told(suppliedKwh)),
    text.leadCame,
    ...(lossKwh > 0 ? [', ', stress(told(lossKwh)), text.leadLost] : []),
    ...(notMeteredKwh > 0 ? [', ', stress(told(notMeteredKwh), 'let'), text.leadUnmetered] : []),
    '.',
  ];
}

const TOTALS = ['suppliedKwh', 'usedKwh', 'exportedKwh', 'lossKwh', 'notMeteredKwh'] as const;
const whyPath = ({ scope, period }: Omit<PartProps, 'data'>, more: Record<string, string>): string =>
  api(`${scope.api}/energy-flows/explain?${new URLSearchParams({ from: period.from, to: period.to, ...more })}`);

interface DrawnProps extends PartProps {
  /** What the drawing calls a node. */
  readonly nameOf: (node: string) => string;
}

/** The totals that are something, and how much of it all was measured. */
function WhyTotals({ nameOf, ...props }: DrawnProps) {
  const { fields } = conversionWords.value.all.why;
  const named = (field: string): { name: string; path: string } => ({ name: fields[field] ?? field, path: whyPath(props, { field }) });
  const totals = TOTALS.filter((one) => props.data.totals[one] !== 0).map((one) => named(`totals.${one}`));
  return <WhyEnergy name={conversionWords.value.all.title} choices={[...totals, named('coverage')]} nameOf={nameOf} />;
}

function Flows({ data, period, scope, companies, nameOf }: DrawnProps & { readonly companies: readonly Company[] }) {
  const { route, path } = useLocation();
  const palette = usePalette();
  const language = lang.value;
  const phone = narrow.value;
  const text = conversionWords.value;
  const flows = useMemo(() => data.flows.map(({ from, to, kwh: amount }) => ({ from, to, amount })), [data]);
  const drawn = useMemo(() => {
    const names = new Map(companies.map((company) => [company.id, company.name]));
    const nodes = energyNodes({ words: text, chart: chartWords(language), palette });
    return sankeyChart(
      { flows, unit: 'kWh', carrier: 'electricity', companyName: (id) => names.get(id) ?? null, nodes, narrow: phone, lang: language, palette },
      text.all.chartTitle,
    );
  }, [flows, companies, palette, language, phone, text]);
  const rows = withoutRings(mergeSmall(forwards(flows)));
  const ends = new Set(rows.map((flow) => flow.to)).size;
  const whose = sankeyCompanies(flows);
  const known = (id: number | null | undefined): Company | undefined => companies.find((company) => company.id === id && scope.href !== `/companies/${company.id}`);
  const hrefOf = ({ id }: Company): string => `/companies/${id}/balans${periodQuery(period, ALL)}`;
  return (
    <Chart
      sub
      title={text.all.chartTitle}
      drawn={drawn}
      fileName={`alle-dragers-${scope.href.split('/').at(-1)}-${period.from}`}
      heightPx={Math.min(NODE_PX.most, Math.max(NODE_PX.least, ends * (phone ? NODE_PX.phone : NODE_PX.wide)))}
      onPick={(index, node) => {
        const company = known((node ? whose.nodes : whose.rows)[index]);
        if (company !== undefined) route(hrefOf(company));
      }}
      last={(row) => {
        const [company, told] = [known(whose.rows[row]), rows[row]];
        const carrier = told === undefined ? null : carrierOf({ from: told.from, to: told.to, kwh: told.amount });
        // Small ones drawn as one are no flow of their own; a ring is drawn with its sources set apart.
        const whole = data.flows.find(({ from, to }) => [from, `${from}/out`].includes(told?.from ?? '') && to === told?.to);
        return (
          <span class="beside">
            {company !== undefined ? <a href={hrefOf(company)}>{company.name}</a> : null}
            {company === undefined && carrier !== null ? <a href={`${path}${periodQuery(period, carrier)}`}>{text.all.balanceOf(words.value.carriers[carrier])}</a> : null}
            {whole === undefined ? null : (
              <WhyEnergy
                name={`${nameOf(whole.from)} → ${nameOf(whole.to)}`}
                choices={[{ name: '', path: whyPath({ scope, period }, { field: 'flows.kwh', source: whole.from, target: whole.to }) }]}
                nameOf={nameOf}
              />
            )}
          </span>
        );
      }}
    />
  );
}

/** Of each carrier what is in it, and where its own balance is. */
function Carriers({ data, period }: Omit<PartProps, 'scope'>) {
  const { path } = useLocation();
  const text = conversionWords.value.all;
  type Row = EnergyFlows['carriers'][number];
  // As in the drawing, so that the carriers can be added up.
  const scale = flowScale('kWh', data.totals.suppliedKwh);
  const kwh = (value: number): string => `${formatScaled(lang.value, value, scale)}\u00a0${scale.unit}`;
  const converted = new Set(data.flows.map(({ from }) => from));
  const why = ({ carrier, sign }: Row): string => (sign === 'x' ? text.kept : converted.has(`carrier:${carrier}`) ? text.onlyConverted : text.notMeasured);
  return (
    <DataTable
      caption={text.carriers}
      columns={[
        { id: 'carrier', head: words.value.balance.carrier, cell: (row) => <a href={`${path}${periodQuery(period, row.carrier)}`}>{words.value.carriers[row.carrier]}</a> },
        { id: 'supplied', head: text.suppliedHead, key: true, numeric: true, cell: (row) => (row.suppliedKwh === null ? why(row) : kwh(row.suppliedKwh)) },
        { id: 'unit', head: text.perUnit, numeric: true, cell: (row) => (row.kwhPerUnit === 1 ? '–' : `${formatNumber(lang.value, row.kwhPerUnit, 2)} kWh/m³`) },
        { id: 'coverage', head: words.value.region.metered, numeric: true, cell: (row) => (row.suppliedKwh === null ? '–' : formatPercent(lang.value, row.coverage)) },
      ]}
      rows={data.carriers}
      rowId={(row) => row.carrier}
      rowName={(row) => words.value.carriers[row.carrier]}
    />
  );
}

/** What is drawn of all carriers, what it says, and why. */
function Drawn({ companies, ...props }: PartProps & { readonly companies: readonly Company[] }) {
  const { data } = props;
  const text = conversionWords.value.all;
  const palette = usePalette();
  const chart = chartWords(lang.value);
  const nodes = energyNodes({ words: conversionWords.value, chart, palette });
  const companyName = (id: number): string | null => companies.find((one) => one.id === id)?.name ?? null;
  const nameOf = (node: string): string => nodeName(node, chart, { carrier: 'electricity', companyName, nodes });
  const says = [
    text.says,
    ...(data.flows.some(({ from }) => from === 'chp') ? [text.undeclared] : []),
    ...(data.conversions.leftOut > 0 ? [text.leftOut(data.conversions.leftOut)] : []),
  ];
  return (
    <>
      <p class="says">
        {says.join(' ')} <WhyTotals {...props} nameOf={nameOf} />
      </p>
      <Flows {...props} companies={companies} nameOf={nameOf} />
      <Carriers data={data} period={props.period} />
      <p class="small second">{text.lower}</p>
    </>
  );
}

export function AllCarriers({ scope, companies }: { scope: Scope; companies: readonly Company[] }) {
  const { path, query, route } = useLocation();
  const period = periodFrom({ periode: query['periode'], datum: query['datum'], tot: query['tot'] }, nowMs.value);
  const text = conversionWords.value.all;
  const running = Date.parse(`${period.to}T00:00:00Z`) > nowMs.value;
  const resource = useResource<EnergyFlows>(api(`${scope.api}/energy-flows?from=${period.from}&to=${period.to}`), running ? { concerns: scope.concerns, everyMs: EVERY_MS } : {});
  const offered = useOffered(scope, ALL);
  const go = (to: Period, shown: Shown): void => route(path + periodQuery(to, shown));
  const { data } = resource;
  const { states } = words.value;
  return (
    <>
      <Lead
        over={
          <>
            <span>{periodLabel(period, lang.value, words.value.balance.week)}</span>
            {data !== null && data.flows.length > 0 ? <CoverageBadge coverage={data.coverage} /> : null}
            {running ? (
              <Badge tone="stil" icon="clock">
                {words.value.balance.running}
              </Badge>
            ) : null}
          </>
        }
        sentence={data === null ? [scope.name] : sentenceOf(data, scope.name)}
        actions={<PeriodPicker period={period} go={(to) => go(to, ALL)} />}
      />
      <Controls shown={ALL} offered={offered} onPick={(shown) => go(period, shown)} />
      <div class="grid">
        <Panel
          title={text.title}
          resource={resource}
          minHeight={320}
          empty={(all) => (all.flows.length > 0 ? null : { title: states.emptyTitle, text: states.emptyText, action: { label: states.toMeters, href: `${scope.href}/meters` } })}
        >
          {(all) => (
            <>
              <Drawn data={all} period={period} scope={scope} companies={companies} />
              <ToldUntil told={all.toldUntil} />
            </>
          )}
        </Panel>
        <ConversionsPanel scope={scope} from={period.from} to={period.to} />
      </div>
    </>
  );
}
