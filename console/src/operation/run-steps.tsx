import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { RunStep } from '../api/wire.ts';
import { useFormat } from '../i18n/format.ts';
import { Shape } from '../parts/state-badge.tsx';
import { tones } from '../parts/tone.ts';
import styles from './operation.module.css';

/** What an operation will do or did, in order. */
export function RunSteps({ steps }: { steps: RunStep[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ol className={styles.steps}>
      {steps.map(({ title, outcome, ms, error }, index) => (
        <li key={index} className={styles.step} data-tone={tones.step[outcome]}>
          <Shape tone={tones.step[outcome]} />
          <span>{title}</span>
          <span className={styles.stepState}>{t(`state.step.${outcome}`)}</span>
          <span className={styles.stepTime}>{ms !== null && outcome !== 'planned' ? format.duration(ms) : ''}</span>
          {error && <p className={styles.stepError}>{error}</p>}
        </li>
      ))}
    </ol>
  );
}
