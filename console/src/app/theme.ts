import { createTheme } from '@mantine/core';

/** Only what components compute; colours and fonts are custom properties in tokens.css. */
export const theme = createTheme({
  primaryColor: 'indigo',
  defaultRadius: 5,
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Modal: { defaultProps: { centered: false, yOffset: '8dvh', transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { position: 'right', transitionProps: { duration: 140 } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
  },
});

export function styleNonce(): string {
  return document.querySelector('meta[property="csp-nonce"]')?.getAttribute('content') ?? '';
}
