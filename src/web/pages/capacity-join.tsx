// Asks whether a load, panels or trucks can join, and shows where it would not fit.
import { useState } from 'preact/hooks';
import type { JoinAnswer } from '../../api/shapes-capacity.ts';
import { formatDate, formatMoment, formatNumber } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Pairs, kwText, kwhText } from '../parts/pairs.tsx';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import { WhyCapacity, choicesOf } from '../parts/why-capacity.tsx';
import { explainedWords } from '../state/explained-words.ts';
import { api } from '../state/fetch.ts';
import { marginWords } from '../state/margin-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { typedNumber } from './figure-form.tsx';

const WISHES = ['kw', 'kwp', 'trucks'] as const;
type Wish = (typeof WISHES)[number];
type Day = JoinAnswer['days'][number];
const DAYS_SHOWN = 5;

const shown = (kw: number | null): string => (kw === null ? '–' : kwText(Math.max(kw, 0)));

/** Figures of an answer, what decides first. */
function fieldsOf(answer: JoinAnswer): string[] {
  const told = (['roomAlwaysKw', 'roomUsualKw', 'shareThatFits'] as const).filter((field) => answer[field] !== null);
  const binding = answer.binding === null ? [] : ['binding.shortKw', 'binding.usageKw', 'binding.extraKw', 'binding.limitKw'];
  return [...told, ...binding, 'quartersFailing', 'failingDays', ...(answer.nights === null ? [] : ['nightsTooShort', 'nights'])];
}

function dayColumns(why: string): TableColumn<Day>[] {
  const text = words.value.capacity;
  return [
    { id: 'date', head: text.date, cell: (day) => formatDate(lang.value, Date.parse(`${day.date}T12:00:00Z`)), sort: (day) => day.date },
    { id: 'kw', head: text.shortKw, numeric: true, key: true, cell: (day) => kwText(day.shortKwMax), sort: (day) => day.shortKwMax },
    { id: 'kwh', head: text.shortKwh, numeric: true, cell: (day) => kwhText(day.shortKwh), sort: (day) => day.shortKwh },
    { id: 'quarters', head: text.quartersShort, numeric: true, cell: (day) => formatNumber(lang.value, day.quarters), sort: (day) => day.quarters },
    {
      id: 'why',
      head: explainedWords.value.statement.why,
      cell: ({ date }) => (
        <WhyCapacity
          name={formatDate(lang.value, Date.parse(`${date}T12:00:00Z`))}
          choices={choicesOf(`${why}&date=${date}`, ['days.shortKwMax', 'days.shortKwh', 'days.quarters'])}
        />
      ),
    },
  ];
}

/** How much of what was asked always fits, in the unit that was asked. */
function largestOf(answer: JoinAnswer, wish: Wish, asked: number): string {
  if (answer.shareThatFits === null) return '–';
  const most = Math.floor(answer.shareThatFits * asked * 1000 + 1e-6) / 1000;
  const unit = { kw: '\u00a0kW', kwp: '\u00a0kWp', trucks: '' }[wish];
  return `${formatNumber(lang.value, Math.floor(most))}${unit}`;
}

/** @param title of the question
 *  @param why explains the answer, but for the field */
function Answer({ title, answer, wish, asked, why }: { title: string; answer: JoinAnswer; wish: Wish; asked: number; why: string }) {
  const text = words.value.capacity;
  const { binding } = answer;
  if (answer.quartersJudged === 0) return <p class="says">{text.nothingJudged}</p>;
  return (
    <>
      <p role="status">
        <Badge tone={answer.fits ? 'goed' : 'fout'}>{answer.fits ? text.fits : text.fitsNot(answer.failingDays, formatNumber(lang.value, answer.quartersFailing))}</Badge>
      </p>
      <Pairs
        pairs={[
          ...(binding === null
            ? []
            : ([
                [
                  text.binding(formatMoment(lang.value, Date.parse(binding.at), nowMs.value)),
                  text.bindingValue(kwText(binding.usageKw), kwText(binding.extraKw), kwText(binding.limitKw)),
                ],
              ] as const)),
          [text.always, shown(answer.roomAlwaysKw)],
          [text.usual, shown(answer.roomUsualKw)],
          [text.largest, largestOf(answer, wish, asked)],
        ]}
      />
      <WhyCapacity name={title} choices={choicesOf(why, fieldsOf(answer))} />
      {answer.nightsTooShort === null || answer.nights === null ? null : (
        <p class="says">{text.nights(formatNumber(lang.value, answer.nightsTooShort), formatNumber(lang.value, answer.nights))}</p>
      )}
      {answer.days.length > 0 ? (
        <DataTable caption={text.worstDays} columns={dayColumns(why)} rows={answer.days.slice(0, DAYS_SHOWN)} rowId={(day) => day.date} rowName={(day) => day.date} />
      ) : null}
      <p class="small second">
        {text.judgedOver(formatNumber(lang.value, answer.quartersJudged))}
        {answer.limitKind === null ? '' : `. ${text.kinds[answer.limitKind]}.`}
        {answer.limitKind === 'group-and-contracts' ? ` ${marginWords.value.joinsGroup}` : ''}
      </p>
    </>
  );
}

/** @param group name of the group that is asked about; absent: the place of the page */
export function JoinPanel({ path, group }: { path: string; group?: string }) {
  const text = words.value.capacity;
  const title = group === undefined ? text.joinTitle : marginWords.value.joinTitle(group);
  const id = `join-amount-${path.replaceAll('/', '-')}`;
  const [wish, setWish] = useState<Wish>('kw');
  const [typed, setTyped] = useState('100');
  const [asked, setAsked] = useState<{ wish: Wish; amount: number } | null>(null);
  const [wrong, setWrong] = useState(false);
  const resource = useResource<JoinAnswer>(asked === null ? null : api(`${path}?${asked.wish}=${asked.amount}`));
  const submit = (event: Event): void => {
    event.preventDefault();
    const amount = wish === 'trucks' ? Math.round(typedNumber(typed)) : typedNumber(typed);
    setWrong(!(amount > 0));
    if (amount > 0) setAsked({ wish, amount });
  };
  return (
    <section class="panel">
      <h2>{title}</h2>
      <p class="says">{group === undefined ? text.joinExplain : marginWords.value.joinExplain}</p>
      <Segments label={text.wish} value={wish} options={WISHES.map((value) => ({ value, label: text.wishes[value] }))} onPick={setWish} />
      <form class="form-grid" onSubmit={submit}>
        <div class="field">
          <label for={id}>{text.amounts[wish]}</label>
          <input id={id} type="text" inputMode="decimal" maxLength={12} value={typed} aria-invalid={wrong} onInput={(event) => setTyped(event.currentTarget.value)} />
        </div>
        <button type="submit" class="button primary" disabled={resource.loading}>
          {resource.loading ? text.checking : text.check}
        </button>
        {wrong ? (
          <p class="wrong" role="alert">
            {text.wrongAmount}
          </p>
        ) : null}
      </form>
      {asked === null ? null : (
        <Panel title={text.wishes[asked.wish]} resource={resource} minHeight={120} class="inner">
          {(answer) => <Answer title={title} answer={answer} wish={asked.wish} asked={asked.amount} why={api(`${path}/explain?${asked.wish}=${asked.amount}`)} />}
        </Panel>
      )}
    </section>
  );
}
