// The rules of tidy.test.ts as pure functions from files to findings; house.test.ts plants faults for them.

export interface TidyFile {
  /** Path from the root of the repository, with forward slashes. */
  path: string;
  text: string;
}

const LINES_MAX = 400;
// Recorded, drawn or written by a machine: nobody reads these from top to bottom.
const MACHINE_MADE = /^grafana\/dashboards\/|\.samples\.json$|__snapshots__\/|^package-lock\.json$|^src\/web\/assets\/|^LICENSE$/;
const EMPTY_WORDS = new Set(['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'managers', 'impl']);
const OPENING = /^(?:\/\/ |\/\*\*? )(?<text>[\s\S]+)/;
const EXPORTED_FUNCTION = /^export (?:async )?function\*? (?<declared>\w+)|^export const (?<arrow>\w+) = (?:async )?(?:<[^>]*>)?\([^=]*=>/;
const ELSEWHERE = /^(?:import|export)\b[^;'"]*?\bfrom\s*['"][^'"]+['"](?:\s*with\s*\{[^}]*\})?;?/gm;

const isCode = (path: string): boolean => /\.(?:ts|tsx|mjs)$/.test(path) && !path.endsWith('.d.ts');
const isPage = (path: string): boolean => /^(?:docs\/[\w/-]+|README|SECURITY|CHANGELOG)\.md$/.test(path);
const under = (folder: string, files: readonly TidyFile[]): TidyFile[] => files.filter(({ path }) => path.startsWith(`${folder}/`) && isCode(path));

export function tooLong(files: readonly TidyFile[]): string[] {
  return files
    .filter(({ path }) => !MACHINE_MADE.test(path))
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > LINES_MAX)
    .map(({ path, lines }) => `${path}: ${lines} lines, at most ${LINES_MAX}`);
}

/** A name says what is inside; an index.ts is a barrel unless it is the register of device profiles. */
export function emptyNames(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const words = path.split('/').flatMap((segment) =>
      segment
        .replace(/([a-z])([A-Z])/g, '$1-$2')
        .toLowerCase()
        .split(/[-_.]/),
    );
    const empty = words.find((word) => EMPTY_WORDS.has(word));
    if (empty !== undefined) return [`${path}: "${empty}" says nothing about what is inside`];
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (/^index\.(?:ts|tsx|mjs)$/.test(name) && path !== 'devices/index.ts') return [`${path}: an index file is a barrel`];
    return isCode(path) && /[A-Z]/.test(name) ? [`${path}: file names are kebab-case`] : [];
  });
}

export function onlyReExports(files: readonly TidyFile[]): string[] {
  return files.filter(({ path, text }) => isCode(path) && isReExport(text)).map(({ path }) => `${path}: only passes on what other files export`);
}

function isReExport(text: string): boolean {
  const bare = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '').trim();
  const own = bare
    .replaceAll(ELSEWHERE, '')
    .replaceAll(/^export (?:type )?\{[^}]*\};?/gm, '')
    .trim();
  return bare.includes('export') && own === '';
}

/** The first comment is a sentence: a capital (or a name between quotes) at its start, a full stop in it. */
export function withoutOpeningSentence(files: readonly TidyFile[]): string[] {
  return under('src', files)
    .filter(({ text }) => {
      const opening = OPENING.exec(text)?.groups?.['text'] ?? '';
      return !/^(?:[A-Z0-9]|[`'"@])[^\n]{15}/.test(opening) || !/[.:](?:\s|$)/.test(opening.slice(0, 400));
    })
    .map(({ path }) => `${path}: open with one sentence that says what the file is for`);
}

/** units.ts is left out: the brand that a constructor returns is its description. */
export function withoutDocComment(files: readonly TidyFile[]): string[] {
  return under('src/domain', files)
    .filter(({ path }) => path !== 'src/domain/units.ts')
    .flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, index) => {
        const found = EXPORTED_FUNCTION.exec(line)?.groups;
        if (found === undefined || (lines[index - 1] ?? '').trimEnd().endsWith('*/')) return [];
        return [`${path}:${index + 1}: ${found['declared'] ?? found['arrow'] ?? ''} has no doc comment`];
      });
    });
}

export function clockInDomain(files: readonly TidyFile[]): string[] {
  return under('src/domain', files)
    .filter(({ text }) => text.includes('Date.now'))
    .map(({ path }) => `${path}: takes now as an argument, never from Date.now`);
}

export function machinePaths(files: readonly TidyFile[]): string[] {
  const machinePath = /(?<![\w./~-])\/(?:work|root|home)\/\w/;
  return files.flatMap(({ path, text }) => text.split('\n').flatMap((line, index) => (machinePath.test(line) ? [`${path}:${index + 1}: a path of one machine`] : [])));
}

/** @param scripts names under "scripts" in package.json */
export function unknownCommands(files: readonly TidyFile[], scripts: readonly string[]): string[] {
  const known = new Set(scripts);
  return files
    .filter(({ path }) => isPage(path))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/\bnpm (?:run (?<run>[a-z][\w:-]*)|(?<short>start|test)\b)/g)]
        .map(({ groups }) => groups?.['run'] ?? groups?.['short'] ?? '')
        .filter((script) => !known.has(script))
        .map((script) => `${path}: package.json has no script "${script}"`),
    );
}

/** Links of the pages, and what the code's comments point at in docs/: a file, a folder or a heading that is there. */
export function brokenLinks(files: readonly TidyFile[]): string[] {
  const textOf = new Map(files.map(({ path, text }) => [path, text]));
  const exists = (target: string): boolean => textOf.has(target) || files.some(({ path }) => path.startsWith(`${target.replace(/\/$/, '')}/`));
  return files.flatMap(({ path: from, text }) =>
    linksOf(from, text)
      .filter((link) => {
        const [file = '', heading] = link.target.split('#');
        const path = file === '' ? from : new URL(file, `file:///${link.base}`).pathname.slice(1);
        return !exists(path) || (heading !== undefined && !headingsOf(textOf.get(path) ?? '').has(heading));
      })
      .map((link) => `${from}: ${link.target} leads nowhere`),
  );
}

/** @returns where a link points, and the path it is relative to */
function linksOf(path: string, text: string): { target: string; base: string }[] {
  if (isPage(path)) {
    const targets = [...text.matchAll(/\]\((?<target>[^)\s]+)(?:\s"[^"]*")?\)/g)].map(({ groups }) => groups?.['target'] ?? '');
    return targets.filter((target) => !/^[a-z]+:/.test(target)).map((target) => ({ target, base: path }));
  }
  return /^(?:src|devices)\//.test(path) && isCode(path) ? [...text.matchAll(/\bdocs\/[\w/-]+\.md(?:#[\w-]+)?/g)].map(([target]) => ({ target, base: '' })) : [];
}

/** Anchors as GitHub makes them. */
function headingsOf(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^#+ (?<title>.+)$/gm)].map(({ groups }) =>
      (groups?.['title'] ?? '')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
