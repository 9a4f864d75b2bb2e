// Routes of one file with figures after it was brought: look again, start, stop, undo, and the file itself.
import { z } from '@hono/zod-openapi';
import { type ImportChoices, faultOf } from '../ingest/import-choices.ts';
import { ImportFileError } from '../ingest/import-file.ts';
import { ImportsBusyError } from '../ingest/import-worker.ts';
import type { ImportRow } from '../storage/imports-sql.ts';
import type { Deps } from './deps.ts';
import type { Api, Input } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import type { Author } from './import-run.ts';
import { importView, previewView, unitOfConnection } from './import-views.ts';
import { Import, ImportPreview, PreviewImport, StartImport, UndoImport } from './shapes-imports.ts';
import { PathId } from './shapes.ts';

export const ImportParams = z.object({ id: PathId });

export async function authorOf(input: Pick<Input<unknown, unknown, unknown>, 'principal' | 'context'>, deps: Deps): Promise<Author> {
  const { name, email } = await deps.auth.person(input.context.req.raw.headers);
  return { principal: input.principal, name: name ?? email ?? input.principal.id ?? '' };
}

export const importOf = async (deps: Deps, id: number): Promise<ImportRow> => {
  const row = await deps.imports.rows.one(id);
  if (row === null || row.kind !== 'file') throw notFound('import');
  return row;
};

export async function resourceOf(deps: Deps, id: number): Promise<ReturnType<Deps['imports']['resource']> | null> {
  const row = await deps.imports.rows.one(id);
  return row === null || row.kind !== 'file' ? null : deps.imports.resource(row);
}

export function mountImportSteps(api: Api): void {
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
  mountEnds(api);
}

/** Stopping, undoing, and the file itself. */
function mountEnds(api: Api): void {
  api.mount({
    method: 'post',
    path: '/imports/{id}/cancel',
    summary: 'Stops reading a file; what it wrote stays until it is undone',
    params: ImportParams,
    answer: Import,
    noun: 'import',
    action: 'change',
    resource: ({ params }, deps) => resourceOf(deps, params.id),
    handle: async (input, deps) => {
      const row = await importOf(deps, input.params.id);
      if (!(await deps.imports.cancel(row, await authorOf(input, deps)))) throw new ApiError('conflict', `This file is ${row.state}: there is nothing to stop.`);
      return importView(deps, await importOf(deps, row.id), input.principal.id);
    },
  });
  api.mount({
    method: 'get',
    path: '/imports/{id}/file',
    summary: 'The file as it was brought, for who brought it',
    params: ImportParams,
    answer: z.unknown(),
    noun: 'import',
    action: 'see',
    resource: ({ params }, deps) => resourceOf(deps, params.id),
    handle: async ({ params, principal }, deps) => {
      const row = await importOf(deps, params.id);
      // Its lines may name connections of others.
      if (!isOwn(row, principal)) throw notFound('import');
      if (!deps.imports.files.holds(row.hash)) throw notFound('file');
      return new Response(deps.imports.files.stream(row.hash), { headers: downloadHeaders({ ...row, type: 'application/octet-stream' }) });
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

/** Kept files are handed out as files, whatever is in them: a browser shows none of them as a page. */
export const downloadHeaders = ({ name, type, bytes }: { name: string; type: string; bytes: number }): Record<string, string> => ({
  'content-type': type,
  'content-length': String(bytes),
  'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
  'x-content-type-options': 'nosniff',
});

const isOwn = (row: ImportRow, principal: { id: string | null; processor: boolean }): boolean => row.author === principal.id || principal.processor;

export async function previewOf(deps: Deps, row: ImportRow, over: { author: Author; choices: ImportChoices | null }): Promise<Omit<ImportPreview, 'simulated'>> {
  try {
    const { preview, sender } = await deps.imports.preview(row, over.author, over.choices);
    return previewView(preview, sender, (ean) => unitOfConnection(deps.imports.ownConnection(over.author.principal, ean)));
  } catch (error) {
    if (error instanceof ImportFileError) throw new ApiError(error.code === 'too-big-unpacked' ? 'too-large' : 'unreadable-file', error.message);
    if (error instanceof ImportsBusyError) throw new ApiError('busy', `${error.message}; try again in a minute.`);
    throw error;
  }
}
