// Numbers that people look at: what is counted, of which conversations, and what each figure means.
import { z } from 'zod';
import { pageQuery } from './lists';
import { channelType } from './model/channel';
import { id, instant, timestamp } from './model/ids';
import { said, text } from './model/text-types';
import { timeZoneName } from './time-zone';

export const buckets = ['hour', 'day', 'week'] as const;
export type Bucket = (typeof buckets)[number];

export const breakdowns = ['agent', 'team', 'channel', 'label', 'language', 'trigger', 'score'] as const;
export type Breakdown = (typeof breakdowns)[number];

/** Which of the conversations a figure counts; each is a list that can be opened. */
export const figureNames = [
  'conversations',
  'closed',
  'resolvedByAi',
  'withPerson',
  'unanswered',
  'handedOver',
  'answeredByPerson',
  'answeredAgain',
  'rated',
  'commented',
] as const;
export type FigureName = (typeof figureNames)[number];

const calendarDay = z.iso.date().meta({ examples: ['2026-03-01'] });

const longestDays = 400;
const longestHours = 31;
const daysOf = ({ from, to }: { from: string; to: string }) =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1;

export const or = <Item extends z.ZodType>(item: Item) => z.union([item, z.literal('none')]).optional();

/** Which days, and which conversations. */
export const chosen = {
  from: calendarDay.describe('First day, in the time zone.'),
  to: calendarDay.describe('Last day, included.'),
  timeZone: timeZoneName.default('UTC').describe('Where a day begins at midnight.'),
  channelType: channelType.optional().describe('Only this kind of channel.'),
  channelId: id.optional().describe('Only this channel.'),
  agentId: or(id).describe(
    'Who holds it or held it last; of responses (`firstResponse`, `nextResponse`, `answeredByPerson`, `answeredAgain`) who gave them, whoever holds it. `none`: nobody, or it is not known who.',
  ),
  teamId: or(id).describe('Its team; `none`: it has none.'),
  label: or(text(50).min(1)).describe('It has this label; `none`: it has none.'),
  language: or(text(35).min(1)).describe("The customer's language; `none`: it is not known."),
};

interface Range {
  from: string;
  to: string;
}
export const inOrder: [(range: Range) => boolean, object] = [
  ({ from, to }) => from <= to,
  { message: 'must not be before from', path: ['to'] },
];
export const inReach: [(range: Range) => boolean, object] = [
  (range) => daysOf(range) <= longestDays && range.from >= '1970-01-02' && range.to < '2200-01-01',
  { message: `must be at most ${longestDays} days before to, and of the years 1970 to 2199`, path: ['from'] },
];

export const figuresQuery = z
  .strictObject({
    ...chosen,
    bucket: z
      .enum(buckets)
      .default('day')
      .describe(`How the range is cut; hours: up to ${longestHours} days.`),
  })
  .refine(...inOrder)
  .refine(...inReach)
  .refine((asked) => asked.bucket !== 'hour' || daysOf(asked) <= longestHours, {
    message: `goes by the hour for at most ${longestHours} days`,
    path: ['bucket'],
  });

export const breakdownQuery = z
  .strictObject({ ...chosen, by: z.enum(breakdowns).describe('What each row is.') })
  .refine(...inOrder)
  .refine(...inReach);

export const loadQuery = z
  .strictObject(chosen)
  .refine(...inOrder)
  .refine(...inReach);

export const figureSessionsQuery = z
  .strictObject({
    ...chosen,
    ...pageQuery,
    figure: z.enum(figureNames).default('conversations').describe('Which of them.'),
    trigger: or(text(50).min(1)).describe('Handed over for this; `none`: not handed over.'),
    score: z.coerce.number().int().min(1).max(5).optional().describe('Rated so.'),
    startedFrom: instant.optional().describe('Began at this time or later: the start of a bucket.'),
    startedBefore: instant.optional().describe('Began before: the end of a bucket.'),
    weekday: z.coerce.number().int().min(1).max(7).optional().describe('Began on it; 1 = Monday.'),
    hour: z.coerce.number().int().min(0).max(23).optional().describe('Began in this hour of the clock.'),
  })
  .refine(...inOrder)
  .refine(...inReach);

