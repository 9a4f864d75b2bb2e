// The port of residual heat in the registry: sources and sinks, drawn routes, decisions and contracts.
import type { Derivation, Medium, Place, Provenance, Residual } from '../domain/heat/port.ts';
import type { HeatProfile } from '../domain/heat/profiles.ts';
import type { EpochMs } from '../domain/units.ts';

export interface HeatPortRow {
  readonly id: number;
  readonly park: string;
  /** null: the park's own, for homes or a pool outside it. */
  readonly company: number | null;
  readonly name: string;
  readonly role: 'source' | 'sink';
  readonly medium: Medium;
  readonly supplyC: number;
  readonly returnC: number;
  readonly minReturnC: number | null;
  readonly provenance: Provenance;
  /** Whose counters give its hours; null: declared power and profile. */
  readonly meter: number | null;
  readonly derivation: Derivation;
  /** kWh of heat per unit that the meter counts, where it is known better than the default. */
  readonly factor: number | null;
  readonly powerKw: number | null;
  readonly profile: HeatProfile;
  readonly place: Place | null;
  readonly firm: boolean;
  readonly residual: Residual;
  readonly outsidePark: boolean;
  readonly note: string;
  readonly from: EpochMs;
  readonly to: EpochMs | null;
}
export type NewHeatPort = Omit<HeatPortRow, 'id'>;

export interface HeatPairKey {
  readonly source: number;
  readonly sink: number;
}
/** 12-34: port 12 gives, port 34 takes. Inside only: outside it would say who is in it. */
export const pairKey = ({ source, sink }: HeatPairKey): string => `${source}-${sink}`;

export interface HeatRouteRow extends HeatPairKey {
  readonly lengthM: number;
  readonly surfaceFactor: number | null;
  readonly points: readonly Place[];
}
export interface HeatDecisionRow extends HeatPairKey {
  readonly company: number;
  /** ask: the park manager put it before this company, which said nothing yet. */
  readonly decision: 'ask' | 'agree' | 'decline';
  readonly at: EpochMs;
}
export interface HeatContractRow extends HeatPairKey {
  readonly id: number;
  readonly kwhPerYear: number;
  /** Counts what is delivered; null: not metered. */
  readonly meter: number | null;
  readonly from: EpochMs;
  /** As it was agreed; null: without a term. What ends it sooner is not kept here but follows from what was said since. */
  readonly to: EpochMs | null;
  readonly recordedAt: EpochMs;
}
interface Stamp {
  readonly author: string;
  readonly at: EpochMs;
}

/** Small enough to hold in memory: reads answer at once, writes go to the database first. */
export interface HeatRegistry {
  /** Counts up with each change: what was made from another version is made again. */
  readonly version: number;
  port(id: number): HeatPortRow | null;
  portsOf(park: string): readonly HeatPortRow[];
  ports(): readonly HeatPortRow[];
  /** Meters that have, or had, a port of their own. */
  hadPort(meter: number): boolean;
  addPorts(rows: readonly NewHeatPort[], stamp: Stamp): Promise<HeatPortRow[]>;
  changePort(row: HeatPortRow, stamp: Stamp): Promise<void>;
  removePort(id: number, stamp: Stamp): Promise<void>;
  routes(): readonly HeatRouteRow[];
  setRoute(row: HeatRouteRow, stamp: Stamp): Promise<void>;
  /** The latest decision of each company about a pair. */
  decisionsOf(pair: HeatPairKey): readonly HeatDecisionRow[];
  /** When a company first declined a pair, from a moment on; null: none did. */
  declinedAfter(pair: HeatPairKey, since: EpochMs): EpochMs | null;
  decide(row: Omit<HeatDecisionRow, 'at'>, stamp: Stamp): Promise<void>;
  contractsOf(pair: HeatPairKey): readonly HeatContractRow[];
  contracts(): readonly HeatContractRow[];
  addContract(row: Omit<HeatContractRow, 'id' | 'recordedAt'>, stamp: Stamp): Promise<HeatContractRow>;
}
