import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import type { Checklist, Period } from '../../api/work-shapes.ts';
import { Empty, Loaded } from '../../parts/message.tsx';
import { Section } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { useService } from '../service/service.tsx';
import { ChecklistRow } from './checklist-row.tsx';
import styles from './checklists.module.css';

function Standing({ list }: { list: Checklist }): ReactElement {
  const { t } = useTranslation();
  const done = list.items.filter((item) => item.done).length;
  return (
    <span className={styles.head}>
      {list.complete ? (
        <StateBadge kind="item" state="done" label={t('checklists.complete')} />
      ) : list.overdue ? (
        <StateBadge kind="item" state="bad" label={t('checklists.overdue')} />
      ) : (
        <span className="quiet">
          {t('checklists.due')}: <RelativeTime at={list.dueAt} />
        </span>
      )}
      <span className="tabular">{t('checklists.progress', { done, total: list.items.length })}</span>
      <span className="quiet tabular">{list.key}</span>
    </span>
  );
}

function PeriodList({ service, period }: { service: string; period: Period }): ReactElement {
  const { t } = useTranslation();
  const query = useAnswer('checklist.show', { service, [period]: true });
  return (
    <Section
      title={t(`checklists.${period}`)}
      actions={query.data && query.data.items.length > 0 && <Standing list={query.data} />}
    >
      <Loaded query={query}>
        {(list) =>
          list.items.length === 0 ? (
            <Empty>{t('checklists.none')}</Empty>
          ) : (
            <ul>
              {list.previous && !list.previous.complete && (
                <li className={styles.item}>
                  <StateBadge kind="item" state="bad" label="" />
                  <span>{t('checklists.previousOpen', { key: list.previous.key })}</span>
                </li>
              )}
              {list.items.map((item) => (
                <ChecklistRow key={item.item} service={service} list={list} item={item} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  );
}

export function ChecklistsTab(): ReactElement {
  const service = useService();
  return (
    <>
      <PeriodList service={service} period="daily" />
      <PeriodList service={service} period="weekly" />
      <PeriodList service={service} period="monthly" />
    </>
  );
}
