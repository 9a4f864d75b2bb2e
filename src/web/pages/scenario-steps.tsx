// The steps of a scenario: sliders, at whom, how it is steered, and in which order.
import { useState } from 'preact/hooks';
import type { Company } from '../../api/shapes.ts';
import type { ScenarioView } from '../../api/shapes-scenarios.ts';
import { formatNumber } from '../../charts/formats.ts';
import { Icon } from '../parts/icon.tsx';
import { Segments } from '../parts/segments.tsx';
import { SelectField } from '../parts/select-field.tsx';
import { scenarioWords } from '../state/scenario-words.ts';
import { lang } from '../state/settings.ts';

export type Step = ScenarioView['steps'][number];
export type StepOrder = ScenarioView['order'];
type Kind = Step['kind'];

const KINDS: readonly Kind[] = ['pv', 'wind', 'battery', 'truck-hub', 'heat-network', 'group-contract', 'electrification'];
const RULES = ['self-consumption', 'peak-shaving', 'threshold', 'price', 'lp'] as const;
const FORESIGHTS = ['rolling', 'year'] as const;
const ORDERS: readonly StepOrder[] = ['canonical', 'given'];

interface Slider {
  readonly name: 'kwp' | 'kw' | 'kwh' | 'trucks' | 'truckKwh' | 'chargerKw' | 'limitKw' | 'share' | 'supplyC';
  /** Highest of a park, and of one company. */
  readonly most: readonly [number, number];
  readonly step: readonly [number, number];
  readonly least?: number;
  /** Shown times this. */
  readonly times?: number;
}
const SLIDERS: Readonly<Record<Kind, readonly Slider[]>> = {
  pv: [{ name: 'kwp', most: [20_000, 3_000], step: [100, 10] }],
  wind: [{ name: 'kw', most: [15_000, 3_000], step: [100, 10] }],
  battery: [
    { name: 'kwh', most: [20_000, 4_000], step: [100, 10] },
    { name: 'kw', most: [10_000, 2_000], step: [50, 10] },
  ],
  'truck-hub': [
    { name: 'trucks', most: [200, 40], step: [1, 1] },
    { name: 'truckKwh', most: [600, 600], step: [5, 5], least: 25 },
    { name: 'chargerKw', most: [400, 400], step: [5, 5], least: 5 },
  ],
  'heat-network': [],
  'group-contract': [{ name: 'limitKw', most: [30_000, 5_000], step: [50, 10] }],
  electrification: [
    { name: 'share', most: [1, 1], step: [0.05, 0.05], times: 100 },
    { name: 'supplyC', most: [120, 120], step: [5, 5], least: 35 },
  ],
};

/** A step as it begins: something to see, not too much. */
export function newStep(kind: Kind, { company, peakKw }: { company: number | null; peakKw: number | null }): Step {
  const [big, small] = company === null ? [10, 1] : [1, 1];
  switch (kind) {
    case 'pv':
      return { kind, company: null, kwp: 200 * big, tiltDeg: null, azimuthDeg: null, inverterKw: null };
    case 'wind':
      return { kind, company: null, kw: 300 * big };
    case 'battery':
      return { kind, company: null, kwh: 200 * big, kw: 100 * big, rule: 'self-consumption', limitKw: null, foresight: 'rolling' };
    case 'truck-hub':
      return { kind, company: null, trucks: 5 * big * small, truckKwh: 275, chargerKw: 50, smart: true };
    case 'heat-network':
      return { kind };
    case 'group-contract':
      return { kind, limitKw: peakKw === null ? 1_000 * big : Math.max(50, Math.round((peakKw * 0.9) / 50) * 50), limitExportKw: null };
    case 'electrification':
      return { kind, company: null, share: 0.5, supplyC: 60, cop: null };
  }
}

function Range({ slider, step, place, onChange }: { slider: Slider; step: Step; place: 'park' | 'company'; onChange: (step: Step) => void }) {
  const text = scenarioWords.value;
  const at = place === 'park' ? 0 : 1;
  const fields: [string, unknown][] = Object.entries(step);
  const given = fields.find(([name]) => name === slider.name)?.[1];
  const value = typeof given === 'number' ? given : 0;
  const [most, by] = [Math.max(slider.most[at], value), slider.step[at]];
  const shown = formatNumber(lang.value, value * (slider.times ?? 1));
  return (
    <label class="slider">
      <span>{text.fields[slider.name]}</span>
      <output>{shown}</output>
      <input
        type="range"
        min={slider.least ?? 0}
        max={most}
        step={by}
        value={value}
        aria-valuetext={shown}
        onInput={(event) => onChange({ ...step, [slider.name]: Math.round(Number(event.currentTarget.value) / by) * by })}
      />
    </label>
  );
}

