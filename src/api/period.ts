// Times in a query: ISO 8601 instants with offset, or local dates. Half-open [from, to).
import { z } from '@hono/zod-openapi';
import { CARRIERS } from '../domain/reading.ts';
import { QUARTER_MS, STEPS, type Step, localDate, quarterStart, toIso } from '../domain/time.ts';
import { SETTLING } from '../domain/told-until.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { ApiError } from './errors.ts';
import { rule } from './said.ts';

export const StepName = z.string().refine((value): value is Step => STEPS.some((step) => step === value), {
  message: rule({ en: `step is one of ${STEPS.join(', ')}`, nl: `step is één van ${STEPS.join(', ')}` }),
});

export const BalanceQuery = z.object({
  carrier: z.enum(CARRIERS).default('electricity'),
  from: z.string().max(40),
  to: z.string().max(40),
  step: StepName.default('PT15M'),
  /** Answers the figure as it was published at this instant. */
  asOf: z.string().max(40).exactOptional(),
});
export type BalanceQuery = z.infer<typeof BalanceQuery>;

export const PeriodQuery = z.object({ from: z.string().max(40), to: z.string().max(40) });

/** @throws ApiError bad-time with what to send */
export function instant(text: string, name: string): EpochMs {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) {
    try {
      return localDate(text);
    } catch {
      throw new ApiError('bad-time', { en: `'${name}' (${text}) is no date of the calendar.`, nl: `'${name}' (${text}) is geen datum van de kalender.` });
    }
  }
  const known = z.iso.datetime({ offset: true }).safeParse(text);
  // A "+" that was not encoded arrives as a space.
  const mended = known.success ? text : text.replace(' ', '+');
  if (!z.iso.datetime({ offset: true }).safeParse(mended).success) {
    throw new ApiError('bad-time', {
      en: `'${name}' must be a date (2026-11-23) or an instant with offset (2026-11-23T14:00:00+01:00), not "${text}".`,
      nl: `'${name}' moet een datum zijn (2026-11-23) of een tijdstip met zone (2026-11-23T14:00:00+01:00), niet "${text}".`,
    });
  }
  return epochMs(Date.parse(mended));
}

export const period = (query: { from: string; to: string }): { from: EpochMs; to: EpochMs } => {
  const [from, to] = [instant(query.from, 'from'), instant(query.to, 'to')];
  if (to <= from) throw new ApiError('reversed-period', { en: "'to' must lie after 'from'.", nl: "'to' moet na 'from' liggen." });
  return { from, to };
};

interface Period {
  readonly from: EpochMs;
  readonly to: EpochMs;
}
/** Up to when a reader is told, as of a moment. */
interface Told {
  readonly end: EpochMs;
  readonly at: EpochMs;
}

const isHeld = ({ end, at }: Told): boolean => end < quarterStart(at);
/** Is nothing of a period told yet, as of companies together in the first hours of a day? */
export const isAllHeld = ({ from }: Pick<Period, 'from'>, told: Told): boolean => isHeld(told) && from >= told.end;

/** @returns what is told of a period: the running quarter and what lies ahead are not missing, they are not there yet
 *  @throws ApiError when it is all of quarters that are held back yet */
export function endWithin({ from, to }: Period, told: Told): EpochMs {
  if (isAllHeld({ from }, told)) throw notToldYet(told.end);
  return epochMs(Math.max(Math.min(to, told.end), from + QUARTER_MS));
}

export const notToldYet = (end: EpochMs): ApiError =>
  new ApiError('suppressed', `x (${SETTLING}): of companies together whole hours are told, once their meters have settled; by now until ${toIso(end)}.`);

/** For an answer about a period: until when it tells, where quarters that have ended are held back. */
export const toldField = ({ to }: Pick<Period, 'to'>, told: Told): { toldUntil?: { at: string; reason: typeof SETTLING } } =>
  isHeld(told) && told.end < to ? { toldUntil: { at: toIso(told.end), reason: SETTLING } } : {};
