import { defineInstallation } from './src/index.ts';

/** What this installation operates. */
export default defineInstallation({ services: [] });
