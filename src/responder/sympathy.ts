// Who complains is heard first: before anything is quoted it is acknowledged, and a person is offered.

/** By ISO 639-1, the languages of small talk. */
const heads: Record<string, string> = {
  en: 'I am sorry about that. Would you like to talk to a person? This may help meanwhile:',
  de: 'Das tut mir leid. Möchten Sie mit einem Menschen sprechen? Vielleicht hilft bis dahin dies:',
  es: 'Lamento lo ocurrido. ¿Quieres hablar con una persona? Mientras tanto, esto puede ayudar:',
  fr: 'Je suis désolé de ce qui est arrivé. Souhaitez-vous parler à une personne ? En attendant, ceci peut aider :',
  pt: 'Lamento o sucedido. Gostaria de falar com uma pessoa? Entretanto, isto pode ajudar:',
  it: 'Mi dispiace per l’accaduto. Vuole parlare con una persona? Intanto questo può essere utile:',
  nl: 'Dat spijt me. Wilt u met een mens praten? Misschien helpt dit intussen:',
  pl: 'Przykro mi z tego powodu. Czy połączyć z człowiekiem? Tymczasem może pomóc to:',
  ru: 'Мне жаль, что так вышло. Хотите поговорить с человеком? А пока может помочь вот что:',
  ja: 'ご不便をおかけして申し訳ありません。担当者とお話しになりますか。まずはこちらをご覧ください：',
  zh: '很抱歉给您带来不便。您想和人工客服交谈吗？以下内容可能有帮助：',
  ar: 'نأسف لما حدث. هل تريد التحدث مع شخص؟ قد يفيد هذا في هذه الأثناء:',
};

/** What stands before an answer to a complaint, with the empty line. */
export function sympathy(language: string | undefined): string {
  const head = Object.hasOwn(heads, language ?? 'en') ? heads[language ?? 'en'] : heads['en'];
  return `${head}\n\n`;
}

/** Whether a text offers a person in this way: "yes" to it calls one. */
export function offersPerson(text: string): boolean {
  return Object.values(heads).some((head) => text.startsWith(head));
}
