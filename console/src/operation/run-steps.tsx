import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Step } from '../api/wire.ts';
import { useFormat } from '../i18n/format.ts';
import { Hint } from '../parts/message.tsx';
import { Shape } from '../parts/state-badge.tsx';
import { tones } from '../parts/tone.ts';
import styles from './operation.module.css';

function StepError({ error }: { error: NonNullable<Step['error']> }): ReactElement {
  const fault = typeof error === 'string' ? { detail: error } : error;
  return (
    <div className={styles.stepError}>
      <p>{fault.detail}</p>
      {'hint' in fault && <Hint hint={fault.hint} />}
    </div>
  );
}

/** What an operation will do or did, in order. */
export function RunSteps({ steps }: { steps: Step[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className={styles.steps}>
      {steps.map(({ title, outcome, ms, error }, index) => (
        <li key={index} className={styles.step} data-tone={tones.step[outcome]}>
          <Shape tone={tones.step[outcome]} />
          <span>{title}</span>
          <span className={styles.stepState}>{t(`state.step.${outcome}`)}</span>
          <span className={styles.stepTime}>
            {typeof ms === 'number' && outcome !== 'planned' ? format.duration(ms) : ''}
          </span>
          {error && <StepError error={error} />}
        </li>
      ))}
    </ol>
  );
}
