// Routes about files with figures: bring one, see what it means, start, follow, undo.
import { z } from '@hono/zod-openapi';
import { decide } from '../domain/access.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { type ImportChoices, faultOf, storedUnitOf } from '../ingest/import-choices.ts';
import { ImportFileError } from '../ingest/import-file.ts';
import type { LinesSummary, Outcome as LineOutcome } from '../ingest/import-lines.ts';
import { type ImportPreview as PreviewRow, ImportsBusyError } from '../ingest/import-worker.ts';
import type { ImportRow } from '../storage/imports-sql.ts';
import { flagOf } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import { type Api, type Input, PREFIX } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import type { Author, Outcome } from './import-run.ts';
import type { Received } from './kept-files.ts';
import { Import, ImportPreview, type ImportResult, PreviewImport, StartImport, UndoImport, UploadedImport } from './shapes-imports.ts';
import { PathId, listOf } from './shapes.ts';

/** Largest file with figures: a year of quarters of 100 connections, one line each, is 160 MB. */
export const IMPORT_BYTES_MAX = 256 * 1024 * 1024;
export const IMPORTS_LISTED_MAX = 200;
/** Routes that take a file as it is; they count its bytes themselves. */
export const FILE_PATHS: ReadonlySet<string> = new Set([`${PREFIX}/imports`, `${PREFIX}/documents`]);

const ImportParams = z.object({ id: PathId });
export const NameQuery = z.object({ name: z.string().trim().min(1).max(200) });

export async function authorOf(input: Pick<Input<unknown, unknown, unknown>, 'principal' | 'context'>, deps: Deps): Promise<Author> {
  const { name, email } = await deps.auth.person(input.context.req.raw.headers);
  return { principal: input.principal, name: name ?? email ?? input.principal.id ?? '' };
}

/** @throws ApiError that says why a file was not taken */
export function taken(received: Received, limit: number): Extract<Received, { ok: true }> {
  if (received.ok) return received;
  switch (received.reason) {
    case 'empty':
      throw new ApiError('invalid-request', 'body: send the file itself as the body of the request');
    case 'too-large':
      throw new ApiError('too-large', `A file has at most ${limit / 1024 / 1024} MB.`);
    case 'quota':
      throw new ApiError('storage-full', 'The room for kept files is used up; the operator can make room.');
    case 'busy':
      throw new ApiError('busy', 'Several files are being received; try again in a minute.');
  }
}

const importOf = async (deps: Deps, id: number): Promise<ImportRow> => {
  const row = await deps.imports.rows.one(id);
  if (row === null || row.kind !== 'file') throw notFound('import');
  return row;
};

export function mountImports(api: Api): void {
  mountUpload(api);
  api.mount({
    method: 'get',
    path: '/imports',
    summary: `Files with figures that you may see, newest first, at most ${IMPORTS_LISTED_MAX}`,
    answer: listOf(Import),
    noun: 'list of imports',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal }, deps) => {
      const rows = (await deps.imports.rows.list(IMPORTS_LISTED_MAX)).filter((row) => decide(principal, 'see', deps.imports.resource(row)) === 'allow');
      return { items: rows.map((row) => importView(deps, row, principal.id)), next: null };
    },
  });
  api.mount({
    method: 'get',
    path: '/imports/{id}',
    summary: 'How far a file is, and what became of it',
    params: ImportParams,
    answer: Import,
    noun: 'import',
    action: 'see',
    resource: ({ params }, deps) => resourceOf(deps, params.id),
    handle: async ({ params, principal }, deps) => importView(deps, await importOf(deps, params.id), principal.id),
  });
  mountChanges(api);
}

async function resourceOf(deps: Deps, id: number): Promise<ReturnType<Deps['imports']['resource']> | null> {
  const row = await deps.imports.rows.one(id);
  return row === null || row.kind !== 'file' ? null : deps.imports.resource(row);
}

