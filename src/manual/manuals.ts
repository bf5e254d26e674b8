import { OpsError, type Problem } from '#platform/errors.ts';
import { z } from 'zod';
import { ServiceManual } from './service.ts';

/** What this installation operates. */
export const Installation = z.object({ services: z.array(z.unknown()) });
export type Installation = { services: z.input<typeof ServiceManual>[] };

export const defineInstallation = (installation: Installation): Installation => installation;

/** The manuals in force. */
export type Manuals = {
  all(): ServiceManual[];
  /** Throws OpsError `service.unknown`, naming those there are. */
  service(id: string): ServiceManual;
};

/** Checks every manual and tells all that is wrong with any of them at once. Throws OpsError `manual.invalid`. */
export function readManuals(installation: Installation): Manuals {
  const problems: Problem[] = [];
  const manuals: ServiceManual[] = [];
  for (const [index, declared] of Installation.parse(installation).services.entries()) {
    const parsed = ServiceManual.safeParse(declared);
    const name = (declared as { id?: string }).id ?? `service ${index + 1}`;
    if (parsed.success) {
      problems.push(...contradictions(parsed.data).map((problem) => ({ ...problem, path: `${name}.${problem.path}` })));
      manuals.push(parsed.data);
    } else {
      problems.push(...parsed.error.issues.map(({ path, message }) => ({ path: [name, ...path].join('.'), message })));
    }
  }
  for (const id of repeated(manuals.map((manual) => manual.id))) {
    problems.push({ path: id, message: 'two manuals declare this id' });
  }
  if (problems.length > 0) {
    const list = problems.map(({ path, message }) => `  ${path}: ${message}`).join('\n');
    throw new OpsError('manual.invalid', `The manuals have ${problems.length} problem(s):\n${list}`, {
      kind: 'usage',
      problems,
      hint: 'Mend them in the manual.ts of the service named, then start again.',
    });
  }
  return manualsOf(manuals);
}

function manualsOf(manuals: ServiceManual[]): Manuals {
  return {
    all: () => manuals,
    service: (id) => {
      const found = manuals.find((manual) => manual.id === id);
      if (found) return found;
      const known = manuals.map((manual) => manual.id).join(', ') || 'none yet: see docs/writing-a-manual.md';
      throw new OpsError('service.unknown', `No service is called "${id}".`, {
        kind: 'not-found',
        hint: `Known services: ${known}`,
      });
    },
  };
}

/** What each part allows but the whole does not: names used twice, references to what is not declared. */
function contradictions(manual: ServiceManual): Problem[] {
  const named = {
    databases: manual.databases,
    logs: manual.logs,
    channels: manual.channels,
    jobs: manual.jobs,
    figures: manual.figures,
  };
  const problems = Object.entries(named).flatMap(([part, list]) =>
    repeated(list.map((entry) => entry.name)).map((name) => ({
      path: `${part}.${name}`,
      message: 'is declared twice',
    })),
  );
  const databases = new Set(manual.databases.map((database) => database.name));
  for (const figure of manual.figures) {
    if (!databases.has(figure.of.name)) {
      problems.push({
        path: `figures.${figure.name}`,
        message: `reads "${figure.of.name}", which is not among the databases`,
      });
    }
  }
  const channels = new Set(manual.channels.flatMap(({ name, kind }) => [name, kind]));
  for (const { name, notify } of manual.jobs) {
    for (const { channel } of notify.to.filter((target) => !channels.has(target.channel))) {
      problems.push({ path: `jobs.${name}.notify`, message: `"${channel}" is not among the channels` });
    }
  }
  const { rehearse } = manual.recovery;
  if (rehearse && !manual.jobs.some((job) => job.name === rehearse.job && job.dryRunFlag)) {
    problems.push({ path: 'recovery.rehearse', message: `"${rehearse.job}" is not a job with a dryRunFlag` });
  }
  return problems;
}

function repeated(names: string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
