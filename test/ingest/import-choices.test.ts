// Units, directions and headings as senders name them.
import { describe, expect, it } from 'vitest';
import { factorOf, faultOf, flowNamed, headingKey, storedUnitOf, unitNamed, VALUE_COLUMNS_MAX } from '../../src/ingest/import-choices.ts';
import { choicesOf } from './import-samples.ts';

describe('a unit', () => {
  it.each([
    ['kW', 0.25, 0.25],
    ['W', 0.25, 0.000_25],
    ['MW', 1, 1000],
    ['kWh', 0.25, 1],
    ['Wh', 0.25, 0.001],
    ['MWh', 24, 1000],
    ['m3', 1, 1],
    // 3.6 GJ is 1 MWh by definition of the hour.
    ['GJ', 1, 1000 / 3.6],
    ['MJ', 1, 1 / 3.6],
  ] as const)('%s over %d h counts %d', (unit, hours, factor) => {
    expect(factorOf(unit, hours).factor).toBeCloseTo(factor, 12);
  });

  it.each([
    ['Verbruik (kWh)', 'kWh'],
    ['Vermogen [kW]', 'kW'],
    ['Gas m³', 'm3'],
    ['Volume Nm3', 'm3'],
    ['MWh afname', 'MWh'],
    ['Warmte GJ', 'GJ'],
    ['Vermogen (W)', 'W'],
    ['Waarde', null],
  ])('in "%s" is %s', (heading, unit) => {
    expect(unitNamed(heading)).toBe(unit);
  });

  it('of gas and water is m3, of everything else kWh', () => {
    expect([storedUnitOf('gas'), storedUnitOf('water'), storedUnitOf('electricity'), storedUnitOf('heat')]).toEqual(['m3', 'm3', 'kWh', 'kWh']);
  });
});

describe('a direction', () => {
  it.each([
    ['Teruglevering kWh', 'export'],
    ['Levering kWh', 'import'],
    ['Invoeding', 'export'],
    ['Afname', 'import'],
    ['LVR', 'import'],
    ['TLV', 'export'],
    ['E17', 'import'],
    ['E18', 'export'],
    ['PV opwek', 'generation'],
    ['Datum', null],
  ])('in "%s" is %s', (text, flow) => {
    expect(flowNamed(text)).toBe(flow);
  });
});

describe('the headings of a sender', () => {
  it('are the same for another connection and another month', () => {
    expect(headingKey(['Datum', 'Verbruik 871687000000000011  kWh'])).toBe(headingKey(['datum', 'verbruik 871999900000000028 kWh']));
  });

  it('differ when a column is added', () => {
    expect(headingKey(['Datum', 'kWh'])).not.toBe(headingKey(['Datum', 'kWh', 'Status']));
  });
});

describe('choices', () => {
  it('that name no connection are refused with a sentence', () => {
    expect(faultOf(choicesOf({ values: [{ column: 1, ean: null, flow: 'import', unit: 'kWh' }] }))).toMatch(/eanColumn/);
  });

  it('without a value column, or with too many, are refused', () => {
    const one = { column: 1, ean: '871999900000000011', flow: 'import', unit: 'kWh' } as const;

    expect(faultOf(choicesOf({ values: [] }))).toMatch(/at least one/);
    expect(faultOf(choicesOf({ values: Array.from({ length: VALUE_COLUMNS_MAX + 1 }, () => one) }))).toMatch(/at most 500/);
    expect(faultOf(choicesOf({ values: [one] }))).toBeNull();
  });
});
