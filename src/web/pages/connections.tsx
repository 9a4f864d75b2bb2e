// Aansluitingen: the connections of a company with EAN, contract, time and meters, and the forms to change, end and add them.
import { useState } from 'preact/hooks';
import type { Connection, Meter } from '../../api/shapes.ts';
import { formatDate } from '../../charts/formats.ts';
import { stress } from '../../charts/sentence.ts';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Pairs, kwText } from '../parts/pairs.tsx';
import { Panel } from '../parts/panel.tsx';
import { Lead } from '../parts/say.tsx';
import type { Scope } from '../scope.ts';
import { connectionWords } from '../state/connection-words.ts';
import { api } from '../state/fetch.ts';
import { mayChangeGateway } from '../state/session.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { type Resource, useResource } from '../state/use-resource.ts';
import { Opening } from './agreement-form.tsx';
import { StateBadge } from './agreement-limits.tsx';
import { AddConnection, AskButton, ChangeConnection, EndIt, MeterForm } from './connection-forms.tsx';

type Meters = Resource<{ items: Meter[] }>;

const dayOf = (at: string): string => formatDate(lang.value, Date.parse(at));
const kw = (value: number | null): string => (value === null ? '–' : kwText(value));

function periodText({ validFrom, validTo }: { validFrom: string; validTo: string | null }): string {
  const text = connectionWords.value;
  return validTo === null ? text.since(dayOf(validFrom)) : text.period(dayOf(validFrom), dayOf(validTo));
}

/** Ends what is there on a day, takes that end back while it lies ahead, and opens again what has ended. */
function EndOrOpen({ path, name, validTo, onDone }: { path: string; name: string; validTo: string | null; onDone: () => void }) {
  const text = connectionWords.value;
  const isOver = validTo !== null && Date.parse(validTo) <= nowMs.value;
  const endless = { method: 'PATCH', body: { validTo: null } } as const;
  const end = validTo === null ? text.end : text.endElse;
  return (
    <>
      {isOver ? null : (
        <Opening label={end} name={text.of(end, name)} small>
          {(close) => <EndIt path={path} onDone={onDone} close={close} />}
        </Opening>
      )}
      {validTo === null ? null : <AskButton label={isOver ? text.reopen : text.noEnd} name={name} path={path} asked={endless} onDone={onDone} />}
    </>
  );
}

function meterColumns(connection: Connection, mayChange: boolean, onDone: () => void): TableColumn<Meter>[] {
  const text = connectionWords.value;
  const change: TableColumn<Meter> = {
    id: 'change',
    head: text.change,
    cell: (meter) => (
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '6px' }}>
        <Opening label={text.change} name={text.of(text.change, meter.serial)} small>
          {(close) => <MeterForm connection={connection} meter={meter} onDone={onDone} close={close} />}
        </Opening>
        <EndOrOpen path={`/meters/${meter.id}`} name={meter.serial} validTo={meter.validTo} onDone={onDone} />
        {meter.registers.length > 0 ? null : <AskButton label={text.remove} name={meter.serial} path={`/meters/${meter.id}`} asked={{ method: 'DELETE' }} onDone={onDone} />}
      </div>
    ),
  };
  return [
    { id: 'meter', head: words.value.meters.meter, cell: (meter) => <a href={`/meters/${meter.id}`}>{meter.serial}</a>, sort: (meter) => meter.serial },
    { id: 'role', head: text.role, cell: (meter) => words.value.meters.roles[meter.role], sort: (meter) => meter.role },
    { id: 'state', head: words.value.meters.state, key: true, cell: (meter) => <StateBadge row={meter} /> },
    { id: 'period', head: text.validity, numeric: true, cell: periodText, sort: (meter) => meter.validFrom },
    { id: 'measured', head: text.measured, cell: (meter) => (meter.registers.length > 0 ? text.yes : text.no) },
    ...(mayChange ? [change] : []),
  ];
}

interface OneProps {
  readonly connection: Connection;
  readonly meters: Meters;
  readonly onDone: () => void;
}

