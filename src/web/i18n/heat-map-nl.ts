// The Dutch words of the maps of heat; they come with those screens.
export const heatMapNl = {
  title: 'Waar het ligt',
  label: (ports: number, lines: number): string => `Kaart met ${ports} bronnen en afnemers en ${lines} kansen; dezelfde kansen staan in de lijst`,
  says: (ports: number, lines: number, all: number): string =>
    `${ports} bronnen en afnemers met een plaats; ${lines === all ? `${lines} kansen als lijn` : `de beste ${lines} van ${all} kansen als lijn`}.`,
  unplaced: (count: number): string => (count === 1 ? 'Van 1 bron of afnemer is de plaats niet bekend.' : `Van ${count} bronnen en afnemers is de plaats niet bekend.`),
  unnamed: (count: number): string =>
    count === 1
      ? 'Bij 1 kans van u ligt de ander ergens binnen de cirkel van het terrein; waar precies blijft dicht tot u beiden instemt.'
      : `Bij ${count} kansen van u ligt de ander ergens binnen de cirkel van het terrein; waar precies blijft dicht tot u beiden instemt.`,
  emptyTitle: 'Nog niets op de kaart',
  emptyText: 'Geen bron of afnemer heeft een plaats, of u mag die van een ander niet zien. Vul de plaats in bij Bronnen en afnemers.',
  legend: { source: 'bron', sink: 'afnemer', straight: 'rechte lijn', drawn: 'getekende route', together: 'loont samen met andere' },
  line: (of: { rank: number; from: string; to: string; metres: string }): string => `${of.rank}. ${of.from} naar ${of.to}, ${of.metres}`,
  circleNote: 'De cirkel is de oppervlakte van het terrein, niet de grens.',
  routeTitle: 'Ligging en route',
  routeLabel: 'Kaart met de bron, de afnemer en de route van deze kans',
  routeSays: {
    straight: (metres: string): string => `Nog geen route getekend: gerekend is met ${metres}, de rechte lijn met omweg.`,
    drawn: (metres: string): string => `De route is ${metres}; daarmee is gerekend.`,
    assumed: (metres: string): string => `De plaats is niet bekend: gerekend is met ${metres}.`,
  },
  hidden: 'Waar de ander ligt blijft dicht tot u beiden instemt.',
  begin: 'Teken de route',
  how: 'Klik de hoeken van de route aan, van bron naar afnemer. Zonder muis: vul hieronder de lengte in.',
  length: (metres: string): string => `Getekend: ${metres}.`,
  pays: (metres: string): string => `Tot ${metres} blijft er iets over.`,
  paysNot: (metres: string): string => `Boven ${metres} blijft er niets over.`,
  back: 'Hoek terug',
  stop: 'Stop',
  keep: 'Leg de route vast',
  busy: 'Bezig…',
  kept: 'De route ligt vast en de kans is opnieuw doorgerekend.',
  failed: 'Vastleggen lukte niet; uw tekening staat er nog.',
  lengthLabel: 'Of de lengte in meters',
  keepLength: 'Leg de lengte vast',
  region: {
    title: 'Warmte in de regio',
    lead: (wanted: string): string => `De bedrijven in de regio namen het laatste jaar ${wanted} warmte af, voor zover gemeten`,
    leadSame: (share: string): string => `; voor ${share} daarvan lag op hetzelfde uur restwarmte klaar op het eigen terrein`,
    reading: (count: number): string => (count === 1 ? 'De uren van nog 1 terrein worden ingelezen.' : `De uren van nog ${count} terreinen worden ingelezen.`),
    mapTitle: 'Warmtevraag per terrein',
    mapSays:
      'Het nummer is de plaats in de tabel, de grootte de vraag, de kleur het deel waarvoor op hetzelfde uur restwarmte klaarligt. Waar een bedrijf ligt ziet de regio niet.',
    label: (parks: number): string => `Kaart met ${parks} terreinen; dezelfde cijfers staan in de tabel`,
    bands: { low: 'onder 20 %', mid: '20 tot 50 %', high: 'vanaf 50 %', none: 'niet te zeggen' },
    tableTitle: 'Aanbod en vraag van het laatste jaar',
    tableSays:
      'Wat op hetzelfde uur valt is een bovengrens: temperatuur, leiding en geld gaan er nog af. Openbare bronnen en afnemers van een terrein (woningen, een zwembad) tellen mee waar u ze mag zien.',
    park: 'Terrein',
    offered: 'Aangeboden',
    wanted: 'Gevraagd',
    sameHours: 'Op hetzelfde uur',
    total: 'Samen',
    empty: 'Nog geen bronnen en afnemers van wie met de regio deelt.',
    emptyTitle: 'Nog geen warmte',
    secret: 'geheim',
    reasons: {
      'too-few': 'minder dan 5 bedrijven',
      'one-dominates': 'één bedrijf overheerst',
      'two-dominate': 'twee bedrijven overheersen',
      complement: 'anders is een ander terrein uit te rekenen',
    },
  },
  notALength: 'Een lengte is een getal van 1 tot 100.000 meter.',
};
export type HeatMapWords = typeof heatMapNl;
