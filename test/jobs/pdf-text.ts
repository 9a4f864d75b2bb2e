// What a PDF of ours says, read back from its pages.
import { inflateSync } from 'node:zlib';

/** The words of all pages, without spaces: fonts put them where they like. */
export function textOfPdf(bytes: Uint8Array): string {
  const pdf = Buffer.from(bytes).toString('latin1');
  let text = '';
  for (const [, stream = ''] of pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    let content: string;
    try {
      content = inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
    } catch {
      continue;
    }
    for (const [, hex = ''] of content.matchAll(/<([0-9a-f]+)>/g)) text += Buffer.from(hex, 'hex').toString('latin1');
  }
  return text.replaceAll(/\s/g, '');
}

export const pagesOf = (bytes: Uint8Array): number =>
  Buffer.from(bytes)
    .toString('latin1')
    .match(/\/Type \/Page\b/g)?.length ?? 0;

/** What a PDF says beside its pages: title, tags, what figures show. Its strings are UTF-16. */
export const marksOfPdf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').replaceAll('\0', '').replaceAll('\u00fe\u00ff', '');
