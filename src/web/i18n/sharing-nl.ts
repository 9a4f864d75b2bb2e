// The Dutch words of the page about sharing; they come with that page.
export const sharingNl = {
  title: 'Delen',
  says: (count: number): string =>
    count === 0
      ? 'Alleen u ziet de cijfers van uw bedrijf.'
      : count === 1
        ? 'Eén ontvanger ziet de cijfers van uw bedrijf.'
        : `${count} ontvangers zien de cijfers van uw bedrijf.`,
  explain:
    'Zonder toestemming tellen uw cijfers nergens mee, ook niet in het totaal van het park. Met toestemming ziet de parkmanager uw bedrijf apart; de regio ziet het alleen in totalen die over niemand te veel zeggen. Zijn er te weinig bedrijven, dan ziet de regio niets, tenzij zij herkenbaar mogen zijn. U kunt dat altijd intrekken; daarna is het meteen dicht.',
  audience: { parkmanager: 'Parkmanager', region: 'Regio', 'region-recognisable': 'Regio, ook herkenbaar', group: 'Leden van mijn groepscontract' },
  who: 'Wie',
  from: 'Vanaf',
  to: 'Tot',
  by: 'Gegeven door',
  status: 'Status',
  open: 'geldt nu',
  planned: 'gaat nog in',
  revoked: (date: string): string => `ingetrokken ${date}`,
  ended: 'afgelopen',
  noEnd: 'tot u intrekt',
  grant: (who: string): string => `Geef ${who} toestemming`,
  grantRecognisable: 'Laat de regio ook energiecijfers zien waarin wij herkenbaar zijn',
  revoke: 'Trek in',
  emptyTitle: 'Nog geen toestemming gegeven',
  emptyText: 'Niemand buiten uw bedrijf ziet uw cijfers apart.',
  granted: 'Toestemming gegeven.',
  revokedNow: 'Toestemming ingetrokken. De toegang is dicht.',
  busy: 'Bezig…',
  list: 'Toestemmingen',
};
