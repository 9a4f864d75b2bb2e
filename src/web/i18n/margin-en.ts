// The English words of margins around figures, of the alarm of a group and of a period that somebody chooses.
import type { MarginWords } from './margin-nl.ts';

export const marginEn: MarginWords = {
  band: (low, high) => `between ${low} and ${high}`,
  peakUpTo: (kw) => `peak possibly up to ${kw}`,
  bandSays: (meters) =>
    `Part of it is estimated. Nine times out of ten what the meters counted lies between the limits given; what is missing is not in it. The meters themselves: ± ${meters}.`,
  alarm: {
    unknown: 'Cannot be said yet: a member is silent, or the quarter-hour has just begun.',
    within: 'The quarter-hour stays within the shared limit.',
    near: 'The quarter-hour comes near the shared limit.',
    over: 'The quarter-hour will pass the shared limit.',
  },
  comeOff: (kw) => `${kw} must come off.`,
  comeOffRoughly: (kw) => `At most ${kw} must come off.`,
  rough: 'In steps of a tenth of the limit: the exact figure would give away that of one company.',
  shared: {
    lost: (name) => `Group ${name} will pass its limit this quarter-hour, even if everything is switched off now.`,
    over: (name) => `In group ${name} this quarter-hour needs `,
    within: (name) => `, within group ${name} `,
  },
  noSharedLimit: 'In this direction the group has no shared limit: there is nothing to pass.',
  stayedWithin: (quarters) => `In the ${quarters} quarter-hours that were judged the group stayed within its limit.`,
  belowZero: {
    import: 'Below zero is feed-in: more went back than was drawn.',
    export: 'Below zero is draw: more was drawn than went back.',
  },
  joinsGroup: 'Who joins the group has the room of the group alone; what single contracts leave counts here and may not be used by it.',
  joinTitle: (group) => `Can something more join group ${group}?`,
  joinExplain: 'By what its present members drew together in each quarter-hour of the last twelve months, under the limit that holds now.',
  shortHistory: (days) => `Measured for ${days} days only: what other seasons ask is not in this.`,
  lastOf: (shown, all) => `The last ${shown} of ${all} exceedances.`,
  showAll: 'Show all',
  limit: 'Shared limit',
  free: 'Free',
  from: 'From',
  until: 'Up to and including',
  freePeriod: 'Free period',
  energy: 'Energy',
};
