// Warmte: which companies of a park could exchange heat, ranked, from measured hours.
import { useLocation } from 'preact-iso';
import type { HeatMatchItem, HeatMatches, HeatNetwork } from '../../api/shapes-heat.ts';
import type { HeatMap } from '../../api/shapes-heat-map.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatNumber } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { type HeatFilter, filterOf, fits, queryOf } from '../heat-filter.ts';
import { isShared } from '../heat-ground.ts';
import { Badge, type BadgeTone, CoverageBadge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel, RefreshFailed } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import type { Scope } from '../scope.ts';
import { api } from '../state/fetch.ts';
import { heatWords } from '../state/heat-words.ts';
import { me } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { bandText, kwhBandText, kwhText, metres, perMwh, sideName } from './heat-texts.tsx';
import { HeatFilterForm } from './heat-filter-form.tsx';
import { HeatMapPanel } from './heat-map-panel.tsx';
import { HeatTogether } from './heat-together.tsx';

/** Longer than any pipe lasts: it is not paid back. */
const PAYBACK_YEARS_MAX = 50;
const TONES: Readonly<Record<HeatMatchItem['confidence'], BadgeTone>> = { A: 'goed', B: 'let', C: 'stil' };

function leadOf(items: readonly HeatMatchItem[]): Sentence {
  const text = heatWords.value;
  const [best] = items;
  if (best === undefined) return [text.leadNone, '.'];
  const paying = items.filter((item) => item.priceFloor !== null && item.priceCeiling !== null && item.priceFloor < item.priceCeiling).length;
  const priced = items.some((item) => item.priceFloor !== null);
  const [before = '', after = ''] = (priced ? text.lead('#') : text.leadScreening('#')).split('#');
  const size = best.deliveredKwh === null ? kwhBandText(best.coincidentBandKwh) : kwhText(best.deliveredKwh);
  return [before, stress(formatNumber(lang.value, priced ? paying : items.length)), after, text.leadBest(size), '.'];
}

function columns(): TableColumn<HeatMatchItem>[] {
  const text = heatWords.value;
  return [
    {
      id: 'route',
      head: text.rank,
      cell: (item) => (
        <a href={`/warmte/${item.id}`}>
          {item.rank}. {text.openMatch(sideName(item.source), sideName(item.sink))}
        </a>
      ),
      sort: (item) => item.rank,
    },
    { id: 'confidence', head: text.confidence, cell: (item) => <Badge tone={TONES[item.confidence]}>{item.confidence}</Badge>, sort: (item) => item.confidence },
    { id: 'kind', head: text.kind, cell: (item) => (item.kind === null ? '–' : text.kinds[item.kind]), sort: (item) => item.kind ?? '' },
    {
      id: 'energy',
      head: text.energy,
      numeric: true,
      key: true,
      cell: (item) => (item.coincidentKwh === null ? kwhBandText(item.coincidentBandKwh) : kwhText(item.coincidentKwh)),
      sort: (item) => item.coincidentKwh ?? item.coincidentBandKwh.low,
    },
    {
      id: 'length',
      head: text.length,
      numeric: true,
      cell: (item) => (item.lengthM === null ? bandText(item.lengthBandM, metres) : metres(item.lengthM)),
      sort: (item) => item.lengthM ?? item.lengthBandM.low,
    },
    {
      id: 'price',
      head: text.price,
      numeric: true,
      cell: (item) => (item.priceFloor === null || item.priceCeiling === null ? '–' : text.between(perMwh(item.priceFloor), perMwh(item.priceCeiling))),
      sort: (item) => (item.priceCeiling ?? 0) - (item.priceFloor ?? 0),
    },
    {
      id: 'payback',
      head: text.payback,
      numeric: true,
      cell: (item) => (item.paybackYears === null || item.paybackYears > PAYBACK_YEARS_MAX ? '–' : text.years(formatNumber(lang.value, item.paybackYears, 1))),
      sort: (item) => item.paybackYears ?? Number.MAX_VALUE,
    },
    {
      id: 'co2',
      head: text.co2,
      numeric: true,
      cell: (item) => (item.co2AvoidedKg === null ? '–' : formatKg(lang.value, item.co2AvoidedKg)),
      sort: (item) => item.co2AvoidedKg ?? 0,
    },
    { id: 'state', head: text.state, cell: (item) => text.states[item.state], sort: (item) => item.state },
  ];
}

