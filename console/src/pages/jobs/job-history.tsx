import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/queries.ts';
import type { JobRun } from '../../api/work-shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Empty } from '../../parts/message.tsx';
import { Listed, Section, Table } from '../../parts/section.tsx';
import { Moment } from '../../parts/time.tsx';
import { Outcome } from './job-table.tsx';
import styles from './jobs.module.css';

function Row({ row }: { row: JobRun }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const failed = row.outcome === 'failure' || row.outcome === 'partial' || row.state === 'interrupted';
  return (
    <tr>
      <td>
        <Link to="/runs/$run" params={{ run: row.run }}>
          <Moment at={row.startedAt ?? row.scheduledFor} />
        </Link>
      </td>
      <th scope="row">{row.job}</th>
      <td>
        {t(`trigger.${row.trigger}`)} {row.dryRun && <span className="quiet">{t('runs.dryRun')}</span>}
      </td>
      <td>
        <Outcome outcome={row.outcome ?? row.state} />
      </td>
      <td className={styles.summary}>
        {row.summary ?? row.error?.detail}
        {row.exitCode !== null && row.exitCode !== 0 && (
          <div className="quiet">
            {t('jobs.exitCode')} {row.exitCode}
          </div>
        )}
      </td>
      <td className="number">{format.duration(row.duration_ms)}</td>
      <td>
        {failed && (
          <OperationButton
            operation="jobs.retry"
            input={{ run: row.run }}
            label={t('jobs.retry')}
            description={`${t('jobs.retry')}: ${row.job}`}
            look={{ size: 'compact-xs' }}
          />
        )}
      </td>
    </tr>
  );
}

export function JobHistory({ service }: { service: string }): ReactElement {
  const { t } = useTranslation();
  const list = useList('jobs.history', { service, limit: 30 });
  const columns = ['started', 'job', 'trigger', 'outcome', 'summary'] as const;
  const head = (
    <>
      {columns.map((column) => (
        <th key={column} scope="col">
          {t(`jobs.${column}`)}
        </th>
      ))}
      <th scope="col" className="number">
        {t('jobs.duration')}
      </th>
      <th scope="col">{t('jobs.actions')}</th>
    </>
  );
  return (
    <Section title={t('jobs.history')} bare>
      <Listed list={list} empty={<Empty command={`./toban jobs history ${service}`}>{t('jobs.noHistory')}</Empty>}>
        {(rows) => (
          <Table caption={t('jobs.history')} head={head}>
            {rows.map((row) => (
              <Row key={row.run} row={row} />
            ))}
          </Table>
        )}
      </Listed>
    </Section>
  );
}
