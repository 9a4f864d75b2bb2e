// The parks of a region added up, and the sentence about them. Pure; an unknown part makes no false zero.
import { type Lang, formatAmount } from './formats.ts';
import { type Sentence, stress } from './sentence.ts';

export interface ParkFigures {
  readonly drawnKw: number | null;
  readonly generationKw: number | null;
  readonly todayImportKwh: number | null;
  readonly todayGenerationKwh: number | null;
  readonly companies: number;
  readonly metersLive: number;
  readonly metersTotal: number;
}

export interface RegionTotals {
  readonly drawnKw: number | null;
  readonly generationKw: number | null;
  readonly todayImportKwh: number | null;
  readonly todayGenerationKwh: number | null;
  readonly companies: number;
  readonly metersLive: number;
  readonly metersTotal: number;
}

/** Sum of what is known; null when nothing is. */
function sumKnown(parks: readonly ParkFigures[], of: (park: ParkFigures) => number | null): number | null {
  const known = parks.map(of).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

export function regionTotals(parks: readonly ParkFigures[]): RegionTotals {
  return {
    drawnKw: sumKnown(parks, (park) => park.drawnKw),
    generationKw: sumKnown(parks, (park) => park.generationKw),
    todayImportKwh: sumKnown(parks, (park) => park.todayImportKwh),
    todayGenerationKwh: sumKnown(parks, (park) => park.todayGenerationKwh),
    companies: parks.reduce((sum, park) => sum + park.companies, 0),
    metersLive: parks.reduce((sum, park) => sum + park.metersLive, 0),
    metersTotal: parks.reduce((sum, park) => sum + park.metersTotal, 0),
  };
}

/** Of some parks nothing may be said: those of which it may are counted, so that their sum is not taken for that of all. */
export function regionSentence(parks: readonly ParkFigures[], lang: Lang): Sentence {
  const totals = regionTotals(parks);
  const nl = lang === 'nl';
  if (totals.drawnKw === null) return [untoldSentence(totals, nl)];
  const taken = stress(formatAmount(lang, totals.drawnKw, 'kW'));
  const own = stress(formatAmount(lang, totals.generationKw ?? 0, 'kW'));
  const told = parks.filter(({ drawnKw }) => drawnKw !== null).length;
  if (told < parks.length)
    return nl
      ? [`Van ${told} van de ${parks.length} parken is te zien wat zij nu afnemen: `, taken, '.']
      : [`What ${told} of the ${parks.length} parks import now can be shown: `, taken, '.'];
  return nl
    ? ['De bedrijven op de parken nemen nu ', taken, ' af van het net en wekken ', own, ' zelf op.']
    : ['The companies of the parks now draw ', taken, ' from the grid and generate ', own, ' themselves.'];
}

function untoldSentence({ metersLive, metersTotal }: RegionTotals, nl: boolean): string {
  const live = nl ? `(${metersLive} van ${metersTotal} meters live)` : `(${metersLive} of ${metersTotal} meters live)`;
  if (metersLive * 2 < metersTotal || metersTotal === 0) return nl ? `Nog te weinig metingen om dit te zeggen ${live}.` : `Too few measurements yet to say this ${live}.`;
  return nl ? `Van geen van de parken is nu te zien wat het afneemt ${live}.` : `What the parks import now cannot be shown of any of them ${live}.`;
}