interface ListProps {
  readonly data: HeatMatches;
  readonly filter: HeatFilter;
  readonly onFilter: (filter: HeatFilter) => void;
}

function List({ data, filter, onFilter }: ListProps) {
  const text = heatWords.value;
  const own = data.items.some((item) => item.sight === 'band');
  const region = me.value?.roles.every(({ role }) => role === 'region') ?? false;
  const [basis] = data.items.map((item) => item.basis);
  const rows = data.items.filter((item) => fits(item, filter));
  return (
    <>
      <p class="says">
        {region ? text.region : own ? text.listOwn : text.listSays(data.screened, data.tooCold, data.tooFar)}{' '}
        {basis === undefined ? '' : `${text.basis[basis].replace(/^./, (first) => first.toUpperCase())}.`}
      </p>
      <HeatFilterForm filter={filter} shown={rows.length} all={data.items.length} onChange={onFilter} />
      <DataTable
        caption={text.listTitle}
        columns={columns()}
        rows={rows}
        rowId={(item) => item.id}
        rowName={(item) => text.openMatch(sideName(item.source), sideName(item.sink))}
        linked
      />
      <p class="small second">{text.parameters(data.parameters.hash)}</p>
    </>
  );
}

/** @param park whose matches; of a company its own park */
export function HeatPage({ scope, park }: { scope: Scope; park: string }) {
  const { path, query, route } = useLocation();
  const text = heatWords.value;
  const filter = filterOf(query);
  const resource = useResource<HeatMatches>(api(`/parks/${park}/heat-matches`));
  const map = useResource<HeatMap>(api(`/parks/${park}/heat-map`));
  const network = useResource<HeatNetwork>(scope.kind === 'park' ? api(`/parks/${park}/heat-network`) : null);
  const { data } = resource;
  const wanted = new Set((data?.items ?? []).filter((item) => fits(item, filter)).map(({ id }) => id));
  const trench = network.data?.trench ?? null;
  const together = new Set((network.data?.links ?? []).map(({ id }) => id));
  const roles = me.value?.roles ?? [];
  const entering = roles.some(({ role }) => role === 'parkmanager' || role === 'company' || role === 'operator');
  return (
    <>
      <Lead
        over={
          <>
            <span>
              {scope.name} · {text.title}
            </span>
            {data === null ? null : <CoverageBadge coverage={data.coverage} />}
          </>
        }
        sentence={data === null ? [scope.name] : leadOf(data.items)}
        actions={
          <>
            <a class="button" href={`/warmteaannames/${park}`}>
              {text.assumptions}
            </a>
            {entering ? (
              <a class="button" href={`/warmtepoorten/${park}`}>
                {text.ports}
              </a>
            ) : null}
          </>
        }
      />
      <RefreshFailed resource={resource} />
      <div class="grid">
        <Panel
          title={text.listTitle}
          resource={resource}
          shape="rows"
          minHeight={240}
          empty={(of) => (of.items.length > 0 ? null : { title: text.emptyTitle, text: roles.some(({ role }) => role === 'region') ? text.region : text.emptyText })}
        >
          {(of) => <List data={of} filter={filter} onFilter={(wish) => route(`${path}${queryOf(wish)}`, true)} />}
        </Panel>
        <HeatMapPanel resource={map} wanted={wanted} together={together} trench={trench !== null && isShared(trench) ? trench.edges : []} />
        {scope.kind === 'park' ? <HeatTogether park={park} network={network} /> : null}
      </div>
    </>
  );
}
