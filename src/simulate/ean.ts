// Identifiers of simulated connections and meters, in a range that no grid operator uses.

/** Starts every simulated EAN: a Dutch prefix followed by nines. */
export const SIMULATED_EAN_PREFIX = '8719999';

/** Check digit of a GS1 number: weights 3 and 1 from the right (GS1 General Specifications, 7.9). */
export function gs1CheckDigit(digits: string): number {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) sum += Number(digits[digits.length - 1 - at]) * (at % 2 === 0 ? 3 : 1);
  return (10 - (sum % 10)) % 10;
}

/** EAN-18 of the `sequence`th connection of a park. */
export function simulatedEan({ parkNumber, sequence }: { parkNumber: number; sequence: number }): string {
  const body = SIMULATED_EAN_PREFIX + String(parkNumber % 1_000_000).padStart(6, '0') + String(sequence).padStart(4, '0');
  return body + String(gs1CheckDigit(body));
}
