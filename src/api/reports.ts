// Routes about reports: the month of a park, the year of a company; a draft is computed each time, a published one stands.
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { type Principal, type Resource, decide } from '../domain/access.ts';
import { localAdd, localDate, localDay, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { REPORT_FORMATS } from '../charts/report-tables.ts';
import type { ReportHead, ReportRow } from '../storage/reports.ts';
import { authorOf } from './corrections-query.ts';
import type { Deps } from './deps.ts';
import { listsAsked } from './emissions-query.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { explainedIn } from './report-explain.ts';
import { KeptExplanations, explainFigure, explanationsToKeep, figuresKept } from './report-kept.ts';
import { reportFigures } from './report-figures.ts';
import { PathId, listOf } from './shapes.ts';
import { CapacityFigureExplanation } from './shapes-capacity-explained.ts';
import { CapacityExplanation } from './shapes-capacity.ts';
import { EmissionsExplanation } from './shapes-emissions-explained.ts';
import { NewReport, REPORT_KINDS, ReportAnswer, ReportExplainQuery, ReportFiguresShape, ReportView } from './shapes-reports.ts';
import { Explanation } from './shapes-settled.ts';

/** Of one park or company. */
export const REPORTS_MAX = 500;
const LISTED_MAX = 500;
const Params = z.object({ id: PathId });
const MEDIA = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

export function mountReports(api: Api): void {
  api.mount({
    method: 'get',
    path: '/reports',
    summary: 'Reports, newest first',
    query: z.object({ park: z.string().optional(), company: z.coerce.number().int().optional() }),
    answer: listOf(ReportView),
    noun: 'report',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ query, principal }, deps) => {
      const rows = await deps.reports.latest(LISTED_MAX * 4);
      const mine = (row: ReportHead): boolean => (query.park ?? row.park) === row.park && (query.company ?? row.company) === row.company;
      return {
        items: rows
          .filter((row) => mine(row) && sees(deps, principal, row))
          .slice(0, LISTED_MAX)
          .map((row) => reportView(deps, row)),
        next: null,
      };
    },
  });
  api.mount({
    method: 'post',
    path: '/reports',
    summary: 'A new report as a draft: the month or year of a park, the year of a company or of the region',
    body: NewReport,
    answer: ReportView,
    status: 201,
    noun: 'park or company',
    action: 'change',
    resource: ({ body }, deps) => whose(deps, body),
    handle: async ({ body, context }, deps) => {
      const { from, to } = periodOf(body);
      if (from > deps.now()) throw new ApiError('invalid-request', { en: `period: ${body.period} has not begun.`, nl: `period: ${body.period} is nog niet begonnen.` });
      listsAsked(deps, body.factors);
      const company = body.company ?? null;
      const park = body.park ?? (company === null ? '' : (deps.directory.companies.get(company)?.park ?? ''));
      if ((await deps.reports.countOf(park, company)) >= REPORTS_MAX)
        throw new ApiError('conflict', {
          en: `There are ${REPORTS_MAX} reports already; remove drafts first.`,
          nl: `Er zijn al ${REPORTS_MAX} rapporten; verwijder eerst concepten.`,
        });
      const by = await authorOf(deps, context);
      const row = { kind: body.kind, park, company, from_ms: from, to_ms: to, factors: body.factors, created_by: by, created_at: deps.now() };
      return reportView(deps, await deps.reports.add(row));
    },
  });
  mountReport(api);
  mountPublication(api);
}

const one = { params: Params, noun: 'report', resource: ({ params }: { params: { id: number } }, deps: Deps): Promise<Resource | null> => resourceOf(deps, params.id) };

