// A table of sources and consumers as CSV: out, and in again with what was wrong by line.
import { useState } from 'preact/hooks';
import { textOf } from '../file-text.ts';
import { api, ask } from '../state/fetch.ts';
import { heatPortsWords } from '../state/heat-ports-words.ts';

type Refused = Readonly<{ line: number; field: string | null; reason: string; detail: string }>;
interface Read {
  readonly recorded: number;
  readonly refused: readonly Refused[];
}

/** Why a line was not taken; what has no words of its own is told as the API has it. */
function refusedText({ line, field, reason, detail }: Refused): string {
  const text = heatPortsWords.value;
  const why = Object.entries(text.refusals).find(([name]) => name === reason)?.[1];
  const column = Object.entries(text.columns).find(([name]) => name === field)?.[1] ?? field;
  return text.csvFailed(line, why === undefined ? detail : `${column === null ? '' : `${column}: `}${why}`);
}

export function HeatPortFile({ park, onDone }: { park: string; onDone: () => void }) {
  const text = heatPortsWords.value;
  const [read, setRead] = useState<Read | string | null>(null);
  const bring = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const answer = await ask<Read>(api('/heat-ports/file'), { method: 'POST', body: { park, csv: textOf(await file.arrayBuffer()) } });
    setRead(answer.ok ? answer.data : answer.problem.detail);
    onDone();
  };
  return (
    <section class="panel">
      <div class="panel-head">
        <h2>{text.csv}</h2>
        <div class="tools">
          <a href={api(`/heat-ports/file?park=${park}`)} download={`warmte-${park}.csv`}>
            {text.csv}
          </a>
        </div>
      </div>
      <p class="says">{text.csvSays}</p>
      <div class="field" style={{ maxWidth: '420px' }}>
        <label for="heat-csv">{text.csvImport}</label>
        <input id="heat-csv" type="file" accept=".csv,text/csv" onChange={(event) => void bring(event.currentTarget.files?.[0])} />
      </div>
      {read === null ? null : typeof read === 'string' ? (
        <p class="wrong" role="alert">
          {text.refused(read)}
        </p>
      ) : (
        <div role="status">
          <p>{text.csvDone(read.recorded)}</p>
          <ul>
            {read.refused.map((one) => (
              <li key={one.line}>{refusedText(one)}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
