// Where one match lies, and drawing its route: the length follows while drawing, and the match is worked out again with it.
import { useState } from 'preact/hooks';
import type { HeatMatchView } from '../../api/shapes-heat.ts';
import { ROUTE_POINTS_MAX, lengthOf } from '../../charts/route-length.ts';
import { routeOf } from '../heat-ground.ts';
import type { Place } from '../map-projection.ts';
import { ParkMap, PortMark, pathOf } from '../parts/park-map.tsx';
import { api, ask } from '../state/fetch.ts';
import { heatMapWords } from '../state/heat-map-words.ts';
import { lang } from '../state/settings.ts';
import { typedNumber } from '../typed-number.ts';
import { metres, sideName } from './heat-texts.tsx';
import { MapLegend } from './heat-map-panel.tsx';

type State = 'idle' | 'busy' | 'kept' | 'failed';
const LENGTH_MAX_M = 100_000;

/** Without a mouse, or where somebody measured it already. */
function LengthForm({ id, lengthM, busy, onSend }: { id: string; lengthM: number; busy: boolean; onSend: (body: object) => void }) {
  const text = heatMapWords.value;
  const [value, setValue] = useState(String(Math.round(lengthM)));
  const [wrong, setWrong] = useState(false);
  const send = (event: Event): void => {
    event.preventDefault();
    const length = typedNumber(value, lang.value);
    const isLength = length !== null && length >= 1 && length <= LENGTH_MAX_M;
    setWrong(!isLength);
    if (isLength) onSend({ lengthM: length });
  };
  return (
    <form class="form-grid" onSubmit={send}>
      <div class="field">
        <label for={`length-${id}`}>{text.lengthLabel}</label>
        <input
          id={`length-${id}`}
          type="text"
          inputMode="numeric"
          maxLength={8}
          value={value}
          aria-invalid={wrong}
          {...(wrong && { 'aria-describedby': `length-wrong-${id}` })}
          onInput={(event) => setValue(event.currentTarget.value)}
        />
      </div>
      <button type="submit" class="button" disabled={busy}>
        {text.keepLength}
      </button>
      {wrong ? (
        <p class="wrong" role="alert" id={`length-wrong-${id}`}>
          {text.notALength}
        </p>
      ) : null}
    </form>
  );
}

/** What the drawing comes to while somebody draws. */
function DrawingSays({ lengthM, breakEvenM }: { lengthM: number; breakEvenM: number | null }) {
  const text = heatMapWords.value;
  return (
    <p class="says" role="status">
      <strong class="num">{text.length(metres(lengthM))}</strong>{' '}
      {breakEvenM === null ? null : (
        <span class={lengthM > breakEvenM ? 'tone-let' : ''}>{lengthM > breakEvenM ? text.paysNot(metres(breakEvenM)) : text.pays(metres(breakEvenM))}</span>
      )}
    </p>
  );
}

interface End extends Place {
  readonly role: 'source' | 'sink';
  readonly name: string;
  readonly mine: boolean;
}

function endsOf({ ground, source, sink }: HeatMatchView): End[] {
  return [
    ...(ground.source === null ? [] : [{ ...ground.source, role: 'source' as const, name: sideName(source), mine: source.mine }]),
    ...(ground.sink === null ? [] : [{ ...ground.sink, role: 'sink' as const, name: sideName(sink), mine: sink.mine }]),
  ];
}

interface GroundProps {
  readonly ground: HeatMatchView['ground'];
  readonly ends: readonly End[];
  readonly route: readonly Place[];
  /** Corners of a drawing that is not kept yet; null: nobody draws. */
  readonly clicked: readonly Place[] | null;
  readonly onPoint: (place: Place) => void;
}

