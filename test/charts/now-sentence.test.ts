// The first line of a screen: what it says with a limit, without one, and with too little to go on.
import { describe, expect, it } from 'vitest';
import { type NowFigures, nowSentence } from '../../src/charts/now-sentence.ts';
import { type ParkFigures, regionSentence, regionTotals } from '../../src/charts/region-sentence.ts';
import { plainText } from '../../src/charts/sentence.ts';

const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('\u2009', ' ');
const now = (part: Partial<NowFigures> = {}): NowFigures => ({
  importKw: 5366,
  drawnKw: 5400,
  exportKw: 0,
  generationKw: 2240,
  quarter: { projectedKw: 5120, limitKw: 5000, limitKind: 'closed-distribution-main' },
  meters: { live: 41, total: 43 },
  ...part,
});
const say = (figures: NowFigures): string => plain(plainText(nowSentence(figures, null, 'nl')));

describe('this moment', () => {
  it('says how far the quarter goes beyond the limit', () => {
    expect(say(now())).toBe('Dit kwartier komt uit op 5.120 kW, dat is 120 kW boven de groepsgrens van 5.000 kW.');
  });

  it('says how far it stays below', () => {
    expect(say(now({ quarter: { projectedKw: 4000, limitKw: 5000, limitKind: 'contract' } }))).toBe(
      'Dit kwartier komt uit op 4.000 kW, dat is 1.000 kW onder het contract van 5.000 kW.',
    );
  });

  it('holds it against what a group shares, with the contracts of the others', () => {
    const of = (limitKind: 'group' | 'group-and-contracts'): NowFigures => now({ quarter: { projectedKw: 4000, limitKw: 5000, limitKind } });

    expect(say(of('group'))).toBe('Dit kwartier komt uit op 4.000 kW, dat is 1.000 kW onder het groepscontract van 5.000 kW.');
    expect(say(of('group-and-contracts'))).toBe('Dit kwartier komt uit op 4.000 kW, dat is 1.000 kW onder het groepscontract en de losse contracten samen, 5.000 kW.');
  });

  it('says of a quarter that feeds in that nothing is drawn', () => {
    expect(say(now({ quarter: { projectedKw: -300, limitKw: 5000, limitKind: 'contract' } }))).toBe(
      'Dit kwartier komt uit op 0 kW, dat is 5.000 kW onder het contract van 5.000 kW.',
    );
  });

  it('speaks of the previous quarter while there is no forecast', () => {
    const past = { startMs: Date.parse('2026-11-23T12:45:00Z'), endMs: Date.parse('2026-11-23T13:00:00Z'), importKwh: 1100 };
    const figures = now({ quarter: { projectedKw: null, limitKw: 5000, limitKind: 'contract' } });

    expect(plain(plainText(nowSentence(figures, past, 'nl')))).toContain('Het kwartier 13:45 – 14:00 kwam uit op 4.400 kW');
  });

  it('tells import and generation when no limit is known', () => {
    expect(say(now({ quarter: { projectedKw: 5120, limitKw: null, limitKind: null } }))).toBe('De afname is nu 5.366 kW; de eigen opwek is 2.240 kW.');
  });

  it('tells what is drawn where how much of it is of the grid is kept back', () => {
    const untold = { importKw: null, exportKw: null, quarter: { projectedKw: null, limitKw: 5000, limitKind: 'sum-of-contracts' } } as const;

    expect(say(now(untold))).toBe('De aansluitingen nemen nu samen 5.400 kW af.');
    expect(plain(plainText(nowSentence(now(untold), null, 'en')))).toBe('The connections draw 5,400 kW together now.');
  });

  it('falls back when there is nothing to say', () => {
    expect(say(now({ importKw: null, drawnKw: null, quarter: { projectedKw: null, limitKw: null, limitKind: null } }))).toBe(
      'Nog te weinig metingen om dit te zeggen (41 van 43 meters live).',
    );
  });
});

describe('the region', () => {
  const park = (part: Partial<ParkFigures> = {}): ParkFigures => ({
    drawnKw: 10_000,
    generationKw: 2000,
    todayImportKwh: 60,
    todayGenerationKwh: 50,
    companies: 3,
    metersLive: 2,
    metersTotal: 2,
    ...part,
  });

  it('adds up what is known and counts no unknown as zero', () => {
    const totals = regionTotals([park(), park({ drawnKw: null, todayImportKwh: null })]);

    expect(totals.drawnKw).toBe(10_000);
    expect(totals.todayImportKwh).toBe(60);
  });

  it('says import and generation in one unit each', () => {
    expect(plain(plainText(regionSentence([park()], 'nl')))).toBe('De bedrijven op de parken nemen nu 10,0 MW af van het net en wekken 2.000 kW zelf op.');
  });

  it('says so when nothing is measured', () => {
    expect(plainText(regionSentence([park({ drawnKw: null, metersLive: 0 })], 'en'))).toContain('Too few measurements');
  });

  it('of parks of which nothing may be told blames no meter, and takes the sum of some for no sum of all', () => {
    const secret = park({ drawnKw: null });

    expect(plainText(regionSentence([secret], 'nl'))).toBe('Van geen van de parken is nu te zien wat het afneemt (2 van 2 meters live).');
    expect(plain(plainText(regionSentence([park(), secret, secret], 'nl')))).toBe('Van 1 van de 3 parken is te zien wat zij nu afnemen: 10,0 MW.');
    expect(plain(plainText(regionSentence([park(), secret, secret], 'en')))).toBe('What 1 of the 3 parks import now can be shown: 10.0 MW.');
  });
});
