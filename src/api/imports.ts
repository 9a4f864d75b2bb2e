// Routes about files with figures: bring one, see what it means, start, follow, undo.
import { z } from '@hono/zod-openapi';
import { decide } from '../domain/access.ts';
import { type Api, PREFIX } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { ImportParams, authorOf, importOf, mountImportSteps, previewOf, resourceOf } from './import-steps.ts';
import { importView } from './import-views.ts';
import { incomingFile } from './incoming-file.ts';
import { AUTHOR_QUOTA_BYTES, type Received } from './kept-files.ts';
import { Import, UploadedImport } from './shapes-imports.ts';
import { listOf } from './shapes.ts';

/** Largest file with figures: a year of quarters of 100 connections, one line each, is 160 MB. */
export const IMPORT_BYTES_MAX = 256 * 1024 * 1024;
export const IMPORTS_LISTED_MAX = 200;
const MEGABYTE = 1024 * 1024;
/** Routes that take a file as it is; they count its bytes themselves. */
export const FILE_PATHS: ReadonlySet<string> = new Set([`${PREFIX}/imports`, `${PREFIX}/documents`, `${PREFIX}/figures/file`]);

/** Needed unless the file comes in a form that names it. */
export const NameQuery = z.object({ name: z.string().trim().min(1).max(200).exactOptional() });
const ListQuery = z.object({
  limit: z.coerce.number().int().min(1).max(IMPORTS_LISTED_MAX).default(IMPORTS_LISTED_MAX),
  before: z.coerce.number().int().positive().exactOptional(),
});

/** @throws ApiError that says why a file was not taken */
export function taken<T>(received: Received<T>, limit: number): T {
  if (received.ok) return received.value;
  switch (received.reason) {
    case 'empty':
      throw new ApiError('invalid-request', 'body: send the file itself as the body of the request, or as the file of a form');
    case 'too-large':
      throw new ApiError('too-large', `A file has at most ${limit / MEGABYTE} MB.`);
    case 'quota':
      throw new ApiError('storage-full', 'The room for kept files is used up; the operator can make room.');
    case 'own-quota':
      throw new ApiError('storage-full', `The files that you brought take ${AUTHOR_QUOTA_BYTES / MEGABYTE / 1024} GB, which is all that one person may keep here.`);
    case 'busy':
      throw new ApiError('busy', 'Several files are being received; try again in a minute.');
  }
}

export function mountImports(api: Api): void {
  mountUpload(api);
  api.mount({
    method: 'get',
    path: '/imports',
    summary: `Files with figures that you may see, newest first, at most ${IMPORTS_LISTED_MAX} an answer; \`before\` takes the \`next\` of the answer before`,
    query: ListQuery,
    answer: listOf(Import),
    noun: 'list of imports',
    action: 'see',
    resource: () => ({ kind: 'directory' }),
    handle: async ({ principal, query: { before = null, limit } }, deps) => {
      const rows = await deps.imports.list(principal, { before, limit });
      const seen = rows.filter((row) => decide(principal, 'see', deps.imports.resource(row)) === 'allow');
      return { items: seen.map((row) => importView(deps, row, principal.id)), next: rows.length < limit ? null : String(rows.at(-1)?.id) };
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
  mountImportSteps(api);
}

function mountUpload(api: Api): void {
  api.mount({
    method: 'post',
    path: '/imports',
    summary: `Brings a file with figures (CSV or .xlsx, at most ${IMPORT_BYTES_MAX / 1024 / 1024} MB) as the body, or as the file of a form; answers what it probably means`,
    query: NameQuery,
    answer: UploadedImport,
    status: 201,
    noun: 'import',
    action: 'change',
    resource: () => ({ kind: 'imports' }),
    handle: async (input, deps) => {
      const author = await authorOf(input, deps);
      const { principal } = author;
      const file = await incomingFile(input.context, input.query.name);
      const received = await deps.imports.receive(file.body, { limit: IMPORT_BYTES_MAX, principal }, ({ hash, bytes }) =>
        deps.imports.rows.add({ kind: 'file', author: principal.id ?? '', author_name: author.name, name: file.name, hash, bytes, at: deps.now(), state: 'uploaded' }),
      );
      const row = taken(received, IMPORT_BYTES_MAX);
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
