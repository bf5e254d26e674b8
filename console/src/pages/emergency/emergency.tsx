import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import type { EmergencyStatus, EmergencyStop } from '../../api/shapes.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { Empty, Loaded } from '../../parts/message.tsx';
import { Page, PageHead, Section, Table } from '../../parts/section.tsx';
import { Moment } from '../../parts/time.tsx';

function StopActions({ stop }: { stop: EmergencyStop }): ReactElement {
  const { t } = useTranslation();
  const input = { service: stop.service ?? undefined };
  return (
    <>
      <OperationButton
        operation="emergency.clear"
        input={input}
        label={t('emergency.clear')}
        look={{ size: 'compact-xs' }}
      />{' '}
      {stop.service !== null && (
        <OperationButton
          operation="emergency.recover"
          input={input}
          label={t('emergency.recover')}
          look={{ size: 'compact-xs' }}
        />
      )}
    </>
  );
}

function Stops({
  stops,
  caption,
  past = false,
}: {
  stops: EmergencyStatus['history'];
  caption: string;
  past?: boolean;
}): ReactElement {
  const { t } = useTranslation();
  const columns = ['scope', 'reason', 'by', 'at'] as const;
  const head = (
    <>
      {columns.map((column) => (
        <th key={column} scope="col">
          {t(`emergency.${column}`)}
        </th>
      ))}
      <th scope="col">{past ? t('emergency.cleared') : t('jobs.actions')}</th>
    </>
  );
  return (
    <Table caption={caption} head={head}>
      {stops.map((stop) => (
        <tr key={stop.id}>
          <th scope="row">{stop.service ?? t('emergency.everything')}</th>
          <td>{stop.reason}</td>
          <td>{stop.by}</td>
          <td>
            <Moment at={stop.at} />
          </td>
          <td>
            {past ? (
              <>
                <Moment at={stop.clearedAt} /> {stop.clearedBy}
              </>
            ) : (
              <StopActions stop={stop} />
            )}
          </td>
        </tr>
      ))}
    </Table>
  );
}

export function EmergencyPage(): ReactElement {
  const { t } = useTranslation();
  const query = useAnswer('emergency.status');
  return (
    <Page>
      <PageHead title={t('emergency.title')}>
        <OperationButton operation="emergency.recover" label={t('emergency.recover')} />
        <OperationButton
          operation="emergency.stop"
          direct
          startLabel={t('emergency.stop')}
          label={t('emergency.stop')}
          look={{ color: 'red', variant: 'filled' }}
        />
      </PageHead>
      <p className="quiet">{t('emergency.lead')}</p>
      <Loaded query={query}>
        {({ stops, history }) => (
          <>
            <Section title={t('emergency.active')}>
              {stops.length === 0 ? (
                <Empty command="./toban emergency status">{t('emergency.none')}</Empty>
              ) : (
                <Stops stops={stops} caption={t('emergency.active')} />
              )}
            </Section>
            <Section title={t('emergency.history')}>
              {history.length === 0 ? (
                <Empty>{t('emergency.noHistory')}</Empty>
              ) : (
                <Stops stops={history} caption={t('emergency.history')} past />
              )}
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  );
}
