// Energy is conserved inside each simulated firm and behind the main meter of a closed distribution system.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makePlan } from '../../src/simulate/plan.ts';
import { flowOf, flowsOf, powerAt, type Rates } from '../../src/simulate/power.ts';
import { company, meter, ofPark, PARKS, plan } from './parks.ts';

const instants = fc.integer({ min: 0, max: 400 * 86_400 }).map((second) => Date.UTC(2025, 9, 1) + second * 1000);
const year = (key: string): Rates[] => Array.from({ length: 8760 }, (_, hour) => flowOf(plan, company(key))(Date.UTC(2026, 0, 1) + hour * 3_600_000));
const sum = (rates: readonly Rates[], of: keyof Rates): number => rates.reduce((total, one) => total + one[of], 0);

describe('power', () => {
  it('closes at every second of every firm: import - export = use - generation + charge - discharge', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(...plan.companies.filter((one) => one.archetype !== 'grid-cooperative')), (at, firm) => {
        const rates = flowOf(plan, firm)(at);
        const rest = rates.importKw - rates.exportKw - (rates.useKw - rates.sunKw - rates.windKw - rates.chpKw + rates.chargeKw - rates.dischargeKw);

        expect(Math.abs(rest)).toBeLessThan(1e-9);
        expect(Object.values(rates).every((rate) => Number.isFinite(rate) && rate >= 0)).toBe(true);
        expect(rates.importKw * rates.exportKw).toBe(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('at the main meter of a closed distribution system is that of the firms behind it and 1 % losses', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const [cooperative, ...firms] = ofPark('ecofactorij').map((one) => flowOf(plan, one)(at));
        const netKw = sum(firms, 'importKw') - sum(firms, 'exportKw');

        expect((cooperative?.importKw ?? 0) - (cooperative?.exportKw ?? 0)).toBeCloseTo(netKw + 0.01 * Math.abs(netKw), 6);
        expect(cooperative?.importKw).toBeLessThan(20_000);
      }),
      { numRuns: 200 },
    );
  });

  it('is the same in a plan made again', () => {
    const again = makePlan({ seed: 11, parks: PARKS });
    const at = Date.UTC(2026, 2, 3, 9, 15, 7);

    expect([...flowsOf(again)].map(([, flow]) => flow(at))).toEqual([...flowsOf(plan)].map(([, flow]) => flow(at)));
  });

  it('changes within a minute, so that a second means something', () => {
    const flow = flowOf(plan, company('eerbeek-loenen.metal-1'));
    const at = Date.UTC(2026, 2, 3, 9);

    expect(new Set(Array.from({ length: 60 }, (_, second) => flow(at + second * 1000).importKw)).size).toBe(60);
  });

  it('lists the counters of a meter by the names of its format', () => {
    const at = Date.UTC(2026, 2, 3, 9);
    const office = company('ecofactorij.office-1');
    const mill = company('eerbeek-loenen.board-mill-1');

    expect(Object.keys(powerAt({ plan, company: office, meter: meter(office, 'main'), at }))).toEqual(['import-t1', 'import-t2', 'export-t1', 'export-t2']);
    expect(Object.keys(powerAt({ plan, company: mill, meter: meter(mill, 'main'), at }))).toEqual(['import', 'export']);
    expect(powerAt({ plan, company: mill, meter: meter(mill, 'chp'), at })['generation']).toBeGreaterThan(500);
    expect(powerAt({ plan, company: mill, meter: meter(mill, 'gas'), at })['gas']).toBeGreaterThan(300);
  });

  it('counts a P1 meter on the tariff of the hour only', () => {
    const office = company('ecofactorij.office-1');
    const rates = powerAt({ plan, company: office, meter: meter(office, 'main'), at: Date.UTC(2026, 0, 13, 12) });

    expect(rates['import-t1']).toBe(0);
    expect(rates['import-t2']).toBeGreaterThan(0);
  });
});

describe('a year of', () => {
  it('a battery gives back 88 % of what it took', () => {
    const days = Array.from({ length: 4 * 1440 }, (_, minute) => flowOf(plan, company('ecofactorij.battery-1'))(Date.UTC(2026, 5, 1, 22) + minute * 60_000));

    expect(sum(days, 'dischargeKw') / sum(days, 'chargeKw')).toBeCloseTo(0.88, 2);
  });

  it('panels yield 700 to 1000 kWh per kWp', () => {
    const solar = plan.companies.filter((one) => one.equipment.pvKwp > 0).slice(0, 3);

    for (const firm of solar) {
      const yieldKwh = sum(year(firm.key), 'sunKw') / firm.equipment.pvKwp;
      expect(yieldKwh).toBeGreaterThan(700);
      expect(yieldKwh).toBeLessThan(1000);
    }
  });

  it('an engine on biogas burns no natural gas for its electricity', () => {
    const plant = year('eerbeek-loenen.waste-water-1');
    const mill = year('eerbeek-loenen.board-mill-1');

    expect(sum(plant, 'chpKw') / (sum(plant, 'biogasM3h') * 6.4)).toBeCloseTo(0.38, 3);
    expect(sum(plant, 'gasM3h')).toBeLessThan(sum(plant, 'biogasM3h') * 0.1);
    expect(sum(mill, 'gasM3h')).toBeGreaterThan(5_000_000);
  });

  it('an engine on gas burns a part of its firm’s gas, and gives power and heat of it', () => {
    const mill = year('eerbeek-loenen.board-mill-1');
    const burntKwh = sum(mill, 'engineGasM3h') * 8.792;

    expect(sum(mill, 'engineGasM3h')).toBeLessThan(sum(mill, 'gasM3h'));
    expect([sum(mill, 'chpKw') / burntKwh, sum(mill, 'engineHeatKw') / burntKwh].map((share) => Math.round(share * 1000) / 1000)).toEqual([0.38, 0.47]);
  });

  it('a distribution centre burns more gas in January than in July, and works less on Sunday', () => {
    const hours = year('eerbeek-loenen.distribution-1');

    expect(sum(hours.slice(0, 744), 'gasM3h')).toBeGreaterThan(3 * sum(hours.slice(4344, 5088), 'gasM3h'));
    expect(sum(hours.slice(24 * 3, 24 * 4), 'useKw')).toBeLessThan(sum(hours.slice(24 * 5, 24 * 6), 'useKw'));
  });
});
