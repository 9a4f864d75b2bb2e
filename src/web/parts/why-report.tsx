// "Waarom dit getal?" for a table of a report: its figures, each explained by the screen it came from, or as a published one kept it.
import type { ReportAnswer } from '../../api/shapes-reports.ts';
import { figureName } from '../../charts/report-figure-names.ts';
import { api } from '../state/fetch.ts';
import { lang } from '../state/settings.ts';
import { ExplainedQuarterOfRoom, ExplainedRoom, NOBODY } from './why-capacity.tsx';
import { ExplainedKg } from './why-history.tsx';
import { Chosen, Explained, WhyButton, type WhyChoice } from './why.tsx';

/** What a path answers follows from its route, and where the report itself answers from the figure. */
function Shown({ path }: { path: string }) {
  const figure = new URLSearchParams(path.split('?')[1]).get('figure') ?? '';
  if (path.includes('/emissions/') || figure.startsWith('emissions')) return <ExplainedKg path={path} />;
  if (path.includes('/capacity/explain?') || figure.endsWith('.kwMax')) return <ExplainedQuarterOfRoom path={path} companies={NOBODY} />;
  return path.includes('/capacity/') || figure.startsWith('capacity') ? <ExplainedRoom path={path} companies={NOBODY} /> : <Explained path={path} />;
}

/** @param table caption of a table of the report; nothing where none of its figures is explained */
export function WhyReport({ report, table }: { report: ReportAnswer; table: string }) {
  const choices = report.explained.flatMap(({ figure, route }): WhyChoice[] => {
    const named = figureName(report.figures, figure, lang.value);
    return named?.table === table ? [{ name: named.name, path: api(route) }] : [];
  });
  if (choices.length === 0) return null;
  // Not on paper.
  return (
    <div class="actions">
      <WhyButton name={table}>
        <Chosen choices={choices} shown={(path) => <Shown key={path} path={path} />} />
      </WhyButton>
    </div>
  );
}
