// Whether a report is a draft, and what it is about.
import type { ReportView } from '../../api/shapes-reports.ts';
import { formatMonth } from '../../charts/formats.ts';
import { reportPageWords } from '../state/report-page-words.ts';
import { lang } from '../state/settings.ts';
import { Badge } from './badge.tsx';

export function ReportState({ report }: { report: ReportView }) {
  const text = reportPageWords.value;
  return report.state === 'published' ? <Badge tone="goed">{text.published}</Badge> : <Badge tone="info">{text.draft}</Badge>;
}

export const periodOf = (report: Pick<ReportView, 'kind' | 'period' | 'from'>): string =>
  report.kind === 'park-month' ? formatMonth(lang.value, Date.parse(report.from)) : report.period;
