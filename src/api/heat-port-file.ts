// A table of heat ports as CSV: out, and in again line by line, each judged as if it were sent by itself.
import { z } from '@hono/zod-openapi';
import Papa from 'papaparse';
import type { Lang } from '../charts/formats.ts';
import { type Principal, decide } from '../domain/access.ts';
import type { HeatPortRow } from '../storage/heat.ts';
import type { Deps } from './deps.ts';
import { check } from './checked-values.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { PORT_REASONS, PortRefusal, addPort, changePort, heatPortResource, heatPortView, ownerOf } from './heat-ports.ts';
import { langOf, saidIn } from './said.ts';
import { HeatPortChange, NewHeatPortBody } from './shapes-heat.ts';
import { ParkId } from './shapes.ts';

export const LINES_MAX = 1000;
const COLUMNS = [
  'id',
  'company',
  'name',
  'role',
  'medium',
  'supplyC',
  'returnC',
  'minReturnC',
  'powerKw',
  'profile',
  'meter',
  'derivation',
  'factor',
  'firm',
  'lat',
  'lon',
  'residual',
  'outsidePark',
  'validFrom',
  'validTo',
  'provenance',
  'note',
] as const;
const NUMBERS = new Set(['id', 'company', 'supplyC', 'returnC', 'minReturnC', 'powerKw', 'lat', 'lon', 'factor', 'meter']);
const FLAGS = new Set(['outsidePark', 'firm']);
/** Told by us, not by a file. */
const TOLD = new Set(['provenance', 'companyName', 'park', 'doubts', 'simulated']);

const Brought = z.strictObject({ park: ParkId, csv: z.string().min(1).max(240_000) });
/** field: the column that does not fit; null: the line as a whole. */
const Refused = z.object({ line: z.int(), field: z.enum(COLUMNS).nullable(), reason: z.enum(PORT_REASONS), detail: z.string() });
const Read = z.object({ recorded: z.int(), refused: z.array(Refused), simulated: z.boolean() });

const FORMULA = /^[=+\-@\t\r]/;
/** A cell that starts like a formula is made text: spreadsheets would run it. */
const inert = (value: unknown): unknown => (typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value);
/** What such a cell said. */
const said = (cell: string): string => (cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell);

export function mountHeatPortFile(api: Api): void {
  api.mount({
    method: 'get',
    path: '/heat-ports/file',
    summary: 'Sources and sinks of heat that you may see, as CSV',
    query: z.object({ park: z.string().max(64).exactOptional() }),
    answer: z.string(),
    noun: 'list of heat ports',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal, query }, deps) => {
      const seen = deps.heat.registry.ports().filter((row) => (query.park === undefined || row.park === query.park) && sees(deps, principal, row));
      const rows = seen.map((row) => {
        const view: Readonly<Record<string, unknown>> = heatPortView(deps, row);
        return COLUMNS.map((column) => inert(view[column]));
      });
      const csv = Papa.unparse({ fields: [...COLUMNS, ...(deps.simulated ? ['simulated'] : [])], data: rows.map((row) => [...row, ...(deps.simulated ? [true] : [])]) });
      return new Response(`\ufeff${csv}\r\n`, { headers: { 'content-type': 'text/csv; charset=utf-8' } });
    },
  });
  api.mount({
    method: 'post',
    path: '/heat-ports/file',
    summary: 'Reads a CSV of sources and sinks: with an id a line changes a port, without one it describes a new one',
    body: Brought,
    answer: Read,
    noun: 'park',
    action: 'change',
    resource: ({ body }, deps) => (deps.directory.parks.has(body.park) ? { kind: 'heat-port-table' } : null),
    handle: async ({ body, principal, context }, deps) => {
      const parsed = Papa.parse<Record<string, string>>(body.csv.replace(/^\ufeff/, ''), { header: true, skipEmptyLines: 'greedy' });
      const broken = parsed.errors.find(({ type }) => type === 'Quotes');
      // From a quote that is never closed on, all lines are one cell.
      if (broken !== undefined)
        throw new ApiError('unreadable-file', {
          en: `Line ${(broken.row ?? 0) + 1} has a quote that is not closed, or one inside a cell.`,
          nl: `Regel ${(broken.row ?? 0) + 1} heeft een aanhalingsteken dat niet is gesloten, of een binnen een cel.`,
        });
      if (parsed.meta.fields?.includes('role') !== true && parsed.meta.fields?.includes('id') !== true)
        throw new ApiError('unreadable-file', { en: 'The first line names the columns, among them role or id.', nl: 'De eerste regel noemt de kolommen, waaronder role of id.' });
      if (parsed.data.length > LINES_MAX) throw new ApiError('too-large', { en: `A file has at most ${LINES_MAX} lines.`, nl: `Een bestand heeft hoogstens ${LINES_MAX} regels.` });
      const refused: z.infer<typeof Refused>[] = [];
      for (const [index, row] of parsed.data.entries()) {
        try {
          await bring(deps, principal, { row: cellsOf(row, parsed.meta.delimiter), park: body.park });
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          refused.push({ line: index + 2, ...refusalOf(error, langOf(context)) });
        }
      }
      return { recorded: parsed.data.length - refused.length, refused, simulated: deps.simulated };
    },
  });
}

