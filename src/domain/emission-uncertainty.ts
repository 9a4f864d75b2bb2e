// How sure a figure of emissions is, as one share of it. Pure.

const METER_CLASS = 0.02;
const FACTOR = 0.05;
const RECALLED_FACTOR = 0.1;
const SUBSTITUTED = 0.2;

/** Quadrature of what meters, factors and substituted amounts may be off.
 *  @param over substitutedShare: flag S, of the amount; recalled: a factor was not looked up
 *  @see docs/methods.md#emissions */
export const uncertaintyShare = (over: { substitutedShare: number; recalled: boolean }): number =>
  Math.hypot(METER_CLASS, over.recalled ? RECALLED_FACTOR : FACTOR, SUBSTITUTED * over.substitutedShare);
