// The port of material streams: what was stated, agreed and weighed. Streams are small enough to hold in memory.
import type { ProductFlows } from '../domain/circular/circularity-index.ts';
import type { SetStatus } from '../domain/circular/match-status.ts';
import type { Stream } from '../domain/circular/streams.ts';
import type { EpochMs } from '../domain/units.ts';
import type { Stamp } from './capacity.ts';

export const DELIVERY_SOURCES = ['weighbridge', 'container', 'register', 'entered'] as const;

/** A stream without its park: that is its company's. */
export interface StreamRow extends Omit<Stream, 'park'> {
  readonly note: string;
  readonly routeNow: string;
}
export type NewStreamRow = Omit<StreamRow, 'id'>;
export interface ProductRow {
  readonly id: number;
  readonly company: number;
  readonly name: string;
  readonly flows: ProductFlows;
}
export interface DeliveryRow {
  readonly offer: number;
  readonly need: number | null;
  readonly deliveredAt: EpochMs;
  readonly kg: number;
  readonly source: (typeof DELIVERY_SOURCES)[number];
  /** Names what brought it. */
  readonly message: string;
}
export interface Between {
  readonly offer: number;
  readonly need: number;
}
export interface Weighed {
  readonly offer: number;
  readonly need: number | null;
  readonly kg: number;
}

/** Names a delivery that somebody entered: the same one, entered twice, is one. */
export const enteredName = ({ offer, need, deliveredAt, kg }: Omit<DeliveryRow, 'source' | 'message'>): string => `entered ${offer} ${need ?? ''} ${deliveredAt} ${kg}`;

export interface Materials {
  /** Another number after each change of a stream or delivery: what was reckoned from them is old then. */
  readonly version: number;
  streams(): readonly StreamRow[];
  stream(id: number): StreamRow | null;
  products(company: number): readonly ProductRow[];
  agreed(match: Between, company: number): boolean;
  /** The last that somebody set; null: nobody did. */
  step(match: Between): SetStatus | null;
  add(row: NewStreamRow, stamp: Stamp): Promise<StreamRow>;
  change(row: StreamRow, stamp: Stamp): Promise<StreamRow>;
  remove(id: number, stamp: Stamp): Promise<void>;
  agree(match: Between, company: number, said: Stamp & { readonly agrees: boolean }): Promise<void>;
  setStep(match: Between, status: SetStatus, said: Stamp & { readonly note: string }): Promise<void>;
  addProduct(row: Omit<ProductRow, 'id'>, stamp: Stamp): Promise<ProductRow>;
  removeProduct(id: number, stamp: Stamp): Promise<void>;
  /** @returns false when its message brought it before */
  deliver(row: DeliveryRow, stamp: Stamp): Promise<boolean>;
  /** What was weighed in [from, to), by offer and need. */
  weighed(period: { readonly from: number; readonly to: number }): Promise<Weighed[]>;
  /** The latest of a stream first. */
  deliveries(offer: number, limit: number): Promise<DeliveryRow[]>;
}
