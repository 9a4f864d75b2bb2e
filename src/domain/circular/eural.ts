// Codes of the European list of waste (Eural): six digits in pairs, a star behind them where the waste is dangerous. Pure.

export interface Eural {
  /** As the list writes it, without the star: '03 03 10'. */
  readonly code: string;
  readonly hazardous: boolean;
  readonly chapter: string;
}

/** Groups of each chapter of the list, 01 to 20: Decision 2000/532/EC as amended by 2014/955/EU (recalled). */
const GROUPS = [
  '01 03 04 05',
  '01 02 03 04 05 06 07',
  '01 02 03',
  '01 02',
  '01 06 07',
  '01 02 03 04 05 06 07 08 09 10 11 13',
  '01 02 03 04 05 06 07',
  '01 02 03 04 05',
  '01',
  '01 02 03 04 05 06 07 08 09 10 11 12 13 14',
  '01 02 03 05',
  '01 03',
  '01 02 03 04 05 07 08',
  '06',
  '01 02',
  '01 02 03 04 05 06 07 08 09 10 11',
  '01 02 03 04 05 06 08 09',
  '01 02',
  '01 02 03 04 05 06 07 08 09 10 11 12 13',
  '01 02 03',
].map((groups) => new Set(groups.split(' ')));

/** Reads a code as people write it: 030310, 03 03 10, 03.03.10, with or without a star.
 *  @returns null where it is no code: six digits in pairs, a chapter and group of the list, the last pair not 00
 *  @see docs/methods-materials.md#material-streams */
export function readEural(text: string): Eural | null {
  const found = /^(\d\d)[ .-]?(\d\d)[ .-]?(\d\d) ?(\*?)$/.exec(text.trim());
  if (found === null) return null;
  const [, chapter = '', group = '', waste = '', star = ''] = found;
  if (GROUPS[Number(chapter) - 1]?.has(group) !== true || waste === '00') return null;
  return { code: `${chapter} ${group} ${waste}`, hazardous: star === '*', chapter };
}

/** With its star.
 *  @see docs/methods-materials.md#material-streams */
export const writeEural = ({ code, hazardous }: Pick<Eural, 'code' | 'hazardous'>): string => (hazardous ? `${code}*` : code);
