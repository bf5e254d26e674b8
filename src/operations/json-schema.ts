import { z } from 'zod';

/** JSON Schema (draft 2020-12) of an input, as forms, command lines and OpenAPI show it. */
export type JsonSchema = Record<string, unknown>;

export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // A switch also takes the words "true" and "false", which is nothing that anyone need be shown.
      if (Array.isArray(jsonSchema.type) && (jsonSchema.type as string[]).includes('boolean'))
        jsonSchema.type = 'boolean';
    },
  });
  return rest;
}
