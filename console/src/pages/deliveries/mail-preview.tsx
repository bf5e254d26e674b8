import { SegmentedControl } from '@mantine/core';
import { useMemo, useState, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './deliveries.module.css';

const unwanted = 'script, x-style, link, meta, base, iframe, object, embed, form, svg, img, video, audio';

/**
 * The mail's words and structure. The frame's sandbox already lets nothing run and the page's policy lets nothing load;
 * what those two would refuse is taken out first, so that a mail cannot fill the browser's log with refusals.
 */
export function inertMail(html: string): string {
  const unstyled = html.replaceAll(/\sstyle\s*=/gi, ' data-style=').replaceAll(/<(\/?)style\b/gi, '<$1x-style');
  const mail = new DOMParser().parseFromString(unstyled, 'text/html');
  for (const element of mail.querySelectorAll(unwanted)) element.remove();
  for (const element of mail.querySelectorAll('*')) {
    for (const name of element.getAttributeNames()) {
      if (name === 'data-style' || name.startsWith('on') || name === 'background') element.removeAttribute(name);
    }
    if (element instanceof HTMLAnchorElement) element.removeAttribute('href');
  }
  return mail.documentElement.outerHTML;
}

export function MailPreview({ body, html }: { body: string; html?: string }): ReactElement {
  const { t } = useTranslation();
  const [shown, setShown] = useState<'text' | 'html'>('text');
  const inert = useMemo(() => (html === undefined ? undefined : inertMail(html)), [html]);
  return (
    <>
      {inert !== undefined && (
        <SegmentedControl
          size="xs"
          m={8}
          aria-label={t('deliveries.preview')}
          data={[
            { value: 'text', label: t('deliveries.text') },
            { value: 'html', label: t('deliveries.html') },
          ]}
          value={shown}
          onChange={(value) => setShown(value as 'text' | 'html')}
        />
      )}
      {shown === 'html' && inert !== undefined ? (
        <iframe className={styles.frame} sandbox="" srcDoc={inert} title={t('deliveries.previewFrame')} />
      ) : (
        <pre className={styles.body}>{body}</pre>
      )}
    </>
  );
}