/** What is wrong with a line; the API names a field first where it is about one. */
function refusalOf(error: ApiError, lang: Lang): Omit<z.infer<typeof Refused>, 'line'> {
  const named = error.message.split(':')[0];
  const field = COLUMNS.find((column) => column === named) ?? null;
  const reason = error instanceof PortRefusal ? error.reason : error.code === 'not-found' ? 'unknown' : 'does-not-fit';
  return { field, reason, detail: saidIn(error.detail, lang) };
}

const sees = (deps: Deps, principal: Principal, row: HeatPortRow): boolean => decide(principal, 'see', heatPortResource(deps, row)) === 'allow';

/** Cells by column as the API takes them; what is empty is not named.
 *  @throws PortRefusal for a number that can be read in two ways */
function cellsOf(row: Readonly<Record<string, string>>, delimiter: string): Record<string, unknown> {
  const cells: Record<string, unknown> = {};
  for (const [column, text] of Object.entries(row)) {
    const cell = said(text.trim());
    if (cell === '' || TOLD.has(column)) continue;
    if (NUMBERS.has(column)) cells[column] = numberOf(cell, { column, delimiter });
    else cells[column] = FLAGS.has(column) ? cell === 'true' || cell === '1' : cell;
  }
  return cells;
}

const GROUPED = /^-?\d{1,3}(\.\d{3})+$/;
const GROUPED_WITH_COMMA = /^-?\d{1,3}(\.\d{3})+,\d+$/;
/** Places have decimals and no thousands. */
const DEGREES = new Set(['lat', 'lon']);

/** A spreadsheet that speaks Dutch parts its cells by ; and writes 1.200 for twelve hundred, 1,2 for one and a fifth; others write 1.200 for
 *  the latter. Where both can be meant a thousandfold lies between them, so it is asked and not guessed. */
function numberOf(cell: string, { column, delimiter }: { column: string; delimiter: string }): number {
  if (GROUPED_WITH_COMMA.test(cell)) return Number(cell.replaceAll('.', '').replace(',', '.'));
  if (delimiter !== ',' && GROUPED.test(cell) && !DEGREES.has(column))
    throw new PortRefusal(
      { field: column, reason: 'two-ways' },
      {
        en: `${cell} can be read in two ways; write ${cell.replaceAll('.', '')}, or ${cell.replace('.', ',')}`,
        nl: `${cell} is op twee manieren te lezen; schrijf ${cell.replaceAll('.', '')} of ${cell.replace('.', ',')}`,
      },
    );
  return Number(cell.replace(',', '.'));
}

async function bring(deps: Deps, principal: Principal, { row: { id, ...row }, park }: { row: Record<string, unknown>; park: string }): Promise<void> {
  if (id !== undefined) {
    const port = typeof id === 'number' ? deps.heat.registry.port(id) : null;
    if (port === null || decide(principal, 'change', heatPortResource(deps, port)) !== 'allow') throw notFound('heat port');
    const { role: _role, company: _company, ...change } = row;
    const view: Readonly<Record<string, unknown>> = heatPortView(deps, port);
    // A whole table comes back for the sake of one line: what is as it was is no change of anything.
    const other = Object.fromEntries(Object.entries(change).filter(([column, value]) => view[column] !== value));
    if (Object.keys(other).length > 0) await changePort(deps, port.id, { body: check(HeatPortChange, other), principal });
    return;
  }
  // What a company describes is its own, unless it names somebody.
  const [role, ...others] = principal.roles;
  const own = role?.role === 'company' && others.length === 0 ? { company: role.company } : {};
  const body = check(NewHeatPortBody, { park, ...own, ...row });
  const owner = ownerOf(deps, body);
  if (owner === null || decide(principal, 'change', owner) !== 'allow') throw notFound('park or company');
  await addPort(deps, body, { principal });
}
