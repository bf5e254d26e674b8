import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { getRouteApi } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useList, useRegistry } from '../../api/queries.ts';
import { useFormat } from '../../i18n/format.ts';
import { Empty } from '../../parts/message.tsx';
import { Filters, Listed, Page, PageHead } from '../../parts/section.tsx';
import type { tones } from '../../parts/tone.ts';
import { RunTable } from './run-table.tsx';

const route = getRouteApi('/runs');
const outcomes = [
  'succeeded',
  'partial',
  'failed',
  'cancelled',
  'interrupted',
  'refused',
] as const satisfies (keyof typeof tones.run)[];

function RunFilters(): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { service, outcome, operation } = route.useSearch();
  const navigate = route.useNavigate();
  const services = useRegistry().data?.services ?? [];
  const [text, setText] = useState(operation ?? '');
  const set = (change: object) => void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <Filters>
      <Select
        aria-label={t('runs.filterService')}
        placeholder={t('runs.service')}
        clearable
        data={services.map(({ id, title }) => ({ value: id, label: format.text(title) }))}
        value={service ?? null}
        onChange={(value) => set({ service: value ?? undefined })}
      />
      <Select
        aria-label={t('runs.filterOutcome')}
        placeholder={t('runs.state')}
        clearable
        data={outcomes.map((value) => ({ value, label: t(`state.run.${value}`) }))}
        value={outcome ?? null}
        onChange={(value) => set({ outcome: value ?? undefined })}
      />
      <TextInput
        aria-label={t('runs.filterOperation')}
        placeholder={t('runs.operation')}
        value={text}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          set({ operation: currentTarget.value || undefined });
        }}
      />
    </Filters>
  );
}

export function RunsPage(): ReactElement {
  const { t } = useTranslation();
  const [params] = useDebouncedValue(route.useSearch(), 250);
  const list = useList('runs.list', { ...params, limit: 50 });
  return (
    <Page>
      <PageHead title={t('runs.title')} />
      <RunFilters />
      <Listed list={list} empty={<Empty command="./toban runs list">{t('runs.none')}</Empty>}>
        {(runs) => <RunTable runs={runs} />}
      </Listed>
    </Page>
  );
}
