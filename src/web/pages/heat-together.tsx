// What a park could reach together: the links that pay, what was agreed and what was measured, and the most there is to exchange.
import type { HeatNetwork, HeatPinch } from '../../api/shapes-heat.ts';
import { formatKg } from '../../charts/co2-words.ts';
import { formatAmount, formatNumber, formatPercent } from '../../charts/formats.ts';
import { isShared, isWide } from '../heat-ground.ts';
import { DataTable } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { WhyHeatPark } from '../parts/why-heat-park.tsx';
import { api } from '../state/fetch.ts';
import { heatWords } from '../state/heat-words.ts';
import { me } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { PinchCurves } from './heat-pinch.tsx';
import { eur, kwhText, metres, sideName } from './heat-texts.tsx';

function Reached({ data }: { data: HeatNetwork }) {
  const text = heatWords.value.together;
  const { potential, contracted, metered } = data;
  const figures = [
    [
      text.potential,
      potential === null ? '–' : kwhText(potential.deliveredKwh),
      potential === null ? '' : text.saves(formatKg(lang.value, potential.co2AvoidedKg), eur(potential.netEur)),
    ],
    [text.contracted, contracted === null ? '–' : kwhText(contracted.kwhPerYear), contracted === null ? '' : text.matches(contracted.matches)],
    [text.metered, metered === null ? '–' : kwhText(metered.kwh), metered === null ? '' : text.meteredCo2(formatKg(lang.value, metered.co2AvoidedKg))],
  ] as const;
  return (
    <dl class="equation">
      {figures.map(([name, value, under]) => (
        <div class="term" key={name}>
          <dt>{name}</dt>
          <dd class="amount">{value}</dd>
          <dd class="parts">{under}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The stretches of the shared trench: between whom, how long, how thick and for how much at once. */
function TrenchTable({ data, trench }: { data: HeatNetwork; trench: NonNullable<HeatNetwork['trench']> }) {
  const text = heatWords.value.together;
  const names = new Map(data.links.flatMap((link) => [link.source, link.sink]).map((side) => [side.port, sideName(side)]));
  const between = (edge: { from: number; to: number }): string => `${names.get(edge.from) ?? edge.from} – ${names.get(edge.to) ?? edge.to}`;
  // A source and a consumer of one company in one place need no trench between them.
  const laid = trench.edges.filter((edge) => edge.lengthM > 0);
  const lengthM = laid.reduce((sum, edge) => sum + edge.lengthM, 0);
  return (
    <>
      <p class="says">{isShared(trench) ? text.trench(metres(lengthM), eur(trench.eurPerYear), eur(trench.separateEurPerYear)) : text.trenchApart(eur(trench.eurPerYear))}</p>
      <DataTable
        caption={isShared(trench) ? text.trenchTitle : text.pipesTitle}
        rows={laid}
        rowId={(row) => `${row.from}-${row.to}`}
        rowName={between}
        columns={[
          { id: 'between', head: text.stretch, cell: between, sort: between },
          { id: 'length', head: text.length, numeric: true, key: true, cell: (row) => metres(row.lengthM), sort: (row) => row.lengthM },
          { id: 'dn', head: 'DN', numeric: true, cell: (row) => String(row.dn), sort: (row) => row.dn },
          { id: 'kw', head: text.atOnce, numeric: true, cell: (row) => formatAmount(lang.value, row.kw, 'kW'), sort: (row) => row.kw },
          { id: 'eur', head: text.pipeCost, numeric: true, cell: (row) => eur(row.eurPerYear), sort: (row) => row.eurPerYear },
        ]}
      />
    </>
  );
}

/** What the solver says of itself: how near to the best, within which time, and what the clock ended. */
function solverText(solver: NonNullable<HeatNetwork['solver']>): string {
  const text = heatWords.value.together;
  const said = text.solver({
    links: solver.links,
    gap: formatPercent(lang.value, solver.gap),
    seconds: formatNumber(lang.value, solver.seconds, 1),
    limit: formatNumber(lang.value, solver.timeLimitS),
    yearGap: solver.yearGap === null ? null : formatPercent(lang.value, solver.yearGap),
  });
  return [said, ...(isWide(solver) ? [text.wideBound] : []), ...(solver.choiceTimed ? [text.choiceTimed] : []), ...(solver.boundTimed ? [text.boundTimed] : [])].join(' ');
}

const POTENTIAL = ['deliveredKwh', 'netEur', 'co2AvoidedKg', 'gasAvoidedM3', 'rejectedKwh', 'backupKwh'].map((name) => `potential.${name}`);
const REACHED = ['contracted.kwhPerYear', 'metered.kwh', 'metered.co2AvoidedKg'];

function Links({ data }: { data: HeatNetwork }) {
  const text = heatWords.value.together;
  const { solver, trench, potential, contracted } = data;
  return (
    <>
      <Reached data={data} />
      {potential === null && contracted === null ? null : (
        <WhyHeatPark
          name={text.title}
          path={`/parks/${data.park}/heat-network`}
          query=""
          fields={[...(potential === null ? [] : POTENTIAL), ...(contracted === null ? [] : REACHED)]}
        />
      )}
      {data.suppressed === null ? null : <p class="says">{heatWords.value.region}</p>}
      {data.links.length === 0 ? null : (
        <DataTable
          caption={text.linksTitle}
          rows={data.links}
          rowId={(row) => row.id}
          rowName={(row) => heatWords.value.openMatch(sideName(row.source), sideName(row.sink))}
          columns={[
            {
              id: 'link',
              head: heatWords.value.route,
              cell: (row) => <a href={`/warmte/${row.id}`}>{heatWords.value.openMatch(sideName(row.source), sideName(row.sink))}</a>,
              sort: (row) => sideName(row.source),
            },
            { id: 'kwh', head: text.delivered, numeric: true, key: true, cell: (row) => kwhText(row.deliveredKwh), sort: (row) => row.deliveredKwh },
            { id: 'eur', head: text.leaves, numeric: true, cell: (row) => eur(row.netEur), sort: (row) => row.netEur },
          ]}
        />
      )}
      {data.suppressed === null ? <p class="small second">{solver === null ? text.nothingToChoose : solverText(solver)}</p> : null}
      {trench === null || trench.edges.length === 0 ? null : <TrenchTable data={data} trench={trench} />}
    </>
  );
}

export function HeatTogether({ park, network }: { park: string; network: Resource<HeatNetwork> }) {
  const text = heatWords.value.together;
  // Who may not see companies one by one is not shown curves of them.
  const inner = me.value?.roles.some(({ role }) => role === 'parkmanager' || role === 'operator') ?? false;
  const pinch = useResource<HeatPinch>(inner ? api(`/parks/${park}/pinch`) : null);
  return (
    <>
      <Panel title={text.title} resource={network} shape="rows" minHeight={220}>
        {(data) => <Links data={data} />}
      </Panel>
      {inner ? (
        <Panel
          title={text.most}
          resource={pinch}
          shape="rows"
          minHeight={220}
          empty={(data) => ((data.slices[0]?.hot.length ?? 0) > 0 ? null : { title: text.noStreams, text: heatWords.value.region })}
        >
          {(data) => <PinchCurves data={data} />}
        </Panel>
      ) : null}
    </>
  );
}
