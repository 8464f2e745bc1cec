// What an answer costs, and who is asked once nothing more may be spent.
import type { Provider, ProviderAnswer } from './providers/provider';
import { say } from '../protocol/server-texts/said';
import type { RunBudget } from './run-budget';

export const spentAll = say('ai_spent_budget');

/** Beyond the budget answers come of who costs nothing. */
export async function affordable(
  deps: { provider: Provider; fallbacks?: readonly Provider[]; budget: Pick<RunBudget, 'affords'> },
  situation: Parameters<RunBudget['affords']>[0],
): Promise<readonly Provider[]> {
  const all = [deps.provider, ...(deps.fallbacks ?? [])];
  const isAfforded = all[0]!.model === undefined || (await deps.budget.affords(situation));
  return isAfforded ? all : all.filter(({ model }) => model === undefined);
}

const perPrice = 1_000_000;

export function costOf(
  { tokens }: Pick<ProviderAnswer, 'tokens'>,
  prices: Provider['prices'],
): Pick<ProviderAnswer, 'tokens'> & { cost?: number } {
  if (!tokens) return {};
  const cost = prices && (tokens.input * prices.input + tokens.output * prices.output) / perPrice;
  return { tokens, ...(cost !== undefined && { cost }) };
}