function mountUpload(api: Api): void {
  api.mount({
    method: 'post',
    path: '/imports',
    summary: `Brings a file with figures (CSV or .xlsx, at most ${IMPORT_BYTES_MAX / 1024 / 1024} MB) as the body; answers what it probably means`,
    query: NameQuery,
    answer: UploadedImport,
    status: 201,
    noun: 'import',
    action: 'change',
    resource: () => ({ kind: 'imports' }),
    handle: async (input, deps) => {
      const author = await authorOf(input, deps);
      await deps.imports.forgetUploads();
      const { hash, bytes } = taken(await deps.imports.files.receive(input.context.req.raw.body, IMPORT_BYTES_MAX), IMPORT_BYTES_MAX);
      const { principal } = author;
      const row = await deps.imports.rows.add({
        kind: 'file',
        author: principal.id ?? '',
        author_name: author.name,
        name: input.query.name,
        hash,
        bytes,
        at: deps.now(),
        state: 'uploaded',
      });
      try {
        return { import: importView(deps, row, principal.id), preview: await previewOf(deps, row, { author, choices: null }) };
      } catch (error) {
        // Nothing was brought that could be read.
        await deps.imports.forget(row);
        throw error;
      }
    },
  });
}

function mountChanges(api: Api): void {
  api.mount({
    method: 'post',
    path: '/imports/{id}/preview',
    summary: 'What the first lines become with these choices; without choices, with those that were guessed',
    params: ImportParams,
    body: PreviewImport,
    answer: ImportPreview,
    noun: 'import',
    action: 'see',
    resource: ({ params }, deps) => resourceOf(deps, params.id),
    handle: async (input, deps) => {
      const row = await importOf(deps, input.params.id);
      // Its lines may name connections of others: they are for who brought it.
      if (!isOwn(row, input.principal)) throw notFound('import');
      return previewOf(deps, row, { author: await authorOf(input, deps), choices: input.body.choices ?? null });
    },
  });
  api.mount({
    method: 'post',
    path: '/imports/{id}',
    summary: 'Starts to read a file; what cannot be used is refused line by line, the rest goes in',
    params: ImportParams,
    body: StartImport,
    answer: Import,
    status: 202,
    noun: 'import',
    action: 'change',
    resource: ({ params }, deps) => resourceOf(deps, params.id),
    handle: async (input, deps) => {
      const row = await importOf(deps, input.params.id);
      if (!isOwn(row, input.principal)) throw notFound('import');
      const { choices, sender = null } = input.body;
      const fault = faultOf(choices);
      if (fault !== null) throw new ApiError('invalid-request', `choices.${fault}`);
      if (!(await deps.imports.start(row, await authorOf(input, deps), { choices, sender })))
        throw new ApiError('conflict', `This file is ${row.state} already; bring it again to read it once more.`);
      return importView(deps, await importOf(deps, row.id), input.principal.id);
    },
  });
  api.mount({
    method: 'post',
    path: '/imports/{id}/undo',
    summary: 'Takes back everything that a file wrote',
    params: ImportParams,
    body: UndoImport,
    answer: Import,
    noun: 'import',
    action: 'change',
    resource: ({ params }, deps) => resourceOf(deps, params.id),
    handle: async (input, deps) => {
      const row = await importOf(deps, input.params.id);
      if (row.state !== 'done' && row.state !== 'failed') throw new ApiError('conflict', `This file is ${row.state}: there is nothing to undo.`);
      await deps.imports.undo(row, await authorOf(input, deps), input.body.reason);
      return importView(deps, await importOf(deps, row.id), input.principal.id);
    },
  });
}

const isOwn = (row: ImportRow, principal: { id: string | null; processor: boolean }): boolean => row.author === principal.id || principal.processor;

async function previewOf(deps: Deps, row: ImportRow, over: { author: Author; choices: ImportChoices | null }): Promise<Omit<ImportPreview, 'simulated'>> {
  try {
    const { preview, sender } = await deps.imports.preview(row, over.author, over.choices);
    return previewView(deps, preview, sender);
  } catch (error) {
    if (error instanceof ImportFileError) throw new ApiError(error.code === 'too-big-unpacked' ? 'too-large' : 'unreadable-file', error.message);
    if (error instanceof ImportsBusyError) throw new ApiError('busy', `${error.message}; try again in a minute.`);
    throw error;
  }
}

