// Adds and takes back figures without a wire: an amount over a period becomes quarters with flag S, a fuel stays beside the balance.
import { fuelOf, FUELS } from '../domain/fuel.ts';
import { spreadMicro } from '../domain/spread.ts';
import { QUARTER_MS, localAdd, localDate, localFloor, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type ImportFlow, factorOf, storedUnitOf } from '../ingest/import-choices.ts';
import type { FigureRow } from '../storage/imports-sql.ts';
import type { ConnectionRow } from '../storage/registry.ts';
import { flagCode, flagOf } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import { ApiError } from './errors.ts';
import { givenSpan } from './given-registers.ts';
import { GivenWriter } from './given-writer.ts';
import type { Author } from './import-run.ts';
import type { NewFigure } from './shapes-imports.ts';
import type { LiveEvent } from './shapes.ts';

/** The longest period of one figure: an invoice of three years is three figures. */
export const FIGURE_YEARS_MAX = 2;
const SPREAD = flagCode('S');

interface Span {
  readonly from: EpochMs;
  readonly to: EpochMs;
}

interface Series {
  readonly connection: ConnectionRow;
  readonly flow: ImportFlow;
  readonly unit: 'kWh' | 'MWh' | 'm3' | 'GJ';
  readonly amount: number;
  readonly span: Span;
}

export class FigureWriter {
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** @throws ApiError that says what does not fit */
  async add(given: NewFigure, author: Author): Promise<FigureRow> {
    const span = this.#period(given);
    const document = await this.#document(given, author);
    const base = {
      company: given.company,
      kind: given.kind,
      from_ms: span.from,
      to_ms: span.to,
      note: given.note ?? '',
      document,
      author: author.principal.id ?? '',
      author_name: author.name,
      at: this.#deps.now(),
      removed_at: null,
      removed_by: null,
    };
    if (given.kind === 'fuel') {
      const fuel = {
        connection: null,
        subject: given.fuel,
        flow: 'consumption',
        unit: FUELS[given.fuel],
        amount: given.amount,
        first_reading: null,
        last_reading: null,
        import: null,
      };
      return this.#deps.imports.rows.addFigure({ ...base, ...fuel });
    }
    const connection = this.#connection(given);
    const amount = given.kind === 'reading' ? readAmount(given) : given.amount;
    const readings = given.kind === 'reading' ? { first_reading: given.firstReading, last_reading: given.lastReading } : { first_reading: null, last_reading: null };
    const series = { connection, flow: given.flow, amount, unit: given.unit, span };
    const total = await this.#checked(series);
    // First the rows that say whose it is: a stop in between leaves no amount without an author, and none that cannot be taken back.
    const { rows } = this.#deps.imports;
    const { id } = await rows.add({ kind: 'figure', author: base.author, author_name: author.name, name: 'figure', hash: '', bytes: 0, at: base.at, state: 'running' });
    const row = await rows.addFigure({ ...base, ...readings, connection: connection.id, subject: connection.carrier, flow: given.flow, unit: given.unit, amount, import: id });
    try {
      await this.#write(series, { totalMicro: total, author, importId: id });
    } catch (error) {
      await this.remove(row, author);
      throw error;
    }
    await rows.change(id, { state: 'done' });
    return row;
  }

  async remove(row: FigureRow, author: Author): Promise<void> {
    const at = this.#deps.now();
    if (row.import !== null) await this.#deps.settlement.undo(row.import, { author: author.name, reason: 'figure taken back', at });
    await this.#deps.imports.rows.removeFigure(row.id, { at, author: author.name });
    this.#tell(row.company);
  }

  #period(given: NewFigure): Span {
    const [from, to] = [dayOf(given.from, 'from'), dayOf(given.to, 'to')];
    if (to <= from)
      throw new ApiError('reversed-period', {
        en: "'to' is the first day after the period and must lie after 'from'.",
        nl: "'to' is de eerste dag na de periode en moet na 'from' liggen.",
      });
    if (to > localAdd(from, 'P1Y', FIGURE_YEARS_MAX))
      throw new ApiError('period-too-long', { en: `A figure is of at most ${FIGURE_YEARS_MAX} years.`, nl: `Een cijfer is van hoogstens ${FIGURE_YEARS_MAX} jaar.` });
    const tomorrow = localAdd(localFloor(this.#deps.now(), 'P1D'), 'P1D', 1);
    if (to > tomorrow)
      throw new ApiError('invalid-request', { en: 'to: a period that has not ended yet cannot be counted', nl: 'to: een periode die nog niet voorbij is, kan niet worden geteld' });
    if (given.kind === 'fuel' && fuelOf(given.fuel) === null) throw new ApiError('invalid-request', { en: 'fuel: not on the list', nl: 'fuel: staat niet op de lijst' });
    return { from, to };
  }

  async #document(given: NewFigure, author: Author): Promise<string | null> {
    if (given.document === undefined) return null;
    const row = await this.#deps.imports.rows.document(given.document);
    if (row === null || row.author !== author.principal.id)
      throw new ApiError('invalid-request', { en: 'document: you brought no such document', nl: "document: zo'n document hebt u niet gebracht" });
    return row.id;
  }

