// What is said of each part, and what to do: pure.
import type { HealthItem, HealthPart, HealthState } from '../../../protocol/health';
import { channelWord } from '../../text/channel-name';
import { plural, t } from '../../i18n/translate';

/** What an organization sees to itself. */
export const ownParts: ReadonlySet<HealthPart> = new Set(['channel', 'mail', 'model', 'meaning', 'requests']);

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

const log = t('See the log of Parley for when it began, and run npm run doctor there.');
const channels = { to: '/settings?section=channels', where: t('Channels') };

const nightly = t(
  'Let npm run backup run each night, keep its files elsewhere, and try a restore now and then.',
);

const said: Record<HealthPart, ByState & { title: string; to?: string; where?: string }> = {
  channel: {
    title: t('Channel'),
    ok: { what: t('Messages come in and go out.') },
    wrong: { what: t('It does not work.'), todo: t('Open it under Channels and mend what is said there.') },
    off: { what: t('It is switched off: nothing comes in, and nothing goes out.') },
    ...channels,
  },
  mail: {
    title: t('Mail of Parley'),
    ok: { what: t('Invitations, copies of conversations and weekly numbers go out by your mailbox.') },
    wrong: {
      what: t('No mailbox sends at the moment: invitations, copies and weekly numbers stay here.'),
      todo: t('Mend your e-mail channel.'),
    },
    off: {
      what: t(
        'No mailbox is connected: invitations have to be copied by hand, and no copies or weekly numbers go out.',
      ),
      todo: t('Add an e-mail channel.'),
    },
    ...channels,
  },
  model: {
    title: t('AI'),
    ok: { what: t('The model answers.') },
    look: {
      what: t('The model failed when it was asked last. Customers got the articles’ own words, or a person.'),
      todo: t('Where it goes on, look at its account, its limits and its address.'),
    },
    wrong: {
      what: t(
        'The model has failed several times in a row and is left alone for half a minute at a time. Customers get the articles’ own words, or a person.',
      ),
      todo: t('Look at its account, its limits and its address; it is asked again by itself.'),
    },
    off: {
      what: t('No model is set up: answers are the articles’ own words.'),
      todo: t('Whoever runs the server names one by AI_PROVIDER; nothing is wrong without.'),
    },
    unknown: { what: t('The model has not been asked in 7 days.') },
    to: '/settings?section=ai',
    where: t('Answering'),
  },
  meaning: {
    title: t('Finding by meaning'),
    ok: { what: t('Questions find articles by what they mean.') },
    wrong: {
      what: t('Questions find articles by their words alone.'),
      todo: t('It is tried again by itself; where it goes on, look at what is set by EMBEDDINGS.'),
    },
    off: {
      what: t('It is switched off: questions find articles by their words alone.'),
      todo: t('Whoever runs the server switches it on by EMBEDDINGS.'),
    },
    to: '/knowledge',
    where: t('Knowledge'),
  },
  requests: {
    title: t('Requests for a person'),
    ok: { what: t('Rules and what was learned from examples understand them.') },
    wrong: {
      what: t('Rules alone understand them: fewer are heard.'),
      todo: t(
        'Whoever runs the server puts back the file models/asks-for-person/weights.bin of this version, and starts Parley again.',
      ),
    },
  },
  jobs: {
    title: t('Jobs'),
    ok: { what: t('What is to happen later happens in time.') },
    look: { what: t('Some things are late, or have failed.'), todo: t('Look which, and why.') },
    wrong: {
      what: t('What is to happen later does not: no node runs jobs, or they are stuck.'),
      todo: t('Start a node of the role all or worker; see its log.'),
    },
    to: '/settings?section=jobs',
    where: t('Jobs'),
  },
  postgres: {
    title: t('Database'),
    ok: { what: t('It answers.') },
    wrong: {
      what: t('It does not answer: nothing can be read or kept.'),
      todo: `${t('Start PostgreSQL.')} ${log}`,
    },
  },
  documents: {
    title: t('Log of messages'),
    ok: { what: t('It answers.') },
    wrong: {
      what: t('It does not answer: messages wait in the browsers.'),
      todo: `${t('Start MongoDB.')} ${log}`,
    },
  },
  realtime: {
    title: t('Realtime'),
    ok: { what: t('News reaches everybody at once.') },
    wrong: {
      what: t('It does not answer: messages are kept, and reach people some seconds later.'),
      todo: `${t('Start Redis.')} ${log}`,
    },
  },
  files: {
    title: t('Files'),
    ok: { what: t('The bucket answers.') },
    wrong: {
      what: t('The bucket does not answer: files can be neither sent nor opened.'),
      todo: t('Look at S3_ENDPOINT, S3_BUCKET and their keys.'),
    },
  },
  disk: {
    title: t('Disk'),
    ok: { what: t('There is room.') },
    look: { what: t('Room runs short.'), todo: t('Make room: what cannot be written is refused.') },
    wrong: { what: t('There is no room.'), todo: t('Make room now: what cannot be written is refused.') },
    unknown: { what: t('The disk of DATA_DIR cannot be looked at.') },
  },
  address: {
    title: t('Address|of the server'),
    ok: { what: t('Links in mails and webhooks lead here.') },
    look: {
      what: t('PUBLIC_URL is not set: links in mails and webhooks lead nowhere.'),
      todo: t('Set it to the address that customers and providers reach.'),
    },
  },
  backup: {
    title: t('Backups'),
    ok: { what: t('npm run backup made one within 7 days.') },
    look: { what: t('npm run backup made none within 7 days.'), todo: nightly },
    unknown: { what: t('npm run backup has made none yet.'), todo: nightly },
  },
};

export function healthWords(item: HealthItem): Words {
  // A server that is newer than this tab may tell of a part that has no words here.
  if (!Object.hasOwn(said, item.part)) return { title: titleOf(item.part, item), what: more(item).trim() };
  const { title, to, where, ...states } = said[item.part];
  const { what, todo }: Pick<Words, 'what' | 'todo'> = states[item.state] ?? states.ok;
  const kind = channelWord(item.kind ?? '');
  const named = item.name && item.name !== kind ? `${item.name} (${kind})` : kind;
  return {
    title: item.part === 'channel' ? named : titleOf(title, item),
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
      plural(failed, {
        one: 'One message did not arrive in the last day.',
        other: '{count} messages did not arrive in the last day.',
      }),
    );
  if (part === 'jobs' && failed > 0)
    words.push(plural(failed, { one: 'One job has failed.', other: '{count} jobs have failed.' }));
  if (part === 'jobs' && waitingMs >= 60_000)
    words.push(t('The oldest has waited {count} min.', { count: Math.round(waitingMs / 60_000) }));
  if (bytes !== undefined) words.push(t('{count} GB are left.', { count: gigabytes(bytes) }));
  return words.map((word) => ` ${word}`).join('');
}

const gigabytes = (bytes: number) => Math.round((bytes / 1024 ** 3) * 10) / 10;

/** In one sentence. */
export function overall(items: readonly HealthItem[]): string {
  const count = (state: HealthState) => items.filter((item) => item.state === state).length;
  const [wrong, look] = [count('wrong'), count('look')];
  if (wrong > 0) return plural(wrong, { one: 'One part is broken.', other: '{count} parts are broken.' });
  if (look > 0)
    return plural(look, {
      one: 'All works; look at one part.',
      other: 'All works; look at {count} parts.',
    });
  return t('All works.');
}
