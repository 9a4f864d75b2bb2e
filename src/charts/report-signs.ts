// What a report keeps back, and why, in the reader's language: published reports hold it as codes and English sentences. Pure.
import type { ReportWords } from './report-words.ts';

export interface ReportSign {
  readonly figure: string;
  readonly sign: string;
  readonly reason: string;
}

/** As an error has it: `x (too-few): Fewer than …`. */
const KEPT_BACK = /^x \(([a-z-]+)\)/;
/** A figure of one park: `De Mars: importKwh, consumptionKwh`. */
const OF_PARK = /^(.+): ([a-zA-Z]+(?:, [a-zA-Z]+)*)$/;
/** The sentence that reports were published with. */
const NEARLY_ALL = 'too few companies, or one or two that make up nearly all of it';

/** A line for each reason, with all that it holds back.
 *  @returns in the order in which the reasons come up */
export function withheldLines(signs: readonly ReportSign[], words: ReportWords): string[] {
  const byReason = new Map<string, string[]>();
  for (const { figure, reason } of signs) {
    const because = reasonText(reason, words);
    byReason.set(because, [...(byReason.get(because) ?? []), figureText(figure, words)]);
  }
  return [...byReason].map(([because, figures]) => `${figures.join('; ')}. ${because}.`);
}

function reasonText(reason: string, { withheldBecause }: ReportWords): string {
  const code = reason === NEARLY_ALL ? 'nearly-all' : (KEPT_BACK.exec(reason)?.[1] ?? reason);
  return Object.entries(withheldBecause).find(([name]) => name === code)?.[1] ?? reason;
}

function figureText(figure: string, words: ReportWords): string {
  const [, park, fields] = OF_PARK.exec(figure) ?? [];
  if (park !== undefined && fields !== undefined)
    return `${park}: ${fields
      .split(', ')
      .map((field) => nameOf(field, words))
      .join(', ')}`;
  return nameOf(figure, words);
}

/** Of codes that are not known, the code. */
function nameOf(code: string, { withheldFigures, carriers }: ReportWords): string {
  return Object.entries({ ...carriers, ...withheldFigures }).find(([name]) => name === code)?.[1] ?? code;
}
