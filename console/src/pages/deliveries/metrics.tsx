import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import type { DeliveryError, DeliveryMetrics } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { Hint, Loaded } from '../../parts/message.tsx';
import { Plot } from '../../parts/plot.tsx';
import { Figures, Section, Table } from '../../parts/section.tsx';
import { RelativeTime } from '../../parts/time.tsx';
import { useHourLabel } from '../overview/todays-deliveries.tsx';
import styles from './deliveries.module.css';

/** The manuals ask for action below 95 %. */
const lowRate = 95;

function Chart({ metrics }: { metrics: DeliveryMetrics }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  const label = useHourLabel();
  const { successRate, meanTime_ms, p95_ms, errorRate, series } = metrics;
  return (
    <>
      <Figures
        figures={[
          {
            name: 'rate',
            title: t('deliveries.successRate'),
            value: format.percent(successRate),
            tone: successRate !== null && successRate < lowRate ? 'bad' : undefined,
          },
          { name: 'error', title: t('deliveries.errorRate'), value: format.percent(errorRate) },
          { name: 'mean', title: t('deliveries.meanTime'), value: format.duration(meanTime_ms) },
          { name: 'p95', title: t('deliveries.p95'), value: format.duration(p95_ms) },
        ]}
      />
      <div className={styles.metrics}>
        <Plot
          title={t('deliveries.byHour')}
          times={series.map(({ at }) => Date.parse(at))}
          label={label}
          height={130}
          series={[
            { label: t('overview.accepted'), color: '--accent', values: series.map(({ accepted }) => accepted) },
            { label: t('overview.dead'), color: '--bad', values: series.map(({ dead }) => dead) },
          ]}
        />
      </div>
    </>
  );
}

function Errors({ errors }: { errors: DeliveryError[] }): ReactElement | null {
  const { t } = useTranslation();
  const format = useFormat();
  if (errors.length === 0) return null;
  const head = (
    <>
      <th scope="col">{t('parts.details')}</th>
      <th scope="col">{t('deliveries.last')}</th>
      <th scope="col" className="number">
        {t('deliveries.count')}
      </th>
    </>
  );
  return (
    <Section title={t('deliveries.errors')}>
      <Table caption={t('deliveries.errors')} head={head}>
        {errors.map(({ code, detail, hint, count, lastAt }) => (
          <tr key={code + detail}>
            <td>
              {detail} <span className="quiet mono">{code}</span>
              <Hint hint={hint} />
            </td>
            <td>
              <RelativeTime at={lastAt} />
            </td>
            <td className="number">{format.number(count)}</td>
          </tr>
        ))}
      </Table>
    </Section>
  );
}

export function Metrics({ service }: { service: string }): ReactElement {
  const { t } = useTranslation();
  const metrics = useAnswer('delivery.metrics', { service, hours: 24 });
  const errors = useAnswer('delivery.errors', { service, days: 7 });
  return (
    <>
      <Section title={t('overview.series')}>
        <Loaded query={metrics}>{(data) => <Chart metrics={data} />}</Loaded>
      </Section>
      {errors.data && <Errors errors={errors.data.items} />}
    </>
  );
}
