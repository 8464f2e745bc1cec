// What a follow-up says where no model writes: the organization's own words, else built-in ones, in the customer's language where there are any. Pure.
import type { FollowUpKind, FollowUpSettings } from '../../protocol/follow-ups';

type Words = Record<FollowUpKind, string>;

const builtIn: Record<string, Words> = {
  en: {
    waiting: 'Hello {{customer.first_name|there}}, do you still need our help? Just write back here.',
    promised:
      'Hello {{customer.first_name|there}}, we wanted to come back to you about what we promised. Is everything settled, or can we still help?',
  },
  de: {
    waiting:
      'Hallo {{customer.first_name|und guten Tag}}, brauchen Sie noch unsere Hilfe? Schreiben Sie uns einfach hier.',
    promised:
      'Hallo {{customer.first_name|und guten Tag}}, wir kommen auf das zurück, was wir Ihnen zugesagt haben. Ist alles erledigt, oder können wir noch helfen?',
  },
  es: {
    waiting: 'Hola, {{customer.first_name|buenos días}}: ¿todavía necesita nuestra ayuda? Escríbanos aquí.',
    promised:
      'Hola, {{customer.first_name|buenos días}}: le escribimos por lo que le prometimos. ¿Está todo resuelto o podemos ayudarle en algo más?',
  },
  fr: {
    waiting:
      'Bonjour {{customer.first_name|à vous}}, avez-vous encore besoin de notre aide ? Répondez-nous simplement ici.',
    promised:
      'Bonjour {{customer.first_name|à vous}}, nous revenons vers vous au sujet de ce que nous vous avions promis. Tout est-il réglé, ou pouvons-nous encore vous aider ?',
  },
  pt: {
    waiting: 'Olá, {{customer.first_name|tudo bem}}? Ainda precisa da nossa ajuda? É só responder por aqui.',
    promised:
      'Olá, {{customer.first_name|tudo bem}}? Voltamos a falar sobre o que prometemos. Está tudo resolvido ou ainda podemos ajudar?',
  },
  ar: {
    waiting: 'مرحبًا {{customer.first_name|بك}}، هل ما زلت بحاجة إلى مساعدتنا؟ يكفي أن ترد هنا.',
    promised:
      'مرحبًا {{customer.first_name|بك}}، نعود إليك بشأن ما وعدناك به. هل تم كل شيء، أم ما زال بإمكاننا المساعدة؟',
  },
};

const base = (tag: string) => tag.toLowerCase().split(/[-_]/)[0]!;

/** @returns with its variables, and the language that it is in */
export function wordsFor(
  kind: FollowUpKind,
  language: string | undefined,
  templates: FollowUpSettings['templates'],
): { text: string; language: string } {
  const own = (tag: string) =>
    templates.find((one) => one.language.toLowerCase() === tag.toLowerCase()) ??
    templates.find((one) => base(one.language) === base(tag));
  const asked = language && (own(language) ?? builtInOf(language));
  const found = asked || own('en') || templates[0] || builtInOf('en')!;
  return { text: found[kind], language: found.language };
}

function builtInOf(tag: string): (Words & { language: string }) | undefined {
  const language = base(tag);
  return Object.hasOwn(builtIn, language) ? { ...builtIn[language]!, language } : undefined;
}
