// A sentence whose key figures are marked, so that the same words serve a heading, an aria-label and a test.

export type Tone = 'key' | 'fout' | 'let' | 'goed';
export interface Stressed {
  readonly text: string;
  readonly tone: Tone;
}
export type Sentence = readonly (string | Stressed)[];

export const stress = (text: string, tone: Tone = 'key'): Stressed => ({ text, tone });
export const plainText = (sentence: Sentence): string => sentence.map((part) => (typeof part === 'string' ? part : part.text)).join('');