function Ground({ ground, ends, route, clicked, onPoint }: GroundProps) {
  const drawing = clicked !== null;
  const straight = route.length < 2 && ends.length > 1 ? ends : [];
  return (
    <ParkMap label={heatMapWords.value.routeLabel} circle={ground.circle} places={[...ends, ...ground.points]} {...(drawing && { onPoint })}>
      {(frame) => (
        <g aria-hidden="true">
          <path d={pathOf(straight, frame)} fill="none" stroke="var(--inkt2)" stroke-width="1.5" stroke-dasharray="5 4" />
          <path d={pathOf(route, frame)} fill="none" stroke="var(--merk)" stroke-width="3.5" stroke-linejoin="round" {...(drawing && { 'stroke-dasharray': '9 4' })} />
          {(clicked ?? []).map((place, index) => {
            const { x, y } = frame.project(place);
            return <circle key={index} cx={x} cy={y} r="4.5" fill="var(--vlak)" stroke="var(--merk)" stroke-width="2.5" />;
          })}
          {ends.map((end) => (
            <PortMark key={end.role} {...frame.project(end)} role={end.role} mine={end.mine} title={end.name} />
          ))}
        </g>
      )}
    </ParkMap>
  );
}

interface ToolsProps {
  readonly busy: boolean;
  readonly clicked: readonly Place[];
  readonly route: readonly Place[];
  readonly onChange: (clicked: readonly Place[] | null) => void;
  readonly onKeep: () => void;
}

function DrawTools({ busy, clicked, route, onChange, onKeep }: ToolsProps) {
  const text = heatMapWords.value;
  return (
    <div style={{ display: 'flex', flexWrap: 'wrap', gap: '8px', marginTop: '10px' }}>
      <button type="button" class="button primary" disabled={busy || route.length < 2 || lengthOf(route) < 1} onClick={onKeep}>
        {busy ? text.busy : text.keep}
      </button>
      <button type="button" class="button" disabled={clicked.length === 0} onClick={() => onChange(clicked.slice(0, -1))}>
        {text.back}
      </button>
      <button type="button" class="button" onClick={() => onChange(null)}>
        {text.stop}
      </button>
    </div>
  );
}

export function RoutePanel({ match, onDrawn }: { match: HeatMatchView; onDrawn: () => void }) {
  const text = heatMapWords.value;
  const { ground, reasoning } = match;
  const [clicked, setClicked] = useState<readonly Place[] | null>(null);
  const [state, setState] = useState<State>('idle');
  const ends = endsOf(match);
  const route = clicked === null ? ground.points : routeOf(ground, clicked);
  const send = async (body: object): Promise<void> => {
    setState('busy');
    const answer = await ask(api(`/heat-matches/${match.id}/route`), { method: 'POST', body });
    setState(answer.ok ? 'kept' : 'failed');
    if (!answer.ok) return;
    setClicked(null);
    onDrawn();
  };
  const add = (place: Place): void => setClicked((before) => (before === null || before.length + ends.length >= ROUTE_POINTS_MAX ? before : [...before, place]));
  const begin = (): void => {
    setState('idle');
    setClicked([]);
  };
  return (
    <section class="panel w6">
      <div class="panel-head">
        <h2>{text.routeTitle}</h2>
        <div class="tools">
          {ground.mayDraw && clicked === null ? (
            <button type="button" class="button small" onClick={begin}>
              {text.begin}
            </button>
          ) : null}
        </div>
      </div>
      <p class="says">{reasoning === null ? text.hidden : text.routeSays[reasoning.pipe.route](metres(reasoning.pipe.lengthM))}</p>
      {clicked === null ? <MapLegend together={false} trench={false} /> : <p class="says">{text.how}</p>}
      {clicked === null ? null : <DrawingSays lengthM={lengthOf(route)} breakEvenM={reasoning?.money?.breakEvenM ?? null} />}
      {state === 'kept' || state === 'failed' ? (
        <p class={state === 'kept' ? 'says tone-goed' : 'says tone-fout'} role={state === 'kept' ? 'status' : 'alert'}>
          {state === 'kept' ? text.kept : text.failed}
        </p>
      ) : null}
      <Ground ground={ground} ends={ends} route={route} clicked={clicked} onPoint={add} />
      {clicked === null ? null : <DrawTools busy={state === 'busy'} clicked={clicked} route={route} onChange={setClicked} onKeep={() => void send({ points: route })} />}
      {ground.mayDraw && reasoning !== null ? (
        <LengthForm key={reasoning.pipe.lengthM} id={match.id} lengthM={reasoning.pipe.lengthM} busy={state === 'busy'} onSend={(body) => void send(body)} />
      ) : null}
    </section>
  );
}
