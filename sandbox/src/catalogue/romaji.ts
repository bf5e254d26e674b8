const ROWS: Record<string, string> = {
  '': 'あいうえお',
  k: 'かきくけこ',
  s: 'さしすせそ',
  t: 'たちつてと',
  n: 'なにぬねの',
  h: 'はひふへほ',
  m: 'まみむめも',
  r: 'らりるれろ',
  g: 'がぎぐげご',
  z: 'ざじずぜぞ',
  d: 'だぢづでど',
  b: 'ばびぶべぼ',
  p: 'ぱぴぷぺぽ',
};
const IRREGULAR: Record<string, string> = {
  し: 'shi',
  ち: 'chi',
  つ: 'tsu',
  ふ: 'fu',
  じ: 'ji',
  ぢ: 'ji',
  づ: 'zu',
  や: 'ya',
  ゆ: 'yu',
  よ: 'yo',
  わ: 'wa',
  を: 'wo',
  ん: 'n',
  ー: '',
};
const SMALL: Record<string, string> = { ゃ: 'a', ゅ: 'u', ょ: 'o' };
const PARTICLES: Record<string, string> = { は: 'wa', へ: 'e', を: 'wo' };
const LOWER = new Set(['no', 'to', 'wa', 'wo', 'ni', 'de', 'ga', 'e', 'na', 'mo']);

const SOUNDS = new Map<string, string>(
  Object.entries(ROWS).flatMap(([consonant, row]) =>
    Array.from(row, (kana, index) => [kana, consonant + 'aiueo'[index]] as const),
  ),
);
for (const [kana, sound] of Object.entries(IRREGULAR)) SOUNDS.set(kana, sound);

/** Hiragana with word spaces to romaji, long vowels as they are spelt: `つきよ の とうだい` → `Tsukiyo no Toudai`. */
export function romajiOf(kana: string): string {
  const words = kana.split(' ').map((word, index) => {
    const sound = PARTICLES[word] ?? spell(word);
    return index > 0 && LOWER.has(sound) ? sound : sound.charAt(0).toUpperCase() + sound.slice(1);
  });
  return words.join(' ');
}

function spell(word: string): string {
  let romaji = '';
  let doubled = false;
  for (const kana of word) {
    if (kana === 'っ') {
      doubled = true;
      continue;
    }
    const small = SMALL[kana];
    if (small !== undefined) {
      romaji = romaji.replace(/i$/, '') + (/(sh|ch|j)i$/.test(romaji) ? small : `y${small}`);
      continue;
    }
    const sound = SOUNDS.get(kana) ?? kana;
    romaji += doubled ? (sound.startsWith('ch') ? 't' : sound.charAt(0)) + sound : sound;
    doubled = false;
  }
  return romaji;
}
