// What a cross-check can say of two measurements of one energy.

/** too-little: too few quarters, or too little that moves, to say anything. What needs somebody first. */
export const VERDICTS = ['wrong', 'doubtful', 'fits', 'too-little'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Quarters that a check needs: half a day. */
export const QUARTERS_MIN = 48;
