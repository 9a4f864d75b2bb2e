// Processes of a benchmark. One that is ours takes a JSON line and answers one; all of them end with the benchmark.
import { type ChildProcess, spawn } from 'node:child_process';
import { type Interface, createInterface } from 'node:readline';

const running = new Set<ChildProcess>();

/** Ends whatever was started here and still runs. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}
process.once('exit', endAll);

export function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

type Failure = { kind: 'failed'; message: string };

/** A Node process that is asked one thing at a time. */
export class Child<Question, Answer extends { kind: string }> {
  readonly #child: ChildProcess;
  readonly #answers: AsyncIterator<string>;
  readonly #what: string;

  constructor(script: string, options: { execArgv?: readonly string[] } = {}) {
    this.#what = script.split('/').at(-1) ?? script;
    this.#child = start(process.execPath, [...(options.execArgv ?? []), script]);
    this.#answers = linesOf(this.#child)[Symbol.asyncIterator]();
  }

  /** @throws Error when the process fails, ends or takes too long */
  async ask(question: Question, timeoutMs: number): Promise<Answer> {
    this.#child.stdin?.write(`${JSON.stringify(question)}\n`);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`${this.#what}: no answer within ${timeoutMs / 1000} s`)), timeoutMs)));
    const line = await Promise.race([this.#answers.next(), late]).finally(() => clearTimeout(timer));
    if (line.done === true) throw new Error(`${this.#what} ended (exit ${this.#child.exitCode ?? this.#child.signalCode ?? '?'})`);
    const answer: Answer | Failure = JSON.parse(line.value);
    if (isFailure(answer)) throw new Error(`${this.#what}: ${answer.message}`);
    return answer;
  }

  get process(): ChildProcess {
    return this.#child;
  }

  end(): void {
    this.#child.kill('SIGKILL');
  }
}

const isFailure = (answer: { kind: string }): answer is Failure => answer.kind === 'failed';

function linesOf(child: ChildProcess): Interface {
  if (child.stdout === null) throw new Error('the process was started without a pipe');
  return createInterface({ input: child.stdout });
}

/** The other side: answers each line of standard input, and ends when the benchmark is gone. */
export function serveQuestions<Question, Answer extends { kind: string }>(answer: (question: Question) => Promise<Answer>): void {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => {
    const question: Question = JSON.parse(line);
    answer(question).then(
      (given) => process.stdout.write(`${JSON.stringify(given)}\n`),
      (error: unknown) => process.stdout.write(`${JSON.stringify({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })}\n`),
    );
  });
  lines.on('close', () => process.exit(0));
}
