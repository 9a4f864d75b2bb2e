// Routes about figures that no wire brings: hand-read counters, invoices and fuels, each with its author and document.
import { randomUUID } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { type Resource, decide } from '../domain/access.ts';
import { fuelOf } from '../domain/fuel.ts';
import { CARRIERS } from '../domain/reading.ts';
import { toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import type { DocumentRow, FigureRow } from '../storage/imports-sql.ts';
import type { Deps } from './deps.ts';
import type { Api } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { FIGURE_FILE_BYTES_MAX, addFigureFile, receiveFigureFile } from './figure-file.ts';
import { FigureWriter } from './figure-writer.ts';
import { authorOf, downloadHeaders } from './import-steps.ts';
import { NameQuery, taken } from './imports.ts';
import { incomingFile } from './incoming-file.ts';
import { langOf } from './said.ts';
import { Document, Figure, FigureFile, NewFigure } from './shapes-imports.ts';
import { PathId, listOf } from './shapes.ts';
import { companyResource } from './views.ts';

/** A photo of a counter, or an invoice. */
export const DOCUMENT_BYTES_MAX = 10 * 1024 * 1024;
export const FIGURES_LISTED_MAX = 1000;
const FigureParams = z.object({ id: PathId });

/** What a file is by its first bytes, whatever it is called. */
export function documentType(head: Uint8Array): string | null {
  const text = Buffer.from(head).toString('latin1');
  if (text.startsWith('%PDF-')) return 'application/pdf';
  if (text.startsWith('\u00ff\u00d8\u00ff')) return 'image/jpeg';
  if (text.startsWith('\u0089PNG\r\n')) return 'image/png';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  if (text.slice(4, 8) === 'ftyp' && /^(heic|heix|mif1|avif)/.test(text.slice(8, 12))) return 'image/heic';
  return null;
}

export function mountFigures(api: Api): void {
  mountDocuments(api);
  api.mount({
    method: 'get',
    path: '/figures',
    summary: 'Figures without a wire that you may see, newest period first',
    query: z.object({ company: z.coerce.number().int().positive().optional() }),
    answer: listOf(Figure),
    noun: 'list of figures',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal, query }, deps) => {
      const companies = [...deps.directory.companies.keys()].filter((id) => {
        const resource = query.company === undefined || query.company === id ? companyResource(deps, id) : null;
        return resource !== null && decide(principal, 'see', resource) === 'allow';
      });
      const rows = await deps.imports.rows.figures(companies, FIGURES_LISTED_MAX);
      return { items: await Promise.all(rows.map((row) => figureView(deps, row))), next: null };
    },
  });
  api.mount({
    method: 'post',
    path: '/figures',
    summary: 'Adds a figure that no wire brings; the days are local, `to` is the first day after the period',
    body: NewFigure,
    answer: Figure,
    status: 201,
    noun: 'company',
    action: 'change',
    resource: ({ body }, deps) => figuresOf(deps, body.company),
    handle: async (input, deps) => figureView(deps, await new FigureWriter(deps).add(input.body, await authorOf(input, deps))),
  });
  api.mount({
    method: 'post',
    path: '/figures/file',
    summary: `Adds figures from a table (CSV or .xlsx, at most ${FIGURE_FILE_BYTES_MAX / 1024 / 1024} MB), one a line; the table stays as their document`,
    query: NameQuery,
    answer: FigureFile,
    status: 201,
    noun: 'figures',
    action: 'change',
    resource: () => ({ kind: 'imports' }),
    handle: async (input, deps) => {
      const author = await authorOf(input, deps);
      const file = await incomingFile(input.context, input.query.name);
      return addFigureFile(deps, taken(await receiveFigureFile(deps, file, author), FIGURE_FILE_BYTES_MAX), { author, lang: langOf(input.context) });
    },
  });
  api.mount({
    method: 'delete',
    path: '/figures/{id}',
    summary: 'Takes a figure back; what it stood in for comes back',
    params: FigureParams,
    answer: z.null(),
    status: 204,
    noun: 'figure',
    action: 'change',
    resource: async ({ params }, deps) => {
      const row = await deps.imports.rows.figure(params.id);
      return row === null || row.removed_at !== null ? null : figuresOf(deps, row.company);
    },
    handle: async (input, deps) => {
      const row = await deps.imports.rows.figure(input.params.id);
      if (row === null) throw notFound('figure');
      await new FigureWriter(deps).remove(row, await authorOf(input, deps));
      return null;
    },
  });
}

