// The EAN of a connection: 18 digits, the last one checks the others.

/** GS1 mod-10 over 18 digits: weights 3 and 1 from the right, as in a GSRN (GS1 General Specifications, 7.9.1). */
export function eanIsValid(ean: string): boolean {
  if (!/^\d{18}$/.test(ean)) return false;
  const digits = [...ean].map(Number);
  const sum = digits
    .slice(0, -1)
    .reverse()
    .reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 3 : 1), 0);
  return (10 - (sum % 10)) % 10 === digits.at(-1);
}
