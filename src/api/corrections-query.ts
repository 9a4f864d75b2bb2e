// Makes corrections by hand and swaps: works out the quarters, keeps what was asked for, writes with author and reason.
import { type Corrected, type SwapOutcome, spreadTotal, swapQuarters } from '../domain/correcting.ts';
import { fromMicro } from '../domain/ledger.ts';
import { QUARTER_MS, toIso } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import type { CorrectionRow } from '../storage/corrections.ts';
import type { MeterRow, RegisterRow } from '../storage/registry.ts';
import { NOTHING, SPREAD_MARK, emptyColumns, flagCode } from '../storage/series.ts';
import type { Deps } from './deps.ts';
import type { Ctx } from './endpoint.ts';
import { ApiError, notFound } from './errors.ts';
import { publishedOf } from './explain-rows.ts';
import { instant } from './period.ts';
import type { SaidInBoth } from './said.ts';
import type { Correction, NewCorrection, NewSwap } from './shapes-settled.ts';

/** Quarters of one correction: a year, with room for its autumn day. */
export const CORRECTION_QUARTERS_MAX = 35_200;
/** A swap is entered within this time of the readings around it. */
const SWAP_GAP_MAX_MS = 92 * 24 * 4 * QUARTER_MS;
const HOUR_MS = 4 * QUARTER_MS;

/** Who signs: the name of the account, or of the key. */
export async function authorOf(deps: Deps, context: Ctx): Promise<string> {
  const { name, email, principal } = await deps.auth.person(context.req.raw.headers);
  return name ?? email ?? principal.id ?? '';
}

/** The register that a correction is about. @throws ApiError that names the choices */
export function registerOf(deps: Deps, body: Pick<NewCorrection, 'register' | 'meter'>): RegisterRow {
  const known = body.register === undefined ? undefined : deps.directory.registers.get(body.register);
  const counters = deps.directory.registersOf(known?.meter ?? body.meter ?? 0).filter((one) => one.kind === 'counter');
  const choices = counters.map((one) => `${one.id} (${one.name})`).join(', ') || 'none, the meter has no counter';
  const register = body.register === undefined ? (counters.length === 1 ? counters[0] : undefined) : counters.find((one) => one.id === body.register);
  if (register === undefined || (body.meter !== undefined && register.meter !== body.meter))
    throw new ApiError('invalid-request', { en: `register: one of ${choices}.`, nl: `register: één van ${choices}.` });
  return register;
}

/** Writes a correction of amounts.
 *  @throws ApiError when the period or the unit does not fit */
export async function correctAmounts(deps: Deps, body: NewCorrection, author: string): Promise<Correction> {
  const register = registerOf(deps, body);
  const [from, to] = [instant(body.from, 'from'), instant(body.to, 'to')];
  checkQuarters(deps, from, to);
  const unit = register.unit === 'm3' ? 'm3' : 'kWh';
  if (body.amount.unit !== unit)
    throw new ApiError('invalid-request', { en: `amount.unit: register ${register.id} counts ${unit}.`, nl: `amount.unit: telwerk ${register.id} telt ${unit}.` });
  const quarters = await amountsOf(deps, register, { from: from / QUARTER_MS, to: to / QUARTER_MS, amount: body.amount });
  // A share of a total says nothing of the power in its quarter; a total of one quarter does.
  const spread = 'total' in body.amount && quarters.length > 1;
  const asked = { kind: 'amounts', meter: register.meter, register: register.id, from, to, detail: JSON.stringify(body.amount), author, reason: body.reason } as const;
  return keepAndWrite(deps, asked, [{ register: register.id, quarters, spread }]);
}

