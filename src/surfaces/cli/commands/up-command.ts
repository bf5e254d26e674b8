import type { Language } from '#manual/text.ts';
import type { Command } from 'commander';
import type { Up } from './up.ts';

export type UpFlags = { config?: string; data?: string; port?: string; host?: string };

export function addUpCommand(program: Command, lang: Language, prepare: (flags: UpFlags) => Promise<Up>): void {
  program
    .command('up')
    .description(lang === 'ja' ? 'サーバーを起動し、全サービスを監督する' : 'Serve, and supervise every service')
    .option('--config <file>', 'toban.config.ts')
    .option('--data <folder>', 'TOBAN_DATA')
    .option('--port <port>', 'TOBAN_PORT (7700)')
    .option('--host <host>', 'TOBAN_HOST (127.0.0.1)')
    .exitOverride()
    .action(async (flags: UpFlags) => {
      const { up } = await import('./up.ts');
      await up(await prepare(flags));
    });
}
