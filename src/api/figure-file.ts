// Figures without a wire from a file: a line each, entered one by one as by hand, with the file as their document.
import { randomUUID } from 'node:crypto';
import { FIGURE_LINES_MAX, type FigureLine, figureLines } from '../ingest/figure-lines.ts';
import { ImportFileError } from '../ingest/import-file.ts';
import { ImportsBusyError } from '../ingest/import-worker.ts';
import type { DocumentRow } from '../storage/imports-sql.ts';
import { mayImport } from '../domain/access.ts';
import type { Lang } from '../charts/formats.ts';
import { check } from './checked-values.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { FigureWriter } from './figure-writer.ts';
import type { Author } from './import-run.ts';
import type { IncomingFile } from './incoming-file.ts';
import type { Received } from './kept-files.ts';
import { saidIn } from './said.ts';
import { type FigureFile, NewFigure } from './shapes-imports.ts';

/** A table of a thousand lines is far smaller. */
export const FIGURE_FILE_BYTES_MAX = 2 * 1024 * 1024;

export function receiveFigureFile(deps: Deps, file: IncomingFile, author: Author): Promise<Received<DocumentRow>> {
  const { principal } = author;
  return deps.imports.receive(file.body, { limit: FIGURE_FILE_BYTES_MAX, principal }, async ({ hash, bytes, head }) => {
    const type = head[0] === 0x50 && head[1] === 0x4b ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' : 'text/csv';
    const row: DocumentRow = { id: randomUUID(), author: principal.id ?? '', name: file.name, type, hash, bytes, at: deps.now() };
    await deps.imports.rows.addDocument(row);
    return row;
  });
}

/** Enters every line that fits; the others are refused, each with its reason.
 *  @throws ApiError when the file is no table of figures */
export async function addFigureFile(deps: Deps, document: DocumentRow, { author, lang }: { author: Author; lang: Lang }): Promise<Omit<FigureFile, 'simulated'>> {
  const read = figureLines(await rowsOf(deps, document));
  if (read === null)
    throw new ApiError('unreadable-file', {
      en: 'The first line names the columns: van, tot (or t/m), hoeveelheid (or beginstand and eindstand), eenheid, and EAN or brandstof.',
      nl: 'De eerste regel noemt de kolommen: van, tot (of t/m), hoeveelheid (of beginstand en eindstand), eenheid, en EAN of brandstof.',
    });
  if (read.figures.length + read.refused.length > FIGURE_LINES_MAX)
    throw new ApiError('too-large', { en: `A file has at most ${FIGURE_LINES_MAX} figures.`, nl: `Een bestand heeft hoogstens ${FIGURE_LINES_MAX} cijfers.` });
  const added: FigureFile['added'] = [];
  const refused: FigureFile['refused'] = read.refused.map(({ line, reason }) => ({ line, reason: reason[lang] }));
  const writer = new FigureWriter(deps);
  for (const line of read.figures) {
    try {
      added.push({ line: line.line, figure: (await writer.add(figureOf(deps, line, { author, document }), author)).id });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused.push({ line: line.line, reason: saidIn(error.detail, lang) });
    }
  }
  return { lines: read.figures.length + read.refused.length, added, refused: refused.sort((a, b) => a.line - b.line) };
}

async function rowsOf(deps: Deps, document: DocumentRow): ReturnType<Deps['imports']['table']> {
  try {
    return await deps.imports.table(document.hash);
  } catch (error) {
    if (error instanceof ImportFileError) throw new ApiError(error.code === 'too-big-unpacked' ? 'too-large' : 'unreadable-file', error.message);
    if (error instanceof ImportsBusyError) throw new ApiError('busy', `${error.message}; try again in a minute.`);
    throw error;
  }
}

/** @throws ApiError that says what does not fit */
function figureOf(deps: Deps, line: FigureLine, over: { author: Author; document: DocumentRow }): NewFigure {
  const { from, to, note, flow, unit, amount, firstReading, lastReading } = line;
  const company = companyOf(deps, line, over.author);
  const noted = { from, to, document: over.document.id, ...(note !== '' && { note }) };
  const readings = { kind: 'reading', firstReading, lastReading };
  const counted = amount === null ? readings : { kind: 'invoice', amount };
  const figure =
    line.fuel === null
      ? { ...counted, company: company.id, connection: company.connection, flow, unit, ...noted }
      : { kind: 'fuel', company: company.id, fuel: line.fuel, amount, ...noted };
  return check(NewFigure, figure);
}

/** Of a fuel the company that is named, or the only one that this person may enter figures for. */
function companyOf(deps: Deps, line: FigureLine, { principal }: Author): { id: number; connection: number | null } {
  if (line.ean !== null) {
    const connection = deps.imports.ownConnection(principal, line.ean);
    if (connection === null)
      throw new ApiError('invalid-request', {
        en: `EAN ${line.ean}: no connection that you may enter figures for`,
        nl: `EAN ${line.ean}: geen aansluiting waarvoor u cijfers mag invoeren`,
      });
    return { id: connection.company, connection: connection.id };
  }
  const mine = [...deps.directory.companies.keys()].filter((id) => {
    const sharing = deps.imports.sharing(id);
    return sharing !== null && mayImport(principal, sharing);
  });
  const [only] = line.company === null ? (mine.length === 1 ? mine : []) : mine.filter((id) => id === line.company);
  if (only === undefined)
    throw new ApiError(
      'invalid-request',
      line.company === null
        ? { en: 'company: say whose fuel it is', nl: 'company: zeg van wie de brandstof is' }
        : { en: `company: ${line.company} is none that you may enter figures for`, nl: `company: voor ${line.company} mag u geen cijfers invoeren` },
    );
  return { id: only, connection: null };
}