function checkQuarters(deps: Deps, from: EpochMs, to: EpochMs): void {
  if (to <= from) throw new ApiError('reversed-period', { en: "'to' must lie after 'from'.", nl: "'to' moet na 'from' liggen." });
  if (from % QUARTER_MS !== 0 || to % QUARTER_MS !== 0)
    throw new ApiError('bad-time', { en: "'from' and 'to' must be whole quarter-hours.", nl: "'from' en 'to' moeten hele kwartieren zijn." });
  if ((to - from) / QUARTER_MS > CORRECTION_QUARTERS_MAX)
    throw new ApiError('period-too-long', {
      en: `A correction has at most ${CORRECTION_QUARTERS_MAX} quarters; correct year by year.`,
      nl: `Een correctie heeft hoogstens ${CORRECTION_QUARTERS_MAX} kwartieren; corrigeer jaar voor jaar.`,
    });
  if (to > deps.now())
    throw new ApiError('bad-time', {
      en: "'to' lies ahead: only quarters that are over can be corrected.",
      nl: "'to' ligt in de toekomst: alleen kwartieren die voorbij zijn, kunnen worden gecorrigeerd.",
    });
}

async function amountsOf(deps: Deps, register: RegisterRow, over: { from: number; to: number; amount: NewCorrection['amount'] }): Promise<Corrected[]> {
  const { from, to, amount } = over;
  if ('perQuarter' in amount) return Array.from({ length: to - from }, (_, index) => ({ quarter: from + index, amount: amount.perQuarter }));
  if (amount.shape === 'even') return spreadTotal({ total: amount.total, from, to, weights: null });
  const published = await publishedOf(deps, { registers: [register.id], from, to }, { asOf: null, only: null });
  const weights = Array.from({ length: to - from }, (_, index) => {
    const value = published(register.id, from + index);
    return value.flag === NOTHING ? 0 : Math.max(fromMicro(value.amountMicro), 0);
  });
  return spreadTotal({ total: amount.total, from, to, weights });
}

/** Writes the quarters around a swap of which both readings are known.
 *  @throws ApiError when a register does not exist or its readings do not fit */
export async function correctSwap(deps: Deps, over: { meter: MeterRow; body: NewSwap; author: string }): Promise<Correction> {
  const { meter, body, author } = over;
  const at = instant(body.at, 'at');
  if (at > deps.now()) throw new ApiError('bad-time', { en: "'at' lies ahead.", nl: "'at' ligt in de toekomst." });
  const parts: Part[] = [];
  for (const { register: name, end, start } of body.readings) {
    const register = deps.directory.registersOf(meter.id).find((one) => one.name === name && one.kind === 'counter');
    if (register === undefined || parts.some((one) => one.register === register.id))
      throw new ApiError('invalid-request', {
        en: `readings: '${name}' is no counter of this meter, or stands there twice.`,
        nl: `readings: '${name}' is geen telwerk van deze meter, of staat er twee keer.`,
      });
    const readings = await readingsAround(deps, register.id, at);
    const outcome = swapQuarters(readings, { at, end, start }, { maxPerHour: Number.MAX_SAFE_INTEGER, slack: 0, modulus: null });
    if (!outcome.ok) throw new ApiError('invalid-request', refusedSwap(outcome, { name, end, start }));
    parts.push({ register: register.id, quarters: outcome.quarters, spread: false });
  }
  const quarters = parts.flatMap((part) => part.quarters.map((one) => one.quarter));
  const [from, to] = [Math.min(at / QUARTER_MS, ...quarters) * QUARTER_MS, (Math.max(Math.floor(at / QUARTER_MS), ...quarters) + 1) * QUARTER_MS];
  const detail = JSON.stringify({ at: toIso(at), readings: body.readings });
  // Only after everything about the new one fits.
  if (body.replaces !== undefined) await replaceSwap(deps, { id: body.replaces, meter, author, reason: body.reason });
  return keepAndWrite(deps, { kind: 'swap', meter: meter.id, register: null, from: epochMs(Math.floor(from)), to: epochMs(to), detail, author, reason: body.reason }, parts);
}

function refusedSwap(outcome: Extract<SwapOutcome, { ok: false }>, { name, end, start }: { name: string; end: number; start: number }): SaidInBoth {
  switch (outcome.reason) {
    case 'no-readings':
      return {
        en: `readings: ${name}: there is no reading on both sides of the swap yet; enter it once the new meter has sent one.`,
        nl: `readings: ${name}: er zijn nog geen standen aan beide kanten van de wisseling; voer haar in als de nieuwe meter er een heeft gestuurd.`,
      };
    case 'end-below-last':
      return {
        en: `readings: ${name}: the old meter showed ${outcome.shown} before the swap, more than the end reading ${end}.`,
        nl: `readings: ${name}: de oude meter stond voor de wisseling op ${outcome.shown}, meer dan de eindstand ${end}.`,
      };
    case 'start-above-next':
      return {
        en: `readings: ${name}: the new meter showed ${outcome.shown} after the swap, less than the start reading ${start}.`,
        nl: `readings: ${name}: de nieuwe meter stond na de wisseling op ${outcome.shown}, minder dan de beginstand ${start}.`,
      };
  }
}

