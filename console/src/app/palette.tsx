import { Spotlight, spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import '@mantine/core/styles/Kbd.layer.css';
import '@mantine/spotlight/styles.layer.css';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { useRegistry } from '../api/queries.ts';
import { useFormat } from '../i18n/format.ts';
import { languages, stringsOf } from '../i18n/setup.ts';
import { Icon } from '../parts/icon.tsx';
import { pages } from './pages.ts';
import type { Panel } from './shell.tsx';

interface Props {
  open: boolean;
  onClose(): void;
  onPanel(panel: Panel): void;
}

/** The menu's words in both languages, so that either finds the page. */
function usePageWords(): (label: (typeof pages)[number]['label']) => string[] {
  const { data = [] } = useQuery({
    queryKey: ['words'],
    queryFn: () => Promise.all(languages.map(({ id }) => stringsOf(id))),
    staleTime: Infinity,
  });
  return (label) => data.map((strings) => strings.shell[label]);
}

function useActions(onPanel: Props['onPanel']): SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const words = usePageWords();
  const { operations = [], services = [] } = useRegistry().data ?? {};
  return [
    {
      group: t('shell.services'),
      actions: services.map(({ id, title }) => ({
        id: `service:${id}`,
        label: format.text(title),
        description: id,
        keywords: [id, title.ja, title.en],
        leftSection: <Icon name="service" />,
        onClick: () => void navigate({ to: '/services/$service', params: { service: id } }),
      })),
    },
    {
      group: t('shell.palettePages'),
      actions: pages.map(({ to, label, icon }) => ({
        id: to,
        label: t(`shell.${label}`),
        keywords: words(label),
        leftSection: <Icon name={icon} />,
        onClick: () => void navigate({ to }),
      })),
    },
    {
      group: t('shell.paletteOperations'),
      actions: operations.map(({ name, summary }) => ({
        id: name,
        label: format.text(summary),
        description: name,
        keywords: [name, name.replace('.', ' '), summary.ja, summary.en],
        leftSection: <Icon name="right" />,
        onClick: () =>
          name === 'emergency.stop'
            ? onPanel('stop')
            : void navigate({ to: '/operations/$operation', params: { operation: name } }),
      })),
    },
  ];
}

export function Palette({ open, onClose, onPanel }: Props): ReactElement {
  const { t } = useTranslation();
  const actions = useActions(onPanel);
  useEffect(() => {
    if (open) spotlight.open();
  }, [open]);
  return (
    <Spotlight
      actions={actions}
      nothingFound={t('shell.paletteNothing')}
      highlightQuery
      scrollable
      maxHeight={460}
      shortcut={null}
      attributes={{ content: { 'aria-label': t('shell.palette') } }}
      overlayProps={{ blur: 0 }}
      clearQueryOnClose
      onSpotlightClose={onClose}
      searchProps={{
        placeholder: t('shell.palettePlaceholder'),
        'aria-label': t('shell.palettePlaceholder'),
        leftSection: <Icon name="search" />,
      }}
    />
  );
}
