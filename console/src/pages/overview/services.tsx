import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceStatus } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Empty } from '../../parts/message.tsx';
import { Table } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { RelativeTime } from '../../parts/time.tsx';

export function Services({ services }: { services: ServiceStatus[] }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  if (services.length === 0) return <Empty command="./toban init">{t('overview.noServices')}</Empty>;
  const head = (
    <>
      <th scope="col">{t('overview.service')}</th>
      <th scope="col">{t('overview.state')}</th>
      <th scope="col">{t('overview.health')}</th>
      <th scope="col">{t('overview.since')}</th>
      <th scope="col" className="number">
        {t('overview.restarts')}
      </th>
    </>
  );
  return (
    <Table caption={t('overview.services')} head={head}>
      {services.map(({ service, title, state, health, healthDetail, startedAt, restarts }) => (
        <tr key={service}>
          <th scope="row">
            <Link to="/services/$service" params={{ service }}>
              {format.text(title)}
            </Link>
          </th>
          <td>
            <StateBadge kind="service" state={state} />
          </td>
          <td>
            <StateBadge kind="health" state={health} />
            {health !== 'up' && healthDetail && <div className="quiet">{healthDetail}</div>}
          </td>
          <td>
            <RelativeTime at={startedAt} />
          </td>
          <td className="number">{format.number(restarts)}</td>
        </tr>
      ))}
    </Table>
  );
}
