import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { Concern } from '../../api/wire.ts';
import { useFormat } from '../../i18n/format.ts';
import { Hint } from '../../parts/message.tsx';
import { Shape, StateBadge } from '../../parts/state-badge.tsx';
import styles from './overview.module.css';

export function Concerns({ concerns }: { concerns: Concern[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  if (concerns.length === 0) {
    return (
      <p className={styles.well}>
        <Shape tone="good" /> {t('overview.allWell')}
      </p>
    );
  }
  return (
    <ul>
      {concerns.map(({ level, service, title, detail, hint, page }, index) => (
        <li key={index} className={styles.concern} data-level={level}>
          <StateBadge kind="level" state={level} />
          <div>
            <strong>{format.text(title)}</strong>
            {detail && <p>{detail}</p>}
            <Hint hint={hint} />
          </div>
          {page ? <Link to={page}>{service ?? t('overview.open')}</Link> : <span className="quiet">{service}</span>}
        </li>
      ))}
    </ul>
  );
}
