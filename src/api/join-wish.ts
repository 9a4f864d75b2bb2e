// What somebody asks to join: a load, panels or trucks.
import { z } from '@hono/zod-openapi';
import type { Wish } from '../domain/capacity/joining.ts';
import { ApiError } from './errors.ts';

/** One of the three: kW all day, kWp of panels, or trucks that charge at night. */
export const JoinQuery = z.object({
  kw: z.coerce.number().positive().max(1_000_000).exactOptional(),
  kwp: z.coerce.number().positive().max(1_000_000).exactOptional(),
  trucks: z.coerce.number().int().positive().max(10_000).exactOptional(),
  truckKwh: z.coerce.number().positive().max(2000).exactOptional(),
});
export type JoinQuery = z.infer<typeof JoinQuery>;
export const JoinExplainQuery = JoinQuery.extend({ field: z.string().max(40), date: z.string().max(10).exactOptional() });
export type JoinExplainQuery = z.infer<typeof JoinExplainQuery>;

/** @throws ApiError unless exactly one thing is asked for */
export function wishOf({ kw, kwp, trucks, truckKwh }: JoinQuery, place: { latDeg: number; lonDeg: number }): Wish {
  const wishes: Wish[] = [
    ...(kw === undefined ? [] : [{ kind: 'load' as const, kw }]),
    ...(kwp === undefined ? [] : [{ kind: 'sun' as const, kwp, place }]),
    ...(trucks === undefined ? [] : [{ kind: 'trucks' as const, trucks, ...(truckKwh !== undefined && { truckKwh }) }]),
  ];
  const [wish] = wishes;
  if (wish === undefined || wishes.length > 1) throw new ApiError('invalid-request', 'Ask for one thing: kw (a load all day), kwp (solar panels) or trucks (charging at night).');
  return wish;
}
