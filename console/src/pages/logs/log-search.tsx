import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/queries.ts';
import type { LogLevel } from '../../api/shapes.ts';
import { Empty, Loading, Problem } from '../../parts/message.tsx';
import { Sheet } from '../../parts/section.tsx';
import { LogLines } from './log-lines.tsx';
import styles from './logs.module.css';

interface Props {
  service: string;
  log?: string;
  level?: LogLevel;
  text: string;
}

export function LogSearch({ service, log, level, text }: Props): ReactElement {
  const { t } = useTranslation();
  const [wanted] = useDebouncedValue(text, 300);
  const { rows, query } = useList('logs.search', { service, log, level, text: wanted, limit: 200 });
  if (rows === undefined) return query.error ? <Problem error={query.error} /> : <Loading />;
  if (rows.length === 0) {
    return (
      <Sheet>
        <Empty command={`./toban logs search ${service}`}>{t('logs.none')}</Empty>
      </Sheet>
    );
  }
  return (
    <div>
      {query.error ? <Problem error={query.error} /> : null}
      <LogLines lines={rows} wanted={wanted} />
      <div className={styles.foot}>
        <span>{t('logs.lines', { count: rows.length })}</span>
        {query.hasNextPage && (
          <Button
            variant="default"
            size="compact-sm"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('parts.more')}
          </Button>
        )}
      </div>
    </div>
  );
}
