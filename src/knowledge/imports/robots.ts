// robots.txt as RFC 9309 has it: the group of our name, else of everybody; the longest rule that fits decides, and allowing wins a tie.

export const agentName = 'Parley';

/** Longest robots.txt that is read, in UTF-16 units (RFC 9309, 2.5: at least 500 KiB). */
const longest = 512 * 1024;

interface Rule {
  allow: boolean;
  path: string;
}

/** @returns whether a path, with its query, may be fetched */
export function parseRobots(text: string): (path: string) => boolean {
  const groups = new Map<string, Rule[]>();
  let names: string[] = [];
  let inRules = false;
  for (const [field, value] of linesOf(text.slice(0, longest))) {
    if (field === 'user-agent') {
      if (inRules) [names, inRules] = [[], false];
      const name = value.toLowerCase();
      // Rules of others are not kept, nor those of one name twice: a file of names and rules would fill the memory.
      if ((name !== agentName.toLowerCase() && name !== '*') || names.includes(name)) continue;
      names.push(name);
      if (!groups.has(name)) groups.set(name, []);
    } else if (field === 'allow' || field === 'disallow') {
      inRules = true;
      if (value !== '')
        for (const name of names) groups.get(name)!.push({ allow: field === 'allow', path: value });
    }
  }
  const rules = groups.get(agentName.toLowerCase()) ?? groups.get('*') ?? [];
  return (path) => {
    let best: Rule = { allow: true, path: '' };
    for (const rule of rules) {
      const longer = rule.path.length - best.path.length;
      if ((longer > 0 || (longer === 0 && rule.allow)) && fits(rule.path, path)) best = rule;
    }
    return best.allow;
  };
}

function linesOf(text: string): Array<[field: string, value: string]> {
  return text.split(/\r\n?|\n/).flatMap((line): Array<[string, string]> => {
    const said = line.split('#')[0]!;
    const colon = said.indexOf(':');
    if (colon < 0) return [];
    return [[said.slice(0, colon).trim().toLowerCase(), said.slice(colon + 1).trim()]];
  });
}

/** `*` stands for anything, a `$` at the end for the end. */
function fits(pattern: string, path: string): boolean {
  const toEnd = pattern.endsWith('$');
  const [first = '', ...rest] = (toEnd ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    const isLast = index === rest.length - 1;
    const found = isLast && toEnd ? path.length - part.length : path.indexOf(part, at);
    if (found < at || !path.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return !toEnd || at === path.length;
}
