// Dutch words of entering a meter swap afterwards.

export const swapNl = {
  title: 'Correcties en meterwisselingen van deze meter',
  add: 'Meterwisseling invoeren',
  change: 'Wijzig',
  intro: 'Vul de eindstand van de oude en de beginstand van de nieuwe meter in, zoals ze op de werkbon staan. De kwartieren ertussen worden daarmee nagerekend.',
  changing: 'De eerdere wisseling wordt vervangen; ook die blijft met naam en reden bewaard.',
  day: 'Dag van de wisseling',
  clock: 'Tijd op de klok hier, zoals 14:05',
  end: (name: string, unit: string): string => `Eindstand oude meter, ${name} (${unit})`,
  start: (name: string, unit: string): string => `Beginstand nieuwe meter, ${name} (${unit})`,
  reason: 'Reden of nummer van de werkbon',
  invalid: 'Vul de dag en de tijd in, van minstens één telwerk beide standen, en een reden van minstens drie letters.',
  save: 'Leg de wisseling vast',
  replace: 'Vervang de wisseling',
  saved: 'De meterwisseling is vastgelegd.',
  noCounters: 'Deze meter heeft geen telwerk om standen van in te voeren.',
};
