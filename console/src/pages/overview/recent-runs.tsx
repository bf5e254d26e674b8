import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { BriefRun } from '../../api/wire.ts';
import { RunTitle } from '../../operation/run-title.tsx';
import { Empty } from '../../parts/message.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import styles from './overview.module.css';

export function RecentRuns({ runs }: { runs: BriefRun[] }): ReactElement {
  const { t } = useTranslation();
  if (runs.length === 0) return <Empty command="./toban --help">{t('overview.noRecent')}</Empty>;
  return (
    <ul className={styles.recent}>
      {runs.map((run) => (
        <li key={run.run}>
          <Link to="/runs/$run" params={{ run: run.run }}>
            <RunTitle run={run} />
          </Link>
          <StateBadge kind="run" state={run.state} />
          <span className={styles.sub}>
            {[run.service, run.actor.name].filter(Boolean).join(', ')}, <RelativeTime at={run.createdAt} />
          </span>
        </li>
      ))}
    </ul>
  );
}
