// What an admin chooses of a server's tools, as the form has it and as it is sent.
import type { EnabledTool, KeptTool, OfferedTools } from '../../protocol/mcp-servers';

type Argument = EnabledTool['arguments'][string];
type OfferedTool = OfferedTools['items'][number];

/** '': left out. */
export interface ChosenArgument {
  from: Argument['from'] | '';
  value: string;
}

export interface ChosenTool {
  isOn: boolean;
  identity: string;
  arguments: Record<string, ChosenArgument>;
}

/** What is sent of one that was kept. */
export const enabledOf = ({ name, identity, arguments: given }: KeptTool): EnabledTool => ({
  name,
  identity,
  arguments: given,
});

/** As it was chosen before; else with what the customer wrote for whatever must be given. */
export function chosenOf({ name, parameters, required }: OfferedTool, kept: readonly KeptTool[]): ChosenTool {
  const before = kept.find((one) => one.name === name);
  const argumentOf = (key: string): ChosenArgument => {
    const { from, value = '' } = before?.arguments[key] ?? { from: undefined };
    return { from: from ?? (!before && required.includes(key) ? 'model' : ''), value: String(value) };
  };
  return {
    isOn: before !== undefined,
    identity: before ? (before.identity ?? '') : 'externalId',
    arguments: Object.fromEntries(Object.keys(parameters).map((key) => [key, argumentOf(key)])),
  };
}

/** What was filled with the one before is filled with this one. */
export function withIdentity(chosen: ChosenTool, identity: string): ChosenTool {
  const from = (identity || 'model') as ChosenArgument['from'];
  const given = Object.entries(chosen.arguments).map(([key, one]): [string, ChosenArgument] => [
    key,
    one.from !== '' && one.from === chosen.identity ? { ...one, from } : one,
  ]);
  return { ...chosen, identity, arguments: Object.fromEntries(given) };
}

export function toEnabled(tool: OfferedTool, chosen: ChosenTool): EnabledTool {
  const given = Object.entries(chosen.arguments).flatMap(
    ([key, { from, value }]): Array<[string, Argument]> => {
      if (from === '') return [];
      return [
        [key, from === 'constant' ? { from, value: typed(value, tool.parameters[key]?.type) } : { from }],
      ];
    },
  );
  return {
    name: tool.name,
    identity: (chosen.identity || null) as EnabledTool['identity'],
    arguments: Object.fromEntries(given),
  };
}

function typed(value: string, type: string | undefined): string | number | boolean {
  if (type === 'boolean') return value.trim() === 'true';
  return type === 'string' || value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
}
