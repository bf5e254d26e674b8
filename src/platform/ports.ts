import { readdir, readFile, readlink } from 'node:fs/promises';

/** proc(5): the state `0A` of /proc/net/tcp is LISTEN. */
const LISTEN = '0A';

/** Who listens on a TCP port of this machine. Another user's process, or a machine without /proc, is not seen. */
export async function holderOf(port: number): Promise<{ pid: number; command: string } | undefined> {
  const sockets = new Set(
    (await Promise.all(['/proc/net/tcp', '/proc/net/tcp6'].map((table) => listeners(table, port)))).flat(),
  );
  if (sockets.size === 0) return undefined;
  for (const pid of (await entriesOf('/proc')).filter((name) => /^\d+$/.test(name))) {
    if (await holdsOne(pid, sockets)) return { pid: Number(pid), command: await commandOf(pid) };
  }
  return undefined;
}

async function listeners(table: string, port: number): Promise<string[]> {
  const rows = (await readFile(table, 'latin1').catch(() => '')).split('\n').slice(1);
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN && fields[1]?.split(':')[1] === wanted)
    .map((fields) => `socket:[${fields[9]}]`);
}

async function holdsOne(pid: string, sockets: Set<string>): Promise<boolean> {
  for (const descriptor of await entriesOf(`/proc/${pid}/fd`)) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}

async function commandOf(pid: string): Promise<string> {
  const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return line.split('\0').join(' ').trim();
}

/** A process may end, or be another user's, between the listing and the looking. */
const entriesOf = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
