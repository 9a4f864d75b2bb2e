// What the API takes of choices and figures: nothing it does not know.
import { describe, expect, it } from 'vitest';
import { ImportChoices, NewFigure } from '../../src/api/shapes-imports.ts';
import { FUELS } from '../../src/domain/fuel.ts';
import { choicesOf } from '../ingest/import-samples.ts';

describe('choices', () => {
  it('are taken as the importer has them', () => {
    expect(ImportChoices.parse(choicesOf())).toEqual(choicesOf());
  });

  it.each([{ delimiter: 'x' }, { intervalMinutes: 5 }, { dateColumn: -1 }, { values: [{ column: 0, ean: '123', flow: 'import', unit: 'kWh' }] }, { extra: 1 }])(
    'with %j are refused',
    (over) => {
      expect(ImportChoices.safeParse({ ...choicesOf(), ...over }).success).toBe(false);
    },
  );
});

describe('a figure', () => {
  it.each(Object.keys(FUELS))('may be %s', (fuel) => {
    expect(NewFigure.safeParse({ kind: 'fuel', company: 1, fuel, amount: 1, from: '2026-01-01', to: '2026-02-01' }).success).toBe(true);
  });

  it.each([
    [{ kind: 'fuel', company: 1, fuel: 'kerosene', amount: 1 }],
    [{ kind: 'fuel', company: 1, fuel: 'diesel', amount: -1 }],
    [{ kind: 'invoice', company: 1, connection: 1, flow: 'import', unit: 'kW', amount: 1 }],
    [{ kind: 'reading', company: 1, connection: 1, flow: 'import', unit: 'kWh', amount: 1 }],
  ])('%j is refused', (figure) => {
    expect(NewFigure.safeParse({ from: '2026-01-01', to: '2026-02-01', ...figure }).success).toBe(false);
  });
});
