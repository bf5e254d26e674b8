import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChannelState } from '../../api/shapes.ts';
import { Empty, Hint } from '../../parts/message.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import styles from './service.module.css';

export function Channels({ channels }: { channels: ChannelState[] }): ReactElement {
  const { t } = useTranslation();
  if (channels.length === 0) return <Empty>{t('parts.nothingYet')}</Empty>;
  return (
    <ul>
      {channels.map(({ channel, state, reason, since, hint }) => (
        <li key={channel} className={styles.channel}>
          <b>{channel}</b>
          <StateBadge kind="channel" state={state} />
          {since && state === 'open' && <RelativeTime at={since} />}
          {state === 'open' && (
            <div>
              {reason} <Hint hint={hint} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
