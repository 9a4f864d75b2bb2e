// What is kept back of a balance with a secret measure.
import { describe, expect, it } from 'vitest';
import { keptBack, keptRegionSteps, keptSteps, secretFields, untoldFields, withoutFields } from '../../src/domain/disclosure-fields.ts';
import type { Disclosed } from '../../src/domain/disclosure.ts';

const open: Disclosed = { sign: null };
const secret: Disclosed = { sign: 'x', reason: 'too-few' };
const totals = {
  importKwh: 10,
  exportKwh: 1,
  generationKwh: 5,
  consumptionKwh: 14,
  chargeKwh: 0,
  dischargeKwh: 0,
  localExchangeKwh: 1,
  gridImportKwh: 9,
  gridExportKwh: 0,
  residualKwh: 0,
  selfConsumption: { individual: 0.8, collective: 1 },
};

describe('a balance of which nothing is secret', () => {
  it('stays as it is', () => {
    const fields = secretFields({ export: open, generation: open, storage: open });

    expect(fields.size).toBe(0);
    expect(withoutFields(totals, fields)).toEqual(totals);
  });
});

describe.each(['export', 'generation', 'storage'] as const)('a balance whose %s is secret', (measure) => {
  const shown = withoutFields(totals, secretFields({ export: open, generation: open, storage: open, [measure]: secret }));

  it('keeps it back, and at least one other term of the sum with it', () => {
    const terms = ['importKwh', 'generationKwh', 'dischargeKwh', 'exportKwh', 'consumptionKwh', 'chargeKwh', 'residualKwh'] as const;
    expect(terms.filter((field) => shown[field] === null).length).toBeGreaterThanOrEqual(2);
    expect(shown.importKwh).toBe(10);
    expect(shown.selfConsumption).toEqual({ individual: null, collective: null });
  });

  it('tells no ratio or peak of it either', () => {
    const fields = secretFields({ export: open, generation: open, storage: open, [measure]: secret });
    expect(['peakImportKw', 'selfSufficiency', 'consumptionKwh'].every((field) => keptBack(field, fields))).toBe(true);
    expect(keptBack('importKwh', fields)).toBe(false);
  });
});

describe('steps', () => {
  const of = (...amounts: number[]) => amounts.map((amount, at) => ({ entity: `kvk ${at}`, amount }));
  const even = of(10, 10, 10, 10, 10);
  const lone = of(40, 1, 1, 1, 1);

  it('are kept back with another, or the total less the rest would tell the one', () => {
    expect(keptSteps([even, lone, even])).toEqual(new Set([0, 1]));
    expect(keptSteps([lone, even, even])).toEqual(new Set([0, 1]));
    expect(keptSteps([even, even]).size).toBe(0);
    expect(keptSteps([even, even, even], new Set([2]))).toEqual(new Set([2]));
  });

  it('of one and the same company hide nothing behind each other: a third goes with them', () => {
    expect(keptSteps([lone, even, lone])).toEqual(new Set([0, 1, 2]));
    // What two companies do in turn hides the one behind the other; five of them do.
    expect(keptSteps([lone, even, of(1, 40, 1, 1, 1), of(1, 1, 40, 1, 1)])).toEqual(new Set([0, 2, 3]));
  });

  it('of a region go where they would tell a step of a park', () => {
    const at = (park: string, step: readonly { entity: string; amount: number }[]) => step.map((one) => ({ entity: `${park} ${one.entity}`, amount: one.amount, park }));
    const steps = [even, lone, even].map((step) => [...at('a', step), ...at('b', of(100, 100, 100, 100, 100))]);

    // The region by itself could show all three.
    expect(keptSteps(steps).size).toBe(0);
    // Park a keeps 0 and 1 back: of each, region less b would be a, and a's total less 0 and 2 would be 1.
    expect(keptRegionSteps(steps)).toEqual(new Set([0, 1]));
  });

  it('that are kept back have no amounts at all', () => {
    expect(withoutFields({ start: 'x', importKwh: 1, importM3: 2, coverage: 1 }, null)).toEqual({ start: 'x', importKwh: null, importM3: null, coverage: 1 });
  });
});

describe('a step', () => {
  it('has no figure of which no quarter may be told', () => {
    const untold = { import: 0, export: 4, exchange: 2, generation: 0, kinds: 4, storage: 0, use: 4, all: 4 };

    const all = ['export', 'consumption', 'residual', 'selfConsumption', 'selfSufficiency'];
    expect([...untoldFields(untold, { quartersPresent: 4 }).keys()]).toEqual(all);
    expect(untoldFields(null, { quartersPresent: 4 }).size).toBe(0);
    // The fifth quarter is told of everything; of the others nothing at all is.
    expect(untoldFields(untold, { quartersPresent: 5 }).size).toBe(0);
    expect([...untoldFields({ ...untold, import: 4, exchange: 4 }, { quartersPresent: 0 }).keys()]).toEqual([
      'export',
      'gridImport',
      'gridExport',
      'localExchange',
      'peakImportKw',
      'peakAt',
      ...all.slice(1),
    ]);
  });
});
