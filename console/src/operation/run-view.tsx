import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { isFinished } from '../api/runs.ts';
import type { Run } from '../api/wire.ts';
import { useFormat } from '../i18n/format.ts';
import { FaultBox } from '../parts/message.tsx';
import { Section } from '../parts/section.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import styles from './operation.module.css';
import { ReportView } from './report-view.tsx';
import { RunSteps } from './run-steps.tsx';

function Progress({ progress }: { progress: NonNullable<Run['progress']> }): ReactElement {
  const { t } = useTranslation();
  const { done, total, note } = progress;
  return (
    <div className={styles.progress}>
      <progress
        value={total === null ? undefined : done}
        max={total ?? undefined}
        aria-label={note ?? t('runs.steps')}
      />
      <span className="quiet tabular">
        {total === null ? done : t('runs.progress', { done, total })} {note}
      </span>
    </div>
  );
}

/** A run as it goes on: its state is announced, its steps follow. */
export function RunView({ run }: { run: Run }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const hasReport = run.report !== undefined && run.report !== null;
  return (
    <div className={styles.run}>
      <div className={styles.runHead} role="status">
        <StateBadge kind="run" state={run.state} />
        {run.dryRun && <span className="quiet">{t('runs.dryRun')}</span>}
        {run.duration_ms !== null && <span className="quiet tabular">{format.duration(run.duration_ms)}</span>}
      </div>
      {run.progress && !isFinished(run) && <Progress progress={run.progress} />}
      {run.error && <FaultBox detail={run.error.detail} hint={run.error.hint} code={run.error.code} />}
      {run.steps.length > 0 && (
        <Section title={t('runs.steps')} bare>
          <RunSteps steps={run.steps} />
        </Section>
      )}
      {hasReport && (
        <Section title={t('runs.report')}>
          <ReportView report={run.report} />
        </Section>
      )}
    </div>
  );
}
