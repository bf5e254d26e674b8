import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '../../api/work-shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Table } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { type StateOf, tones } from '../../parts/tone.ts';
import { Countdown, RelativeTime } from '../../parts/time.tsx';
import { schemaOf } from './job-schema.ts';
import styles from './jobs.module.css';

const small = { size: 'compact-xs' } as const;

/** A job's outcome is its own word; a run that never came so far has the run's. */
export function Outcome({ outcome }: { outcome: string | null | undefined }): ReactElement {
  if (outcome && outcome in tones.job) return <StateBadge kind="job" state={outcome as StateOf<'job'>} />;
  return <StateBadge kind="run" state={outcome as StateOf<'run'>} />;
}

function Actions({ job: { service, job, parameters, hasDryRun, paused } }: { job: Job }): ReactElement {
  const { t } = useTranslation();
  const { language } = useFormat();
  const verb = paused ? 'resume' : 'pause';
  return (
    <div className={styles.actions}>
      <OperationButton
        operation="jobs.run"
        input={{ service, job }}
        schemas={{ parameters: schemaOf(parameters, language) }}
        withForm
        title={t('jobs.runTitle', { job })}
        previewLabel={hasDryRun ? t('jobs.tryRun') : undefined}
        label={t('jobs.run')}
        description={`${t('jobs.run')}: ${job}`}
        look={{ ...small, variant: 'light' }}
      />
      <OperationButton
        operation={`jobs.${verb}`}
        input={{ service, job }}
        hidden={paused ? ['reason', 'until'] : []}
        label={t(`jobs.${verb}`)}
        description={`${t(`jobs.${verb}`)}: ${job}`}
        look={small}
      />
    </div>
  );
}

function Row({ job }: { job: Job }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const command = Array.isArray(job.command) ? job.command.join(' ') : (job.command ?? job.operation);
  return (
    <tr>
      <th scope="row">
        {format.text(job.title)}
        <div className="quiet mono">{job.job}</div>
      </th>
      <td>
        <code title={command}>{job.schedule}</code>
        <div className="quiet">{job.zone}</div>
      </td>
      <td>
        {job.paused ? (
          <>
            <StateBadge kind="item" state="todo" label={t('jobs.paused')} />
            <div className="quiet">{t('jobs.pausedBy', { by: job.paused.by, reason: job.paused.reason })}</div>
          </>
        ) : (
          job.next && <Countdown at={job.next.at} />
        )}
      </td>
      <td>
        {job.last ? (
          <>
            <Link to="/runs/$run" params={{ run: job.last.run }}>
              <RelativeTime at={job.last.at} />
            </Link>
            <div>
              <Outcome outcome={job.last.outcome ?? job.last.state} />
            </div>
          </>
        ) : (
          <span className="quiet">–</span>
        )}
      </td>
      <td>
        <Actions job={job} />
      </td>
    </tr>
  );
}

export function JobTable({ jobs }: { jobs: Job[] }): ReactElement {
  const { t } = useTranslation();
  const columns = ['job', 'schedule', 'next', 'last', 'actions'] as const;
  const head = columns.map((column) => (
    <th key={column} scope="col">
      {t(`jobs.${column}`)}
    </th>
  ));
  return (
    <Table caption={t('service.jobs')} head={head}>
      {jobs.map((job) => (
        <Row key={job.job} job={job} />
      ))}
    </Table>
  );
}
