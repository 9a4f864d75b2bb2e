// "Waarom dit getal?" for the running quarter: registers, rights, and what must come off of projection and limit.
import type { CapacityNowExplanation } from '../../api/shapes-now.ts';
import { formatMoment } from '../../charts/formats.ts';
import { explainedWords } from '../state/explained-words.ts';
import { lang, words } from '../state/settings.ts';
import { DataTable } from './data-table.tsx';
import { PartsTable, amountText, nameOf, unitText } from './why-figures.tsx';
import { Chosen, type Turn, Turning, WhyButton, exact } from './why.tsx';

/** The number that is read first stands first. */
const FIELDS = ['projectedKw', 'comeOffKw', 'headroomKw', 'limitKw', 'usedKwh', 'coverage'] as const;

function Terms({ data }: { data: CapacityNowExplanation }) {
  const text = explainedWords.value.figures;
  type Term = CapacityNowExplanation['terms'][number];
  const named = ({ connection, name }: Term): string =>
    connection === null ? words.value.settled.others : [text.connection(connection), name].filter((one) => one !== null).join(' · ');
  return (
    <>
      <p class="says">{data.field === 'usedKwh' ? text.running.sumUsed : text.running.sumProjected(exact(Math.round(data.leftHours * 1e4) / 1e4))}</p>
      <DataTable
        caption={text.registers}
        columns={[
          { id: 'register', head: text.register, cell: named },
          { id: 'until', head: text.running.reading, cell: ({ until }) => (until === null ? '–' : formatMoment(lang.value, Date.parse(until), 0)) },
          { id: 'used', head: text.running.used, numeric: true, cell: ({ usedKwh }) => exact(Math.round(usedKwh * 1e6) / 1e6) },
          ...(data.field === 'usedKwh'
            ? []
            : [{ id: 'rate', head: text.running.rate, numeric: true, cell: ({ rateKw }: Term) => (rateKw === null ? '–' : exact(Math.round(rateKw * 1e3) / 1e3)) }]),
          { id: 'contribution', head: text.contribution(unitText(data.unit)), key: true, numeric: true, cell: (term) => exact(term.contribution) },
        ]}
        rows={data.terms}
        rowId={(term) => `${term.connection ?? ''} ${term.register ?? ''}`}
        rowName={named}
      />
    </>
  );
}

function Rights({ data }: { data: CapacityNowExplanation }) {
  const { room, figures } = explainedWords.value;
  type Right = CapacityNowExplanation['limits'][number];
  const named = ({ connection, group }: Right): string => (group !== null ? room.group(group) : connection === null ? room.others : figures.connection(connection));
  return (
    <DataTable
      caption={room.limits}
      columns={[
        { id: 'right', head: room.right, cell: named },
        { id: 'kw', head: room.limit, key: true, numeric: true, cell: ({ kw }) => amountText(kw, 'share') },
      ]}
      rows={data.limits}
      rowId={({ of, connection, group }) => `${of} ${connection ?? group ?? ''}`}
      rowName={named}
    />
  );
}

function Shown({ data, go }: { data: CapacityNowExplanation; go: (turn: Turn) => void }) {
  const { running } = explainedWords.value.figures;
  if (data.terms.length + data.limits.length + data.parts.length === 0) return <p class="says">{words.value.settled.nothing}</p>;
  switch (data.level) {
    case 'terms':
      return <Terms data={data} />;
    case 'limits':
      return <Rights data={data} />;
    case 'sum':
    case 'quotient':
    case 'ratio':
      return (
        <>
          <p class="says">{running.levels[data.level]}</p>
          <PartsTable parts={data.parts} go={go} />
        </>
      );
  }
}

/** @param name of the figure, as the screen calls it
 *  @param path that explains the running quarter, but for the field */
export function WhyRunning({ name, path }: { name: string; path: string }) {
  const choices = FIELDS.map((field) => ({ name: nameOf({ field }), path: `${path}&field=${field}` }));
  return (
    <WhyButton name={name}>
      <Chosen
        choices={choices}
        shown={(chosen) => (
          <Turning<CapacityNowExplanation> key={chosen} path={chosen} valueText={(data) => amountText(data.value, data.unit)} shown={(data, go) => <Shown data={data} go={go} />} />
        )}
      />
    </WhyButton>
  );
}
