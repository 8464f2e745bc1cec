// What an agent may say first to who is upset.

/** By ISO 639-1, the languages of small talk. */
const replies: Record<string, string> = {
  en: 'I am sorry about this. I am reading your conversation now and will look after it myself.',
  de: 'Das tut mir leid. Ich lese gerade Ihre Unterhaltung und kümmere mich selbst darum.',
  es: 'Lamento lo ocurrido. Estoy leyendo su conversación y me ocuparé yo de ello.',
  fr: 'Je suis désolé de ce qui est arrivé. Je lis votre conversation et je m’en occupe moi-même.',
  pt: 'Lamento o sucedido. Estou a ler a sua conversa e vou tratar disso pessoalmente.',
  it: 'Mi dispiace per l’accaduto. Sto leggendo la conversazione e me ne occupo io.',
  nl: 'Dat spijt me. Ik lees uw gesprek nu en zorg er zelf voor.',
  pl: 'Przykro mi z tego powodu. Czytam właśnie tę rozmowę i zajmę się tym osobiście.',
  ru: 'Мне жаль, что так вышло. Я читаю вашу переписку и займусь этим лично.',
  ja: 'ご不便をおかけして申し訳ありません。ただいま内容を確認しており、私が対応いたします。',
  zh: '很抱歉给您带来不便。我正在查看对话，会亲自跟进处理。',
  ar: 'نأسف لما حدث. أقرأ محادثتك الآن وسأتابع الأمر بنفسي.',
};

/** @returns undefined for a language that is not spoken: no suggestion is better than one in another language */
export function reassurance(language: string): string | undefined {
  return Object.hasOwn(replies, language) ? replies[language] : undefined;
}
