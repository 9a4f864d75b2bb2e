// Loads for tests of capacity: kW by quarter, measured unless said otherwise.
import type { PeakMember } from '../../../src/domain/capacity/peak-shares.ts';
import { QUARTER_MS } from '../../../src/domain/time.ts';
import { epochMs } from '../../../src/domain/units.ts';

export const at = (text: string): ReturnType<typeof epochMs> => epochMs(Date.parse(text));
export const quarterOf = (text: string): number => Date.parse(text) / QUARTER_MS;
export const measured = (quarters: number): Uint8Array => new Uint8Array(quarters).fill(1);
export const member = (id: number, kw: readonly number[]): PeakMember => ({ id, kw: Float64Array.from(kw), sure: Uint8Array.from(kw, (one) => (Number.isNaN(one) ? 0 : 1)) });
export const flat = (quarters: number, kw: number): number[] => Array.from({ length: quarters }, () => kw);
