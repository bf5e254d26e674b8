import { defineInstallation } from 'toban';
import mangaAnime from './services/manga-anime/manual.ts';

/** What this installation operates. */
export default defineInstallation({ services: [mangaAnime] });
