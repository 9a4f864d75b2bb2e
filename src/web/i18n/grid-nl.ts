// De woorden over de CO2 van het net per uur; ze komen met het scherm Verwachting.

export const gridNl = {
  title: 'Wanneer stroom van het net het schoonst is',
  hoursLabel: 'Duur van de last',
  hours: (count: number): string => `${count} uur`,
  yearly: (grams: string, list: string): string => `Rapporten rekenen elk uur van het jaar met ${grams} g/kWh (${list}); deze uren staan daar los van.`,
  source: (source: string, when: string): string => `Directe CO₂ van de landelijke mix. Bron: ${source}, gevraagd ${when}; gemeten uren worden later nog bijgesteld.`,
  stale: 'De bron antwoordt niet: deze uren zijn ouder.',
  waitingTitle: 'Nog niets gevraagd',
  waiting: 'De bron wordt elk uur gevraagd; kom over een uur terug.',
};
