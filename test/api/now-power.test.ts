// Power from last values: what each figure is made of adds up to it, and nothing counts twice.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GENERATION_FLOWS } from '../../src/domain/balance.ts';
import { epochMs } from '../../src/domain/units.ts';
import { LastValues } from '../../src/ingest/last-values.ts';
import type { MeterRow, RegisterRow } from '../../src/storage/registry.ts';
import { NOW_FIELDS, heardOnGrid, nowTerms, powerOf, rateNow, sumNow, takenTerms } from '../../src/api/now-power.ts';
import { type ScopedConnection, wayOf } from '../../src/api/scope.ts';

const NOW = epochMs(Date.parse('2026-11-26T12:00:00Z'));
type Made = {
  readonly role: 'main' | 'generation' | 'storage';
  readonly validFrom?: number;
  readonly validTo?: number;
  readonly registers: readonly { readonly name: string; readonly flow: RegisterRow['flow']; readonly perHour: number | null }[];
};

/** Counters that were read a minute ago and now; without a rate they were silent for an hour.
 *  @param behind how many of those after the first lie behind it: it is their main connection */
function area(connections: readonly (readonly Made[])[], behind = 0): { deps: Parameters<typeof powerOf>[0]; scope: Parameters<typeof powerOf>[1] } {
  const last = new LastValues();
  const meters = new Map<number, MeterRow[]>();
  const registersOf = new Map<number, RegisterRow[]>();
  let id = 0;
  const scoped = connections.map((made, connection): ScopedConnection => {
    const mine: ScopedConnection['registers'][number][] = [];
    for (const { role, registers, validFrom = 0, validTo = null } of made) {
      const meter: MeterRow = {
        id: ++id,
        connection,
        serial: `${id}`,
        carrier: 'electricity',
        role,
        generationKind: role === 'generation' ? 'sun' : null,
        gateway: null,
        validFrom: epochMs(validFrom),
        validTo: validTo === null ? null : epochMs(validTo),
      };
      meters.set(connection, [...(meters.get(connection) ?? []), meter]);
      const rows = registers.map(({ name, flow, perHour }): RegisterRow => {
        const row: RegisterRow = { id: ++id, meter: meter.id, name, carrier: 'electricity', flow, kind: 'counter', unit: 'kWh' };
        const at = perHour === null ? NOW - 3_600_000 : NOW;
        last.put({ register: row.id, at: epochMs(at - 60_000), value: 100 });
        last.put({ register: row.id, at: epochMs(at), value: 100 + (perHour ?? 1) / 60 });
        const way = wayOf(row);
        if (way !== null && (flow === 'import' || flow === 'export')) mine.push({ register: row.id, flow, meter: meter.id, way });
        return row;
      });
      registersOf.set(meter.id, rows);
    }
    return { id: connection, company: connection, behind: connection > 0 && connection <= behind ? 0 : null, passesOn: behind > 0 && connection === 0, registers: mine };
  });
  const directory = { metersOf: (connection: number) => meters.get(connection) ?? [], registersOf: (meter: number) => registersOf.get(meter) ?? [] };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the two questions that are asked of the directory here
  return { deps: { last, now: () => NOW, directory: directory as unknown as Parameters<typeof powerOf>[0]['directory'] }, scope: { connections: scoped, withheld: 0 } };
}

const rate = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 600 }) }, { weight: 1, arbitrary: fc.constant(null) });
const company = fc.record({ importKw: rate, exportKw: rate, sunKw: rate, charge: rate, discharge: rate, sun: fc.boolean(), battery: fc.boolean() }).map((one): Made[] => [
  {
    role: 'main',
    registers: [
      { name: 'import', flow: 'import', perHour: one.importKw },
      { name: 'export', flow: 'export', perHour: one.exportKw },
    ],
  },
  ...(one.sun ? [{ role: 'generation', registers: [{ name: 'generation', flow: 'generation', perHour: one.sunKw }] } as const] : []),
  ...(one.battery
    ? [
        {
          role: 'storage',
          registers: [
            { name: 'charge', flow: 'charge', perHour: one.charge },
            { name: 'discharge', flow: 'discharge', perHour: one.discharge },
          ],
        } as const,
      ]
    : []),
]);

const isHeard = (made: readonly Made[] | undefined): boolean => made?.every(({ registers }) => registers.every(({ perHour }) => perHour !== null)) ?? false;
/** Of those on the grid, behind a main connection that is silent too. */
const drawn = (connections: readonly Made[][], behind: number): number =>
  connections.reduce((sum, made, at) => sum + (isHeard(made) && (at === 0 || at > behind || !isHeard(connections[0])) ? (made[0]?.registers[0]?.perHour ?? 0) : 0), 0);

