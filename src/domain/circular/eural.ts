// Codes of the European list of waste (Eural): six digits in pairs, a star behind them where the waste is dangerous. Pure.

export interface Eural {
  /** As the list writes it, without the star: '03 03 10'. */
  readonly code: string;
  readonly hazardous: boolean;
  readonly chapter: string;
}

const CHAPTERS = 20;

/** Reads a code as people write it: 030310, 03 03 10, 03.03.10, with or without a star.
 *  @returns null where it has not the form of a code: six digits, chapter 01 to 20, no part 00
 *  @see docs/methods-materials.md#material-streams */
export function readEural(text: string): Eural | null {
  const found = /^(\d\d)[ .-]?(\d\d)[ .-]?(\d\d) ?(\*?)$/.exec(text.trim());
  if (found === null) return null;
  const [, chapter = '', group = '', waste = '', star = ''] = found;
  if (Number(chapter) < 1 || Number(chapter) > CHAPTERS || group === '00' || waste === '00') return null;
  return { code: `${chapter} ${group} ${waste}`, hazardous: star === '*', chapter };
}

/** With its star.
 *  @see docs/methods-materials.md#material-streams */
export const writeEural = ({ code, hazardous }: Pick<Eural, 'code' | 'hazardous'>): string => (hazardous ? `${code}*` : code);