function previewView(deps: Deps, preview: PreviewRow, sender: string | null): ImportPreview {
  const { excel, encoding, headings, choices, guesses, sample } = preview;
  return {
    excel,
    encoding,
    headings: headings.slice(0, 200),
    lines: preview.lines.map(({ line, cells, outcomes }) => ({ line, cells: [...cells], became: outcomes.map((one) => becameView(deps, one)) })),
    choices: { ...choices, values: choices.values.map((value) => ({ ...value })) },
    guesses: guesses.map((guess) => ({ ...guess })),
    fault: faultOf(choices),
    sender,
    sample: { lines: sample.lines, values: sample.values, refused: { ...sample.refused } },
  };
}

const isoQuarter = (quarter: number): string => toIso(epochMs(quarter * QUARTER_MS));
const unitOf = (deps: Deps, ean: string): 'kWh' | 'm3' => storedUnitOf(deps.imports.connectionOf(ean)?.carrier ?? 'electricity');

function becameView(deps: Deps, outcome: LineOutcome): ImportPreview['lines'][number]['became'][number] {
  if (!outcome.ok) return { ok: false, reason: outcome.reason };
  const { key, firstQuarter, quarters, amountMicro } = outcome;
  const flag = flagOf(outcome.flag);
  const quality = flag === 'I' || flag === 'E' ? flag : 'M';
  return {
    ok: true,
    ean: key.ean,
    flow: key.flow,
    start: isoQuarter(firstQuarter),
    end: isoQuarter(firstQuarter + quarters),
    amount: amountMicro / 1e6,
    unit: unitOf(deps, key.ean),
    quality,
  };
}

export function importView(deps: Deps, row: ImportRow, reader: string | null): Import {
  const own = row.author === reader;
  const iso = (at: number | null): string | null => (at === null ? null : toIso(epochMs(at)));
  const { id, name, hash, bytes, sender } = row;
  return {
    id,
    name,
    hash,
    bytes,
    sender,
    author: row.author_name,
    at: toIso(epochMs(row.at)),
    state: stateOf(row.state),
    companies: [...row.companies],
    share: deps.imports.share(row),
    // oxlint-disable-next-line typescript/no-unsafe-argument -- written by import-run.ts, and by nobody else
    result: row.result === null ? null : resultView(deps, JSON.parse(row.result), own),
    endedAt: iso(row.ended_at),
    undoneAt: iso(row.undone_at),
    undoneBy: row.undone_by,
    own,
    simulated: deps.simulated,
  };
}

function stateOf(state: string): Import['state'] {
  return state === 'uploaded' || state === 'running' || state === 'done' || state === 'undone' ? state : 'failed';
}

function resultView(deps: Deps, { summary, written, replaced, trouble }: Outcome, own: boolean): ImportResult {
  const found: LinesSummary = summary ?? {
    lines: 0,
    values: 0,
    refused: {},
    listed: [],
    gapQuarters: 0,
    gaps: [],
    series: [],
  };
  return {
    lines: found.lines,
    values: found.values,
    refusedTotal: Object.values(found.refused).reduce((sum, count) => sum + count, 0),
    refused: { ...found.refused },
    listed: own ? found.listed.map((line) => ({ ...line })) : [],
    gapQuarters: found.gapQuarters,
    gaps: found.gaps.map(({ ean, flow, firstQuarter, quarters }) => ({ ean, flow, start: isoQuarter(firstQuarter), end: isoQuarter(firstQuarter + quarters) })),
    series: found.series.map(({ ean, flow, firstQuarter, lastQuarter, quarters, totalMicro }) => ({
      ean,
      company: deps.imports.connectionOf(ean)?.company ?? null,
      flow,
      start: isoQuarter(firstQuarter),
      end: isoQuarter(lastQuarter + 1),
      quarters,
      total: totalMicro / 1e6,
      unit: unitOf(deps, ean),
    })),
    written,
    replaced,
    trouble,
  };
}
