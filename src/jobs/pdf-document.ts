// What every PDF of ours begins with: tagged, in its language, the same bytes for the same figures.
import PDFDocument from 'pdfkit';
import { type Lang, localeOf } from '../charts/formats.ts';

export const INK = '#1b2a2f';
export const SOFT = '#5b6b70';
export const LINE = '#c9d2d4';
export const WARN = '#8a4b00';

/** The standard fonts know Windows-1252: other signs become their nearest. */
export const plain = (text: string): string =>
  text
    .replaceAll('−', '-')
    .replaceAll(/[\u2009\u202f]/g, ' ')
    .replaceAll('≤', '<=')
    .replaceAll('≥', '>=')
    .replaceAll('→', '>')
    .replaceAll('₂', '2');

interface PdfHead {
  readonly title: string;
  readonly page: NonNullable<ConstructorParameters<typeof PDFDocument>[0]>;
  readonly lang: Lang;
  /** Date of the document, so that the same figures give the same bytes. */
  readonly at: Date;
}

/** A document with the root of its structure; `done` is its bytes, once it is ended. */
export function openPdf({ title, page, lang, at }: PdfHead): { doc: PDFKit.PDFDocument; root: PDFKit.PDFStructureElement; done: Promise<Buffer> } {
  const info = { Title: plain(title), Author: 'Kringstroom', CreationDate: at, ModDate: at };
  const doc = new PDFDocument({ ...page, pdfVersion: '1.7', tagged: true, lang: localeOf(lang), displayTitle: true, info, bufferPages: true });
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const done = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const root = doc.struct('Document');
  doc.addStructure(root);
  return { doc, root, done };
}
