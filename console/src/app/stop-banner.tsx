import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer, useRegistry } from '../api/queries.ts';
import { mayUse, useUser } from '../api/session.ts';
import type { EmergencyStop } from '../api/shapes.ts';
import { useFormat } from '../i18n/format.ts';
import { useAsk } from '../operation/ask.tsx';
import { RelativeTime } from '../parts/time.tsx';
import { Shape } from '../parts/state-badge.tsx';
import styles from './shell.module.css';

export function clearCommand(service: string | null): string {
  return `./toban emergency clear${service ? ` ${service}` : ''}`;
}

function Stop({ stop }: { stop: EmergencyStop }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const ask = useAsk();
  const user = useUser();
  const { operations = [], services = [] } = useRegistry().data ?? {};
  const clear = operations.find(({ name }) => name === 'emergency.clear');
  const title = services.find(({ id }) => id === stop.service)?.title;
  const input = stop.service === null ? { service: undefined } : { service: stop.service };
  return (
    <li>
      <strong>
        <Shape tone="bad" />
        {t('shell.stopActive')}: {stop.service === null ? t('shell.stopAll') : format.text(title ?? stop.service)}
      </strong>
      <p>
        {stop.reason} — {stop.by}, <RelativeTime at={stop.at} />
      </p>
      <span>
        {t('shell.stopHow')} <code>{clearCommand(stop.service)}</code>
      </span>
      {clear && mayUse(user, clear.role) && (
        <button type="button" onClick={() => ask({ operation: 'emergency.clear', input })}>
          {t('shell.clear')}
        </button>
      )}
    </li>
  );
}

/** Over the whole width for as long as anything is stopped. */
export function StopBanner(): ReactElement | null {
  const { t } = useTranslation();
  const stops = useAnswer('emergency.status').data?.stops ?? [];
  if (stops.length === 0) return null;
  return (
    <section className={styles.banner} aria-label={t('shell.stopActive')}>
      <ul>
        {stops.map((stop) => (
          <Stop key={stop.id} stop={stop} />
        ))}
      </ul>
    </section>
  );
}
