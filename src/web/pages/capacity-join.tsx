// Asks whether a load, panels or trucks can join, and shows where it would not fit.
import { useState } from 'preact/hooks';
import type { GroupView, JoinAnswer } from '../../api/shapes-capacity.ts';
import { formatDate, formatMoment, formatNumber } from '../../charts/formats.ts';
import { Badge } from '../parts/badge.tsx';
import { DataTable, type TableColumn } from '../parts/data-table.tsx';
import { Pairs, kwText, kwhText } from '../parts/pairs.tsx';
import { Panel } from '../parts/panel.tsx';
import { Segments } from '../parts/segments.tsx';
import type { Names } from '../parts/why-capacity-lists.tsx';
import { NOBODY, WhyCapacity, choicesOf } from '../parts/why-capacity.tsx';
import { useQuestion } from '../question.ts';
import { explainedWords } from '../state/explained-words.ts';
import { api } from '../state/fetch.ts';
import { marginWords } from '../state/margin-words.ts';
import { lang, nowMs, words } from '../state/settings.ts';
import { useResource } from '../state/use-resource.ts';
import { fieldText, numberOf } from '../state/typed.ts';

const WISHES = ['kw', 'kwp', 'trucks'] as const;
type Wish = (typeof WISHES)[number];
type Day = JoinAnswer['days'][number];
const DAYS_SHOWN = 5;
const QUARTERS_PER_DAY = 96;
/** So many days have every season in them. */
const DAYS_SURE = 330;

const shown = (kw: number | null): string => (kw === null ? '–' : kwText(Math.max(kw, 0)));

/** Figures of an answer, what decides first. */
function fieldsOf(answer: JoinAnswer): string[] {
  const told = (['roomAlwaysKw', 'roomUsualKw', 'shareThatFits'] as const).filter((field) => answer[field] !== null);
  const binding = answer.binding === null ? [] : ['binding.shortKw', 'binding.usageKw', 'binding.extraKw', 'binding.limitKw'];
  return [...told, ...binding, 'quartersFailing', 'failingDays', ...(answer.nights === null ? [] : ['nightsTooShort', 'nights'])];
}

function dayColumns(why: string, companies: Names): TableColumn<Day>[] {
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
          companies={companies}
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

interface Answered {
  /** Of the question. */
  readonly title: string;
  readonly answer: JoinAnswer;
  readonly wish: Wish;
  readonly asked: number;
  /** Explains the answer, but for the field. */
  readonly why: string;
  readonly companies: Names;
}

function Answer({ title, answer, wish, asked, why, companies }: Answered) {
  const text = words.value.capacity;
  const { binding } = answer;
  const days = Math.floor(answer.quartersJudged / QUARTERS_PER_DAY);
  if (answer.quartersJudged === 0) return <p class="says">{text.nothingJudged}</p>;
  return (
    <>
      <p role="status">
        <Badge tone={answer.fits ? 'goed' : 'fout'}>{answer.fits ? text.fits : text.fitsNot(answer.failingDays, formatNumber(lang.value, answer.quartersFailing))}</Badge>
      </p>
      {days < DAYS_SURE ? <p class="says">{marginWords.value.shortHistory(formatNumber(lang.value, days))}</p> : null}
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
      <WhyCapacity name={title} choices={choicesOf(why, fieldsOf(answer))} companies={companies} />
      {answer.nightsTooShort === null || answer.nights === null ? null : (
        <p class="says">{text.nights(formatNumber(lang.value, answer.nightsTooShort), formatNumber(lang.value, answer.nights))}</p>
      )}
      {answer.days.length > 0 ? (
        <DataTable caption={text.worstDays} columns={dayColumns(why, companies)} rows={answer.days.slice(0, DAYS_SHOWN)} rowId={(day) => day.date} rowName={(day) => day.date} />
      ) : null}
      <p class="small second">
        {text.judgedOver(formatNumber(lang.value, answer.quartersJudged))}
        {answer.limitKind === null ? '' : `. ${text.kinds[answer.limitKind]}.`}
        {answer.limitKind === 'group-and-contracts' ? ` ${marginWords.value.joinsGroup}` : ''}
      </p>
    </>
  );
}

/** Nobody asks for a kilowatt to the watt: 1.000 and 1,000 are a thousand. */
const withoutThousands = (text: string): string => (/^\s*[1-9]\d{0,2}([.,]\d{3})+\s*$/.test(text) ? text.replaceAll(/[.,]/g, '') : text);

/** As the address says it: kw-250. */
function questionIn(text: string | undefined): { wish: Wish; amount: number } | null {
  const [, named, amount] = /^(kw|kwp|trucks)-(\d{1,12}(?:\.\d{1,12})?)$/.exec(text ?? '') ?? [];
  const wish = WISHES.find((one) => one === named);
  return wish === undefined || !(Number(amount) > 0) ? null : { wish, amount: Number(amount) };
}

/** @param name of the question in the address, which keeps it over a reload and for who comes back
 *  @param group that is asked about; absent: the place of the page */
export function JoinPanel({ path, name, group }: { path: string; name: string; group?: GroupView }) {
  const text = words.value.capacity;
  const title = group === undefined ? text.joinTitle : marginWords.value.joinTitle(group.name);
  const companies = group === undefined ? NOBODY : new Map(group.members.map((one) => [one.company, one.name]));
  const id = `join-amount-${path.replaceAll('/', '-')}`;
  const address = useQuestion(name);
  const asked = questionIn(address.asked);
  const [wish, setWish] = useState<Wish>(asked?.wish ?? 'kw');
  const [typed, setTyped] = useState(asked === null ? '100' : fieldText(asked.amount));
  const [wrong, setWrong] = useState(false);
  const resource = useResource<JoinAnswer>(asked === null ? null : api(`${path}?${asked.wish}=${asked.amount}`));
  const submit = (event: Event): void => {
    event.preventDefault();
    if (resource.loading) return;
    const number = numberOf(withoutThousands(typed));
    const amount = wish === 'trucks' ? Math.round(number) : number;
    const question = `${wish}-${amount}`;
    const fits = questionIn(question) !== null;
    setWrong(!fits);
    if (fits) address.ask(question);
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
        {/* Not disabled while it asks: that would take the focus from who works by keyboard. */}
        <button type="submit" class="button primary" aria-disabled={resource.loading}>
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
          {(answer) => (
            <Answer title={title} answer={answer} wish={asked.wish} asked={asked.amount} why={api(`${path}/explain?${asked.wish}=${asked.amount}`)} companies={companies} />
          )}
        </Panel>
      )}
    </section>
  );
}
