// Powers of this moment that one or two companies make up.
import { describe, expect, it } from 'vitest';
import { judgePower, secretNow } from '../../src/api/judged-power.ts';
import type { ScopedConnection } from '../../src/api/scope.ts';
import type { Principal } from '../../src/domain/access.ts';
import { epochMs } from '../../src/domain/units.ts';
import { LastValues } from '../../src/ingest/last-values.ts';
import type { GenerationKind, MeterRow, RegisterRow } from '../../src/storage/registry.ts';

const NOW = epochMs(Date.parse('2026-11-26T12:00:00Z'));
const REGION: Principal = { id: 'region', roles: [{ role: 'region' }], processor: false };
const OPERATOR: Principal = { id: 'operator', roles: [{ role: 'operator' }], processor: false };
/** kW of one company: what it draws, feeds in, and makes of which kind. */
type Told = readonly [importKw: number, exportKw: number, madeKw?: number, kind?: GenerationKind];

/** @param inside the first is the main connection of so many after it */
function judged(told: readonly Told[], { principal = REGION, inside = 0 } = {}): unknown {
  const last = new LastValues();
  const [meters, registersOf] = [new Map<number, MeterRow[]>(), new Map<number, RegisterRow[]>()];
  let id = 0;
  const connections = told.map(([importKw, exportKw, madeKw = 0, kind = 'sun'], connection): ScopedConnection => {
    const meter = (role: 'main' | 'generation', powers: Partial<Record<'import' | 'export' | 'generation', number>>): MeterRow => {
      const row: MeterRow = { id: ++id, connection, serial: `${id}`, carrier: 'electricity', role, generationKind: kind, gateway: null, validFrom: epochMs(0), validTo: null };
      const registers = (['import', 'export', 'generation'] as const).flatMap((flow): RegisterRow[] => {
        const kw = powers[flow];
        if (kw === undefined) return [];
        const register: RegisterRow = { id: ++id, meter: row.id, name: flow, carrier: 'electricity', flow, kind: 'counter', unit: 'kWh' };
        last.put({ register: register.id, at: epochMs(NOW - 60_000), value: 100 });
        last.put({ register: register.id, at: NOW, value: 100 + kw / 60 });
        return [register];
      });
      registersOf.set(row.id, registers);
      return row;
    };
    meters.set(connection, [meter('main', { import: importKw, export: exportKw }), meter('generation', { generation: madeKw })]);
    return { id: connection, company: connection, behind: connection > 0 && connection <= inside ? 0 : null, passesOn: inside > 0 && connection === 0, registers: [] };
  });
  const directory = {
    metersOf: (one: number) => meters.get(one) ?? [],
    registersOf: (one: number) => registersOf.get(one) ?? [],
    companies: new Map(),
    isRecognisable: () => false,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the questions that are asked of the directory here
  const deps = { last, now: () => NOW, directory } as unknown as Parameters<typeof judgePower>[0];
  return judgePower(deps, principal, { area: { kind: 'park', park: 'a' }, scope: { connections, withheld: 0 } });
}

const six = (one: Told): Told[] => Array.from({ length: 6 }, () => one);
const [OPEN, FEW] = [{ sign: null }, { sign: 'x', reason: 'too-few' }];

describe('a moment', () => {
  it('in which one alone feeds in or makes something tells neither', () => {
    expect(judged(six([10, 0]))).toEqual({ heard: true, export: OPEN, generation: OPEN, storage: OPEN, left: OPEN, byKind: true });
    expect(judged([...six([10, 0]), [0, 5]])).toMatchObject({ heard: true, export: FEW, generation: OPEN });
    expect(judged([...six([10, 0]), [10, 0, 5]])).toMatchObject({ export: OPEN, generation: FEW, byKind: false });
    expect(judged([...six([10, 0]), ...six([0, 5, 15])])).toMatchObject({ export: OPEN, generation: OPEN, byKind: true });
  });

  it('in which one of several makes something of another kind tells no kinds', () => {
    expect(judged([...six([10, 0, 5]), [10, 0, 5, 'chp']])).toMatchObject({ generation: OPEN, byKind: false });
  });

  it('in which few were heard tells nothing, but to whoever may see them', () => {
    expect(
      judged([
        [10, 0],
        [10, 5],
      ]),
    ).toMatchObject({ heard: false });
    expect(
      judged(
        [
          [10, 0],
          [10, 5],
        ],
        { principal: OPERATOR },
      ),
    ).toMatchObject({ heard: true, export: OPEN });
  });

  it('in which a main meter does not pass all on tells no use: the rest is what its owner draws', () => {
    // 60 kW behind it, and 61 in: what the meters may err by is nobody's.
    expect(judged([[61, 0], ...six([10, 0])], { inside: 6 })).toMatchObject({ heard: true, export: OPEN, left: OPEN });
    expect(judged([[90, 0], ...six([10, 0])], { inside: 6 })).toMatchObject({ heard: true, left: FEW });
    // Six who draw 10 kW each hide no owner of 200.
    expect(judged([[260, 0], ...six([10, 0])], { inside: 6 })).toMatchObject({ heard: false });
    expect(judged([[0, 40], ...six([10, 0])], { inside: 6 })).toMatchObject({ export: FEW });
  });

  it('in which one that alone gives more than it makes tells no use, and says why', () => {
    const left = { heard: true, export: OPEN, generation: OPEN, storage: OPEN, left: { sign: 'x', reason: 'too-few' }, byKind: true } as const;

    expect(judged([...six([10, 0]), ...six([0, 5, 15]), [0, 5]])).toMatchObject({ left: FEW });
    expect(Object.fromEntries(secretNow(left))).toEqual({ consumption: 'too-few', selfConsumption: 'too-few', selfSufficiency: 'too-few' });
  });
});