  #connection(given: Exclude<NewFigure, { kind: 'fuel' }>): ConnectionRow {
    const connection = this.#deps.directory.connections.get(given.connection);
    if (connection === undefined || connection.company !== given.company)
      throw new ApiError('invalid-request', {
        en: `connection: this company has no connection ${given.connection}`,
        nl: `connection: dit bedrijf heeft geen aansluiting ${given.connection}`,
      });
    if (factorOf(given.unit, 1).unit !== storedUnitOf(connection.carrier))
      throw new ApiError('invalid-request', {
        en: `unit: ${connection.carrier} is not counted in ${given.unit}`,
        nl: `unit: ${connection.carrier} wordt niet in ${given.unit} geteld`,
      });
    return connection;
  }

  /** @returns the amount in whole millionths of the stored unit
   *  @throws ApiError when it does not fit the connection or stands where something was measured */
  async #checked({ connection, flow, unit, amount, span }: Series): Promise<number> {
    const from = Math.max(span.from, connection.validFrom);
    if (from !== span.from || (connection.validTo !== null && span.to > connection.validTo))
      throw new ApiError('invalid-request', { en: 'from: the connection did not exist in all of this period', nl: 'from: de aansluiting was er niet in de hele periode' });
    const totalMicro = Math.round(amount * factorOf(unit, 1).factor * 1e6);
    if (!Number.isSafeInteger(totalMicro)) throw new ApiError('invalid-request', { en: 'amount: too large', nl: 'amount: te groot' });
    await this.#refuseMeasured({ connection, flow, first: span.from / QUARTER_MS, end: span.to / QUARTER_MS });
    return totalMicro;
  }

  /** Spreads an amount over the quarters of its period. */
  async #write({ connection, flow, span }: Series, over: { totalMicro: number; author: Author; importId: number }): Promise<void> {
    const { directory, settlement } = this.#deps;
    const writer = new GivenWriter({ directory, settlement, delivery: { author: over.author.name, reason: 'figure without a wire', importId: over.importId } });
    const [first, end] = [span.from / QUARTER_MS, span.to / QUARTER_MS];
    const count = end - first;
    const columns = {
      series: new Int32Array(count),
      quarters: Int32Array.from({ length: count }, (_, index) => first + index),
      amountsMicro: Float64Array.from(spreadMicro(over.totalMicro, count)),
      flags: new Uint8Array(count).fill(SPREAD),
    };
    await writer.write([{ connection, flow }], columns, this.#deps.now());
    this.#tell(connection.company);
  }

  /** A total must not take the place of quarters that were measured, nor of another total. */
  async #refuseMeasured(over: { connection: ConnectionRow; flow: ImportFlow; first: number; end: number }): Promise<void> {
    const { directory, store } = this.#deps;
    const registers = new Set<number>();
    for (let at = over.first; at < over.end;) {
      const span = await givenSpan(directory, over.connection, { flow: over.flow, at: epochMs(at * QUARTER_MS) });
      for (const register of span.registers) registers.add(register);
      at = span.to === null ? over.end : Math.ceil(span.to / QUARTER_MS);
    }
    const { flags, quarters } = await store.ask({ kind: 'quarters', registers: Int32Array.from(registers), from: over.first, to: over.end });
    const held = new Set(Array.from(quarters).filter((_, row) => flagOf(flags[row] ?? 0) !== 'X'));
    if (held.size > 0)
      throw new ApiError('conflict', {
        en: `${held.size} of the ${over.end - over.first} quarters of this period have a value already; choose a period without.`,
        nl: `${held.size} van de ${over.end - over.first} kwartieren van deze periode hebben al een waarde; kies een periode zonder.`,
      });
  }

  #tell(company: number): void {
    const { live, imports, simulated, directory } = this.#deps;
    const [row, sharing] = [directory.companies.get(company), imports.sharing(company)];
    if (row === undefined || sharing === null) return;
    const event: LiveEvent = { type: 'changed', park: row.park, company, meters: [], at: toIso(this.#deps.now()), simulated };
    live.changed(`company ${company}`, { event, resource: () => ({ kind: 'company', ...sharing }) });
  }
}

function dayOf(text: string, name: string): EpochMs {
  try {
    return localDate(text);
  } catch {
    throw new ApiError('bad-time', { en: `'${name}' (${text}) is no date of the calendar.`, nl: `'${name}' (${text}) is geen datum van de kalender.` });
  }
}

/** What a counter counted between two readings. */
function readAmount(given: Extract<NewFigure, { kind: 'reading' }>): number {
  if (given.lastReading < given.firstReading)
    throw new ApiError('invalid-request', {
      en: 'lastReading: a counter does not run back; after a swap, give each meter its own figure',
      nl: 'lastReading: een telwerk loopt niet terug; geef na een wisseling elke meter een eigen cijfer',
    });
  return Math.round((given.lastReading - given.firstReading) * 1e6) / 1e6;
}
