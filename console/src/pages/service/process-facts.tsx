import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceStatus } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Hint } from '../../parts/message.tsx';
import { Pairs } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { Countdown, RelativeTime } from '../../parts/time.tsx';

export function ProcessFacts({ status }: { status: ServiceStatus }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, health, healthDetail, pids, port, url, startedAt, restarts, lastExit, nextStartAt, hint } = status;
  return (
    <Pairs
      pairs={[
        [t('overview.state'), <StateBadge key="s" kind="service" state={state} />],
        [
          t('service.health'),
          <span key="h">
            <StateBadge kind="health" state={health} /> {healthDetail}
          </span>,
        ],
        [t('service.startedAt'), <RelativeTime key="a" at={startedAt} />],
        [t('service.restarts'), format.number(restarts)],
        pids.length > 0 && [t('service.pids'), pids.join(', ')],
        port !== undefined && [t('service.port'), String(port)],
        url && [
          t('service.url'),
          <a key="u" href={url} rel="noreferrer">
            {url}
          </a>,
        ],
        lastExit && [
          t('service.lastExit'),
          <span key="x">
            {lastExit.signal
              ? t('service.exitSignal', { signal: lastExit.signal })
              : t('service.exitCode', { code: lastExit.code ?? '?' })}
            , <RelativeTime at={lastExit.at} />
          </span>,
        ],
        nextStartAt && [t('service.nextStart'), <Countdown key="n" at={nextStartAt} />],
        hint && [t('parts.next'), <Hint key="i" hint={hint} />],
      ]}
    />
  );
}
