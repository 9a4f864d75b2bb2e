// docker-compose.yml as far as ours uses it: checked shape, and its variables filled in as compose does it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export const root = join(import.meta.dirname, '../..');
const Service = z.strictObject({
  build: z.literal('.').exactOptional(),
  /** Pinned: a name and a version with two dots, never latest. */
  image: z
    .string()
    .regex(/^[a-z/-]+:\d+\.\d+\.\d+$/)
    .exactOptional(),
  restart: z.literal('unless-stopped'),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.literal('service_healthy') })).exactOptional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string().regex(/^(127\.0\.0\.1:)?\d+:\d+$/)).exactOptional(),
  volumes: z.array(z.string().regex(/^[\w./-]+:\/[\w./-]+(:ro)?$/)),
  healthcheck: z.strictObject({ test: z.tuple([z.literal('CMD')], z.string()), interval: z.string(), timeout: z.string(), retries: z.int().min(1) }).exactOptional(),
});
const ComposeFile = z.strictObject({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) });
export type ComposeFile = z.infer<typeof ComposeFile>;

/** @throws Error for a variable with `:?` that is not set, with its text; ZodError for what ours does not use */
export function readCompose(env: Readonly<Record<string, string>>): ComposeFile {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8').replaceAll(
    /\$\{(?<name>\w+)(?::(?<kind>[?-])(?<rest>[^}]*))?\}/g,
    (whole, name: string, kind?: string, rest?: string) => {
      const value = env[name] ?? '';
      if (value !== '') return value;
      if (kind === '-') return rest ?? '';
      throw new Error(`${name}: ${rest ?? whole}`);
    },
  );
  return ComposeFile.parse(parse(text));
}

export const SECRETS: Readonly<Record<string, string>> = {
  INFLUX_ADMIN_PASSWORD: 'adminsecret',
  INFLUX_PASSWORD: 'writesecret',
  INFLUX_READ_PASSWORD: 'readsecret',
  GRAFANA_PASSWORD: 'grafanasecret',
  BOOTSTRAP_API_KEY: 'bootstrap-key-of-the-tests',
};
