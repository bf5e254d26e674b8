import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const server = process.env.TOBAN_URL ?? 'http://127.0.0.1:7790';

export default defineConfig({
  plugins: [react()],
  build: {
    // The first with light-dark(), without which the colours would need a second set of rules.
    target: ['chrome123', 'firefox128', 'safari17.5'],
    // The policy of the page allows no data: scripts, and hashed files are cached for ever anyway.
    assetsInlineLimit: 0,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'ground',
              test: /node_modules[\\/](react|react-dom|scheduler|react-i18next|i18next|@tanstack)[\\/]/,
            },
          ],
        },
      },
    },
    modulePreload: { polyfill: false },
  },
  server: { port: 7791, proxy: { '/api': { target: server, changeOrigin: false } } },
});