function figuresOf(deps: Deps, company: number): Resource | null {
  const sharing = deps.imports.sharing(company);
  return sharing === null ? null : { kind: 'figures', ...sharing };
}

function mountDocuments(api: Api): void {
  api.mount({
    method: 'post',
    path: '/documents',
    summary: `Brings a photo or invoice (PDF, JPEG, PNG, WebP, HEIC; at most ${DOCUMENT_BYTES_MAX / 1024 / 1024} MB) as the body, or as the file of a form`,
    query: NameQuery,
    answer: Document,
    status: 201,
    noun: 'document',
    action: 'change',
    resource: () => ({ kind: 'imports' }),
    handle: async (input, deps) => {
      const { imports } = deps;
      const { principal } = input;
      const file = await incomingFile(input.context, input.query.name);
      const received = await imports.receive(file.body, { limit: DOCUMENT_BYTES_MAX, principal }, async ({ hash, bytes, head }) => {
        const type = documentType(head);
        if (type === null) return { hash, document: null };
        const document: DocumentRow = { id: randomUUID(), author: principal.id ?? '', name: file.name, type, hash, bytes, at: deps.now() };
        await imports.rows.addDocument(document);
        return { hash, document };
      });
      const { hash, document } = taken(received, DOCUMENT_BYTES_MAX);
      if (document === null) {
        await imports.release(hash);
        throw new ApiError('unreadable-file', 'A document is a PDF or a photo (JPEG, PNG, WebP, HEIC).');
      }
      return { document: document.id, name: document.name, type: document.type, bytes: document.bytes };
    },
  });
  api.mount({
    method: 'get',
    path: '/figures/{id}/document',
    summary: 'The photo or invoice behind a figure',
    params: FigureParams,
    answer: z.unknown(),
    noun: 'figure',
    action: 'see',
    resource: async ({ params }, deps) => {
      const row = await deps.imports.rows.figure(params.id);
      // Taken back, its document is taken back too.
      return row === null || row.removed_at !== null ? null : companyResource(deps, row.company);
    },
    handle: async ({ params }, deps) => {
      const row = await deps.imports.rows.figure(params.id);
      const document = await documentOf(deps, row);
      if (document === null || !deps.imports.files.holds(document.hash)) throw notFound('document');
      return new Response(await deps.imports.files.read(document.hash), { headers: downloadHeaders(document) });
    },
  });
}

const documentOf = async (deps: Deps, row: FigureRow | null): Promise<DocumentRow | null> =>
  row === null || row.document === null ? null : deps.imports.rows.document(row.document);

async function figureView(deps: Deps, row: FigureRow): Promise<Figure> {
  const document = await documentOf(deps, row);
  const carrier = CARRIERS.find((one) => one === row.subject);
  const fuel = fuelOf(row.subject);
  if (carrier === undefined && fuel === null) throw new Error(`figure ${row.id} is about '${row.subject}', which is no carrier and no fuel`);
  const iso = (at: number): string => toIso(epochMs(at));
  return {
    id: row.id,
    company: row.company,
    connection: row.connection,
    kind: row.kind === 'reading' || row.kind === 'invoice' ? row.kind : 'fuel',
    subject: carrier ?? fuel ?? 'diesel',
    flow: row.flow === 'import' || row.flow === 'export' || row.flow === 'generation' ? row.flow : 'consumption',
    amount: row.amount,
    unit: row.unit,
    firstReading: row.first_reading,
    lastReading: row.last_reading,
    from: iso(row.from_ms),
    to: iso(row.to_ms),
    note: row.note,
    document: document === null ? null : { name: document.name, type: document.type, bytes: document.bytes },
    author: row.author_name,
    at: iso(row.at),
    quality: fuel === null ? 'S' : null,
    complete: row.import === null || (await deps.imports.rows.one(row.import))?.state !== 'failed',
    simulated: deps.simulated,
  };
}
