import { GraphqlError } from './graphql.ts';
import type { Document, Selection, Value } from './graphql.ts';

/** Plain data, or functions of a field's arguments; what is selected but not there is an error, as at AniList. */
export type Resolver = (args: Record<string, unknown>) => unknown;
export type Node = { [field: string]: unknown };

export function execute(document: Document, variables: Record<string, unknown>, root: Node): unknown {
  const valueOf = (value: Value): unknown => {
    if (Array.isArray(value)) return value.map(valueOf);
    if (typeof value !== 'object' || value === null) return value;
    if ('name' in value) return value.name;
    if ('fields' in value) return mapValues(value.fields, valueOf);
    if (value.variable in variables) return variables[value.variable];
    const fallback = document.defaults[value.variable];
    return fallback === undefined ? undefined : valueOf(fallback);
  };
  const pick = (data: unknown, selections: Selection[], type: string): unknown => {
    if (Array.isArray(data)) return data.map((item) => pick(item, selections, type));
    if (selections.length === 0 || typeof data !== 'object' || data === null) return data;
    const picked: Record<string, unknown> = {};
    const plain: (() => void)[] = [];
    for (const selection of selections) {
      if ('spread' in selection) {
        Object.assign(picked, pick(data, fragmentOf(document, selection.spread), type));
        continue;
      }
      const held = fieldOf(data as Node, selection.field, type);
      const fill = () => {
        const value = typeof held === 'function' ? (held as Resolver)(mapValues(selection.args, valueOf)) : held;
        picked[selection.alias] = pick(value, selection.selections, selection.field);
      };
      picked[selection.alias] = null;
      if (typeof held === 'function') fill();
      else plain.push(fill);
    }
    // A page's info is known once its list has been searched, wherever the query names it.
    for (const fill of plain) fill();
    return picked;
  };
  return pick(root, document.selections, 'Query');
}

function fieldOf(data: Node, field: string, type: string): unknown {
  if (field === '__typename') return type.charAt(0).toUpperCase() + type.slice(1);
  if (!(field in data)) throw new GraphqlError(`Cannot query field "${field}" on type "${type}".`);
  return data[field];
}

function fragmentOf(document: Document, name: string): Selection[] {
  const selections = document.fragments[name];
  if (!selections) throw new GraphqlError(`Unknown fragment "${name}".`);
  return selections;
}

function mapValues<T, U>(record: Record<string, T>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
