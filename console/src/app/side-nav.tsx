import { Link } from '@tanstack/react-router';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer, useRegistry } from '../api/queries.ts';
import type { ServiceStatus } from '../api/shapes.ts';
import { mayUse, useUser } from '../api/session.ts';
import { useFormat } from '../i18n/format.ts';
import { Icon } from '../parts/icon.tsx';
import { StateBadge } from '../parts/state-badge.tsx';
import { pages } from './pages.ts';
import styles from './shell.module.css';

/** One sign per service: what is wrong with its health, or else the state of its process. */
function ServiceSign({ status }: { status: ServiceStatus }): ReactElement {
  const { state, health } = status;
  if (health === 'down' || (state === 'running' && health !== 'unknown'))
    return <StateBadge kind="health" state={health} />;
  return <StateBadge kind="service" state={state} />;
}

function Services(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const known = useRegistry().data?.services ?? [];
  const states = useAnswer('service.list').data?.items ?? [];
  return (
    <>
      <h2 id="nav-services">{t('shell.services')}</h2>
      <ul aria-labelledby="nav-services">
        {known.map(({ id, title }) => {
          const status = states.find(({ service }) => service === id);
          return (
            <li key={id}>
              <Link to="/services/$service" params={{ service: id }} className={styles.link} title={format.text(title)}>
                {status ? <ServiceSign status={status} /> : <Icon name="service" size={14} />}
                <span>{format.text(title)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </>
  );
}

export function SideNav({ open }: { open: boolean }): ReactElement {
  const { t } = useTranslation();
  const administers = mayUse(useUser(), 'administrator');
  const [overview, ...others] = pages;
  const page = ({ to, label, icon }: (typeof pages)[number]) => (
    <li key={to}>
      <Link to={to} className={styles.link} activeOptions={{ exact: to === '/' }}>
        <Icon name={icon} />
        <span>{t(`shell.${label}`)}</span>
      </Link>
    </li>
  );
  return (
    <nav className={styles.nav} aria-label={t('shell.mainNavigation')} data-open={open}>
      <ul>{page(overview)}</ul>
      <Services />
      <h2 id="nav-all">{t('parts.all')}</h2>
      <ul aria-labelledby="nav-all">{others.filter(({ label }) => label !== 'access' || administers).map(page)}</ul>
    </nav>
  );
}
