// What a reader wants to see of a list, as it stands in the address: shared by the lists that can be narrowed. Pure.

/** Whole amounts; what is none is no wish. */
export const amountOf = (text: string | undefined): number | null => (text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null);

/** With the question mark; empty without a wish. */
export function addressOf(wishes: readonly (readonly [name: string, value: string | number | null])[]): string {
  const said = wishes.filter(([, value]) => value !== null && value !== '').map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`);
  return said.length === 0 ? '' : `?${said.join('&')}`;
}
