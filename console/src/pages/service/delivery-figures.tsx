import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeliveryState, DeliveryStatus } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Figures, Section } from '../../parts/section.tsx';

const attention: Partial<Record<DeliveryState, 'bad' | 'warn'>> = { dead: 'bad', unknown: 'warn', held: 'warn' };

export function DeliveryFigures({ status }: { status: DeliveryStatus }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const { service, figures, deliveries, oldestWaiting_ms: oldest, paused } = status;
  const counts = (group: Partial<Record<DeliveryState, number>>) =>
    (Object.entries(group) as [DeliveryState, number][]).map(([state, count]) => ({
      name: state,
      title: t(`state.delivery.${state}`),
      value: format.count(count),
      tone: count > 0 ? attention[state] : undefined,
    }));
  return (
    <>
      {figures.length > 0 && (
        <Section title={t('service.figures')}>
          <Figures
            figures={figures.map(({ name, title, value, unit }) => ({
              name,
              title: format.text(title),
              value: format.figure(value, unit),
            }))}
          />
        </Section>
      )}
      <Section title={`${t('overview.deliveriesToday')} (${status.day} ${status.zone})`}>
        <Figures figures={counts(deliveries.today)} />
      </Section>
      <Section
        title={t('service.waiting')}
        actions={
          !paused && <OperationButton operation="delivery.pause" input={{ service }} label={t('service.pause')} />
        }
      >
        <Figures
          figures={[
            ...counts(deliveries.waiting),
            { name: 'oldest', title: t('service.oldest'), value: oldest === null ? '–' : format.duration(oldest) },
          ]}
        />
      </Section>
    </>
  );
}
