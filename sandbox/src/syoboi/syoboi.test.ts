import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startSandbox } from '../index.ts';
import type { Sandbox } from '../index.ts';

type Program = Record<
  'PID' | 'TID' | 'StTime' | 'EdTime' | 'Count' | 'SubTitle' | 'ChName' | 'ProgComment' | 'Flag',
  string
>;
type Body = {
  Programs: Record<string, Program>;
  Titles: Record<string, { Title: string; Cat: string; TitleYomi: string }>;
};

describe('the broadcast calendar stand-in', () => {
  let sandbox: Sandbox;
  const get = (path: string) => fetch(`${sandbox.url}/syoboi/${path}`);

  before(async () => {
    sandbox = await startSandbox({ now: () => new Date('2026-11-21T12:00:00+09:00') });
  });
  after(() => sandbox.close());

  test('gives the programmes of a day keyed by PID, as strings with unix seconds', async () => {
    const { Programs } = (await (await get('json.php?Req=ProgramByDate&Start=2026-11-21&Days=1')).json()) as Body;
    const entries = Object.entries(Programs);
    assert.ok(entries.length >= 8);
    for (const [pid, program] of entries) {
      assert.equal(program.PID, pid);
      const start = Number(program.StTime) * 1000;
      assert.ok(start >= Date.parse('2026-11-21T00:00:00+09:00') && start < Date.parse('2026-11-22T00:00:00+09:00'));
    }
  });

  test('gives the titles of its programmes, season in full-width figures', async () => {
    const { Programs } = (await (await get('json.php?Req=ProgramByDate&Start=2026-11-21&Days=7')).json()) as Body;
    const tids = [...new Set(Object.values(Programs).map(({ TID }) => TID))];
    const { Titles } = (await (await get(`json.php?Req=TitleMedium&TID=${tids.join(',')}`)).json()) as Body;
    assert.deepEqual(Object.keys(Titles).toSorted(), tids.toSorted());
    assert.ok(Object.values(Titles).some(({ Title }) => /（第[０-９]+期）$/.test(Title)));
    assert.ok(Object.values(Titles).every(({ Cat }) => Cat === '1'));
  });

  test('late nights are 25 o’clock in words only', async () => {
    const { Programs } = (await (await get('json.php?Req=ProgramByDate&Start=2026-11-21&Days=7')).json()) as Body;
    const late = Object.values(Programs).find(({ ProgComment }) => /2[4-6]:/.test(ProgComment));
    const hour = new Date(Number(late?.StTime) * 1000 + 9 * 3_600_000).getUTCHours();
    assert.ok(hour < 5);
  });

  test('looks up programmes and titles as XML, with its own code for nothing found', async () => {
    const programs = await (
      await get('db.php?Command=ProgLookup&Range=20261121_000000-20261122_000000&JOIN=SubTitles')
    ).text();
    assert.match(
      programs,
      /<Code>200<\/Code>[\s\S]*<ProgItem id="\d+">.*<StTime>2026-11-21 \d\d:\d\d:00<\/StTime>.*<STSubTitle>/,
    );
    const none = await (await get('db.php?Command=TitleLookup&TID=1')).text();
    assert.match(none, /<Code>404<\/Code>/);
    assert.match(
      await (await get('db.php?Command=TitleLookup&TID=*&Fields=TID,Title')).text(),
      /<TitleItem id="\d+"><TID>\d+<\/TID><Title>/,
    );
    assert.match(await (await get('db.php?Command=ChLookup')).text(), /みなとテレビ/);
    assert.equal((await get('db.php?Command=Nothing')).status, 400);
  });
});
