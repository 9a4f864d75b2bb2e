// One report on the screen and on paper: the same tables as its files.
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { ReportAnswer, ReportView } from '../../api/shapes-reports.ts';
import { formatClock, formatDate } from '../../charts/formats.ts';
import { reportOf } from '../../charts/report-tables.ts';
import { TwinTable } from '../parts/chart.tsx';
import { Panel } from '../parts/panel.tsx';
import { ReportState, periodOf } from '../parts/report-state.tsx';
import { Lead } from '../parts/say.tsx';
import { WhyReport } from '../parts/why-report.tsx';
import { api, ask } from '../state/fetch.ts';
import { owners } from '../state/owners.ts';
import { reportPageWords } from '../state/report-page-words.ts';
import { me } from '../state/session.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';

const FORMATS = [
  ['pdf', 'PDF'],
  ['xlsx', 'Excel'],
  ['csv', 'CSV'],
] as const;

function Actions({ report, onPublished }: { report: ReportView; onPublished: () => void }) {
  const text = reportPageWords.value;
  const { route } = useLocation();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  // Who may make it may publish it: a company its own, a manager that of the park.
  const ofRegion = report.park === null && (me.value?.roles ?? []).some((one) => one.role === 'region');
  const mine = ofRegion || owners().some((one) => one.park === report.park && one.company === report.company);
  const act = async (path: string, method: 'POST' | 'DELETE', done: () => void): Promise<void> => {
    setBusy(true);
    const answer = await ask(api(path), { method, ...(method === 'POST' && { body: {} }) });
    setBusy(false);
    setTrouble(answer.ok ? null : answer.problem.detail);
    if (answer.ok) done();
  };
  return (
    <div class="actions">
      <p style={{ display: 'flex', flexWrap: 'wrap', gap: '8px' }}>
        {FORMATS.map(([format, label]) => (
          <a key={format} class="button" href={api(`/reports/${report.id}/file?format=${format}&lang=${lang.value}`)} download>
            {label}
          </a>
        ))}
        <button type="button" class="button" onClick={() => window.print()}>
          {text.print}
        </button>
        {mine && report.state === 'draft' ? (
          <>
            <button type="button" class="button primary" disabled={busy} onClick={() => void act(`/reports/${report.id}/publication`, 'POST', onPublished)}>
              {busy ? text.publishing : text.publish}
            </button>
            <button type="button" class="button" disabled={busy} onClick={() => void act(`/reports/${report.id}`, 'DELETE', () => route('/rapporten'))}>
              {text.remove}
            </button>
          </>
        ) : null}
      </p>
      {mine && report.state === 'draft' ? <p class="says">{text.publishHint}</p> : null}
      {trouble === null ? null : (
        <p class="says tone-fout" role="alert">
          {text.failed}: {trouble}
        </p>
      )}
    </div>
  );
}

function saysOf(report: ReportView): string {
  const text = reportPageWords.value;
  if (report.publishedAt === null) return text.draftSays(periodOf(report));
  const at = Date.parse(report.publishedAt);
  return text.publishedSays(`${formatDate(lang.value, at)} ${formatClock(lang.value, at)}`, report.publishedBy ?? '');
}

export function ReportPage({ id }: { id: number }) {
  const text = reportPageWords.value;
  const report = useResource<ReportAnswer>(api(`/reports/${id}`));
  const { data } = report;
  const drawn = data === null ? null : reportOf(data.figures, lang.value);
  return (
    <>
      <Lead
        over={
          <span>
            <a href="/rapporten">{text.title}</a>
            {drawn === null ? null : ` · ${drawn.title}`}
          </span>
        }
        sentence={data === null ? [text.title] : [saysOf(data), '.']}
      />
      <div class="grid">
        <Panel
          title={drawn === null ? text.name : `${drawn.title}, ${drawn.subtitle}`}
          resource={report}
          shape="rows"
          minHeight={200}
          tools={(one) => <ReportState report={one} />}
        >
          {(one) => (
            <>
              <Actions report={one} onPublished={report.refetch} />
              {drawn?.warning ? <p class="says tone-let">{drawn.warning}</p> : null}
              {[...(drawn?.tables ?? []), ...(drawn === null ? [] : [drawn.about])].map((table) => (
                <section key={table.caption} class="whole" style={{ marginTop: '24px' }}>
                  <h3>{table.caption}</h3>
                  <WhyReport report={one} table={table.caption} />
                  <TwinTable table={table} />
                </section>
              ))}
              {one.sha256 === null ? null : (
                <p class="says" style={{ overflowWrap: 'anywhere' }}>
                  {text.fingerprint(one.sha256)}
                </p>
              )}
            </>
          )}
        </Panel>
      </div>
    </>
  );
}