const seconds = z
  .object({
    count: z.int().describe('Of how many it is known.'),
    median: z.number().nullable().describe('Seconds: half took no longer. Null where none is known.'),
    p90: z.number().nullable().describe('Seconds: nine of ten took no longer. Null where none is known.'),
  })
  .describe('How long it took.');

/**
 * All of them count conversations by when they began, so that every figure of a range is about the same conversations.
 * Medians and nine of ten, because one conversation left open over a weekend would carry off a mean.
 */
export const figures = z.object({
  conversations: z.int().describe('Conversations that began.'),
  closed: z.int().describe('Those of them that are closed by now, and go on in no other one.'),
  resolvedByAi: z
    .int()
    .describe(
      'Closed, answered by the AI, never handed over, taken or answered by a person, not open again, and the customer began no other conversation within 24 hours of the end.',
    ),
  withPerson: z.int().describe('Closed after they had gone to people.'),
  unanswered: z
    .int()
    .describe(
      'Closed by neither: nobody answered, or the customer came back within 24 hours of what the AI had said.',
    ),
  handedOver: z.int().describe('Those that the AI gave to people.'),
  firstResponse: seconds.describe(
    "From when the customer waited for a person to that person's first answer, once a conversation; of an agent, where that agent gave it.",
  ),
  nextResponse: seconds.describe(
    "Each later answer of a person, from the customer's first word that it answers, by the clock as the first one: words in a row wait once, answers in a row answer once. Notes, the AI and rules answer nothing here; what the AI has answered meanwhile, and what was open at the close, is not waited for. The newest 100 of a conversation; of an agent, those that this agent gave.",
  ),
  resolution: seconds.describe('From the first message to the close, of those that are closed.'),
  rated: z.int().describe('Those that the customer rated.'),
  satisfied: z.int().describe('Those that were rated 4 or 5.'),
  averageScore: z.number().nullable().describe('1 to 5; null where nobody rated.'),
});

export const period = z.object({
  from: timestamp.describe('Its first moment.'),
  until: timestamp.describe('The first moment after it.'),
});

export const figuresReport = z.object({
  period: period.describe('What was asked for.'),
  totals: figures.describe('All of it.'),
  answers: z
    .object({
      ...seconds.shape,
      cost: z.number().nullable().describe("In the operator's currency; null where no price is known."),
    })
    .describe("The AI's answers in these conversations, and how long each took."),
  before: z
    .object({
      period: period.describe('From when to when.'),
      totals: figures.describe('All of it.'),
    })
    .describe('As many days before it. Of days that are not over yet, the same part of the days before.'),
  buckets: z
    .array(
      figures.extend({ from: timestamp.describe('Start.'), until: timestamp.describe('End, not included.') }),
    )
    .describe('One entry an hour, day or week, in order; those without conversations included.'),
});

export const figuresBreakdown = z.object({
  rows: z
    .array(
      figures.extend({
        key: said().nullable().describe('Id, label, language, reason or score; null: none.'),
        name: said().optional().describe('What it is called.'),
      }),
    )
    .describe(
      'The largest first, at most 100. A conversation with two labels is in two rows; by agent it is in the row of who holds it or held it last, and each of its responses in the row of who gave it.',
    ),
});

export const figuresLoad = z.object({
  hours: z
    .array(z.array(z.int()).length(24))
    .length(7)
    .describe('Conversations that began, by weekday (Monday first) and hour of the clock.'),
});

export const figuresNow = z.object({
  waiting: z.int().describe('Conversations in the queue.'),
  longestWaitSince: timestamp.nullable().describe('Since when the first of them waits; null: none waits.'),
  withAi: z.int().describe('Conversations that the AI has.'),
  withAgents: z.int().describe('Conversations that agents have, without those put away.'),
  agentsOnline: z.int().describe('Agents who are online.'),
  today: figures.describe('Conversations that began today.'),
});

export const nowQuery = z.strictObject({ timeZone: chosen.timeZone });

export type Figures = z.infer<typeof figures>;
export type FiguresReport = z.infer<typeof figuresReport>;
export type FiguresBreakdown = z.infer<typeof figuresBreakdown>;
export type FiguresLoad = z.infer<typeof figuresLoad>;
export type FiguresNow = z.infer<typeof figuresNow>;
export type FiguresQuery = z.infer<typeof figuresQuery>;
