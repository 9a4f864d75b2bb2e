// Every night: the ports that new meters give away, and the heat matches of each park, ready before anybody asks.
import type { Job } from './schedule.ts';

export interface MatchHeatPorts {
  readonly derive: () => Promise<number>;
  readonly parks: () => readonly string[];
  /** Reads the hours of a park anew and matches all its ports. @returns how many matches there are */
  readonly match: (park: string) => Promise<number>;
}

export function matchHeat({ derive, parks, match }: MatchHeatPorts): Job {
  return {
    name: 'match-heat',
    schedule: '40 3 * * *',
    run: async ({ stopping }) => {
      const derived = await derive();
      let [matched, matches] = [0, 0];
      for (const park of parks()) {
        if (stopping()) break;
        matches += await match(park);
        matched++;
      }
      return { derived, parks: matched, matches };
    },
  };
}