function ConnectionPanel({ connection, meters, onDone }: OneProps) {
  const text = connectionWords.value;
  const mayChange = connection.ean !== null;
  const title = text.connection(words.value.carriers[connection.carrier], connection.id);
  const pairs = [
    [text.ean, connection.ean ?? text.eanHidden],
    [text.contractedImportKw, kw(connection.contractedImportKw)],
    [text.contractedExportKw, kw(connection.contractedExportKw)],
    [text.physicalImportKw, kw(connection.physicalImportKw)],
    [text.physicalExportKw, kw(connection.physicalExportKw)],
    [text.validity, periodText(connection)],
    [text.behind, connection.behind === null ? text.behindNone : String(connection.behind)],
  ] as const;
  return (
    <Panel title={title} resource={meters} shape="rows" minHeight={160} tools={() => <StateBadge row={connection} />}>
      {({ items }) => {
        const own = items.filter((meter) => meter.connection === connection.id);
        return (
          <>
            <Pairs pairs={pairs} />
            {mayChange ? <ConnectionActions connection={connection} own={own} title={title} onDone={onDone} /> : null}
            {own.length === 0 ? (
              <p class="says">{text.noMeters}</p>
            ) : (
              <DataTable
                caption={`${text.meters}: ${title}`}
                columns={meterColumns(connection, mayChange, onDone)}
                rows={own}
                rowId={(meter) => String(meter.id)}
                rowName={(meter) => meter.serial}
              />
            )}
            {mayChange ? (
              <div style={{ marginTop: '10px' }}>
                <Opening label={text.addMeter} name={text.of(text.addMeter, title)}>
                  {(close) => <MeterForm connection={connection} meter={null} onDone={onDone} close={close} />}
                </Opening>
              </div>
            ) : null}
          </>
        );
      }}
    </Panel>
  );
}

function ConnectionActions({ connection, own, title, onDone }: { connection: Connection; own: readonly Meter[]; title: string; onDone: () => void }) {
  const text = connectionWords.value;
  const path = `/connections/${connection.id}`;
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: '8px', margin: '10px 0' }}>
      <Opening label={text.changeContract} name={text.of(text.changeContract, title)} small>
        {(close) => <ChangeConnection connection={connection} measured={own.some((meter) => meter.registers.length > 0)} onDone={onDone} close={close} />}
      </Opening>
      <EndOrOpen path={path} name={title} validTo={connection.validTo} onDone={onDone} />
      {own.length > 0 ? null : <AskButton label={text.remove} name={title} path={path} asked={{ method: 'DELETE' }} onDone={onDone} />}
    </div>
  );
}

export function ConnectionsPage({ scope, company }: { scope: Scope; company: number }) {
  const text = connectionWords.value;
  const connections = useResource<{ items: Connection[] }>(api(`${scope.api}/connections`));
  const meters: Meters = useResource<{ items: Meter[] }>(api(`${scope.api}/meters`));
  // Forms that are done close by being made anew.
  const [made, setMade] = useState(0);
  const done = (): void => {
    setMade(made + 1);
    connections.refetch();
    meters.refetch();
  };
  const rows = connections.data?.items ?? [];
  const mayAdd = mayChangeGateway(company);
  return (
    <>
      <Lead
        over={<span>{scope.name}</span>}
        sentence={rows.length === 0 || meters.data === null ? [text.title] : [stress(text.says(rows.length, meters.data.items.length), 'key')]}
        actions={
          <>
            <a class="button" href={`${scope.href}/meters`}>
              {words.value.meters.title}
            </a>
            <a class="button" href={`${scope.href}/afspraken`}>
              {text.toAgreements}
            </a>
          </>
        }
      />
      <div class="grid">
        {rows.map((connection) => (
          <ConnectionPanel key={`${connection.id}-${made}`} connection={connection} meters={meters} onDone={done} />
        ))}
        {rows.length > 0 && !mayAdd ? <p class="small second">{text.readOnly}</p> : null}
        {rows.length === 0 || mayAdd ? (
          <Panel title={mayAdd ? text.addConnection : text.title} resource={connections} shape="rows" minHeight={80}>
            {() => (
              <>
                {rows.length === 0 ? (
                  <p class="says">
                    {text.none}. {text.noneText}
                  </p>
                ) : null}
                {mayAdd ? (
                  <Opening key={made} label={text.addConnection}>
                    {(close) => <AddConnection company={company} others={rows} onDone={done} close={close} />}
                  </Opening>
                ) : null}
              </>
            )}
          </Panel>
        ) : null}
      </div>
    </>
  );
}
