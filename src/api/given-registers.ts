// Where the figure of a whole connection is stored: one register takes it, the others of that flow take 0 with it.
import type { ConnectionRow, MeterRow, NewRegister, RegisterRow } from '../storage/registry.ts';
import type { Directory } from '../storage/directory.ts';
import { type EpochMs, epochMs } from '../domain/units.ts';
import { type ImportFlow, storedUnitOf } from '../ingest/import-choices.ts';
import { flowInBalance, isWhole, tellingEnergy, validAt, wayOf, wholeName } from './scope.ts';

export interface GivenSpan {
  readonly from: EpochMs;
  /** null: from then on. */
  readonly to: EpochMs | null;
  /** The first takes the amount, the rest take 0: together they are the figure. */
  readonly registers: readonly number[];
}

/** Serial of a meter that only files and people speak for. */
const GIVEN_SERIAL = 'given';

/** The registers that take a given figure at this moment, and how long they do. Makes a meter and a register where there are none. */
export async function givenSpan(directory: Directory, connection: ConnectionRow, over: { flow: ImportFlow; at: EpochMs }): Promise<GivenSpan> {
  const role = over.flow === 'generation' ? 'generation' : 'main';
  const all = directory.metersOf(connection.id).filter((meter) => meter.role === role && meter.carrier === connection.carrier);
  const [from, to] = boundsAround(all, connection, over.at);
  const valid = all.filter((meter) => validAt(meter, over.at));
  const meters = valid.length > 0 ? valid : [await makeMeter(directory, connection, { role, from, to })];
  const found = meters.flatMap((meter) => tellingEnergy(directory.registersOf(meter.id)).filter((register) => takes(meter, register, over.flow)));
  const registers = found.length > 0 ? found : await directory.addRegisters([newRegister(meters[0], connection, over.flow)]);
  const ordered = [...registers].sort((a, b) => rankOf(a) - rankOf(b) || a.id - b.id);
  return { from, to, registers: ordered.map((register) => register.id) };
}

/** Of tariffs, total and power of one meter only the surest counts in a balance: that one takes the figure. */
function rankOf(register: RegisterRow): number {
  const way = wayOf(register);
  return isWhole(register.name) ? 0 : way === 'tariff' ? 1 : way === 'total' ? 2 : 3;
}

function takes(meter: MeterRow, register: RegisterRow, flow: ImportFlow): boolean {
  if (wayOf(register) === null) return false;
  const balance = flowInBalance(meter, register.flow);
  return flow === 'generation' ? balance !== null && balance !== 'import' && balance !== 'export' : balance === flow;
}

/** The longest time around an instant in which the same meters are valid. */
function boundsAround(meters: readonly MeterRow[], connection: ConnectionRow, at: EpochMs): [EpochMs, EpochMs | null] {
  const bounds = meters.flatMap((meter) => [meter.validFrom, ...(meter.validTo === null ? [] : [meter.validTo])]);
  const before = bounds.filter((bound) => bound <= at);
  const after = bounds.filter((bound) => bound > at);
  const first = before.length === 0 ? epochMs(Math.min(connection.validFrom, at)) : epochMs(Math.max(...before));
  return [first, after.length === 0 ? connection.validTo : epochMs(Math.min(...after))];
}

function makeMeter(directory: Directory, connection: ConnectionRow, over: { role: 'main' | 'generation'; from: EpochMs; to: EpochMs | null }): Promise<MeterRow> {
  const generationKind = over.role === 'generation' ? 'other' : null;
  const { id, carrier } = connection;
  return directory.addMeter({ connection: id, serial: GIVEN_SERIAL, carrier, role: over.role, generationKind, gateway: null, validFrom: over.from, validTo: over.to });
}

function newRegister(meter: MeterRow | undefined, connection: ConnectionRow, flow: ImportFlow): NewRegister {
  if (meter === undefined) throw new Error(`connection ${connection.id} has no meter`);
  return { meter: meter.id, name: wholeName(flow), carrier: connection.carrier, flow, kind: 'counter', unit: storedUnitOf(connection.carrier) };
}
