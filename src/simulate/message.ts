// What one gateway sends at one instant: the counters of its meters in the bytes of its profile.
import { localHour } from './calendar.ts';
import { type Counters } from './counters.ts';
import { encodeGeneric, type GenericMeter } from './encode-generic.ts';
import { encodeHomeWizard } from './encode-homewizard.ts';
import { encodeP1, type MbusContent } from './encode-p1.ts';
import { breakPayload, type Fault, type GatewayFaults, faultsAt, serialAt } from './faults.ts';
import type { PlanGateway, PlanMeter } from './plan.ts';
import { counterKey } from './registers.ts';

interface MessageInput {
  /** Advanced to the instant of the message. */
  readonly counters: Counters;
  readonly gateway: PlanGateway;
  readonly faults: readonly Fault[];
}

/** Payload of a gateway at the instant its counters have reached, with the faults of that instant in it. */
export function messageOf(input: MessageInput): Uint8Array {
  const { counters, gateway, faults } = input;
  const state = faultsAt({ faults, gateway: gateway.key, atMs: counters.atMs });
  const payload = encode(input, state);
  return state.garbage ? breakPayload({ payload, gateway: gateway.key, atMs: counters.atMs }) : payload;
}

function encode({ counters, gateway, faults }: MessageInput, { skewMs, unitFactor }: GatewayFaults): Uint8Array {
  const meters = counters.company.meters.filter((meter) => gateway.meters.includes(meter.key));
  const serial = (meter: PlanMeter): string => serialAt({ faults, gateway, meter, atMs: counters.atMs });
  switch (gateway.profile) {
    case 'dsmr-p1':
      return encodeTelegram({ counters, gateway, meters, serial, skewMs });
    case 'homewizard':
      return encodeSocket({ counters, meters, unitFactor });
    case 'generic-json':
      return encodeLogger({ counters, gateway, meters, serial, skewMs, unitFactor });
  }
}

interface EncodeInput {
  readonly counters: Counters;
  readonly gateway: PlanGateway;
  readonly meters: readonly PlanMeter[];
  readonly serial: (meter: PlanMeter) => string;
  readonly skewMs: number;
  readonly unitFactor: number;
}

/** Reading of one counter as its meter shows it: what was counted since the meter was last reset or swapped. */
function shown({ counters, meter, register, amounts }: { counters: Counters; meter: PlanMeter; register: string; amounts?: Float64Array }): number {
  const at = counters.specs.findIndex((spec) => spec.meter === meter.key && spec.register === register);
  const amount = (amounts ?? counters.amounts)[at] ?? 0;
  return Math.max(0, amount - (counters.offsets.get(counterKey({ meter: meter.key, register })) ?? 0));
}

function encodeTelegram({ counters, gateway, meters, serial, skewMs }: Omit<EncodeInput, 'unitFactor'>): Uint8Array {
  const version = gateway.cadenceS === 1 ? 50 : 42;
  const main = meters.find((meter) => meter.carrier === 'electricity');
  if (main === undefined) throw new RangeError(`no electricity meter on ${gateway.key}`);
  const held = version === 50 ? counters.fiveMinutes : counters.hour;
  const rates = counters.flow(counters.atMs);
  const register = (name: string): number => shown({ counters, meter: main, register: name });
  return encodeP1({
    at: counters.atMs + skewMs,
    version,
    serial: serial(main),
    importT1Kwh: register('import-t1'),
    importT2Kwh: register('import-t2'),
    exportT1Kwh: register('export-t1'),
    exportT2Kwh: register('export-t2'),
    powerImportKw: rates.importKw,
    powerExportKw: rates.exportKw,
    mbus: meters.flatMap((meter): MbusContent[] => {
      const carrier = meter.carrier;
      if (carrier !== 'gas' && carrier !== 'heat' && carrier !== 'water') return [];
      return [{ carrier, serial: serial(meter), at: held.atMs + skewMs, amount: shown({ counters, meter, register: carrier, amounts: held.amounts }) }];
    }),
  });
}

function encodeSocket({ counters, meters, unitFactor }: { counters: Counters; meters: readonly PlanMeter[]; unitFactor: number }): Uint8Array {
  const meter = meters[0];
  if (meter === undefined) throw new RangeError('a HomeWizard gateway carries one meter');
  return encodeHomeWizard({
    importKwh: unitFactor * shown({ counters, meter, register: 'import' }),
    exportKwh: unitFactor * shown({ counters, meter, register: 'export' }),
    netPowerKw: -counters.flow(counters.atMs).sunKw,
  });
}

function encodeLogger({ counters, gateway, meters, serial, skewMs, unitFactor }: EncodeInput): Uint8Array {
  const rates = counters.flow(counters.atMs);
  const onDutchClock = gateway.cadenceS === 30;
  const entries = meters.map((meter): GenericMeter => ({
    meter: serial(meter),
    at: counters.atMs + skewMs,
    counters: Object.fromEntries(counters.specs.filter((spec) => spec.meter === meter.key).map(({ register }) => [register, unitFactor * shown({ counters, meter, register })])),
    ...(meter.carrier === 'electricity' && meter.role === 'main' ? { powerKw: rates.importKw - rates.exportKw } : {}),
  }));
  const summer = localHour(counters.atMs + skewMs).summerTime;
  return encodeGeneric({ meters: entries, offset: onDutchClock ? (summer ? '+02:00' : '+01:00') : 'Z' });
}
