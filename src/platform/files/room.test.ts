import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openFiles } from '#platform/files.ts';

test('room is kept once, and what is urgent is written beside it while there is any', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'toban-room-'));
  const files = openFiles(folder);
  await files.keepRoom();
  const first = await files.stat('reserved');
  assert.equal(first?.size_bytes, 1_000_000);
  await files.keepRoom();
  await files.writeUrgent('urgent', 'stop');
  assert.equal(await files.readText('urgent'), 'stop');
  assert.deepEqual(await files.stat('reserved'), first);
  await rm(folder, { recursive: true });
});
