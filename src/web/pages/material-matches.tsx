// The ranked matches of a park or company, with agreeing for the company whose match it is.
import { useLocation } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { BookView, MatchView, Matches } from '../../api/shapes-materials.ts';
import { formatNumber } from '../../charts/formats.ts';
import { isAbout } from '../material-chain.ts';
import { filterOf, fits, queryOf } from '../material-filter.ts';
import { Badge, type BadgeTone } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Panel, PanelState } from '../parts/panel.tsx';
import { api, ask } from '../state/fetch.ts';
import { materialWords } from '../state/material-words.ts';
import { lang } from '../state/settings.ts';
import type { Resource } from '../state/use-resource.ts';
import { MaterialFilterForm } from './material-filter-form.tsx';
import { MatchDetail, matchName } from './material-match.tsx';

const SHOWN = 15;
export const STATUS_TONES: Record<MatchView['status'], BadgeTone> = { idea: 'stil', contact: 'info', trial: 'info', contract: 'goed', metered: 'goed', ended: 'stil' };
const amount = (value: number | null | undefined, digits = 0): string =>
  value === null || value === undefined ? materialWords.value.hidden : formatNumber(lang.value, value, digits);

/** To one figure for who may not know both sides; that is not the amount itself. */
const tonnesOf = (match: MatchView): string => (isAbout(match) ? materialWords.value.about(amount(match.tonnesPerYear)) : amount(match.tonnesPerYear));

function whoOf({ offer, need, anonymous }: MatchView): string {
  const text = materialWords.value;
  const side = ({ own, name }: MatchView['offer']): string => (own ? text.own : (name ?? text.anonymous));
  return anonymous && !offer.own && !need.own ? text.anonymous : text.arrow(side(offer), side(need));
}

function agreedText({ offer, need }: MatchView): string {
  const text = materialWords.value;
  const own = offer.own ? offer : need.own ? need : null;
  if (offer.agreed && need.agreed) return text.agreedBoth;
  if (!offer.agreed && !need.agreed) return text.agreedNone;
  return own === null ? text.agreedOne : own.agreed ? text.youAgreed : text.otherAgreed;
}

function Agree({ match, company, name, onDone }: { match: MatchView; company: number; name: string; onDone: (failed: boolean) => void }) {
  const text = materialWords.value;
  const [busy, setBusy] = useState(false);
  const own = match.offer.own ? match.offer : match.need;
  const say = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(api(`/material-matches/${match.id}/agreement`), { method: 'POST', body: { company, agrees: !own.agreed } });
    setBusy(false);
    onDone(!answer.ok);
  };
  return (
    <button
      type="button"
      class={own.agreed ? 'button low' : 'button small'}
      disabled={busy}
      aria-label={own.agreed ? text.withdrawOf(name) : text.agreeOf(name)}
      onClick={() => void say()}
    >
      {own.agreed ? text.withdraw : text.agree}
    </button>
  );
}

interface Shown {
  readonly book: BookView | null;
  /** null: read by somebody who is neither side. */
  readonly company: number | null;
  readonly onWhy: (id: string) => void;
  readonly onAgreed: (failed: boolean) => void;
}

