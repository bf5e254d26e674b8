import type { RunningCommand } from '#platform/commands.ts';
import type { ServiceManual } from '#manual/service.ts';
import type { Toban } from '#operations/context.ts';
import { captureOutput, processLog } from '#capabilities/logs/index.ts';
import { programEnvironment } from './environment.ts';

/** A service's started program with its captured output. */
export type Program = { running: RunningCommand; lastLines: readonly string[]; closeOutput(): Promise<void> };

const LAST_LINES = 40;

export async function startProgram(at: Toban, manual: ServiceManual, mark: string): Promise<Program> {
  const environment = await programEnvironment(at, manual);
  const capture = captureOutput(at, manual.id, processLog(manual));
  const lastLines: string[] = [];
  try {
    const running = await at.commands.start({
      argv: manual.process?.argv ?? [],
      cwd: manual.folder,
      environment,
      mark,
      onLine: (stream, line) => {
        capture.line(stream, line);
        lastLines.push(line);
        if (lastLines.length > LAST_LINES) lastLines.shift();
      },
    });
    return { running, lastLines, closeOutput: () => capture.close() };
  } catch (thrown) {
    await capture.close();
    throw thrown;
  }
}
