// A file in a request: its bytes as the body, as programs send them, or one part of a form, as browsers and tools like curl do.
import { Readable } from 'node:stream';
import busboy from 'busboy';
import type { Ctx } from './endpoint.ts';
import { ApiError } from './errors.ts';

export interface IncomingFile {
  readonly name: string;
  readonly body: ReadableStream<Uint8Array> | null;
}

/** Parts of a form besides the file; what they say is not read. */
const FORM_FIELDS_MAX = 10;
const FORM_FIELD_BYTES_MAX = 1024;
const NAME_MAX = 200;

/** @param named in the query; a form may leave it to the name of its file
 *  @throws ApiError when nothing says what the file is called, or the form holds none */
export async function incomingFile(c: Ctx, named: string | undefined): Promise<IncomingFile> {
  const type = c.req.header('content-type') ?? '';
  if (/^multipart\/form-data\b/i.test(type)) return fromForm(c.req.raw.body, type, named);
  if (named === undefined) throw new ApiError('invalid-request', 'name: say in the query what the file is called (?name=metering.csv)');
  return { name: named, body: c.req.raw.body };
}

const wrong = (detail: string): ApiError => new ApiError('invalid-request', `body: ${detail}`);

/** What is wrong with the form shows while its file is read: it is the sender's, not ours. */
async function* told(file: Readable): AsyncGenerator<Uint8Array> {
  try {
    yield* file;
  } catch (error) {
    throw error instanceof ApiError ? error : wrong(error instanceof Error ? error.message : String(error));
  }
}

function fromForm(body: ReadableStream<Uint8Array> | null, type: string, named: string | undefined): Promise<IncomingFile> {
  return new Promise((resolve, reject) => {
    let found: Readable | null = null;
    const fail = (error: ApiError): void => {
      // Whoever reads the file hears of it there.
      found?.destroy(error);
      reject(error);
    };
    if (body === null) return fail(wrong('the form is empty'));
    let form: busboy.Busboy;
    try {
      form = busboy({ headers: { 'content-type': type }, defParamCharset: 'utf8', limits: { files: 1, fields: FORM_FIELDS_MAX, fieldSize: FORM_FIELD_BYTES_MAX } });
    } catch (error) {
      return fail(wrong(error instanceof Error ? error.message : String(error)));
    }
    form.on('file', (_field, file, { filename }) => {
      found = file;
      const name = named ?? filename?.slice(-NAME_MAX);
      if (name === undefined || name.trim() === '') return fail(wrong('the file in the form has no name; add ?name= to the request'));
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node's own type of the same stream
      resolve({ name: name.trim(), body: Readable.toWeb(Readable.from(told(file))) as ReadableStream<Uint8Array> });
    });
    form.on('close', () => (found === null ? fail(wrong('the form holds no file')) : undefined));
    form.on('error', (error) => fail(wrong(error instanceof Error ? error.message : String(error))));
    const bytes = Readable.from(body);
    bytes.on('error', () => fail(wrong('the form was cut off')));
    bytes.pipe(form);
    return undefined;
  });
}
