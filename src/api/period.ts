// Times in a query: ISO 8601 instants with offset, or local dates. Half-open [from, to).
import { z } from '@hono/zod-openapi';
import { CARRIERS } from '../domain/reading.ts';
import { STEPS, type Step, localDate } from '../domain/time.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { ApiError } from './errors.ts';

const StepName = z.string().refine((value): value is Step => STEPS.some((step) => step === value), { message: `step is one of ${STEPS.join(', ')}` });

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
      throw new ApiError('bad-time', `'${name}' (${text}) is no date of the calendar.`);
    }
  }
  const known = z.iso.datetime({ offset: true }).safeParse(text);
  // A "+" that was not encoded arrives as a space.
  const mended = known.success ? text : text.replace(' ', '+');
  if (!z.iso.datetime({ offset: true }).safeParse(mended).success) {
    throw new ApiError('bad-time', `'${name}' must be a date (2026-11-23) or an instant with offset (2026-11-23T14:00:00+01:00), not "${text}".`);
  }
  return epochMs(Date.parse(mended));
}

export const period = (query: { from: string; to: string }): { from: EpochMs; to: EpochMs } => {
  const [from, to] = [instant(query.from, 'from'), instant(query.to, 'to')];
  if (to <= from) throw new ApiError('reversed-period', "'to' must lie after 'from'.");
  return { from, to };
};
