// Money over years: annuities, present value, rate of return, cost of heat. Years end with their payment. Pure.

/** Share of an investment that is paid back each year, with interest.
 *  @see docs/residual-heat.md#residual-heat-costs */
export function capitalRecovery(rate: number, years: number): number {
  if (rate === 0) return 1 / years;
  const growth = (1 + rate) ** years;
  return (rate * growth) / (growth - 1);
}

/** Present value of payments at the end of year 1, 2, 3 … (the spreadsheet's convention).
 *  @returns in the unit of the payments */
export const presentValue = (rate: number, payments: readonly number[]): number => payments.reduce((sum, one, year) => sum + one / (1 + rate) ** (year + 1), 0);

/** Present value of the same payment each year, minus the investment of today. */
export const netPresentValue = ({ capexEur, yearlyEur, rate, years }: { capexEur: number; yearlyEur: number; rate: number; years: number }): number =>
  yearlyEur / capitalRecovery(rate, years) - capexEur;

const RATE_MIN = -0.99;
const RATE_MAX = 10;

/** Rate at which payments from now (year 0) on are worth nothing, by bisection.
 *  @returns null when there is no such rate between −99 % and 1,000 % */
export function rateOfReturn(payments: readonly number[]): number | null {
  const worth = (rate: number): number => payments.reduce((sum, one, year) => sum + one / (1 + rate) ** year, 0);
  let [low, high] = [RATE_MIN, RATE_MAX];
  if (worth(low) * worth(high) > 0) return null;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (worth(low) * worth(middle) <= 0) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** Years until the yearly net has paid the investment.
 *  @returns null when it never does */
export const paybackYears = (capexEur: number, yearlyEur: number): number | null => (yearlyEur > 0 ? capexEur / yearlyEur : null);

/** Cost of delivered heat, EUR/MWh.
 *  @param parts investments with the years they last
 *  @param yearlyEur maintenance and energy */
export function levelisedEurPerMwh({ parts, rate, yearlyEur, mwh }: { parts: readonly { eur: number; years: number }[]; rate: number; yearlyEur: number; mwh: number }): number {
  return (parts.reduce((sum, { eur, years }) => sum + eur * capitalRecovery(rate, years), 0) + yearlyEur) / mwh;
}
