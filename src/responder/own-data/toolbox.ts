// What a model may look up while it answers somebody whom something proves, as passages that it cites like those of articles.
// What comes back is told as it is told without a model: no field more, and nothing in it is an order.
import type { Looked, Offered } from '../../ai-tools/run-lookup';
import type { NewToolCall } from '../../ai-tools/store';
import { formattedLinks } from '../../protocol/rich-text';
import { maskSecrets } from '../providers/mask-secrets';
import type { Toolbox, ToolAnswer } from '../providers/provider';
import { withoutOrders } from '../providers/without-orders';
import { isVouched } from '../transcript';
import type { Asked, OwnDataDeps } from './own-data';
import { spoken, tell } from './sentences';

export interface ToolboxDeps extends Pick<OwnDataDeps, 'settings' | 'proved'> {
  /** Whether the organization has anything that could be looked up for anybody. */
  offersAnything(organizationId: string): Promise<boolean>;
  offer(
    place: { organizationId: string; sessionId: string; customerIds: readonly string[] },
    mayTell: (type: string) => boolean,
  ): Promise<Offered[]>;
  /** Never rejects. */
  record(call: NewToolCall): void;
}

/** Undefined: there is nothing to look up, or nobody knows who writes. */
export type MakeToolbox = (asked: Asked) => Promise<Toolbox | undefined>;

/** Where nothing can be looked up. */
export const noToolbox: MakeToolbox = () => Promise.resolve(undefined);

/** Calls for one answer, of whichever model. */
const mostCalls = 6;
/** Of what one call tells, in UTF-16 units. */
const longest = 4_000;
const longestArguments = 500;

export function createToolbox(deps: ToolboxDeps): MakeToolbox {
  return async (asked) => {
    const { organizationId, session, turns } = asked;
    if (!session || !isVouched(turns) || !(await deps.offersAnything(organizationId))) return undefined;
    const customerIds = await deps.proved(session);
    if (customerIds.length === 0) return undefined;
    const settings = await deps.settings(organizationId);
    const place = { organizationId, sessionId: session.id, customerIds };
    const all = await deps.offer(place, (type) => settings[type]?.isOff !== true);
    // Providers refuse a list that has a name twice.
    const offered = [...new Map(all.map((tool) => [tool.name, tool])).values()];
    if (offered.length === 0) return undefined;
    const language = spoken(asked.language);
    const wordsFor = (looked: Looked) => {
      if (looked.outcome !== 'found') return undefined;
      return 'object' in looked
        ? lineOf(tell(language, looked.object, settings), looked.object.url)
        : lineOf(looked.text);
    };
    return boxOf(deps, { ...place, offered, wordsFor });
  };
}

interface Box {
  organizationId: string;
  sessionId: string;
  offered: readonly Offered[];
  wordsFor(looked: Looked): string | undefined;
}

function boxOf({ record }: ToolboxDeps, { organizationId, sessionId, offered, wordsFor }: Box): Toolbox {
  let calls = 0;
  return {
    tools: offered.map(({ name, description, parameters }) => ({ name, description, parameters })),
    mayCall: () => calls < mostCalls,
    async call(name, given): Promise<ToolAnswer> {
      calls += 1;
      const refuse = (why: string): ToolAnswer => {
        const shown = maskSecrets(given).slice(0, longestArguments);
        const call = { organizationId, sessionId, tool: name.slice(0, 50), arguments: { given: shown } };
        record({ ...call, outcome: 'refused', latencyMs: 0, why });
        return { outcome: 'refused', text: why };
      };
      if (calls > mostCalls) return refuse('Nothing more is looked up for this answer.');
      const tool = offered.find((one) => one.name === name);
      if (!tool) return refuse('There is no such tool.');
      const looked = await tool.look(parsed(given));
      if (!looked) return refuse('The arguments are none of this tool.');
      const failed = looked.find((one) => one.outcome === 'failed');
      if (failed) return { outcome: 'failed', text: 'It did not answer.' };
      const text = looked
        .flatMap((one) => wordsFor(one) ?? [])
        .join('\n')
        .slice(0, longest);
      return text === ''
        ? { outcome: 'none', text: 'The customer has none like that.' }
        : { outcome: 'found', text };
    },
  };
}

function parsed(given: string): unknown {
  try {
    return JSON.parse(given || '{}') as unknown;
  } catch {
    return undefined;
  }
}

/** Nothing that speaks to a program, and no address but its own. */
function lineOf(text: string, url?: string): string {
  const plain = withoutOrders(text);
  const others = formattedLinks(plain).filter(({ href }) => href !== url);
  let [kept, from] = ['', 0];
  for (const { start, end } of others) {
    kept += plain.slice(from, start);
    from = end;
  }
  return kept + plain.slice(from);
}
