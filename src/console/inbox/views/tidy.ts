import { openStatuses, type SessionWhere } from '../../../protocol/session-where';

/** As it is saved: lists without a choice, and those that choose what is so anyway, are left out. */
export function tidy(where: SessionWhere): SessionWhere {
  const kept = Object.entries(where).filter(([, value]) =>
    Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null,
  );
  const { status, ...rest } = Object.fromEntries(kept) as SessionWhere;
  const isUsual = status?.length === openStatuses.length && openStatuses.every((one) => status.includes(one));
  return { ...rest, ...(status && !isUsual && { status }) };
}

export function sameWhere(a: SessionWhere, b: SessionWhere): boolean {
  const sorted = (where: SessionWhere) =>
    JSON.stringify(
      Object.entries(tidy(where))
        .map(([key, value]) => [
          key,
          Array.isArray(value) ? [...(value as string[])].sort() : (value as unknown),
        ])
        .sort(([x], [y]) => (String(x) < String(y) ? -1 : 1)),
    );
  return sorted(a) === sorted(b);
}
