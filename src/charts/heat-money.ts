// The terms behind the euros of a heat match: each figure as what it is made of, so that a reader can do the sum again. Pure.

interface AtRate {
  readonly rate: number;
  readonly transportEurPerMwh: number;
  readonly npvEur: number;
}
/** As the API answers a match that is open to its reader. */
export interface PricedMatch {
  readonly energy: { readonly deliveredKwh: number };
  readonly co2: { readonly gasAvoidedM3: number };
  readonly pipe: { readonly lengthM: number };
  readonly parameters: readonly { readonly code: string; readonly value: number }[];
  readonly money: {
    readonly capexEur: number;
    readonly parts: readonly { readonly part: string; readonly eur: number; readonly years: number }[];
    readonly sellerEurPerMwh: number;
    readonly ceilingEurPerMwh: number;
    readonly company: AtRate;
    readonly runningEurPerYear: number;
  };
}
export interface MoneyTerms {
  /** Ceiling = gas a MWh saves x its price + what the emission of that gas costs. */
  readonly gasM3PerMwh: number;
  readonly gasEurPerM3: number;
  readonly emissionEurPerMwh: number;
  /** Cost of bringing it = (annuities + maintenance and electricity) / delivered. */
  readonly annuityEurPerYear: number;
  readonly runningEurPerYear: number;
  readonly deliveredMwh: number;
  /** What is paid back with = delivered x (ceiling - seller) - running. */
  readonly savedEurPerYear: number;
  /** Net value = what is left a year over the annuity of one euro for as long as the pipe lasts. */
  readonly leftEurPerYear: number;
  readonly presentValueFactor: number;
  readonly pipeYears: number;
  readonly pipeEurPerM: number;
}

/** @see docs/residual-heat.md#residual-heat-costs */
export function moneyTerms({ energy, co2, pipe, parameters, money }: PricedMatch): MoneyTerms {
  const deliveredMwh = energy.deliveredKwh / 1000;
  const { company, sellerEurPerMwh, ceilingEurPerMwh, runningEurPerYear } = money;
  const gasM3PerMwh = deliveredMwh > 0 ? co2.gasAvoidedM3 / deliveredMwh : 0;
  const gasEurPerM3 = parameters.find(({ code }) => code === 'gasEurPerM3')?.value ?? 0;
  const leftEurPerYear = deliveredMwh * (ceilingEurPerMwh - sellerEurPerMwh - company.transportEurPerMwh);
  const laid = money.parts.find(({ part }) => part === 'pipe');
  return {
    gasM3PerMwh,
    gasEurPerM3,
    emissionEurPerMwh: ceilingEurPerMwh - gasM3PerMwh * gasEurPerM3,
    annuityEurPerYear: company.transportEurPerMwh * deliveredMwh - runningEurPerYear,
    runningEurPerYear,
    deliveredMwh,
    savedEurPerYear: deliveredMwh * (ceilingEurPerMwh - sellerEurPerMwh) - runningEurPerYear,
    leftEurPerYear,
    presentValueFactor: leftEurPerYear === 0 ? 0 : company.npvEur / leftEurPerYear,
    pipeYears: laid?.years ?? 0,
    pipeEurPerM: laid === undefined || pipe.lengthM <= 0 ? 0 : laid.eur / pipe.lengthM,
  };
}
