import { Link, Outlet, useParams } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer, useRegistry } from '../../api/queries.ts';
import type { ServiceStatus } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Loading } from '../../parts/message.tsx';
import { Page, PageHead } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import styles from './service.module.css';

const tabs = [
  ['summary', '/services/$service'],
  ['deliveries', '/services/$service/deliveries'],
  ['jobs', '/services/$service/jobs'],
  ['logs', '/services/$service/logs'],
  ['checklists', '/services/$service/checklists'],
  ['runbooks', '/services/$service/runbooks'],
  ['reports', '/services/$service/reports'],
  ['manual', '/services/$service/manual'],
] as const;

function Actions({ service, status }: { service: string; status: ServiceStatus | undefined }): ReactElement {
  const { t } = useTranslation();
  const stands = status?.state === 'stopped' || status?.state === 'failed';
  const shown = stands ? (['start'] as const) : (['restart', 'stop'] as const);
  const icons = { start: 'play', restart: 'restart', stop: 'stop' } as const;
  return (
    <>
      {shown.map((verb) => (
        <OperationButton
          key={verb}
          operation={`service.${verb}`}
          input={{ service }}
          hidden={['all']}
          label={t(`service.${verb}`)}
          look={{ leftSection: <Icon name={icons[verb]} size={13} /> }}
        />
      ))}
    </>
  );
}

function Tabs({ service }: { service: string }): ReactElement {
  const { t } = useTranslation();
  return (
    <nav className={styles.tabs} aria-label={t('service.tabs')}>
      {tabs.map(([label, to]) => (
        <Link key={label} to={to} params={{ service }} activeOptions={{ exact: true, includeSearch: false }}>
          {t(`service.${label}`)}
        </Link>
      ))}
    </nav>
  );
}

export function useService(): string {
  return useParams({ strict: false }).service ?? '';
}

export function ServicePage(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const service = useService();
  const registry = useRegistry().data;
  const known = registry?.services.find(({ id }) => id === service);
  const status = useAnswer('service.list').data?.items.find((one) => one.service === service);
  if (registry !== undefined && known === undefined) {
    return (
      <Page>
        <PageHead title={service} />
        <Empty command="./toban service list">{t('service.unknown')}</Empty>
      </Page>
    );
  }
  return (
    <Page>
      <PageHead
        title={known ? format.text(known.title) : service}
        beside={
          <span className={styles.beside}>
            <code className="quiet">{service}</code>
            {status && <StateBadge kind="service" state={status.state} />}
            {status && <StateBadge kind="health" state={status.health} />}
          </span>
        }
      >
        <Actions service={service} status={status} />
      </PageHead>
      <Tabs service={service} />
      {known ? <Outlet /> : <Loading />}
    </Page>
  );
}
