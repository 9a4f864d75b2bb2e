// The open JSON that any data logger can be told to send: one object per meter, an array for several.

export interface GenericMeter {
  readonly meter: string;
  readonly at: number;
  /** Counters by register name, in kWh or m3. */
  readonly counters: Readonly<Record<string, number>>;
  /** Import positive, export negative; absent when the meter has no power to tell. */
  readonly powerKw?: number;
}

/** Field of each register: the quantity, then its unit. */
const FIELDS: Readonly<Record<string, string>> = {
  import: 'importKwh',
  export: 'exportKwh',
  generation: 'generationKwh',
  charge: 'chargeKwh',
  discharge: 'dischargeKwh',
  gas: 'gasM3',
  heat: 'heatKwh',
  water: 'waterM3',
  'water-export': 'waterExportM3',
  biogas: 'biogasM3',
};

/** One message of a data logger. `offset` writes the time on the Dutch clock with its offset instead of Z. */
export function encodeGeneric({ meters, offset }: { meters: readonly GenericMeter[]; offset: 'Z' | '+01:00' | '+02:00' }): Uint8Array {
  const entries = meters.map(({ meter, at, counters, powerKw }) => ({
    meter,
    time: isoWith(at, offset),
    ...Object.fromEntries(Object.entries(counters).map(([register, amount]) => [FIELDS[register] ?? register, cut(amount)])),
    ...(powerKw === undefined ? {} : { powerKw: Math.round(powerKw * 1000) / 1000 }),
  }));
  return Buffer.from(JSON.stringify(entries.length === 1 ? entries[0] : entries), 'utf8');
}

function isoWith(at: number, offset: 'Z' | '+01:00' | '+02:00'): string {
  const shiftH = offset === 'Z' ? 0 : offset === '+01:00' ? 1 : 2;
  return new Date(at + shiftH * 3_600_000).toISOString().slice(0, 19) + offset;
}

const cut = (amount: number): number => Math.floor(amount * 1000 + 1e-6) / 1000;