describe('power at this moment', () => {
  it.each(NOW_FIELDS)('as %s is the sum of the last values that explain it', (field) => {
    fc.assert(
      fc.property(fc.array(company, { minLength: 1, maxLength: 6 }), fc.nat({ max: 5 }), (connections, behind) => {
        const inside = Math.min(behind, connections.length - 1);
        const { deps, scope } = area(connections, inside);
        const power = powerOf(deps, scope);
        const generationKw = GENERATION_FLOWS.reduce((sum, flow) => sum + power.powers[flow], 0);
        const figures = {
          importKw: power.gridImportKw,
          drawnKw: drawn(connections, inside),
          exportKw: power.gridExportKw,
          generationKw,
          chargeKw: power.powers.charge,
          dischargeKw: power.powers.discharge,
          consumptionKw: Math.max(power.consumptionKw, 0),
        };
        expect(sumNow(nowTerms(deps, scope, field))).toBeCloseTo(figures[field], 6);
      }),
      { numRuns: 300 },
    );
  });

  const drawing = (kw: number | null): Made[] => [{ role: 'main', registers: [{ name: 'import', flow: 'import', perHour: kw }] }];

  it('is what a main meter says and what those beside it draw; who lies behind it is in that already', () => {
    const { deps, scope } = area([drawing(100), drawing(60), drawing(30), drawing(25)], 2);

    // 100 + 25 from the grid; 60 + 30 + 25 used, 10 lost behind the main meter.
    expect(powerOf(deps, scope)).toMatchObject({ gridImportKw: expect.closeTo(125, 6), gridExportKw: 0, consumptionKw: expect.closeTo(115, 6) });
  });

  it('counts those behind a main meter that is silent, as its quarters do', () => {
    const { deps, scope } = area([drawing(null), drawing(60), drawing(30), drawing(25)], 2);

    expect(powerOf(deps, scope).gridImportKw).toBeCloseTo(115, 6);
  });

  it('is taken once of any carrier: what is passed on behind a main meter is in that, and what is given on is taken off but of electricity', () => {
    const giving: Made[] = [
      {
        role: 'main',
        registers: [
          { name: 'import', flow: 'import', perHour: 25 },
          { name: 'export', flow: 'export', perHour: 5 },
        ],
      },
    ];
    const { deps, scope } = area([drawing(100), drawing(60), drawing(30), giving], 2);

    expect(sumNow(takenTerms(deps, scope, 'heat'))).toBeCloseTo(120, 6);
    expect(sumNow(takenTerms(deps, scope, 'electricity'))).toBeCloseTo(125, 6);
    expect(heardOnGrid(deps, scope)).toBe(2);
  });

  it('counts what is made at a main connection itself', () => {
    const main: Made[] = [...drawing(20), { role: 'generation', registers: [{ name: 'generation', flow: 'generation', perHour: 70 }] }];
    const { deps, scope } = area([main, drawing(90)], 1);

    expect(powerOf(deps, scope)).toMatchObject({ gridImportKw: expect.closeTo(20, 6), powers: { sun: expect.closeTo(70, 6) }, consumptionKw: expect.closeTo(90, 6) });
  });

  it('counts the tariffs of a meter or their total, never both', () => {
    const registers = [
      { name: 'import-t1', flow: 'import', perHour: 30 },
      { name: 'import-t2', flow: 'import', perHour: 0 },
      { name: 'import', flow: 'import', perHour: 30 },
    ] as const;
    const { deps, scope } = area([[{ role: 'main', registers }]]);

    expect(scope.connections[0]?.registers.map((one) => one.way)).toEqual(['tariff', 'tariff', 'total']);
    expect(powerOf(deps, scope)).toMatchObject({ gridImportKw: expect.closeTo(30, 6), known: true });
  });

  it('leaves out a connection of which one meter is silent', () => {
    const silent: Made[] = [
      { role: 'main', registers: [{ name: 'import', flow: 'import', perHour: 10 }] },
      { role: 'generation', registers: [{ name: 'generation', flow: 'generation', perHour: null }] },
    ];
    const { deps, scope } = area([silent, [{ role: 'main', registers: [{ name: 'import', flow: 'import', perHour: 7 }] }]]);

    expect(powerOf(deps, scope).gridImportKw).toBeCloseTo(7, 6);
    const alone = area([silent]);
    expect(powerOf(alone.deps, alone.scope).known).toBe(false);
  });

  it('is that of the meters that hang there: one that ended is neither counted nor waited for', () => {
    const taken = (kw: number | null, over: Pick<Made, 'validFrom' | 'validTo'>): Made => ({ role: 'main', registers: [{ name: 'import', flow: 'import', perHour: kw }], ...over });
    const swapped = (kw: number | null) => area([[taken(kw, { validTo: NOW }), taken(7, { validFrom: NOW - 60_000 })]]);
    // The old device may speak on a bench, or never again.
    for (const old of [500, null]) {
      const { deps, scope } = swapped(old);
      expect(powerOf(deps, scope)).toMatchObject({ gridImportKw: expect.closeTo(7, 6), known: true });
    }
    const { deps, scope } = area([[taken(5, {}), taken(9, { validFrom: NOW + 1 })], [taken(3, { validTo: NOW + 1 })]]);
    expect(powerOf(deps, scope).gridImportKw).toBeCloseTo(8, 6);
    const gone = area([[taken(5, { validTo: NOW })]]);
    expect(powerOf(gone.deps, gone.scope).known).toBe(false);
  });

  it('is without a connection that ended earlier in the day, also as the main of those behind it', () => {
    const { deps, scope } = area([drawing(100), drawing(60)], 1);
    const [main, ...behind] = scope.connections;
    const connections = [...(main === undefined ? [] : [{ ...main, toQuarter: NOW / 900_000 }]), ...behind];

    expect(powerOf(deps, scope).gridImportKw).toBeCloseTo(100, 6);
    expect(powerOf(deps, { ...scope, connections }).gridImportKw).toBeCloseTo(60, 6);
  });

  it('is no rate after a step back or an hour of silence', () => {
    const last = new LastValues();
    last.put({ register: 1, at: epochMs(NOW - 60_000), value: 5 });
    last.put({ register: 1, at: NOW, value: 4 });
    last.put({ register: 2, at: epochMs(NOW - 3_600_000), value: 5 });

    expect([rateNow({ last, now: () => NOW }, 1, 'counter'), rateNow({ last, now: () => NOW }, 2, 'gauge'), rateNow({ last, now: () => NOW }, 3, 'gauge')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});