function mountReport(api: Api): void {
  api.mount({
    ...one,
    method: 'get',
    path: '/reports/{id}',
    summary: 'A report with its figures: of a draft as they are now, of a published one as they were',
    answer: ReportAnswer,
    action: 'see',
    handle: async ({ params }, deps) => {
      const row = await rowOf(deps, params.id);
      const figures = await figuresOf(deps, row);
      return { ...reportView(deps, row), figures, explained: explainedIn(figures, row, figuresKept(figures, row, keptBy(row))) };
    },
  });
  api.mount({
    ...one,
    method: 'get',
    path: '/reports/{id}/explain',
    summary: 'What a figure of a report is made of: of a draft as it is now, of a published one as it was',
    query: ReportExplainQuery,
    answer: z.union([Explanation, EmissionsExplanation, CapacityExplanation, CapacityFigureExplanation]),
    action: 'see',
    handle: async ({ params, query, principal }, deps) => {
      const row = await rowOf(deps, params.id);
      return explainFigure(deps, principal, { row, figures: await figuresOf(deps, row), kept: row.published_at === null ? null : (keptBy(row) ?? NOTHING_KEPT), ...query });
    },
  });
  api.mount({
    ...one,
    method: 'get',
    path: '/reports/{id}/file',
    summary: 'The report as PDF, CSV or spreadsheet',
    query: z.object({ format: z.enum(REPORT_FORMATS).default('pdf'), lang: z.enum(['nl', 'en']).default('nl') }),
    answer: z.unknown(),
    action: 'see',
    handle: async ({ params, query: { format, lang } }, deps) => {
      const row = await rowOf(deps, params.id);
      const bytes = await deps.compute.report({ figures: await figuresOf(deps, row), format, lang });
      const name = `${row.company === null ? row.park || 'regio' : `bedrijf-${row.company}`}-${periodName(row)}.${format}`;
      return new Response(bytes, { headers: { 'content-type': MEDIA[format], 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' } });
    },
  });
}

function mountPublication(api: Api): void {
  api.mount({
    ...one,
    method: 'post',
    path: '/reports/{id}/publication',
    summary: 'Freezes the figures of a draft; 409 when it is published, or its period is not over',
    answer: ReportView,
    action: 'change',
    handle: async ({ params, context }, deps) => {
      const row = await rowOf(deps, params.id);
      if (row.published_at !== null) throw new ApiError('conflict', { en: 'It is published already, and stays as it is.', nl: 'Het is al gepubliceerd en blijft zoals het is.' });
      if (row.to_ms > deps.now())
        throw new ApiError('conflict', {
          en: `Its period ends at ${toIso(epochMs(row.to_ms))}; it can be published after that.`,
          nl: `De periode eindigt op ${toIso(epochMs(row.to_ms))}; daarna kan het worden gepubliceerd.`,
        });
      const made = await reportFigures(deps, row);
      const [figures, explanations] = [JSON.stringify(made), JSON.stringify(await explanationsToKeep(deps, { row, figures: ReportFiguresShape.parse(made) }))];
      const sha256 = createHash('sha256').update(figures).digest('hex');
      if (!(await deps.reports.publish(row.id, { by: await authorOf(deps, context), at: deps.now(), figures, explanations, sha256 })))
        throw new ApiError('conflict', { en: 'Somebody published it just now.', nl: 'Iemand heeft het net gepubliceerd.' });
      return reportView(deps, await rowOf(deps, row.id));
    },
  });
  api.mount({
    ...one,
    method: 'delete',
    path: '/reports/{id}',
    summary: 'Removes a draft; a published report stays',
    answer: z.null(),
    status: 204,
    action: 'change',
    handle: async ({ params }, deps) => {
      if (!(await deps.reports.removeDraft(params.id))) throw new ApiError('conflict', { en: 'It is published, and stays.', nl: 'Het is gepubliceerd en blijft.' });
      return null;
    },
  });
}

async function rowOf(deps: Deps, id: number): Promise<ReportRow> {
  const row = await deps.reports.byId(id);
  if (row === null) throw notFound('report');
  return row;
}

const keptBy = ({ explanations }: ReportRow): KeptExplanations | null => (explanations === null ? null : KeptExplanations.parse(JSON.parse(explanations)));
const NOTHING_KEPT: KeptExplanations = { kg: {}, quarters: {}, totals: {} };

/** Of a published report the figures that it was published with, checked as they were then. */
async function figuresOf(deps: Deps, row: ReportRow): Promise<ReportAnswer['figures']> {
  if (row.figures === null) return ReportFiguresShape.parse(await reportFigures(deps, row));
  if (createHash('sha256').update(row.figures).digest('hex') !== row.sha256) throw new Error(`report ${row.id}: its figures are not those that were published`);
  return ReportFiguresShape.parse(JSON.parse(row.figures));
}

function whose(deps: Deps, { kind, park, company }: NewReport): Resource | null {
  if (kind === 'region-year') return park === undefined && company === undefined ? { kind: 'region-report' } : null;
  if (kind === 'park-month' || kind === 'park-year')
    return park === undefined || company !== undefined || !deps.directory.parks.has(park) ? null : { kind: 'report', park, company: null, sharing: NONE };
  const row = company === undefined ? undefined : deps.directory.companies.get(company);
  return row === undefined || (park ?? row.park) !== row.park ? null : { kind: 'report', park: row.park, company: row.id, sharing: deps.directory.sharingOf(row.id, deps.now()) };
}

const NONE = { parkmanager: false, region: false } as const;
const reportResource = (deps: Deps, { kind, park, company }: ReportHead): Resource =>
  kind === 'region-year' ? { kind: 'region-report' } : { kind: 'report', park, company, sharing: company === null ? NONE : deps.directory.sharingOf(company, deps.now()) };

async function resourceOf(deps: Deps, id: number): Promise<Resource | null> {
  const row = await deps.reports.byId(id);
  return row === null ? null : reportResource(deps, row);
}

const sees = (deps: Deps, principal: Principal, row: ReportHead): boolean => decide(principal, 'see', reportResource(deps, row)) === 'allow';

/** @throws ApiError when the text is no month, or no year */
function periodOf({ kind, period }: NewReport): { from: EpochMs; to: EpochMs } {
  const [pattern, rest, step] = kind === 'park-month' ? ([/^20\d\d-(0[1-9]|1[0-2])$/, '-01', 'P1M'] as const) : ([/^20\d\d$/, '-01-01', 'P1Y'] as const);
  if (!pattern.test(period))
    throw new ApiError(
      'invalid-request',
      kind === 'park-month'
        ? { en: 'period: a month, as in 2026-10.', nl: 'period: een maand, zoals 2026-10.' }
        : { en: 'period: a year, as in 2025.', nl: 'period: een jaar, zoals 2025.' },
    );
  const from = localDate(period + rest);
  return { from, to: localAdd(from, step, 1) };
}

function periodName({ kind, from_ms }: ReportHead): string {
  const { year, month } = localDay(epochMs(from_ms));
  return kind === 'park-month' ? `${year}-${String(month).padStart(2, '0')}` : String(year);
}

const iso = (ms: number | null): string | null => (ms === null ? null : toIso(epochMs(ms)));

function reportView(deps: Deps, row: ReportHead): ReportView {
  const name = row.company === null ? deps.directory.parks.get(row.park)?.name : deps.directory.companies.get(row.company)?.name;
  return {
    id: row.id,
    kind: REPORT_KINDS.find((kind) => kind === row.kind) ?? 'park-month',
    park: row.park === '' ? null : row.park,
    company: row.company,
    name: name ?? row.park,
    period: periodName(row),
    from: toIso(epochMs(row.from_ms)),
    to: toIso(epochMs(row.to_ms)),
    factors: row.factors,
    state: row.published_at === null ? 'draft' : 'published',
    createdBy: row.created_by,
    createdAt: toIso(epochMs(row.created_at)),
    publishedBy: row.published_by,
    publishedAt: iso(row.published_at),
    sha256: row.sha256,
    simulated: deps.simulated,
  };
}
