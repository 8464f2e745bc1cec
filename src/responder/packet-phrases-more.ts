// What a packet says by itself, in more languages.

/** By ISO 639-1. */
export const moreTranslations: Record<string, Record<string, string>> = {
  pl: {
    'The customer asked for a person.': 'Prosi o rozmowę z człowiekiem.',
    'The customer asked for a person: {said}': 'Prosi o rozmowę z człowiekiem: {said}',
    'The customer would like a person: the AI could not help.':
      'Chce rozmawiać z człowiekiem: AI nie pomogła.',
    'The AI is switched off for this organization.': 'AI jest wyłączona w tej organizacji.',
    'The customer is upset.': 'Klient jest zdenerwowany.',
    'The AI has answered {n} times; a person should look at it.':
      'AI odpowiedziała {n} razy; powinien spojrzeć człowiek.',
    'Two answers did not help.': 'Dwie odpowiedzi nie pomogły.',
    '"{said}" is always for a person.': '„{said}” jest zawsze dla człowieka.',
    'Nothing in the knowledge base is about this.': 'W bazie wiedzy nic o tym nie ma.',
    'The nearest article, "{said}", may not be about this.':
      'Najbliższy artykuł, „{said}”, może tego nie dotyczyć.',
    'The AI could not answer.': 'AI nie mogła odpowiedzieć.',
    'The AI did not answer in time.': 'AI nie odpowiedziała na czas.',
    'The customer sent something without words, which the AI does not read.':
      'Przysłano coś bez słów, czego AI nie czyta.',
    'Answered from {titles}.': 'Odpowiedź z: {titles}.',
    'Answered from {titles}; it did not help.': 'Odpowiedź z: {titles}; nie pomogła.',
    'Searched the help centre and found nothing about it.': 'Przeszukano pomoc, nic nie znaleziono.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'Przeszukano pomoc; najbliżej: {titles}. Za mało pewności, by odpowiedzieć.',
    'Sent a file without words.': 'Przysłano plik bez słów.',
    'Has not written anything yet.': 'Jeszcze nic nie napisano.',
    'Asked for a person, and has not said what it is about.':
      'Prosi o rozmowę z człowiekiem, nie powiedziano, w jakiej sprawie.',
  },
  ru: {
    'The customer asked for a person.': 'Просит соединить с человеком.',
    'The customer asked for a person: {said}': 'Просит соединить с человеком: {said}',
    'The customer would like a person: the AI could not help.': 'Нужен человек: ИИ не смог помочь.',
    'The AI is switched off for this organization.': 'ИИ выключен для этой организации.',
    'The customer is upset.': 'Клиент недоволен.',
    'The AI has answered {n} times; a person should look at it.':
      'ИИ ответил {n} раз; нужен взгляд человека.',
    'Two answers did not help.': 'Два ответа не помогли.',
    '"{said}" is always for a person.': '«{said}» всегда решает человек.',
    'Nothing in the knowledge base is about this.': 'В базе знаний об этом ничего нет.',
    'The nearest article, "{said}", may not be about this.':
      'Ближайшая статья, «{said}», возможно, не об этом.',
    'The AI could not answer.': 'ИИ не смог ответить.',
    'The AI did not answer in time.': 'ИИ не ответил вовремя.',
    'The customer sent something without words, which the AI does not read.':
      'Прислано что-то без слов, ИИ этого не читает.',
    'Answered from {titles}.': 'Ответ из: {titles}.',
    'Answered from {titles}; it did not help.': 'Ответ из: {titles}; не помогло.',
    'Searched the help centre and found nothing about it.': 'Поиск в справке ничего не дал.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'Поиск в справке; ближе всего: {titles}. Недостаточно уверенности для ответа.',
    'Sent a file without words.': 'Прислан файл без слов.',
    'Has not written anything yet.': 'Пока ничего не написано.',
    'Asked for a person, and has not said what it is about.':
      'Просит соединить с человеком и не говорит, о чём речь.',
  },
  ja: {
    'The customer asked for a person.': '担当者との会話を希望しています。',
    'The customer asked for a person: {said}': '担当者との会話を希望しています：{said}',
    'The customer would like a person: the AI could not help.':
      '担当者を希望しています。AIでは解決できませんでした。',
    'The AI is switched off for this organization.': 'この組織ではAIがオフになっています。',
    'The customer is upset.': 'お客様は不満を感じています。',
    'The AI has answered {n} times; a person should look at it.':
      'AIが{n}回回答しました。担当者の確認が必要です。',
    'Two answers did not help.': '二つの回答が役に立ちませんでした。',
    '"{said}" is always for a person.': '「{said}」は必ず担当者が対応します。',
    'Nothing in the knowledge base is about this.': 'ナレッジベースに該当する内容がありません。',
    'The nearest article, "{said}", may not be about this.':
      '最も近い記事「{said}」は該当しない可能性があります。',
    'The AI could not answer.': 'AIは回答できませんでした。',
    'The AI did not answer in time.': 'AIは時間内に回答できませんでした。',
    'The customer sent something without words, which the AI does not read.':
      '言葉のない内容が送られ、AIは読み取れません。',
    'Answered from {titles}.': '回答の出典：{titles}。',
    'Answered from {titles}; it did not help.': '回答の出典：{titles}。解決しませんでした。',
    'Searched the help centre and found nothing about it.': 'ヘルプを検索しましたが該当なし。',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'ヘルプを検索：近いもの {titles}。回答するには確信が足りません。',
    'Sent a file without words.': '言葉なしでファイルが送られました。',
    'Has not written anything yet.': 'まだ何も書かれていません。',
    'Asked for a person, and has not said what it is about.':
      '担当者との会話を希望していますが、用件はまだ書かれていません。',
  },
  zh: {
    'The customer asked for a person.': '客户要求转人工。',
    'The customer asked for a person: {said}': '客户要求转人工：{said}',
    'The customer would like a person: the AI could not help.': '客户希望转人工：AI 未能帮上忙。',
    'The AI is switched off for this organization.': '本组织已关闭 AI。',
    'The customer is upset.': '客户不满。',
    'The AI has answered {n} times; a person should look at it.': 'AI 已回答 {n} 次，应由人工查看。',
    'Two answers did not help.': '两次回答都没有帮助。',
    '"{said}" is always for a person.': '“{said}”始终由人工处理。',
    'Nothing in the knowledge base is about this.': '知识库中没有相关内容。',
    'The nearest article, "{said}", may not be about this.': '最接近的文章“{said}”可能与此无关。',
    'The AI could not answer.': 'AI 无法回答。',
    'The AI did not answer in time.': 'AI 未能及时回答。',
    'The customer sent something without words, which the AI does not read.':
      '客户发送了没有文字的内容，AI 无法阅读。',
    'Answered from {titles}.': '回答来源：{titles}。',
    'Answered from {titles}; it did not help.': '回答来源：{titles}；没有帮助。',
    'Searched the help centre and found nothing about it.': '搜索了帮助中心，没有找到相关内容。',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      '搜索了帮助中心；最接近：{titles}。不够确定，未回答。',
    'Sent a file without words.': '发送了没有文字的文件。',
    'Has not written anything yet.': '还没有写任何内容。',
    'Asked for a person, and has not said what it is about.': '要求人工客服，但还没有说明是什么事。',
  },
  ar: {
    'The customer asked for a person.': 'طلب التحدث مع شخص.',
    'The customer asked for a person: {said}': 'طلب التحدث مع شخص: {said}',
    'The customer would like a person: the AI could not help.':
      'يريد شخصًا: لم يستطع الذكاء الاصطناعي المساعدة.',
    'The AI is switched off for this organization.': 'الذكاء الاصطناعي متوقف لهذه المؤسسة.',
    'The customer is upset.': 'العميل مستاء.',
    'The AI has answered {n} times; a person should look at it.':
      'أجاب الذكاء الاصطناعي {n} مرات؛ يجب أن يطّلع شخص.',
    'Two answers did not help.': 'لم تفد إجابتان.',
    '"{said}" is always for a person.': '«{said}» يتولاه شخص دائمًا.',
    'Nothing in the knowledge base is about this.': 'لا شيء عن هذا في قاعدة المعرفة.',
    'The nearest article, "{said}", may not be about this.': 'أقرب مقال، «{said}»، قد لا يخص هذا.',
    'The AI could not answer.': 'لم يستطع الذكاء الاصطناعي الإجابة.',
    'The AI did not answer in time.': 'لم يجب الذكاء الاصطناعي في الوقت المحدد.',
    'The customer sent something without words, which the AI does not read.':
      'أرسل شيئًا بلا كلمات لا يقرؤه الذكاء الاصطناعي.',
    'Answered from {titles}.': 'أُجيب من: {titles}.',
    'Answered from {titles}; it did not help.': 'أُجيب من: {titles}؛ ولم يفد.',
    'Searched the help centre and found nothing about it.': 'جرى البحث في مركز المساعدة دون نتيجة.',
    'Searched the help centre; nearest: {titles}. Not sure enough to answer.':
      'جرى البحث في مركز المساعدة؛ الأقرب: {titles}. لا يقين كافيًا للإجابة.',
    'Sent a file without words.': 'أرسل ملفًا بلا كلمات.',
    'Has not written anything yet.': 'لم يكتب شيئًا بعد.',
    'Asked for a person, and has not said what it is about.': 'طلب التحدث إلى شخص، ولم يقل ما الموضوع.',
  },
};
