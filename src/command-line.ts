// The words behind a command: --help says how it is used, and what is not understood is one sentence. Ends the process only for --help.
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { StartError } from './settings.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Given<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>;

/** What was given, or null where it was --help.
 *  @param names how many words without a dash there may be
 *  @throws StartError in one sentence, with how it is used */
export function readCommand<const T extends Options>(usage: string, over: { options: T; names: number; args?: readonly string[] }): Given<T> | null {
  const { options, names, args = process.argv.slice(2) } = over;
  if (args.includes('--help') || args.includes('-h')) return null;
  let given: Given<T>;
  try {
    given = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    // Node explains at length how a word may begin with a dash.
    const [what = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new StartError(`${what.replace(/\.$/, '')}: ${usage}`);
  }
  const more = given.positionals.slice(names);
  if (more.length > 0) throw new StartError(`'${more.join(' ')}' is one word too many: ${usage}`);
  return given;
}

/** Runs a command: what a person did wrong is one sentence and an exit code, anything else keeps its stack. */
export async function runCommand<const T extends Options>(
  usage: string,
  over: { options: T; names: number; wrong?: number },
  work: (given: Given<T>) => Promise<void> | void,
): Promise<void> {
  try {
    const given = readCommand(usage, over);
    if (given === null) process.stdout.write(`${usage}\n`);
    else await work(given);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = over.wrong ?? 1;
  }
}
