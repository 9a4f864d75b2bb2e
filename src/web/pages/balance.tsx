// Balans: what came in, what went out, that it closes and how complete it is, for one carrier and period.
import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import type { Balance, Company } from '../../api/shapes.ts';
import { balanceChart, partNames, pastSteps } from '../../charts/balance-chart.ts';
import type { Step } from '../../charts/figures.ts';
import { formatMoment, formatPercent } from '../../charts/formats.ts';
import { CARRIER_TOKEN, type ChartCarrier } from '../../charts/palette.ts';
import { mergeSmall, sankeyChart, sankeyCompanies } from '../../charts/sankey.ts';
import { chartWords } from '../../charts/words.ts';
import { balanceSentence } from '../../charts/balance-sentence.ts';
import { bandsOfTotals, toStep, toldMs, wholePeriod } from '../now-figures.ts';
import { isChartKept, toTotals } from '../balance-figures.ts';
import { Badge } from '../parts/badge.tsx';
import { Chart } from '../parts/chart.tsx';
import { Panel, PanelState } from '../parts/panel.tsx';
import { PeriodPicker } from '../parts/period-picker.tsx';
import { Lead } from '../parts/say.tsx';
import { ToldUntil } from '../parts/told-until.tsx';
import { Why, type WhyChoice } from '../parts/why.tsx';
import { type Period, earlierPart, periodFrom, periodLabel, periodQuery, spanQuery, stepStarts } from '../period.ts';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { marginWords } from '../state/margin-words.ts';
import { lang, narrow, nowMs, words } from '../state/settings.ts';
import { usePalette } from '../state/use-palette.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Badges } from './balance-badges.tsx';
import { ALL, Controls, type Shown, carrierFrom, useOffered } from './balance-controls.tsx';
import { CalendarPanel } from './calendar-panel.tsx';
import { ComparePanel } from './compare-panel.tsx';
import { Signs } from './co2-scopes.tsx';
import { ConversionsPanel } from './conversions.tsx';
import { AllCarriers } from './energy-flows.tsx';
import { Equation } from './equation.tsx';

/** Quarter-hours close every fifteen minutes; asking more often than this brings nothing. */
const BALANCE_MS = 4_000;

interface PartProps {
  readonly balance: Balance;
  readonly period: Period;
  readonly scope: Scope;
}

function Legend({ carrier, steps }: { carrier: ChartCarrier; steps: readonly ReturnType<typeof toStep>[] }) {
  const names = partNames(carrier, chartWords(lang.value));
  const own = `var(--${CARRIER_TOKEN[carrier]})`;
  return (
    <div class="legend">
      <span>
        <i class="chip" style={{ background: own }} />
        {names.gridIn}
      </span>
      {steps.some((step) => step.generation > 0) ? (
        <span>
          <i class="chip" style={{ background: carrier === 'electricity' ? 'var(--stroom2)' : 'var(--as)' }} />
          {names.generation}
        </span>
      ) : null}
      {steps.some((step) => step.discharge > 0) ? (
        <span>
          <i class="chip" style={{ background: 'var(--opslag)' }} />
          {names.discharge}
        </span>
      ) : null}
      {steps.some((step) => step.gridOut > 0) ? (
        <span>
          <i class="chip" style={{ background: 'var(--infoz)', border: `1px solid ${own}` }} />
          {names.gridOut}
        </span>
      ) : null}
      <span>
        <i class="line" />
        {names.use}
      </span>
    </div>
  );
}

/** The figures of one step that can be explained. */
function choicesOf({ carrier, unit }: Balance, step: Step, why: string): WhyChoice[] {
  const names = partNames(carrier, chartWords(lang.value));
  const { charge } = words.value.balance;
  const storage = step.charge > 0 || step.discharge > 0;
  const fields: [string, string][] = [
    [names.gridIn, unit === 'kWh' ? 'gridImport' : 'import'],
    [names.generation, 'generation'],
    ...(storage
      ? ([
          [names.discharge, 'discharge'],
          [charge, 'charge'],
        ] as [string, string][])
      : []),
    [names.use, 'consumption'],
    [names.gridOut, unit === 'kWh' ? 'gridExport' : 'export'],
  ];
  const [start, end] = [step.startMs, step.endMs].map((at) => new Date(at).toISOString());
  return fields.map(([name, field]) => ({ name, path: `${why}${field}${unit === 'kWh' ? 'Kwh' : 'M3'}&start=${start}&end=${end}` }));
}