function columnsFor({ book, company, onWhy, onAgreed }: Shown): TableColumn<MatchView>[] {
  const text = materialWords.value;
  const name = (row: MatchView): string => matchName(row, book);
  return [
    { id: 'what', head: text.what, cell: name, sort: name },
    { id: 'who', head: text.who, cell: whoOf, sort: whoOf },
    { id: 'status', head: text.status, cell: (row) => <Badge tone={STATUS_TONES[row.status]}>{text.statuses[row.status]}</Badge>, sort: (row) => row.status },
    { id: 'tonnes', head: text.tonnes, key: true, numeric: true, cell: tonnesOf, sort: (row) => row.tonnesPerYear },
    { id: 'value', head: text.value, numeric: true, cell: (row) => amount(row.valueEurPerYear?.value), sort: (row) => row.valueEurPerYear?.value ?? 0 },
    {
      id: 'co2',
      head: text.co2,
      numeric: true,
      cell: (row) => amount(row.avoidedCo2KgPerYear === null ? null : row.avoidedCo2KgPerYear.value / 1000, 1),
      sort: (row) => row.avoidedCo2KgPerYear?.value ?? 0,
    },
    {
      id: 'distance',
      head: text.distance,
      numeric: true,
      cell: (row) => (row.distanceKm === null ? '–' : formatNumber(lang.value, row.distanceKm, row.samePark ? 1 : 0)),
      sort: (row) => row.distanceKm ?? 999,
    },
    { id: 'agreed', head: text.agreement, cell: (row) => (company === null ? agreedText(row) : <Agree match={row} company={company} name={name(row)} onDone={onAgreed} />) },
    {
      id: 'why',
      head: text.why,
      cell: (row) => (
        <button type="button" class="button low" aria-label={text.whyOf(`${name(row)}, ${tonnesOf(row)}`)} onClick={() => onWhy(row.id)}>
          {text.why}
        </button>
      ),
    },
  ];
}

/** Those that the reader wants to see, the best of them first. */
function Ranked({ items, shown, marked }: { items: readonly MatchView[]; shown: Shown; marked: string | null }) {
  const text = materialWords.value;
  const { path, query, route } = useLocation();
  const [all, setAll] = useState(false);
  const filter = filterOf(query);
  const rows = items.filter((item) => fits(item, filter));
  return (
    <>
      <MaterialFilterForm filter={filter} items={items} book={shown.book} onChange={(wish) => route(`${path}${queryOf(wish)}`, true)} />
      <DataTable
        caption={text.matchesTitle}
        columns={columnsFor(shown)}
        rows={all ? rows : rows.slice(0, SHOWN)}
        rowId={(row) => row.id}
        rowName={(row) => matchName(row, shown.book)}
        marked={marked}
      />
      {rows.length > SHOWN ? (
        <button type="button" class="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.fewer : text.all(formatNumber(lang.value, rows.length))}
        </button>
      ) : null}
    </>
  );
}

/** @param place of the API, as in /parks/de-mars */
export function MatchesPanel({ resource, book, company, place }: { resource: Resource<Matches>; book: BookView | null; company: number | null; place: string }) {
  const text = materialWords.value;
  const [open, setOpen] = useState<string | null>(null);
  const [late, setLate] = useState(false);
  const onAgreed = (failed: boolean): void => {
    setLate(failed);
    resource.refetch();
  };
  const chosen = resource.data?.items.find((one) => one.id === open) ?? null;
  return (
    <>
      <Panel
        title={text.matchesTitle}
        resource={resource}
        shape="rows"
        minHeight={200}
        empty={(data) => (data.items.length > 0 || data.signs.length > 0 ? null : { title: text.emptyTitle, text: company === null ? text.emptyPark : text.emptyCompany })}
      >
        {(data) =>
          data.signs.length > 0 ? (
            <PanelState icon="lock" title={text.keptTitle} text={text.keptText} />
          ) : (
            <>
              {late ? (
                <p class="says tone-fout" role="alert">
                  {text.late}
                </p>
              ) : null}
              <Ranked items={data.items} shown={{ book, company, onWhy: setOpen, onAgreed }} marked={open} />
              <p class="says">{text.factors(data.parameters.edition)}</p>
            </>
          )
        }
      </Panel>
      {chosen === null ? null : <MatchDetail place={place} match={chosen} book={book} company={company} onClose={() => setOpen(null)} onKept={resource.refetch} />}
    </>
  );
}

/** How many matches came how far. */
export function Funnel({ data }: { data: Matches }) {
  const text = materialWords.value;
  const steps = ['idea', 'contact', 'trial', 'contract', 'metered'] as const;
  return (
    <section class="panel">
      <h2>{text.funnelTitle}</h2>
      <dl class="equation" style={{ marginTop: '10px' }}>
        {steps.map((step) => (
          <div class="term" key={step}>
            <dt>{text.statuses[step]}</dt>
            <dd class="amount">{formatNumber(lang.value, data.funnel[step] ?? 0)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
