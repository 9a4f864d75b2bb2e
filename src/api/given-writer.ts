// Amounts of whole connections -> rows for the registers of their meters, given to the settlement piece by piece.
import { QUARTER_MS } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { ImportFlow } from '../ingest/import-choices.ts';
import type { ImportColumns } from '../ingest/import-worker.ts';
import type { Settlement } from '../ingest/settlement.ts';
import type { Directory } from '../storage/directory.ts';
import type { ConnectionRow } from '../storage/registry.ts';
import { emptyColumns } from '../storage/series.ts';
import { type GivenSpan, givenSpan } from './given-registers.ts';

const MICRO = 1e6;

interface GivenSeries {
  readonly connection: ConnectionRow;
  readonly flow: ImportFlow;
}
interface Ports {
  readonly directory: Directory;
  readonly settlement: Pick<Settlement, 'write'>;
  readonly delivery: { readonly author: string; readonly reason: string; readonly importId: number };
}

export class GivenWriter {
  readonly #ports: Ports;
  readonly #series: (GivenSeries & { readonly spans: GivenSpan[] })[] = [];
  settled = { written: 0, replaced: 0 };

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** @param newSeries those that the columns name for the first time, in the order of their numbers
   *  @throws Error when the store cannot take them: what was written before can be undone */
  async write(newSeries: readonly GivenSeries[], columns: ImportColumns, at: EpochMs): Promise<void> {
    for (const one of newSeries) this.#series.push({ ...one, spans: [] });
    const spans: GivenSpan[] = [];
    let rows = 0;
    for (let row = 0; row < columns.quarters.length; row++) {
      const known = this.#span(columns.series[row] ?? 0, columns.quarters[row] ?? 0);
      // Waiting for what is there already would take 50,000 turns.
      const span = known instanceof Promise ? await known : known;
      spans.push(span);
      rows += span.registers.length;
    }
    const { author, reason, importId } = this.#ports.delivery;
    const settled = await this.#ports.settlement.write({ field: 'settled', columns: expand(columns, spans, rows), author, reason, importId, at });
    this.settled = { written: this.settled.written + settled.written, replaced: this.settled.replaced + settled.replaced };
  }

  #span(series: number, quarter: number): GivenSpan | Promise<GivenSpan> {
    const one = this.#series[series];
    if (one === undefined) throw new Error(`series ${series} was not named`);
    const at = quarter * QUARTER_MS;
    return one.spans.find((span) => span.from <= at && (span.to === null || at < span.to)) ?? this.#newSpan(one, at);
  }

  async #newSpan(one: GivenSeries & { readonly spans: GivenSpan[] }, at: number): Promise<GivenSpan> {
    const span = await givenSpan(this.#ports.directory, one.connection, { flow: one.flow, at: epochMs(at) });
    one.spans.push(span);
    return span;
  }
}

/** The first register takes the amount, the others of the connection 0, so that their sum is what was given. */
function expand(columns: ImportColumns, spans: readonly GivenSpan[], rows: number): ReturnType<typeof emptyColumns> {
  const made = emptyColumns(rows);
  let at = 0;
  spans.forEach(({ registers }, row) => {
    registers.forEach((register, index) => {
      made.registers[at] = register;
      made.quarters[at] = columns.quarters[row] ?? 0;
      made.amounts[at] = index === 0 ? (columns.amountsMicro[row] ?? 0) / MICRO : 0;
      made.flags[at] = columns.flags[row] ?? 0;
      at += 1;
    });
  });
  return made;
}
