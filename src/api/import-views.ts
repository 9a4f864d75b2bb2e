// What the API shows of a file with figures: what it probably means, how far it is, what became of it.
import type { Carrier } from '../domain/reading.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { epochMs } from '../domain/units.ts';
import { faultOf, storedUnitOf } from '../ingest/import-choices.ts';
import type { LinesSummary, Outcome as LineOutcome } from '../ingest/import-lines.ts';
import type { ImportPreview as PreviewRow } from '../ingest/import-worker.ts';
import type { ConnectionRow } from '../storage/registry.ts';
import type { ImportRow } from '../storage/imports-sql.ts';
import { flagOf } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import type { Outcome } from './import-run.ts';
import type { Import, ImportPreview, ImportResult } from './shapes-imports.ts';

/** @param unitOf of the connections that whoever brought it may know */
export function previewView(preview: PreviewRow, sender: string | null, unitOf: UnitOf): ImportPreview {
  const { excel, encoding, headings, choices, guesses, sample } = preview;
  return {
    excel,
    encoding,
    headings: headings.slice(0, 200),
    lines: preview.lines.map(({ line, cells, outcomes }) => ({ line, cells: [...cells], became: outcomes.map((one) => becameView(one, unitOf)) })),
    choices: { ...choices, values: choices.values.map((value) => ({ ...value })) },
    guesses: guesses.map((guess) => ({ ...guess })),
    fault: faultOf(choices),
    sender,
    sample: { lines: sample.lines, values: sample.values, refused: { ...sample.refused } },
  };
}

const isoQuarter = (quarter: number): string => toIso(epochMs(quarter * QUARTER_MS));
export type UnitOf = (ean: string) => 'kWh' | 'm3';
export const unitOfConnection = (connection: { readonly carrier: Carrier } | null): 'kWh' | 'm3' => storedUnitOf(connection?.carrier ?? 'electricity');

function becameView(outcome: LineOutcome, unitOf: UnitOf): ImportPreview['lines'][number]['became'][number] {
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
    unit: unitOf(key.ean),
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
    result: row.result === null ? null : resultView(JSON.parse(row.result), own, (ean) => deps.imports.connectionOf(ean, row.companies)),
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

/** @param connectionOf among the companies that the file is of: an EAN may be somebody else's by now */
function resultView({ summary, written, replaced, trouble }: Outcome, own: boolean, connectionOf: (ean: string) => ConnectionRow | null): ImportResult {
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
      company: connectionOf(ean)?.company ?? null,
      flow,
      start: isoQuarter(firstQuarter),
      end: isoQuarter(lastQuarter + 1),
      quarters,
      total: totalMicro / 1e6,
      unit: unitOfConnection(connectionOf(ean)),
    })),
    written,
    replaced,
    trouble,
  };
}
