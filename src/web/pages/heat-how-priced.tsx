// The sums behind the euros and the COP of a heat match, each with its own terms.
import { formatNumber, formatPercent } from '../../charts/formats.ts';
import { moneyTerms } from '../../charts/heat-money.ts';
import { heatWords } from '../state/heat-words.ts';
import { lang } from '../state/settings.ts';
import { type Reasoning, eur, metres } from './heat-texts.tsx';

const number = (value: number, digits = 0): string => formatNumber(lang.value, value, digits);
const cents = (value: number, digits: number): string => `€\u00a0${number(value, digits)}`;

export function HowPriced({ reasoning, money }: { reasoning: Reasoning; money: NonNullable<Reasoning['money']> }) {
  const text = heatWords.value.match.how;
  const { temperatures, pipe, parameters } = reasoning;
  const terms = moneyTerms({ ...reasoning, money });
  const valueOf = (code: string): number => parameters.find((one) => one.code === code)?.value ?? 0;
  const { company, paybackYears } = money;
  const sums: [name: string, value: string, how: string][] = [
    [text.ceiling, number(money.ceilingEurPerMwh, 1), text.ceilingHow(number(terms.gasM3PerMwh, 1), cents(terms.gasEurPerM3, 3), cents(terms.emissionEurPerMwh, 1))],
    [text.transport, number(company.transportEurPerMwh, 1), text.transportHow(eur(terms.annuityEurPerYear), eur(terms.runningEurPerYear), number(terms.deliveredMwh, 1))],
    [text.pipe, number(terms.pipeEurPerM * pipe.lengthM), text.pipeHow(metres(pipe.lengthM), eur(terms.pipeEurPerM))],
    ...(paybackYears === null
      ? []
      : [[text.payback, number(paybackYears, 1), text.paybackHow(eur(money.capexEur), eur(terms.savedEurPerYear))] satisfies [string, string, string]]),
    [
      text.npv(formatPercent(lang.value, company.rate)),
      number(company.npvEur),
      text.npvHow(eur(terms.leftEurPerYear), number(terms.presentValueFactor, 2), number(terms.pipeYears)),
    ],
    ...(temperatures.cop === null
      ? []
      : [
          [text.cop, number(temperatures.cop, 1), text.copHow(formatPercent(lang.value, valueOf('lorenzEfficiency')), number(valueOf('copMax'), 1))] satisfies [
            string,
            string,
            string,
          ],
        ]),
  ];
  return (
    <details style={{ marginTop: '12px' }}>
      <summary>{text.title}</summary>
      <ol class="facts">
        {sums.map(([name, value, how]) => (
          <li key={name} style={{ display: 'flex', justifyContent: 'space-between', gap: '12px' }}>
            <span>
              {name}
              <span class="source">{how}</span>
            </span>
            <strong style={{ whiteSpace: 'nowrap' }}>{value}</strong>
          </li>
        ))}
      </ol>
    </details>
  );
}