interface OneProps {
  readonly step: Step;
  readonly at: number;
  readonly last: boolean;
  readonly place: 'park' | 'company';
  readonly companies: readonly Company[];
  readonly onChange: (step: Step) => void;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

function OneStep({ step, at, last, place, companies, onChange, onMove, onRemove }: OneProps) {
  const text = scenarioWords.value;
  const name = text.kinds[step.kind];
  const choices = [['0', text.everybody] as const, ...companies.map((one) => [String(one.id), one.name] as const)];
  return (
    <li class="step">
      <div class="panel-head">
        <h3>
          {at + 1}. {name}
        </h3>
        <div class="tools">
          <button type="button" class="button low square" aria-label={text.up(name)} disabled={at === 0} onClick={() => onMove(-1)}>
            <span aria-hidden="true">↑</span>
          </button>
          <button type="button" class="button low square" aria-label={text.down(name)} disabled={last} onClick={() => onMove(1)}>
            <span aria-hidden="true">↓</span>
          </button>
          <button type="button" class="button low square" aria-label={text.remove(name)} onClick={onRemove}>
            <Icon name="cross" size={16} />
          </button>
        </div>
      </div>
      {SLIDERS[step.kind].map((slider) => (
        <Range key={slider.name} slider={slider} step={step} place={place} onChange={onChange} />
      ))}
      {step.kind === 'heat-network' ? <p class="hint">{text.noFields}</p> : null}
      {place === 'park' && 'company' in step ? (
        <SelectField
          id={`step-${at}-company`}
          label={text.company}
          value={String(step.company ?? 0)}
          options={choices}
          onPick={(picked) => onChange({ ...step, company: picked === '0' ? null : Number(picked) })}
        />
      ) : null}
      {step.kind === 'battery' ? (
        <SelectField
          id={`step-${at}-rule`}
          label={text.rule}
          value={step.rule}
          options={RULES.map((rule) => [rule, text.rules[rule]] as const)}
          onPick={(picked) => onChange({ ...step, rule: RULES.find((rule) => rule === picked) ?? step.rule })}
        />
      ) : null}
      {step.kind === 'battery' && step.rule === 'lp' ? (
        <SelectField
          id={`step-${at}-foresight`}
          label={text.foresight}
          value={step.foresight}
          options={FORESIGHTS.map((one) => [one, text.foresights[one]] as const)}
          onPick={(picked) => onChange({ ...step, foresight: FORESIGHTS.find((one) => one === picked) ?? step.foresight })}
        />
      ) : null}
      {step.kind === 'truck-hub' ? (
        <label class="check">
          <input type="checkbox" checked={step.smart} onChange={(event) => onChange({ ...step, smart: event.currentTarget.checked })} />
          {text.smart}
        </label>
      ) : null}
    </li>
  );
}

interface StepsProps {
  readonly steps: readonly Step[];
  readonly order: StepOrder;
  readonly place: 'park' | 'company';
  readonly company: number | null;
  readonly companies: readonly Company[];
  readonly peakKw: number | null;
  readonly onChange: (change: { steps?: readonly Step[]; order?: StepOrder }) => void;
}

export function StepsPanel({ steps, order, place, company, companies, peakKw, onChange }: StepsProps) {
  const text = scenarioWords.value;
  const [adding, setAdding] = useState<Kind>('pv');
  const put = (at: number, step: Step): void => onChange({ steps: steps.map((one, index) => (index === at ? step : one)) });
  const move = (at: number, by: -1 | 1): void => {
    const moved = [...steps];
    const [one] = moved.splice(at, 1);
    if (one) moved.splice(at + by, 0, one);
    onChange({ steps: moved, order: 'given' });
  };
  return (
    <section class="panel w5 top">
      <div class="panel-head">
        <h2>{text.steps}</h2>
      </div>
      <p class="says">{text.stepsSays}</p>
      <ol class="steps">
        {steps.map((step, at) => (
          <OneStep
            key={`${at} ${step.kind}`}
            step={step}
            at={at}
            last={at === steps.length - 1}
            place={place}
            companies={companies}
            onChange={(next) => put(at, next)}
            onMove={(by) => move(at, by)}
            onRemove={() => onChange({ steps: steps.filter((_, index) => index !== at) })}
          />
        ))}
      </ol>
      <form
        class="adding"
        onSubmit={(event) => {
          event.preventDefault();
          onChange({ steps: [...steps, newStep(adding, { company, peakKw })] });
        }}
      >
        <SelectField
          id="step-kind"
          label={text.addLabel}
          value={adding}
          options={KINDS.map((kind) => [kind, text.kinds[kind]] as const)}
          onPick={(picked) => setAdding(KINDS.find((kind) => kind === picked) ?? adding)}
        />
        <button type="submit" class="button">
          {text.add}
        </button>
      </form>
      {steps.length > 1 ? (
        <>
          <Segments label={text.order} value={order} options={ORDERS.map((value) => ({ value, label: text.orders[value] }))} onPick={(picked) => onChange({ order: picked })} />
          <p class="hint">{text.orderSays[order]}</p>
        </>
      ) : null}
    </section>
  );
}
