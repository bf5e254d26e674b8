/** Every channel there is: what stands here can be used by manuals, as `import { … } from 'toban'`. */
export { email } from './email/index.ts';
export { slack } from './slack.ts';
