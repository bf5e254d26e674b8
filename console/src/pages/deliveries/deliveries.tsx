import { Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/queries.ts';
import type { DeliveryState } from '../../api/shapes.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Empty } from '../../parts/message.tsx';
import { Filters, Listed, Section } from '../../parts/section.tsx';
import { tones } from '../../parts/tone.ts';
import { useService } from '../service/service.tsx';
import { DeliveryDrawer } from './delivery-drawer.tsx';
import { DeliveryTable } from './delivery-table.tsx';
import { Metrics } from './metrics.tsx';

const states = Object.keys(tones.delivery) as DeliveryState[];

export function DeliveriesTab(): ReactElement {
  const { t } = useTranslation();
  const service = useService();
  const { state, delivery } = useSearch({ strict: false });
  const navigate = useNavigate({ from: '/services/$service/deliveries' });
  const set = (change: { state?: string; delivery?: string }) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace: true });
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text, 300);
  const list = useList('delivery.list', { service, state, search, limit: 50 });
  return (
    <>
      <Metrics service={service} />
      <Section
        title={t('service.deliveries')}
        bare
        actions={
          <Filters>
            <Select
              size="xs"
              aria-label={t('deliveries.state')}
              placeholder={t('deliveries.state')}
              clearable
              data={states.map((value) => ({ value, label: t(`state.delivery.${value}`) }))}
              value={state ?? null}
              onChange={(value) => set({ state: value ?? undefined })}
            />
            <TextInput
              size="xs"
              aria-label={t('deliveries.search')}
              placeholder={t('deliveries.search')}
              leftSection={<Icon name="search" size={13} />}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
            />
            <OperationButton
              operation="delivery.retry"
              input={{ service }}
              hidden={['delivery']}
              label={t('deliveries.retryAll')}
            />
          </Filters>
        }
      >
        <Listed list={list} empty={<Empty command={`./toban delivery list ${service}`}>{t('deliveries.none')}</Empty>}>
          {(rows) => <DeliveryTable rows={rows} onOpen={(id) => set({ delivery: id })} />}
        </Listed>
      </Section>
      <DeliveryDrawer delivery={delivery} onClose={() => set({ delivery: undefined })} />
    </>
  );
}
