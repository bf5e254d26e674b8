import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '../../api/queries.ts';
import type { DeliveryDetail } from '../../api/shapes.ts';
import { useFormat } from '../../i18n/format.ts';
import { OperationButton } from '../../operation/operation-button.tsx';
import { SidePanel } from '../../parts/dialog.tsx';
import { FaultBox, Loaded } from '../../parts/message.tsx';
import { Pairs, Section } from '../../parts/section.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { type StateOf, tones } from '../../parts/tone.ts';
import { Moment } from '../../parts/time.tsx';
import styles from './deliveries.module.css';
import { MailPreview } from './mail-preview.tsx';

function AttemptOutcome({ outcome }: { outcome: string }): ReactElement {
  if (outcome in tones.delivery) return <StateBadge kind="delivery" state={outcome as StateOf<'delivery'>} />;
  return <span>{outcome}</span>;
}

function Attempts({ detail }: { detail: DeliveryDetail }): ReactElement {
  const { t } = useTranslation();
  const format = useFormat();
  if (detail.attemptsMade.length === 0) return <p className={styles.attempt}>{t('deliveries.noAttempts')}</p>;
  return (
    <ol>
      {detail.attemptsMade.map((made) => (
        <li key={made.attempt} className={styles.attempt}>
          <div>
            <b>{t('deliveries.attempt', { n: made.attempt })}</b>
            <AttemptOutcome outcome={made.outcome} />
            <Moment at={made.startedAt} />
            <span className="quiet tabular">{format.duration(made.duration_ms)}</span>
            <span className="quiet">{made.node}</span>
          </div>
          {(made.code || made.answer) && (
            <pre>
              {made.code} {made.answer}
            </pre>
          )}
        </li>
      ))}
    </ol>
  );
}

function Actions({ detail }: { detail: DeliveryDetail }): ReactElement {
  const { t } = useTranslation();
  const input = { delivery: detail.id };
  const waits = detail.state === 'ready' || detail.state === 'scheduled' || detail.state === 'held';
  return (
    <>
      {(detail.state === 'dead' || detail.state === 'unknown') && (
        <OperationButton
          operation="delivery.retry"
          input={input}
          hidden={['service', 'limit']}
          label={t('deliveries.retry')}
        />
      )}
      {detail.state === 'held' && (
        <OperationButton operation="delivery.release" input={input} label={t('deliveries.release')} />
      )}
      {waits && <OperationButton operation="delivery.cancel" input={input} label={t('deliveries.cancel')} />}
    </>
  );
}

function Detail({ detail }: { detail: DeliveryDetail }): ReactElement {
  const { t } = useTranslation();
  return (
    <div className={styles.drawer}>
      <div className={styles.head}>
        <StateBadge kind="delivery" state={detail.state} />
        {detail.possibleDuplicate && <span className={styles.duplicate}>{t('deliveries.possibleDuplicate')}</span>}
        <Actions detail={detail} />
      </div>
      {detail.error && <FaultBox detail={detail.error.detail} hint={detail.error.hint} code={detail.error.code} />}
      <Section title={t('parts.details')}>
        <Pairs
          pairs={[
            [t('deliveries.to'), detail.to],
            [t('deliveries.channel'), detail.channel],
            [t('deliveries.category'), detail.category],
            [t('deliveries.created'), <Moment key="c" at={detail.createdAt} />],
            ['ID', <code key="i">{detail.id}</code>],
            [t('deliveries.message'), <code key="m">{detail.message}</code>],
            [t('deliveries.key'), <code key="k">{detail.key}</code>],
          ]}
        />
      </Section>
      <Section title={t('deliveries.attemptsTitle')}>
        <Attempts detail={detail} />
      </Section>
      {detail.timeline.length > 0 && (
        <Section title={t('deliveries.timeline')}>
          <ol className={styles.timeline}>
            {detail.timeline.map(({ at, text }) => (
              <li key={at + text}>
                <Moment at={at} />
                <span>{text}</span>
              </li>
            ))}
          </ol>
        </Section>
      )}
      <Section title={t('deliveries.preview')}>
        <MailPreview body={detail.body} html={detail.html} />
      </Section>
    </div>
  );
}

interface Props {
  delivery: string | undefined;
  onClose(): void;
}

/** The whole life of one delivery, beside the list it was chosen from. */
export function DeliveryDrawer({ delivery, onClose }: Props): ReactElement {
  const { t } = useTranslation();
  const query = useAnswer('delivery.show', { delivery }, { enabled: delivery !== undefined });
  return (
    <SidePanel
      open={delivery !== undefined}
      onClose={onClose}
      size={640}
      title={query.data?.title ?? t('deliveries.trace')}
    >
      <Loaded query={query}>{(detail) => <Detail detail={detail} />}</Loaded>
    </SidePanel>
  );
}
