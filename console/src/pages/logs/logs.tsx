import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import type { LogLevel } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Icon } from '../../parts/icon.tsx';
import { Empty, Loaded } from '../../parts/message.tsx';
import { Filters } from '../../parts/section.tsx';
import { useService } from '../service/service.tsx';
import { levels } from './levels.ts';
import { LiveLog } from './live-log.tsx';
import { LogSearch } from './log-search.tsx';

interface Wanted {
  log?: string;
  level?: LogLevel;
  text: string;
}

interface FilterProps {
  wanted: Wanted;
  live: boolean;
  onWanted(wanted: Wanted): void;
  onLive(live: boolean): void;
}

function LogFilters({ wanted, live, onWanted, onLive }: FilterProps): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const sources = useAnswer('logs.sources', { service: useService() }).data?.items ?? [];
  return (
    <Filters>
      <SegmentedControl
        aria-label={t('logs.mode')}
        data={[
          { value: 'live', label: t('logs.live') },
          { value: 'past', label: t('logs.past') },
        ]}
        value={live ? 'live' : 'past'}
        onChange={(value) => onLive(value === 'live')}
      />
      <Select
        aria-label={t('logs.source')}
        data={sources.map(({ log, size_bytes: size }) => ({ value: log, label: `${log} (${format.bytes(size)})` }))}
        placeholder={t('logs.source')}
        clearable
        value={wanted.log ?? null}
        onChange={(log) => onWanted({ ...wanted, log: log ?? undefined })}
      />
      <Select
        w={130}
        aria-label={t('logs.level')}
        placeholder={t('logs.level')}
        clearable
        data={levels.map((value) => ({ value, label: t(`state.log.${value}`) }))}
        value={wanted.level ?? null}
        onChange={(level) => onWanted({ ...wanted, level: (level as LogLevel | null) ?? undefined })}
      />
      <TextInput
        aria-label={t('logs.search')}
        placeholder={t('logs.search')}
        leftSection={<Icon name="search" size={14} />}
        value={wanted.text}
        onChange={({ currentTarget }) => onWanted({ ...wanted, text: currentTarget.value })}
      />
    </Filters>
  );
}

export function LogsTab(): ReactElement {
  const { t } = useTranslation();
  const service = useService();
  const sources = useAnswer('logs.sources', { service });
  const [live, setLive] = useState(true);
  const [wanted, setWanted] = useState<Wanted>({ text: '' });
  return (
    <Loaded query={sources}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty command={`./toban logs sources ${service}`}>{t('logs.noSources')}</Empty>
        ) : (
          <>
            <LogFilters wanted={wanted} live={live} onWanted={setWanted} onLive={setLive} />
            {live ? <LiveLog service={service} {...wanted} /> : <LogSearch service={service} {...wanted} />}
          </>
        )
      }
    </Loaded>
  );
}
