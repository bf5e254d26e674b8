import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { BriefRun } from '../../api/wire.ts';
import { useFormat } from '../../i18n/format.ts';
import { RunTitle } from '../../operation/run-title.tsx';
import { Table } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Moment } from '../../parts/time.tsx';

export function RunTable({ runs }: { runs: BriefRun[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const head = (
    <>
      <th scope="col">{t('runs.started')}</th>
      <th scope="col">{t('runs.operation')}</th>
      <th scope="col">{t('runs.service')}</th>
      <th scope="col">{t('runs.by')}</th>
      <th scope="col">{t('runs.state')}</th>
      <th scope="col" className="number">
        {t('runs.duration')}
      </th>
    </>
  );
  return (
    <Table caption={t('runs.title')} head={head}>
      {runs.map((run) => (
        <tr key={run.run}>
          <td>
            <Moment at={run.startedAt ?? run.createdAt} />
          </td>
          <th scope="row">
            <Link to="/runs/$run" params={{ run: run.run }}>
              <RunTitle run={run} />
            </Link>{' '}
            {run.dryRun && <span className="quiet">{t('runs.dryRun')}</span>}
            <div className="quiet mono">{run.operation}</div>
          </th>
          <td>{run.service ?? <span className="quiet">–</span>}</td>
          <td>{run.actor.name}</td>
          <td>
            <StateBadge kind="run" state={run.state} />
            {run.error && <div className="quiet">{run.error.detail}</div>}
          </td>
          <td className="number">{format.duration(run.duration_ms)}</td>
        </tr>
      ))}
    </Table>
  );
}
