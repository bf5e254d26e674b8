import type { JobParameter } from '../../api/work-shapes.ts';
import type { JsonSchema, Language } from '../../api/wire.ts';

const types: Record<JobParameter['type'], JsonSchema> = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
};

/** The declared parameters of a job, as the form of `jobs.run` shows them. */
export function schemaOf(parameters: JobParameter[], language: Language): JsonSchema {
  const properties = parameters.map(({ name, type, description, default: value }) => [
    name,
    { ...types[type], title: `--${name}`, description: description[language], default: value },
  ]);
  return { type: 'object', properties: Object.fromEntries(properties) as Record<string, JsonSchema> };
}
