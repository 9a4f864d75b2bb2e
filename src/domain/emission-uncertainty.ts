// How sure a figure of emissions is, as one share of it. Pure.

/** Share that a meter of its class may be off: 1 to 2 %, the larger taken. */
export const METER_CLASS = 0.02;
const FACTOR = 0.05;
const RECALLED_FACTOR = 0.1;
const SUBSTITUTED = 0.2;

/** One thing that figures may be off by: weight x value is a share of them. */
export interface UncertaintyPart {
  readonly field: string;
  readonly weight: number;
  readonly value: number;
}

/** What meters, factors and substituted amounts may be off.
 *  @param over substitutedShare: flag S, of the amount; recalled: a factor was not looked up
 *  @see docs/methods.md#emissions */
export const uncertaintyParts = ({ substitutedShare, recalled }: { substitutedShare: number; recalled: boolean }): UncertaintyPart[] => [
  { field: 'meterClass', weight: 1, value: METER_CLASS },
  { field: 'factors', weight: 1, value: recalled ? RECALLED_FACTOR : FACTOR },
  { field: 'substitutedShare', weight: SUBSTITUTED, value: substitutedShare },
];

/** Parts that have nothing to do with each other, together.
 *  @see docs/methods.md#emissions */
export const uncertaintyShare = (parts: readonly UncertaintyPart[]): number => Math.hypot(...parts.map(({ weight, value }) => weight * value));