const chartTitle = (carrier: ChartCarrier, { kind }: Pick<Period, 'kind'>): string => `${words.value.carriers[carrier]} ${words.value.balance.chartTitles[kind]}`;

function StepsChart({ balance, period, scope, why }: PartProps & { readonly why: string }) {
  const palette = usePalette();
  const language = lang.value;
  const title = chartTitle(balance.carrier, period);
  const { kind, from, to, step } = period;
  const { carrier, unit } = balance;
  const steps = useMemo(() => wholePeriod(balance.steps.map(toStep), stepStarts({ kind, from, to, step })), [balance, kind, from, to, step]);
  const minute = toldMs(Math.floor(nowMs.value / 60_000) * 60_000, balance.toldUntil);
  const drawn = useMemo(() => {
    const bands = bandsOfTotals(balance);
    return balanceChart({ carrier, unit, kind, steps, nowMs: minute, lang: language, palette, ...(bands && { bands }) }, title);
  }, [balance, steps, carrier, unit, kind, palette, language, minute, title]);
  return (
    <Chart
      title={title}
      drawn={drawn}
      fileName={`balans-${balance.carrier}-${scope.href.split('/').at(-1)}-${period.from}`}
      heightPx={260}
      between={<Legend carrier={balance.carrier} steps={steps} />}
      last={(row) => {
        const told = pastSteps(steps, minute)[row];
        if (told === undefined || told.coverage === 0) return null;
        return <Why name={formatMoment(language, told.startMs, 0)} path={choicesOf(balance, told, why)} />;
      }}
    />
  );
}

function FlowsChart({ balance, period, scope, companies }: PartProps & { readonly companies: readonly Company[] }) {
  const { route } = useLocation();
  const palette = usePalette();
  const language = lang.value;
  const phone = narrow.value;
  const title = words.value.balance.sankeyTitle;
  const drawn = useMemo(() => {
    const names = new Map(companies.map((company) => [company.id, company.name]));
    return sankeyChart(
      { flows: balance.flows, unit: balance.unit, carrier: balance.carrier, companyName: (id) => names.get(id) ?? null, narrow: phone, lang: language, palette },
      title,
    );
  }, [balance, companies, palette, language, phone, title]);
  if (balance.flows.length === 0)
    return (
      <>
        <h2>{title}</h2>
        <p class="says">{words.value.balance.noFlows}</p>
      </>
    );
  const ends = new Set(mergeSmall(balance.flows).map((flow) => flow.to)).size;
  const whose = sankeyCompanies(balance.flows);
  // Of whom the reader may not know the name there is no page either.
  const known = (id: number | null | undefined): Company | undefined => companies.find((company) => company.id === id && scope.href !== `/companies/${company.id}`);
  const hrefOf = ({ id }: Company): string => `/companies/${id}/balans${periodQuery(period, balance.carrier)}`;
  return (
    <Chart
      title={title}
      drawn={drawn}
      fileName={`bronnen-${balance.carrier}-${scope.href.split('/').at(-1)}-${period.from}`}
      heightPx={Math.min(760, Math.max(220, ends * (phone ? 50 : 30)))}
      onPick={(index, node) => {
        const company = known((node ? whose.nodes : whose.rows)[index]);
        if (company !== undefined) route(hrefOf(company));
      }}
      last={(row) => {
        const company = known(whose.rows[row]);
        return company === undefined ? null : <a href={hrefOf(company)}>{company.name}</a>;
      }}
    />
  );
}

/** Nothing at all was measured: then a chart of zeros would be a lie. */
function emptiness(balance: Balance, scope: Scope) {
  const { states } = words.value;
  if (balance.quartersPresent > 0 || balance.steps.some((step) => step.coverage > 0)) return null;
  return { title: states.emptyTitle, text: states.emptyText, action: { label: states.toMeters, href: `${scope.href}/meters` } };
}

const COMPARED = '&vergelijk=vorige';

interface FiguresProps extends PartProps {
  readonly companies: readonly Company[];
  readonly why: string;
  readonly compared: boolean;
}

