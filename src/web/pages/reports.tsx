// Reports: a list, and a form for one more.
import { useState } from 'preact/hooks';
import type { ReportView } from '../../api/shapes-reports.ts';
import { formatMonth, localDay } from '../../charts/formats.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { ReportState, periodOf } from '../parts/report-state.tsx';
import { Lead } from '../parts/say.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { api, ask } from '../state/fetch.ts';
import { owners } from '../state/owners.ts';
import { me } from '../state/session.ts';
import { reportPageWords } from '../state/report-page-words.ts';
import { lang, nowMs } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { ReportPage } from './report.tsx';

const MONTHS_OFFERED = 24;
const YEARS_OFFERED = 5;

/** Of what a report can be made; without a park it is the region. */
interface Choice {
  readonly name: string;
  readonly park: string | null;
  readonly company: number | null;
}

const nameOf = (report: ReportView): string => `${reportPageWords.value.kinds[report.kind]} ${report.park === null ? reportPageWords.value.region : report.name}`;

function columns(): TableColumn<ReportView>[] {
  const text = reportPageWords.value;
  return [
    { id: 'name', head: text.name, cell: (report) => <a href={`/rapporten/${report.id}`}>{nameOf(report)}</a>, sort: nameOf },
    { id: 'period', head: text.period, key: true, cell: periodOf, sort: (report) => report.from },
    { id: 'state', head: text.state, cell: (report) => <ReportState report={report} />, sort: (report) => report.state },
    { id: 'by', head: text.by, cell: (report) => report.publishedBy ?? report.createdBy, sort: (report) => report.publishedBy ?? report.createdBy },
  ];
}

/** The months or years up to now, the last one that is over first. */
function periods(kind: ReportView['kind']): (readonly [string, string])[] {
  const [year, month] = localDay(nowMs.value).split('-').map(Number);
  const [y, m] = [year ?? 0, month ?? 1];
  if (kind !== 'park-month') return Array.from({ length: YEARS_OFFERED }, (_, back) => [String(y - back), String(y - back)] as const);
  const months = Array.from({ length: MONTHS_OFFERED }, (_, back) => {
    const at = Date.UTC(y, m - 1 - back, 15);
    return [new Date(at).toISOString().slice(0, 7), formatMonth(lang.value, at)] as const;
  });
  return [...months.slice(1), ...months.slice(0, 1)];
}

function NewReport({ onMade }: { onMade: () => void }) {
  const text = reportPageWords.value;
  const ofRegion = (me.value?.roles ?? []).some((each) => each.role === 'region');
  const choices: readonly Choice[] = ofRegion ? [{ name: text.region, park: null, company: null }] : owners();
  const [draft, setDraft] = useState<{ owner: string; yearly: boolean; period: string | null }>({ owner: '0', yearly: false, period: null });
  const [state, setState] = useState<'idle' | 'busy'>('idle');
  const [trouble, setTrouble] = useState<string | null>(null);
  const owner = choices[Number(draft.owner)] ?? choices[0];
  if (owner === undefined) return null;
  const ofPark = owner.company === null && owner.park !== null;
  const kind = owner.company !== null ? 'company-year' : !ofPark ? 'region-year' : draft.yearly ? 'park-year' : 'park-month';
  const offered = periods(kind);
  // A month that was picked is none of the years of somebody else.
  const period = offered.find(([value]) => value === draft.period)?.[0] ?? offered[0]?.[0] ?? '';
  const make = async (event: Event): Promise<void> => {
    event.preventDefault();
    setState('busy');
    const answer = await ask(api('/reports'), {
      method: 'POST',
      body: { kind, period, ...(owner.company !== null ? { company: owner.company } : owner.park !== null ? { park: owner.park } : {}) },
    });
    setState('idle');
    setTrouble(answer.ok ? null : answer.problem.detail);
    if (answer.ok) onMade();
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.newTitle}</h2>
      </div>
      <form style={{ maxWidth: '420px' }} onSubmit={(event) => void make(event)}>
        <SelectField
          id="report-owner"
          label={text.whose}
          value={draft.owner}
          options={choices.map((one, index) => [String(index), one.name])}
          onPick={(picked) => setDraft({ ...draft, owner: picked })}
        />
        {ofPark ? (
          <SelectField
            id="report-kind"
            label={text.kind}
            value={kind}
            options={[
              ['park-month', text.kinds['park-month']],
              ['park-year', text.kinds['park-year']],
            ]}
            onPick={(picked) => setDraft({ ...draft, yearly: picked === 'park-year', period: null })}
          />
        ) : null}
        <SelectField
          id="report-period"
          label={kind === 'park-month' ? text.month : text.year}
          value={period}
          options={offered}
          onPick={(picked) => setDraft({ ...draft, period: picked })}
        />
        {trouble === null ? null : (
          <p class="says tone-fout" role="alert">
            {text.refused}: {trouble}
          </p>
        )}
        <button type="submit" class="button primary" disabled={state === 'busy'}>
          {state === 'busy' ? text.making : text.make}
        </button>
      </form>
    </section>
  );
}

function ReportList() {
  const text = reportPageWords.value;
  const reports = useResource<{ items: ReportView[] }>(api('/reports'));
  const published = reports.data?.items.filter((report) => report.state === 'published').length ?? 0;
  return (
    <>
      <Lead over={<span>{text.title}</span>} sentence={reports.data === null ? [text.title] : [text.says(published, reports.data.items.length - published), '.']} />
      <div class="grid">
        <Panel
          title={text.list}
          resource={reports}
          shape="rows"
          minHeight={160}
          empty={(data) => (data.items.length > 0 ? null : { title: text.emptyTitle, text: text.emptyText })}
        >
          {(data) => <DataTable caption={text.list} columns={columns()} rows={data.items} rowId={(report) => String(report.id)} rowName={nameOf} linked />}
        </Panel>
        <NewReport onMade={reports.refetch} />
      </div>
    </>
  );
}

export function ReportsPage({ report }: { report: number | null }) {
  return report === null ? <ReportList /> : <ReportPage key={report} id={report} />;
}
