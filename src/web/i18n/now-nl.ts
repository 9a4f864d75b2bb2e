// The Dutch words of this moment beside those of the shell; they come with that screen.
export const nowNl = {
  co2: 'CO₂ nu',
  perHour: (unit: string): string => `${unit}/u`,
  heard: (heard: number, of: number): string => `${heard} van ${of} aansluitingen gehoord`,
  silent: (carrier: string): string => `${carrier} zwijgt`,
  kept: 'Geheim (x): één of twee bedrijven maken dit bijna helemaal uit.',
  flowKept: 'Een deel van de stromen is geheim: één of twee bedrijven maken het bijna helemaal uit. De cijfers die u mag zien, staan hierboven en in de tabel.',
  table: 'Cijfers van dit moment',
  why: {
    rows: 'Laatste waarden',
    sum: 'De laatste waarden van deze telwerken, elk zo vaak als het telt.',
    co2: 'Wat elk telwerk nu afneemt × de directe CO₂ van een eenheid: gas en brandstof bij de schoorsteen, stroom en warmte op locatie (gemiddelde van het net). Keten en garanties van oorsprong tellen hier niet mee.',
    factor: (of: { carrier: string; kg: string; unit: string; name: string; edition: string }): string => `${of.carrier}: ${of.kg} kg/${of.unit} (${of.name}, ${of.edition}).`,
    borrowed: 'De lijst is van een ander jaar.',
    recalled: 'Deze factor is niet nagekeken.',
    nothing: 'Er is nu niets gehoord waaruit dit getal bestaat.',
    carrier: 'Drager',
    rate: 'Nu',
    weight: 'Telt',
    readings: 'Standen',
    contribution: (unit: string): string => `Draagt bij (${unit})`,
  },
  alerts: {
    title: 'Open meldingen',
    all: 'Alle meldingen',
    more: (count: number): string => `En nog ${count}.`,
    found: (found: string, limit: string): string => `${found}, grens ${limit}`,
    since: (moment: string): string => `sinds ${moment}`,
  },
  map: {
    title: 'Op de kaart',
    label: (count: number): string => `Kaart van het park${count === 0 ? '' : ` met ${count} ${count === 1 ? 'plaats' : 'plaatsen'}`}; de lijst ernaast heeft dezelfde plaatsen.`,
    says: (companies: number, places: number): string =>
      `${companies} ${companies === 1 ? 'bedrijf' : 'bedrijven'}; ${places === 0 ? 'van nog geen is de plaats bekend' : `${places} ${places === 1 ? 'plaats' : 'plaatsen'} van warmte bekend`}.`,
    hidden: 'Welke bedrijven hier liggen, ziet u niet.',
    circle: 'De cirkel is de oppervlakte van het terrein, niet de grens.',
    source: 'bron van warmte',
    sink: 'afnemer van warmte',
    toHeat: 'Naar de warmte',
  },
};
export type NowWords = typeof nowNl;
