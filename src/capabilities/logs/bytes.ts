import type { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gunzip } from 'node:zlib';
import type { Toban } from '#operations/context.ts';
import type { Segment } from './sources.ts';

/** The content of one file of a log, whatever the form it is kept in. */
export type Bytes = { size: number; read(from: number, to: number): Promise<Buffer> };

const unzip = promisify(gunzip);
const HEAD_BYTES = 128;
const COMPRESSED_HEAD_BYTES = 64 * 1024;
const LARGEST_BYTES = 512 * 1024 * 1024;

export async function openBytes(at: Toban, segment: Segment): Promise<Bytes> {
  if (!segment.compressed)
    return { size: segment.size_bytes, read: (from, to) => at.files.readRange(segment.path, from, to) };
  const whole = await unzip(await at.files.readRange(segment.path, 0, segment.size_bytes), {
    maxOutputLength: LARGEST_BYTES,
  });
  return { size: whole.length, read: async (from, to) => whole.subarray(from, to) };
}

/** Names a file of a log by how it begins, so that it is known again after it was renamed or compressed. */
export async function headOf(at: Toban, segment: Segment): Promise<string> {
  const head = segment.compressed
    ? await unzippedHead(at, segment)
    : await at.files.readRange(segment.path, 0, HEAD_BYTES);
  return createHash('sha256').update(firstLine(head)).digest('base64url').slice(0, 16);
}

async function unzippedHead(at: Toban, segment: Segment): Promise<Buffer> {
  const part = await at.files.readRange(segment.path, 0, COMPRESSED_HEAD_BYTES);
  return (await unzip(part, { finishFlush: constants.Z_SYNC_FLUSH })).subarray(0, HEAD_BYTES);
}

/** A file that is growing must keep its name, so what follows its first line does not count. */
function firstLine(head: Buffer): Buffer {
  const end = head.indexOf(0x0a);
  return end === -1 ? head : head.subarray(0, end);
}
