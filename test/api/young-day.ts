// Some tests measure the last hours and ask for today: just after midnight those hours lie in the day before.
import { localFloor } from '../../src/domain/time.ts';
import { epochMs } from '../../src/domain/units.ts';

/** Did the local day begin less than so many hours ago? What `startEmitting` measured is three hours old. */
export const dayIsYoungerThan = (hours: number): boolean => Date.now() - localFloor(epochMs(Date.now()), 'P1D') < hours * 3_600_000;
