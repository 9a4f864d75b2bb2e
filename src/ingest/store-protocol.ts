// What the main thread and the store thread say to each other. Types only.
import type { RevisionRun, RevisionStamp } from '../storage/revisions.ts';
import type { DaysAndRows, InfluxServer, QuarterColumns, QuarterNumber } from '../storage/series.ts';
import type { SettleRequest, Settled } from './settling.ts';
import type { UnsureStretch } from '../domain/energy-uncertainty.ts';
import type { CounterReading } from '../domain/ledger.ts';
import type { DecodeNote, Reading, Refused, Weighing } from '../domain/reading.ts';
import type { EventChange } from '../domain/meter-event.ts';
import type { EpochMs } from '../domain/units.ts';
import type { NewRegister, RegisterRow } from '../storage/registry.ts';
import type { SeriesLimits } from '../storage/series-keeping.ts';
import type { RegistrySnapshot } from './registers.ts';
import type { KeepingAnswers, KeepingRequest } from './store-keeping.ts';

export interface StoreThreadData {
  readonly seriesDir: string;
  /** The series are there, not in files; the folder keeps how far they are. */
  readonly influx?: InfluxServer;
  readonly journalDir: string;
  readonly journalId: string;
  readonly limits?: SeriesLimits;
  /** Working days after its end until a month is closed; absent: months stay open. */
  readonly closeAfterWorkingDays?: number;
}

export type StoreRequest =
  | KeepingRequest
  | { kind: 'quarters'; registers: Int32Array; from: QuarterNumber; to: QuarterNumber }
  /** For sums over long periods: whole days where there are such. */
  | { kind: 'days'; registers: Int32Array; from: QuarterNumber; to: QuarterNumber }
  /** What is not known of quarters that are estimated or substituted. */
  | { kind: 'unsure'; registers: Int32Array; from: QuarterNumber; to: QuarterNumber }
  | { kind: 'readings'; register: number; from: EpochMs; to: EpochMs; limit: number }
  | { kind: 'around'; register: number; instants: readonly EpochMs[] }
  | { kind: 'running'; registers: Int32Array }
  | ({ kind: 'settle' } & SettleRequest)
  | { kind: 'messages'; gateway: number }
  | { kind: 'last' }
  | { kind: 'earliest-settled' }
  /** Answers when everything up to this sequence is stored. */
  | { kind: 'projected'; seq: number };

export interface RunningQuarter {
  readonly register: number;
  readonly start: number;
  readonly until: number;
  readonly amountMicro: number;
}
export interface LastValue {
  readonly register: number;
  readonly at: EpochMs;
  readonly value: number;
}
/** A message of a gateway as its page shows it. */
export interface SeenMessage {
  readonly receivedAt: EpochMs;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly profile: string | null;
  readonly readings: readonly Reading[];
  readonly refused: readonly Refused[];
  readonly notes: readonly DecodeNote[];
}

export interface StoreAnswers extends KeepingAnswers {
  quarters: QuarterColumns;
  days: DaysAndRows;
  unsure: UnsureStretch[];
  readings: { at: EpochMs; value: number }[];
  around: CounterReading[];
  running: RunningQuarter[];
  settle: Settled;
  messages: SeenMessage[];
  last: LastValue[];
  'earliest-settled': QuarterNumber | null;
  projected: null;
}

export type ToStoreThread =
  | { kind: 'durable'; seq: number }
  | { kind: 'registry'; snapshot: RegistrySnapshot }
  | { kind: 'registers'; id: number; registers: readonly RegisterRow[] }
  /** The registry could not make them: the batch is tried again. */
  | { kind: 'registers-refused'; id: number; message: string }
  | { kind: 'revisions-kept'; id: number }
  /** The registry could not keep them: what would be overwritten stays. */
  | { kind: 'revisions-refused'; id: number; message: string }
  | { kind: 'request'; id: number; request: StoreRequest }
  | { kind: 'close' };

/** A message that could not be read, to be kept in quarantine. */
export interface RefusedMessage {
  readonly seq: number;
  readonly gateway: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
  readonly reason: Refused['reason'];
  readonly detail: string;
}
/** A message with loads that were weighed. */
export interface WeighedMessage {
  readonly seq: number;
  readonly gateway: number;
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly receivedAt: EpochMs;
  readonly weighings: readonly Weighing[];
}
export interface GatewayTally {
  readonly gateway: number;
  readonly lastMessageAt: EpochMs;
  readonly accepted: number;
  readonly refused: number;
  readonly profile: string | null;
}
/** Latest time a meter's device gave, against the time its message arrived. */
export interface MeterClock {
  readonly register: number;
  readonly skewMs: number;
}

export type FromStoreThread =
  | { kind: 'open'; fromSeq: number; highestSeq: number }
  | {
      kind: 'projected';
      seq: number;
      last: readonly LastValue[];
      refused: readonly RefusedMessage[];
      weighed: readonly WeighedMessage[];
      gateways: readonly GatewayTally[];
      skews: readonly MeterClock[];
      quartersChanged: number;
      events: readonly EventChange[];
    }
  /** Rows of quarters of these days (of UTC, since 1970) may be different from now on; said before what changed them is answered. */
  | { kind: 'quarters-changed'; days: readonly number[] }
  | { kind: 'want-registers'; id: number; wanted: readonly NewRegister[] }
  /** What is about to be overwritten; it is, once this is kept. */
  | { kind: 'keep-revisions'; id: number; runs: readonly RevisionRun[]; stamp: RevisionStamp }
  | { kind: 'answer'; id: number; answer: StoreAnswers[keyof StoreAnswers] }
  /** busy: it may work in a minute; otherwise it is a fault. */
  | { kind: 'refusal'; id: number; message: string; busy: boolean }
  | { kind: 'lost'; fromSeq: number; toSeq: number }
  | { kind: 'trouble'; message: string }
  /** What was in trouble works again. */
  | { kind: 'well' }
  /** A line that the series server refuses for good; it is kept in a file. */
  | { kind: 'line-refused'; reason: string }
  | { kind: 'closed' };
