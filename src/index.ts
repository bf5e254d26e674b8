/** What a manual's author imports. */
export { defineService } from '#manual/service.ts';
export { secret, setting, use } from '#manual/references.ts';
export { command, operation } from '#manual/process.ts';
export { postgres, sqlite } from '#manual/databases.ts';
export { jsonLog, textLog } from '#manual/logs.ts';
export { fact, task, threshold } from '#manual/guides.ts';
export { defineInstallation } from '#manual/manuals.ts';
export * from '#capabilities/delivery/channels/index.ts';
