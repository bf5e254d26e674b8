import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { NextRun } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Empty } from '../../parts/message.tsx';
import { Countdown } from '../../parts/time.tsx';
import styles from './overview.module.css';

export function NextRuns({ next }: { next: NextRun[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  if (next.length === 0) return <Empty command="./toban jobs next">{t('overview.noNext')}</Empty>;
  return (
    <ul className={styles.next}>
      {next.map(({ service, job, title, at, local, zone, paused }) => (
        <li key={`${service} ${job} ${at}`}>
          <Link to="/services/$service/jobs" params={{ service }}>
            {format.text(title ?? job)}
          </Link>
          {paused ? <span className="quiet">{t('overview.paused')}</span> : <Countdown at={at} />}
          <span className={styles.sub}>
            {service} {job}, <span className="tabular">{local}</span> {zone}
          </span>
        </li>
      ))}
    </ul>
  );
}
