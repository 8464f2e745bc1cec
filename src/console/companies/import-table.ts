// A table of companies as a person has it: which column is what, and what each row says. Pure.
import type { NewCompany } from '../../protocol/companies';
import type { CsvTable } from '../../protocol/csv';
import type { Tier } from '../../protocol/model/tier';
import type { TableRow } from '../table-import/table';
import { tierWords } from '../text/tier-words';
import { t } from '../i18n/translate';

export const targets = ['name', 'externalId', 'domains', 'tier', 'ownerId', 'notes'] as const;
/** What becomes of a column; an attribute is called by `attributeKey`. */
export type Target = (typeof targets)[number] | 'attribute' | 'nothing';

export interface Owner {
  id: string;
  displayName: string;
}

const usual: ReadonlyArray<[RegExp, Target]> = [
  [/^(company|name|company ?name|account|account ?name|organi[sz]ation)$/, 'name'],
  [/^(id|external ?id|company ?id|account ?id|your id)$/, 'externalId'],
  [/^(domains?|web ?site|web|url)$/, 'domains'],
  [/^(tier|level|plan ?tier)$/, 'tier'],
  [/^(owner|looked after by|account ?(owner|manager))$/, 'ownerId'],
  [/^(notes?|comments?|description)$/, 'notes'],
];

/** What each column is likely to be; each target but attributes once. */
export function guessed(header: readonly string[]): Target[] {
  const taken = new Set<Target>();
  return header.map((title) => {
    const plain = title.toLowerCase().replace(/[\s_-]+/g, ' ');
    const own = targets.find((target) => targetWords[target].toLowerCase() === title.toLowerCase());
    const target = own ?? usual.find(([form]) => form.test(plain))?.[1];
    if (target && !taken.has(target)) {
      taken.add(target);
      return target;
    }
    return attributeKey(title) ? 'attribute' : 'nothing';
  });
}

/** "Annual revenue (EUR)" -> "annual_revenue_eur"; '' where none of its signs can be in a key. */
export function attributeKey(title: string): string {
  const plain = title.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = plain.split(/[^a-z0-9.-]+/).filter(Boolean);
  return words.join('_').slice(0, 100);
}

export const targetWords: Record<(typeof targets)[number], string> = {
  name: t('Name'),
  externalId: t('Your id'),
  domains: t('Domains'),
  tier: t('Tier'),
  ownerId: t('Looked after by'),
  notes: t('Notes'),
};

export function rowsOf(
  { header, rows }: CsvTable,
  chosen: readonly Target[],
  owners: readonly Owner[],
): TableRow[] {
  const seen = new Map<string, number>();
  return rows.map(({ cells, number }) => {
    const company: Partial<NewCompany> = {};
    const reasons = chosen.flatMap((target, n) => {
      const value = cells[n]?.trim() ?? '';
      if (value === '' || target === 'nothing') return [];
      if (target !== 'attribute') return put(company, { target, value, owners }) ?? [];
      company.attributes = { ...company.attributes, [attributeKey(header[n]!)]: attributeValue(value) };
      return [];
    });
    if (!company.name) reasons.unshift(t('The name is missing.'));
    reasons.push(...again(company, seen));
    if (reasons.length === 0) for (const mark of marksOf(company)) seen.set(mark, number);
    const row = { number, name: company.name ?? '' };
    return reasons.length > 0 ? { ...row, reason: reasons.join(' ') } : { ...row, sent: company };
  });
}

interface Cell {
  target: (typeof targets)[number];
  value: string;
  owners: readonly Owner[];
}

/** @returns why it cannot be */
function put(company: Partial<NewCompany>, { target, value, owners }: Cell): string | undefined {
  if (target === 'domains') company.domains = domainsOf(value);
  else if (target === 'tier') {
    const tier = tierOf(value);
    if (!tier) return t('“{value}” is no tier: write standard, priority or VIP.', { value });
    company.tier = tier;
  } else if (target === 'ownerId') {
    const owner = owners.find(({ displayName }) => same(displayName, value));
    if (!owner) return t('“{value}” is none of your agents.', { value });
    company.ownerId = owner.id;
  } else company[target] = value;
  return undefined;
}

const same = (one: string, other: string) => one.trim().toLowerCase() === other.toLowerCase();

const tierOf = (value: string): Tier | undefined =>
  (Object.keys(tierWords) as Tier[]).find((tier) => same(tier, value) || same(tierWords[tier], value));

/** Of a web site's address, its host. */
function domainsOf(value: string): string[] {
  const all = value.split(/[\s,;|]+/).map((one) => {
    const [host = ''] = one
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .split(/[/?#:]/);
    return host.replace(/^www\./, '');
  });
  return [...new Set(all.filter(Boolean))];
}

/** A number is one only where nothing of how it is written is lost. */
function attributeValue(value: string): string | number | boolean {
  if (/^-?(0|[1-9]\d{0,14})$/.test(value)) return Number(value);
  if (/^(true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  return value;
}

/** What two rows may not have in common: which of both is right, nobody knows. */
const marksOf = ({ externalId, name, domains = [] }: Partial<NewCompany>): string[] => [
  externalId ? `id ${externalId}` : `name ${(name ?? '').toLowerCase()}`,
  ...domains.map((domain) => `domain ${domain}`),
];

function again(company: Partial<NewCompany>, seen: ReadonlyMap<string, number>): string[] {
  const [own, ...domains] = marksOf(company).map((mark) => ({ mark, number: seen.get(mark) }));
  if (own?.number !== undefined)
    return [t('Row {number} is about the same company.', { number: own.number })];
  return domains.flatMap(({ mark, number }) =>
    number === undefined ? [] : t('Row {number} has {domain}, too.', { number, domain: mark.slice(7) }),
  );
}
