// Kringloop: what the region does with its materials, park by park, as far as no company can be read from it.
import type { Circularity } from '../../api/shapes-circularity.ts';
import type { BookView } from '../../api/shapes-materials.ts';
import { formatPercent } from '../../charts/formats.ts';
import { type Sentence, stress } from '../../charts/sentence.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import { api } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { CircularityMap } from './circularity-map.tsx';
import { AreaCircularity, Sign, SupplyTable } from './circularity-panel.tsx';

type Row = Circularity['parks'][number];
const SHOWN = ['recyclingShare', 'secondaryInputShare', 'localLoopRate', 'waterReuseShare'] as const;

export function leadOf(data: Circularity): Sentence {
  const text = materialWords.value;
  const value = data.indicators.find((one) => one.name === 'recyclingShare')?.value ?? null;
  if (value === null) return [text.regionNone, '.'];
  const [before = '', after = ''] = text.regionLead('#').split('#');
  return [before, stress(formatPercent(lang.value, value)), after, '.'];
}

function columnsFor(): TableColumn<Row>[] {
  const text = materialWords.value;
  return [
    { id: 'park', head: text.park, cell: (row) => row.name, sort: (row) => row.name },
    ...SHOWN.map((name, at): TableColumn<Row> => {
      const of = (row: Row): Row['indicators'][number] | undefined => row.indicators.find((one) => one.name === name);
      return {
        id: name,
        head: text.indicators[name],
        key: at === 0,
        numeric: true,
        cell: (row) => {
          const found = of(row);
          if (found === undefined) return '–';
          return found.sign === null ? formatPercent(lang.value, found.value ?? 0) : <Sign sign={found.sign} reason={found.reason} />;
        },
        sort: (row) => of(row)?.value ?? -1,
      };
    }),
  ];
}

export function CircularityPage() {
  const text = materialWords.value;
  const resource = useResource<Circularity>(api('/region/circularity'));
  const book = useResource<BookView>(api('/material-classes')).data;
  const { data } = resource;
  return (
    <>
      <Lead over={<span>{text.circularTitle}</span>} sentence={data === null ? [text.circularTitle] : leadOf(data)} />
      <div class="grid">
        <CircularityMap resource={resource} />
        <Panel class="w6" title={text.circularTitle} resource={resource} shape="rows" minHeight={300}>
          {(of) => <AreaCircularity area={of} />}
        </Panel>
        <Panel class="w6" title={text.supplyTitle} resource={resource} shape="rows" minHeight={300}>
          {(of) => <SupplyTable data={of} book={book} />}
        </Panel>
        <Panel title={text.parksTitle} resource={resource} shape="rows" minHeight={300}>
          {(of) => (
            <>
              <DataTable caption={text.parksTitle} columns={columnsFor()} rows={of.parks} rowId={(row) => row.park} rowName={(row) => row.name} />
              <p class="says">{text.factors(of.parameters.edition)}</p>
            </>
          )}
        </Panel>
      </div>
    </>
  );
}
