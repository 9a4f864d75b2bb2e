// Controle van meters: what the meters of a place say of each other, what does not fit first.
import { useLocation } from 'preact-iso';
import { useEffect } from 'preact/hooks';
import type { CrossCheck, CrossChecks } from '../../api/shapes-cross-checks.ts';
import { formatAmount, formatDate, formatNumber, formatPercent } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { Badge, type BadgeTone, CoverageBadge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { Segments } from '../parts/segments.tsx';
import { WhyCheck } from '../parts/why-figures.tsx';
import type { Scope } from '../scope.ts';
import { checkWords } from '../state/check-words.ts';
import { explainedWords } from '../state/explained-words.ts';
import { api } from '../state/fetch.ts';
import { lang, narrow, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

const TONE: Record<CrossCheck['verdict'], BadgeTone> = { wrong: 'fout', doubtful: 'let', 'too-little': 'stil', fits: 'goed' };
const RANK: Record<CrossCheck['verdict'], number> = { wrong: 0, doubtful: 1, fits: 2, 'too-little': 3 };
const FILTERS = ['all', 'attention'] as const;

const share = (value: number | null): string => (value === null ? '–' : formatPercent(lang.value, Math.abs(value)));
const number = (value: number | null, digits = 0): string => (value === null ? '–' : formatNumber(lang.value, value, digits));

/** What a check found, in one sentence. */
function saysOf(item: CrossCheck): string {
  const { says } = checkWords.value;
  if (item.verdict === 'too-little') return says.tooLittle;
  switch (item.check) {
    case 'parts':
      return (item.differenceShare ?? 0) < 0 ? says.partsAbove(share(item.differenceShare), number(item.quartersAbove)) : says.partsBelow(share(item.differenceShare));
    case 'power':
      return item.reversed
        ? says.powerReversed
        : says.power(share(item.differenceShare)) + (item.factor === null ? '' : says.powerFactor(formatNumber(lang.value, item.factor, item.factor < 1 ? 3 : 0)));
    case 'night':
      return says.night(formatAmount(lang.value, item.foundAmount ?? 0, item.unit), share(item.differenceShare));
    case 'direction':
      return says.direction(number(item.slope, 2), number(item.slopeError, 2)) + (item.reversed ? says.reversed : '');
    case 'shift': {
      const minutes = item.shiftMinutes ?? 0;
      if (minutes === 0) return says.noShift(number(Math.abs(item.correlation ?? 0), 2));
      return minutes > 0 ? says.shift(String(minutes)) : says.shiftAhead(String(-minutes));
    }
  }
}

function meterOf(item: CrossCheck) {
  if (item.meter === null) return checkWords.value.allMeters(item.parts === null ? null : String(item.parts));
  return <a href={`/meters/${item.meter}`}>{item.serial}</a>;
}

/** On a phone the other columns are shut: the row says whose it is. */
function CheckName({ item, withCompany }: { item: CrossCheck; withCompany: boolean }) {
  const whose = [withCompany ? item.companyName : '', item.serial ?? ''].filter((part) => part !== '').join(' · ');
  return (
    <>
      {checkWords.value.checks[item.check]}
      {narrow.value && whose !== '' ? <div class="small second">{whose}</div> : null}
    </>
  );
}

/** @param why path that explains the checks, but for which one */
function columns(withCompany: boolean, why: string): TableColumn<CrossCheck>[] {
  const text = checkWords.value;
  const company: TableColumn<CrossCheck> = {
    id: 'company',
    head: text.company,
    cell: (item) => <a href={`/companies/${item.company}/controle`}>{item.companyName}</a>,
    sort: (item) => item.companyName,
  };
  return [
    { id: 'check', head: text.check, cell: (item) => <CheckName item={item} withCompany={withCompany} />, sort: (item) => text.checks[item.check] },
    { id: 'verdict', head: text.verdict, key: true, cell: (item) => <Badge tone={TONE[item.verdict]}>{text.verdicts[item.verdict]}</Badge>, sort: (item) => RANK[item.verdict] },
    ...(withCompany ? [company] : []),
    { id: 'meter', head: text.meter, cell: meterOf, sort: (item) => item.serial ?? '' },
    { id: 'says', head: text.result, cell: saysOf },
    { id: 'quarters', head: text.quarters, numeric: true, cell: (item) => formatNumber(lang.value, item.quarters), sort: (item) => item.quarters },
    { id: 'why', head: explainedWords.value.statement.why, cell: (item) => <WhyCheck name={nameOf(item)} item={item} path={`${why}&${asked(item)}`} /> },
  ];
}

const nameOf = (item: CrossCheck): string => `${checkWords.value.checks[item.check]} ${item.serial ?? item.companyName}`;
const asked = ({ check, connection, meter }: CrossCheck): string => `check=${check}&connection=${connection}${meter === null ? '' : `&meter=${meter}`}`;

function leadOf(answer: CrossChecks | null): Sentence {
  const text = checkWords.value;
  if (answer === null) return [text.title];
  const { wrong, doubtful, fits } = answer.counts;
  const count = (value: number): string => formatNumber(lang.value, value);
  if (wrong > 0) return [stress(text.leadWrong(count(wrong)), 'fout'), text.leadWrongEnd(count(wrong + doubtful + fits))];
  if (doubtful > 0) return [stress(text.leadDoubtful(count(doubtful)), 'key'), text.leadWrongEnd(count(doubtful + fits))];
  return fits > 0 ? [stress(text.leadAll(count(fits)), 'goed'), text.leadAllEnd] : [text.leadNone];
}

const rowId = (item: CrossCheck): string => `${item.check} ${item.connection} ${item.meter ?? ''}`;

export function CrossChecksPage({ scope }: { scope: Scope }) {
  const { path, query, route } = useLocation();
  const text = checkWords.value;
  const filter = query['toon'] === 'aandacht' ? 'attention' : 'all';
  const resource = useResource<CrossChecks>(api(`${scope.api}/cross-checks`), { concerns: scope.concerns, everyMs: 300_000 });
  const answer = resource.data;
  const day = (at: string): string => formatDate(lang.value, Date.parse(at));
  const title = `${scope.name}, ${text.title} · ${words.value.product}`;
  useEffect(() => void (document.title = title), [title]);
  const shown = (items: readonly CrossCheck[]): readonly CrossCheck[] => (filter === 'all' ? items : items.filter((item) => RANK[item.verdict] < 2));
  return (
    <>
      <Lead
        over={
          <>
            <span>{scope.name}</span>
            {answer && answer.items.length > 0 ? <CoverageBadge coverage={answer.coverage} /> : null}
          </>
        }
        sentence={leadOf(answer)}
        {...(answer && { under: text.period(day(answer.from), day(answer.to)) })}
      />
      <div class="actions" style={{ marginBottom: '14px' }}>
        <Segments
          label={text.verdictFilter}
          value={filter}
          options={FILTERS.map((value) => ({ value, label: text.filters[value] }))}
          onPick={(value) => route(path + (value === 'all' ? '' : '?toon=aandacht'))}
        />
        <a class="button" href={`${scope.href}/meters`}>
          {words.value.tabs.meters}
        </a>
      </div>
      <Panel
        title={text.found}
        resource={resource}
        shape="rows"
        minHeight={240}
        empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}
      >
        {(data) => (
          <>
            {shown(data.items).length === 0 ? (
              <p class="says">{text.leadAll(formatNumber(lang.value, data.counts.fits)) + text.leadAllEnd}</p>
            ) : (
              <DataTable
                caption={`${text.title}, ${scope.name}`}
                columns={columns(scope.kind === 'park', api(`${scope.api}/cross-checks/explain?from=${data.from}&to=${data.to}`))}
                rows={shown(data.items)}
                rowId={rowId}
                rowName={nameOf}
                search={{ label: text.filter, none: text.noMatch, text: (item) => `${item.companyName} ${item.serial ?? ''} ${text.checks[item.check]}` }}
              />
            )}
            <p class="small second">{text.method}</p>
            {data.connectionsHidden > 0 ? <p class="small second">{text.hidden(formatNumber(lang.value, data.connectionsHidden))}</p> : null}
          </>
        )}
      </Panel>
    </>
  );
}
