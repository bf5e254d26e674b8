import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog, preloadDialogs } from '../parts/dialog.tsx';
import { EmergencyDialog, preloadFlow } from './emergency-dialog.tsx';
import { HelpList } from './help-list.tsx';
import { pages } from './pages.ts';
import type { Panel } from './shell.tsx';

const loadPalette = () => import('./palette.tsx');
const Palette = lazy(async () => ({ default: (await loadPalette()).Palette }));

const quietMs = 2_000;

/** Once the page stands, so that a stop needs no more files when it is needed, and the palette loses no key. */
function usePreloading(): void {
  useEffect(() => {
    const timer = setTimeout(
      () => void Promise.all([preloadDialogs(), preloadFlow(), loadPalette()]).catch(() => undefined),
      quietMs,
    );
    return () => clearTimeout(timer);
  }, []);
}

interface Props {
  panel: Panel;
  onPanel(panel: Panel): void;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null
  );
}

function useShortcuts({ panel, onPanel }: Props): void {
  const navigate = useNavigate();
  const going = useRef(false);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        onPanel('palette');
        return;
      }
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.isComposing ||
        panel !== null ||
        isTyping(event.target)
      )
        return;
      const page = going.current ? pages.find(({ key }) => key === event.key) : undefined;
      going.current = event.key === 'g';
      if (page) void navigate({ to: page.to });
      if (event.key === '?') onPanel('help');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate, panel, onPanel]);
}

/** The keys of the whole console, and the panels that they open. */
export function Keyboard({ panel, onPanel }: Props): ReactElement {
  const { t } = useTranslation();
  const opened = useRef(false);
  opened.current ||= panel === 'palette';
  useShortcuts({ panel, onPanel });
  usePreloading();
  const close = () => onPanel(null);
  return (
    <>
      <Dialog open={panel === 'help'} onClose={close} title={t('shell.help')}>
        <HelpList />
      </Dialog>
      <EmergencyDialog open={panel === 'stop'} onClose={close} />
      {opened.current && (
        <Suspense>
          <Palette open={panel === 'palette'} onClose={close} onPanel={onPanel} />
        </Suspense>
      )}
    </>
  );
}
