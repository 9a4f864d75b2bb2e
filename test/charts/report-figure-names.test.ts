// Every figure of a report that is explained has the name of its row and column, in a table that the report shows.
import { describe, expect, it } from 'vitest';
import { figureName } from '../../src/charts/report-figure-names.ts';
import { reportOf } from '../../src/charts/report-tables.ts';
import { figuresOf } from './report-figures.ts';

const figures = figuresOf({ parks: [{ id: 'de-mars', name: 'De Mars', importKwh: 1, generationKwh: 2, consumptionKwh: 3, coverage: 1 }] });

it.each([
  ['energy.electricity.importAmount', 'Energie', 'Stroom: Afgenomen'],
  ['energy.electricity.coverage', 'Energie', 'Stroom: Gemeten deel'],
  ['shares.selfSufficiency.collective', 'Eigen gebruik', 'Zelfvoorziening: samen'],
  ['steps.2026-10-01T22:00:00Z.localExchangeKwh', 'Stroom per stap', 'Vrijdag 2 oktober 2026: Onderling'],
  ['parks.de-mars.consumptionKwh', 'Stroom per park', 'De Mars: Verbruikt'],
  ['capacity.export.aboveKwh', 'Ruimte op het net', 'teruglevering: Boven de grens (kWh)'],
  ['emissions.totals.scope2.marketBasedKg', 'CO2-uitstoot', 'Scope 2, naar contract'],
  ['emissions.lines.gas.upstream.locationBasedKg', 'CO2 per energiedrager', 'Gas: Keten, naar locatie'],
  ['emissions.change.parts.coverage', 'Vergeleken met het basisjaar', 'Meters'],
  ['emissions.trajectory.baseKg', 'Vergeleken met het basisjaar', 'Doel: Basisjaar'],
])('%s stands in %s as %s', (place, table, name) => {
  expect(figureName(figures, place, 'nl')).toEqual({ table, name });
  expect(reportOf(figures, 'nl').tables.map(({ caption }) => caption)).toContain(table);
});

describe('a figure that stands nowhere', () => {
  it.each(['madeAt', 'capacity.import.limitKind', 'emissions.totals.infrastructureKg'])('(%s) has no name', (place) => {
    expect(figureName(figures, place, 'en')).toBeNull();
  });
});
