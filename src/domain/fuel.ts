// Fuels that come by truck or can: counted beside the balance, since no wire or pipe carries them.

/** The unit each is sold in; propane by the litre as in the Dutch list of emission factors. */
export const FUELS = { diesel: 'l', hvo100: 'l', petrol: 'l', lpg: 'l', propane: 'l', 'wood-chips': 'kg', 'heating-oil': 'l' } as const;
export type Fuel = keyof typeof FUELS;

/** @returns null for what is no fuel of the list */
export function fuelOf(name: string): Fuel | null {
  switch (name) {
    case 'diesel':
    case 'hvo100':
    case 'petrol':
    case 'lpg':
    case 'propane':
    case 'wood-chips':
    case 'heating-oil':
      return name;
    default:
      return null;
  }
}
