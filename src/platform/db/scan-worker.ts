import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';
import type { ScanReply, ScanRequest } from './scan.ts';

/** Opens the file for each read and closes it again: a restore may swap it between two of them. */
function answer({ id, path, sql, parameters }: ScanRequest): ScanReply {
  try {
    const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
    try {
      const statement = database.prepare(sql);
      const columns = statement.columns().map((column) => column.name);
      const rows = statement.all(...named(parameters)) as Record<string, unknown>[];
      return { id, columns, rows: rows.map((row) => ({ ...row })) };
    } finally {
      database.close();
    }
  } catch (thrown) {
    return { id, error: (thrown as Error).message };
  }

  /** One object binds by name; parameters that the statement does not use are passed over. */
  function named(values: readonly unknown[]): SQLInputValue[] {
    const [first] = values;
    if (values.length !== 1 || typeof first !== 'object' || first === null) return values as SQLInputValue[];
    const used = Object.entries(first).filter(([name]) => new RegExp(`[:@$]${name}\\b`).test(sql));
    return used.length === 0 ? [] : [Object.fromEntries(used) as unknown as SQLInputValue];
  }
}

parentPort?.on('message', (request: ScanRequest) => parentPort?.postMessage(answer(request)));
