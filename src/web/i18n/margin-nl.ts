// The Dutch words of margins around figures, of the alarm of a group and of a period that somebody chooses; they come with those panels.
export const marginNl = {
  band: (low: string, high: string): string => `tussen ${low} en ${high}`,
  peakUpTo: (kw: string): string => `piek mogelijk tot ${kw}`,
  bandSays: (meters: string): string =>
    `Een deel is geschat. Negen van de tien keer ligt wat de meters telden tussen de genoemde grenzen; wat ontbreekt zit er niet in. De meters zelf: ± ${meters}.`,
  alarm: {
    unknown: 'Nog niet te zeggen: een deelnemer zwijgt, of het kwartier is net begonnen.',
    within: 'Het kwartier blijft binnen de gezamenlijke grens.',
    near: 'Het kwartier komt dicht bij de gezamenlijke grens.',
    over: 'Het kwartier gaat over de gezamenlijke grens.',
  },
  comeOff: (kw: string): string => `Er moet ${kw} af.`,
  comeOffRoughly: (kw: string): string => `Er moet hoogstens ${kw} af.`,
  rough: 'In stappen van een tiende van de grens: het precieze cijfer zou dat van één bedrijf verraden.',
  shared: {
    lost: (name: string): string => `Groep ${name} gaat dit kwartier over de grens, ook als alles nu uit gaat.`,
    over: (name: string): string => `In groep ${name} moet er dit kwartier `,
    within: (name: string): string => `, binnen groep ${name} `,
  },
  noSharedLimit: 'In deze richting heeft de groep geen gezamenlijke grens: er valt niets te overschrijden.',
  stayedWithin: (quarters: string): string => `In de ${quarters} kwartieren die beoordeeld zijn bleef de groep binnen de grens.`,
  belowZero: {
    import: 'Onder nul is teruglevering: er ging meer terug dan er werd afgenomen.',
    export: 'Onder nul is afname: er werd meer afgenomen dan er terugging.',
  },
  joinsGroup: 'Wie aan de groep meedoet heeft alleen de ruimte van de groep; wat losse contracten over hebben telt hier mee en mag die niet gebruiken.',
  joinTitle: (group: string): string => `Past er nog iets bij in groep ${group}?`,
  joinExplain: 'Uit wat de leden van nu de laatste twaalf maanden elk kwartier samen afnamen, onder de grens die nu geldt.',
  shortHistory: (days: string): string => `Nog maar ${days} dagen gemeten: wat andere seizoenen vragen, zit hier niet in.`,
  lastOf: (shown: number, all: number): string => `De laatste ${shown} van ${all} overschrijdingen.`,
  showAll: 'Toon alle',
  limit: 'Gezamenlijke grens',
  free: 'Vrij',
  from: 'Van',
  until: 'Tot en met',
  freePeriod: 'Vrije periode',
  energy: 'Energie',
};
export type MarginWords = typeof marginNl;