async function replaceSwap(deps: Deps, over: { id: number; meter: MeterRow; author: string; reason: string }): Promise<void> {
  const row = await deps.corrections.byId(over.id);
  if (row === null || row.meter !== over.meter.id || row.kind !== 'swap')
    throw new ApiError('invalid-request', { en: `replaces: ${over.id} is no swap of this meter.`, nl: `replaces: ${over.id} is geen wisseling van deze meter.` });
  await undoCorrection(deps, over.id, over);
}

/** The readings that the quarters around a swap rest on. */
async function readingsAround(deps: Deps, register: number, at: EpochMs): Promise<Awaited<ReturnType<typeof around>>> {
  const nearest = await around(deps, register, [at]);
  const [last, next] = [nearest.findLast((one) => one.at <= at), nearest.find((one) => one.at > at)];
  if (last === undefined || next === undefined || next.at - last.at > SWAP_GAP_MAX_MS) return nearest;
  const borders = [last.at, next.at].flatMap((one) => [Math.floor(one / QUARTER_MS), Math.ceil(one / QUARTER_MS)].map((quarter) => epochMs(quarter * QUARTER_MS)));
  const wider = borders.flatMap((one) => [epochMs(one - HOUR_MS), one, epochMs(one + HOUR_MS)]);
  return around(deps, register, [at, ...wider]);
}

const around = (deps: Deps, register: number, instants: readonly EpochMs[]): ReturnType<typeof deps.store.ask<'around'>> => deps.store.ask({ kind: 'around', register, instants });

interface Part {
  readonly register: number;
  readonly quarters: readonly Corrected[];
  readonly spread: boolean;
}

async function keepAndWrite(deps: Deps, asked: Omit<CorrectionRow, 'id' | 'at' | 'undone'>, parts: readonly Part[]): Promise<Correction> {
  const at = deps.now();
  const row = await deps.corrections.insert({ ...asked, at });
  const rows = parts.flatMap(({ register, quarters, spread }) => quarters.map((one) => ({ register, ...one, flag: flagCode('C') + (spread ? SPREAD_MARK : 0) })));
  const columns = emptyColumns(rows.length);
  rows.forEach(({ register, quarter, amount, flag }, index) => {
    columns.registers[index] = register;
    columns.quarters[index] = quarter;
    columns.amounts[index] = amount;
    columns.flags[index] = flag;
  });
  await deps.settlement.write({ field: 'corrected', columns, author: asked.author, reason: asked.reason, importId: null, correctionId: row.id, at });
  return correctionView(deps, row);
}

/** Puts back what was there before. @throws ApiError when it was undone already */
export async function undoCorrection(deps: Deps, id: number, by: { author: string; reason: string }): Promise<Correction> {
  const row = await deps.corrections.byId(id);
  if (row === null) throw notFound('correction');
  if (row.undone !== null)
    throw new ApiError('conflict', { en: `This correction was undone by ${row.undone.author}.`, nl: `Deze correctie is ongedaan gemaakt door ${row.undone.author}.` });
  await deps.settlement.undoCorrection(id, { ...by, at: deps.now() });
  return correctionView(deps, (await deps.corrections.byId(id)) ?? row);
}

export function correctionView(deps: Deps, row: CorrectionRow): Correction {
  const { id, kind, meter, register, author, reason, undone } = row;
  return {
    id,
    kind,
    meter,
    register,
    from: toIso(row.from),
    to: toIso(row.to),
    detail: JSON.parse(row.detail),
    quarters: (row.to - row.from) / QUARTER_MS,
    author,
    reason,
    at: toIso(row.at),
    undone: undone === null ? null : { ...undone, at: toIso(undone.at) },
    simulated: deps.simulated,
  };
}
