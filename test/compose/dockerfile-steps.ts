// The Dockerfile as a list of steps, one list a stage: enough to read it and to run its steps without a container.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './compose-file.ts';

export interface Step {
  readonly instruction: string;
  readonly rest: string;
}

export function readDockerfile(): Step[][] {
  const stages: Step[][] = [];
  for (const line of readFileSync(join(root, 'Dockerfile'), 'utf8').split('\n')) {
    const { instruction, rest } = /^(?<instruction>[A-Z]+) (?<rest>.*)$/.exec(line)?.groups ?? {};
    if (instruction === undefined || rest === undefined) {
      if (line.trim() !== '' && !line.startsWith('#')) throw new Error(`not a step: ${line}`);
      continue;
    }
    if (instruction === 'FROM') stages.push([]);
    stages.at(-1)?.push({ instruction, rest });
  }
  return stages;
}

/** ["program", "argument"] of a CMD or HEALTHCHECK in its exec form. */
export function execForm(rest: string): string[] {
  const list: string[] = JSON.parse(rest.slice(rest.indexOf('[')));
  return list;
}
