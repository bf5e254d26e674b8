import { Drawer, Modal } from '@mantine/core';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { DialogProps } from './dialog.tsx';

/** Mantine's header element stands outside the page's main part and would count as a second banner. */
const attributes = { header: { role: 'presentation' } };

export function DialogOverlay({ open, title, size, onClose, children }: DialogProps): ReactElement {
  const { t } = useTranslation();
  const close = { 'aria-label': t('parts.close') };
  return (
    <Modal opened={open} onClose={onClose} title={title} size={size} closeButtonProps={close} attributes={attributes}>
      {children}
    </Modal>
  );
}

export function PanelOverlay({ open, title, size, onClose, children }: DialogProps): ReactElement {
  const { t } = useTranslation();
  const close = { 'aria-label': t('parts.close') };
  return (
    <Drawer opened={open} onClose={onClose} title={title} size={size} closeButtonProps={close} attributes={attributes}>
      {children}
    </Drawer>
  );
}