function Figures({ balance, period, scope, companies, why, compared }: FiguresProps) {
  const totals = toTotals(balance);
  const { earlier, until } = earlierPart(period, nowMs.value);
  const { carrier } = balance;
  return (
    <>
      <section class="panel" aria-label={words.value.balance.equation}>
        <Equation totals={totals} balance={balance} why={why} />
        {balance.quartersEstimated > 0 && (('uncertaintyKwh' in balance.totals && balance.totals.uncertaintyKwh) || 'uncertaintyM3' in balance.totals) ? (
          <p class="small second">{marginWords.value.bandSays(formatPercent(lang.value, balance.meterClassShare))}</p>
        ) : null}
        <Signs signs={balance.signs} />
        <ToldUntil told={balance.toldUntil} />
      </section>
      <section class="panel">
        {isChartKept(balance) ? (
          <>
            <h2>{chartTitle(carrier, period)}</h2>
            <PanelState icon="lock" title={words.value.states.keptTitle} text={words.value.states.keptText} />
          </>
        ) : (
          <StepsChart balance={balance} period={period} scope={scope} why={why} />
        )}
      </section>
      {balance.flows.length === 0 ? null : (
        <section class="panel">
          <FlowsChart balance={balance} period={period} scope={scope} companies={companies} />
        </section>
      )}
      {compared ? (
        <ComparePanel path={api(`${scope.api}/balance?carrier=${carrier}&${spanQuery(earlier, until)}&step=${earlier.step}`)} balance={balance} before={earlier} until={until} />
      ) : null}
      <ConversionsPanel scope={scope} from={period.from} to={period.to} />
    </>
  );
}

interface PageProps {
  readonly scope: Scope;
  readonly companies: readonly Company[];
}

export function BalancePage(props: PageProps) {
  return useLocation().query['drager'] === ALL ? <AllCarriers {...props} /> : <CarrierBalance {...props} />;
}

function CarrierBalance({ scope, companies }: PageProps) {
  const { path, query, route } = useLocation();
  const period = periodFrom({ periode: query['periode'], datum: query['datum'], tot: query['tot'] }, nowMs.value);
  const carrier = carrierFrom(query['drager']);
  const text = words.value.balance;
  const compared = query['vergelijk'] === 'vorige';
  const running = Date.parse(`${period.to}T00:00:00Z`) > nowMs.value;
  const resource: Resource<Balance> = useResource<Balance>(
    api(`${scope.api}/balance?carrier=${carrier}&from=${period.from}&to=${period.to}&step=${period.step}`),
    running ? { concerns: scope.concerns, everyMs: BALANCE_MS } : {},
  );
  const offered = useOffered(scope, carrier);
  const go = (to: Period, shown: Shown = carrier): void => route(path + periodQuery(to, shown) + (compared && shown !== ALL ? COMPARED : ''));
  const balance = resource.data;
  const empty = (data: Balance) => emptiness(data, scope);
  const full = balance !== null && empty(balance) === null;
  const totals = full ? toTotals(balance) : null;
  const why = api(`${scope.api}/balance/explain?carrier=${carrier}&from=${period.from}&to=${period.to}&step=${period.step}&field=`);
  return (
    <>
      <Lead
        over={
          <>
            <span>{periodLabel(period, lang.value, text.week)}</span>
            {full ? <Badges balance={balance} why={why} /> : null}
            {running && full ? (
              <Badge tone="stil" icon="clock">
                {text.running}
              </Badge>
            ) : null}
          </>
        }
        sentence={totals === null || balance === null || balance.signs.length > 0 ? [scope.name] : balanceSentence({ totals, carrier, unit: balance.unit }, lang.value)}
        actions={<PeriodPicker period={period} go={(to) => go(to)} />}
      />
      <Controls
        shown={carrier}
        offered={offered}
        onPick={(shown) => go(period, shown)}
        compare={{ on: compared, turn: (on) => route(path + periodQuery(period, carrier) + (on ? COMPARED : '')) }}
      />
      <div class="grid">
        {full ? (
          <Figures balance={balance} period={period} scope={scope} companies={companies} why={why} compared={compared} />
        ) : (
          <Panel title={chartTitle(carrier, period)} resource={resource} minHeight={280} empty={empty}>
            {() => null}
          </Panel>
        )}
        <CalendarPanel key={carrier} scope={scope} what="use" carrier={carrier} around={period.from} />
      </div>
    </>
  );
}
