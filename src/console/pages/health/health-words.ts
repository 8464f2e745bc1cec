// What is said of each part, and what to do: pure.
import type { HealthItem, HealthPart, HealthState } from '../../../protocol/health';

/** What an organization sees to itself. */
export const ownParts: ReadonlySet<HealthPart> = new Set(['channel', 'mail', 'model', 'meaning']);

interface Words {
  title: string;
  what: string;
  /** Where it is not well. */
  todo?: string;
  /** Where one sees to it. */
  to?: string;
  where?: string;
}

type ByState = Partial<Record<HealthState, Pick<Words, 'what' | 'todo'>>> & { ok: Pick<Words, 'what'> };

const log = 'See the log of Parley for when it began, and run npm run doctor there.';
const channels = { to: '/settings?section=channels', where: 'Channels' };

const said: Record<HealthPart, ByState & { title: string; to?: string; where?: string }> = {
  channel: {
    title: 'Channel',
    ok: { what: 'Messages come in and go out.' },
    wrong: { what: 'It does not work.', todo: 'Open it under Channels and mend what is said there.' },
    off: { what: 'It is switched off: nothing comes in, and nothing goes out.' },
    ...channels,
  },
  mail: {
    title: 'Mail of Parley',
    ok: { what: 'Invitations, copies of conversations and weekly numbers go out by your mailbox.' },
    wrong: {
      what: 'No mailbox sends at the moment: invitations, copies and weekly numbers stay here.',
      todo: 'Mend your e-mail channel.',
    },
    off: {
      what: 'No mailbox is connected: invitations have to be copied by hand, and no copies or weekly numbers go out.',
      todo: 'Add an e-mail channel.',
    },
    ...channels,
  },
  model: {
    title: 'AI',
    ok: { what: 'The model answers.' },
    look: {
      what: 'The model failed when it was asked last. Customers got the articles’ own words, or a person.',
      todo: 'Where it goes on, look at its account, its limits and its address.',
    },
    wrong: {
      what: 'The model has failed several times in a row and is left alone for half a minute at a time. Customers get the articles’ own words, or a person.',
      todo: 'Look at its account, its limits and its address; it is asked again by itself.',
    },
    off: {
      what: 'No model is set up: answers are the articles’ own words.',
      todo: 'Whoever runs the server names one by AI_PROVIDER; nothing is wrong without.',
    },
    unknown: { what: 'The model has not been asked in 7 days.' },
    to: '/settings?section=ai',
    where: 'Answering',
  },
  meaning: {
    title: 'Finding by meaning',
    ok: { what: 'Questions find articles by what they mean.' },
    wrong: {
      what: 'Questions find articles by their words alone.',
      todo: 'It is tried again by itself; where it goes on, look at what is set by EMBEDDINGS.',
    },
    off: {
      what: 'It is switched off: questions find articles by their words alone.',
      todo: 'Whoever runs the server switches it on by EMBEDDINGS.',
    },
    to: '/knowledge',
    where: 'Knowledge',
  },
  jobs: {
    title: 'Jobs',
    ok: { what: 'What is to happen later happens in time.' },
    look: { what: 'Some things are late, or have failed.', todo: 'Look which, and why.' },
    wrong: {
      what: 'What is to happen later does not: no node runs jobs, or they are stuck.',
      todo: 'Start a node of the role all or worker; see its log.',
    },
    to: '/settings?section=jobs',
    where: 'Jobs',
  },
  postgres: {
    title: 'Database',
    ok: { what: 'It answers.' },
    wrong: { what: 'It does not answer: nothing can be read or kept.', todo: `Start PostgreSQL. ${log}` },
  },
  documents: {
    title: 'Log of messages',
    ok: { what: 'It answers.' },
    wrong: { what: 'It does not answer: messages wait in the browsers.', todo: `Start MongoDB. ${log}` },
  },
  realtime: {
    title: 'Realtime',
    ok: { what: 'News reaches everybody at once.' },
    wrong: {
      what: 'It does not answer: messages are kept, and reach people some seconds later.',
      todo: `Start Redis. ${log}`,
    },
  },
  files: {
    title: 'Files',
    ok: { what: 'The bucket answers.' },
    wrong: {
      what: 'The bucket does not answer: files can be neither sent nor opened.',
      todo: 'Look at S3_ENDPOINT, S3_BUCKET and their keys.',
    },
  },
  disk: {
    title: 'Disk',
    ok: { what: 'There is room.' },
    look: { what: 'Room runs short.', todo: 'Make room: what cannot be written is refused.' },
    wrong: { what: 'There is no room.', todo: 'Make room now: what cannot be written is refused.' },
    unknown: { what: 'The disk of DATA_DIR cannot be looked at.' },
  },
  address: {
    title: 'Address',
    ok: { what: 'Links in mails and webhooks lead here.' },
    look: {
      what: 'PUBLIC_URL is not set: links in mails and webhooks lead nowhere.',
      todo: 'Set it to the address that customers and providers reach.',
    },
  },
  backup: {
    title: 'Backups',
    ok: { what: 'There is one.' },
    unknown: {
      what: 'Parley does not note when a backup was made.',
      todo: 'Let npm run backup run each night, keep its files elsewhere, and try a restore now and then.',
    },
  },
};

export function healthWords(item: HealthItem): Words {
  const { title, to, where, ...states } = said[item.part];
  const { what, todo }: Pick<Words, 'what' | 'todo'> = states[item.state] ?? states.ok;
  const named = item.part === 'channel' && item.name ? item.name : title;
  return {
    title: item.part === 'channel' ? `${named} (${item.kind})` : titleOf(title, item),
    what: `${what}${more(item)}`,
    ...(todo && { todo }),
    ...(to && where && { to, where }),
  };
}

function titleOf(title: string, { name, kind }: HealthItem): string {
  const detail = name ?? kind;
  return detail === undefined ? title : `${title}: ${detail}`;
}

/** Numbers, where there are some. */
function more({ part, failed = 0, waitingMs = 0, bytes }: HealthItem): string {
  const words = [];
  if (part === 'channel' && failed > 0)
    words.push(
      failed === 1
        ? '1 message did not arrive in the last day.'
        : `${failed} messages did not arrive in the last day.`,
    );
  if (part === 'jobs' && failed > 0)
    words.push(failed === 1 ? '1 job has failed.' : `${failed} jobs have failed.`);
  if (part === 'jobs' && waitingMs >= 60_000)
    words.push(`The oldest has waited ${Math.round(waitingMs / 60_000)} min.`);
  if (bytes !== undefined) words.push(`${gigabytes(bytes)} GB are left.`);
  return words.map((word) => ` ${word}`).join('');
}

const gigabytes = (bytes: number) => Math.round((bytes / 1024 ** 3) * 10) / 10;

/** In one sentence. */
export function overall(items: readonly HealthItem[]): string {
  const count = (state: HealthState) => items.filter((item) => item.state === state).length;
  const [wrong, look] = [count('wrong'), count('look')];
  if (wrong > 0) return wrong === 1 ? 'One part is broken.' : `${wrong} parts are broken.`;
  if (look > 0) return look === 1 ? 'All works; look at one part.' : `All works; look at ${look} parts.`;
  return 'All works.';
}
