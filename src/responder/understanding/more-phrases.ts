import type { Phrases } from './phrases';

const pt: Phrases = {
  says: {
    hasQuestion:
      'ajuda|preciso de ajuda|pode me ajudar|você pode me ajudar|podes ajudar me|pode ajudar me|tenho uma pergunta|tenho uma dúvida|uma dúvida|uma pergunta|tenho um problema',
    greeting: 'olá|oi|bom dia|boa tarde|boa noite|e aí',
    thanks:
      'obrigado|obrigada|muito obrigado|muito obrigada|valeu|perfeito|ótimo|ok|okay|certo|beleza|legal|super|entendi|entendido|ajudou|show|bom|muito bom',
    done: 'é só isso|só isso|isso é tudo|nada mais|mais nada|nada|resolvido|já resolvi|deixa pra lá|esquece|não importa|tudo certo|tudo bem agora|já encontrei|funcionou',
    bye: 'tchau|até logo|até mais|adeus|bom fim de semana|igualmente',
    yes: 'sim|sim por favor|claro|com certeza|por favor|isso|exato',
    no: 'não|não obrigado|não obrigada|nao|na verdade não|ainda não',
    unhelpful:
      'não ajudou|não ajuda|isso não ajuda|isso não ajudou|não foi útil|não é útil|resposta errada|isso está errado|não foi isso que perguntei|não é o que perguntei|você não entendeu',
    howAreYou: 'tudo bem|como vai|como você está|tudo bom|como está',
    whoAreYou:
      'você é um robô|você é um bot|você é humano|você é uma pessoa|você é uma ia|quem é você|qual é o seu nome|qual seu nome',
    filler: 'pela ajuda|pela sua ajuda|pela resposta|muito|e|então|por agora|por enquanto|é|tudo',
  },
  replies: {
    greeting: 'Olá. Como posso ajudar?',
    thanks: 'De nada. Posso ajudar em mais alguma coisa?',
    bye: 'Até logo, e obrigado por escrever.',
    more: 'O que gostaria de saber?',
    offer: 'Lamento que isto não tenha ajudado. Gostaria de falar com uma pessoa?',
    howAreYou: 'Tudo bem, obrigado. Como posso ajudar?',
    whoAreYou:
      'Sou um assistente de IA e respondo com os nossos artigos de ajuda. Se preferir falar com uma pessoa, basta dizer. Como posso ajudar?',
  },
};

const it: Phrases = {
  says: {
    hasQuestion:
      'aiuto|ho bisogno di aiuto|può aiutarmi|puoi aiutarmi|mi può aiutare|mi puoi aiutare|ho una domanda|avrei una domanda|una domanda|ho un problema',
    greeting: 'ciao|buongiorno|buon giorno|buonasera|buona sera|salve',
    thanks:
      'grazie|grazie mille|molte grazie|perfetto|va bene|ok|okay|ottimo|bene|super|capito|chiaro|bello|utile|mi ha aiutato',
    done: 'è tutto|questo è tutto|basta così|nient altro|niente altro|niente|risolto|ho risolto|lascia stare|lasci stare|non importa|tutto a posto|tutto bene|ho trovato|funziona',
    bye: 'arrivederci|a presto|buona giornata|buona serata|buona notte|altrettanto',
    yes: 'sì|si|sì grazie|certo|certamente|volentieri|per favore|esatto',
    no: 'no|no grazie|non proprio|per niente|non ancora',
    unhelpful:
      'non aiuta|non mi aiuta|non mi ha aiutato|non è utile|non è stato utile|risposta sbagliata|è sbagliato|non è quello che ho chiesto|non hai capito|non risponde alla mia domanda',
    howAreYou: 'come stai|come sta|come va',
    whoAreYou:
      'sei un bot|sei un robot|sei umano|sei una persona|sei una ia|chi sei|come ti chiami|qual è il tuo nome',
    filler: 'per l aiuto|per il tuo aiuto|per la risposta|mille|molto|e|allora|per ora|è|tutto',
  },
  replies: {
    greeting: 'Salve. Come posso aiutare?',
    thanks: 'Prego. Posso aiutare in altro?',
    bye: 'Arrivederci, e grazie del messaggio.',
    more: 'Che cosa vorrebbe sapere?',
    offer: 'Mi dispiace che questo non sia stato utile. Vuole parlare con una persona?',
    howAreYou: 'Bene, grazie. Come posso aiutare?',
    whoAreYou:
      'Sono un assistente IA e rispondo con i nostri articoli di aiuto. Se preferisce parlare con una persona, basta dirlo. Come posso aiutare?',
  },
};

const nl: Phrases = {
  says: {
    hasQuestion:
      'help|ik heb hulp nodig|kunt u mij helpen|kun je me helpen|kan je me helpen|kunt u me helpen|ik heb een vraag|een vraag|vraag|vraagje|ik heb een probleem',
    greeting: 'hoi|hallo|hey|goedemorgen|goedemiddag|goedenavond|goedendag|dag',
    thanks:
      'dank je|dank u|bedankt|dankjewel|dank je wel|dank u wel|hartelijk dank|prima|oké|ok|okay|top|super|goed|perfect|duidelijk|begrepen|fijn|helder',
    done: 'dat was alles|dat is alles|niets meer|verder niets|niks|niets|geen vragen meer|opgelost|is opgelost|laat maar|maakt niet uit|het werkt|gevonden|alles goed|klaar',
    bye: 'tot ziens|doei|fijne dag|fijne avond|goedenacht|tot later|insgelijks',
    yes: 'ja|ja graag|graag|jazeker|zeker|natuurlijk|alsjeblieft|precies',
    no: 'nee|nee dank je|nee bedankt|niet echt|nog niet|helaas niet',
    unhelpful:
      'niet nuttig|dat helpt niet|dat helpt me niet|helpt niet|dat hielp niet|niet behulpzaam|fout antwoord|verkeerd antwoord|dat klopt niet|dat vroeg ik niet|dat was niet mijn vraag|je begrijpt me niet',
    howAreYou: 'hoe gaat het|hoe gaat het met je|alles goed met je|hoe is het',
    whoAreYou:
      'ben je een bot|ben je een robot|bent u een robot|ben je een mens|ben je echt|wie ben je|wie bent u|hoe heet je|hoe heet u',
    filler:
      'voor je hulp|voor uw hulp|voor de hulp|voor het antwoord|heel|erg|en|dan|nu|voor nu|hoor|het|dat|is',
  },
  replies: {
    greeting: 'Hallo. Waarmee kan ik helpen?',
    thanks: 'Graag gedaan. Kan ik nog ergens mee helpen?',
    bye: 'Tot ziens, en bedankt voor het bericht.',
    more: 'Wat wilt u weten?',
    offer: 'Het spijt me dat dit niet hielp. Wilt u met een mens praten?',
    howAreYou: 'Goed, dank u. Waarmee kan ik helpen?',
    whoAreYou:
      'Ik ben een AI-assistent en antwoord uit onze helpartikelen. Praat u liever met een mens, zeg het dan gewoon. Waarmee kan ik helpen?',
  },
};

const pl: Phrases = {
  says: {
    hasQuestion:
      'pomocy|pomoc|potrzebuję pomocy|czy możesz mi pomóc|możesz mi pomóc|czy może mi pan pomóc|czy może mi pani pomóc|mam pytanie|pytanie|mam problem',
    greeting: 'cześć|dzień dobry|dobry wieczór|hej|witam|siema',
    thanks:
      'dzięki|dziękuję|dziękuję bardzo|super|ok|okay|dobrze|świetnie|rozumiem|jasne|pomogło|fajnie|idealnie',
    done: 'to wszystko|to już wszystko|nic więcej|nic|rozwiązane|już rozwiązane|nieważne|nie ważne|już wiem|znalazłem|znalazłam|działa|wszystko jasne',
    bye: 'do widzenia|na razie|miłego dnia|dobranoc|nawzajem',
    yes: 'tak|tak proszę|jasne że tak|oczywiście|pewnie|poproszę|proszę',
    no: 'nie|nie dziękuję|nie dzięki|raczej nie|jeszcze nie',
    unhelpful:
      'nie pomogło|to nie pomogło|to nie pomaga|nieprzydatne|zła odpowiedź|to nie tak|nie o to pytałem|nie o to pytałam|nie rozumiesz',
    howAreYou: 'jak się masz|co słychać|jak leci|jak się pan ma|jak się pani ma',
    whoAreYou:
      'czy jesteś botem|jesteś botem|czy jesteś robotem|jesteś człowiekiem|czy jesteś człowiekiem|kim jesteś|jak masz na imię|jak się nazywasz',
    filler: 'za pomoc|za odpowiedź|bardzo|i|to|już|na teraz|na razie tyle',
  },
  replies: {
    greeting: 'Dzień dobry. W czym mogę pomóc?',
    thanks: 'Proszę bardzo. Czy mogę jeszcze w czymś pomóc?',
    bye: 'Do widzenia i dziękuję za wiadomość.',
    more: 'O co chodzi?',
    offer: 'Przykro mi, że to nie pomogło. Czy połączyć z człowiekiem?',
    howAreYou: 'Dziękuję, dobrze. W czym mogę pomóc?',
    whoAreYou:
      'Jestem asystentem AI i odpowiadam na podstawie naszych artykułów pomocy. Jeśli woli Pan lub Pani rozmowę z człowiekiem, wystarczy napisać. W czym mogę pomóc?',
  },
};

const ru: Phrases = {
  says: {
    hasQuestion:
      'помогите|помощь|нужна помощь|мне нужна помощь|можете помочь|вы можете помочь|вы можете мне помочь|можете мне помочь|у меня вопрос|у меня есть вопрос|есть вопрос|вопрос|у меня проблема',
    greeting: 'привет|здравствуйте|здравствуй|добрый день|добрый вечер|доброе утро|приветствую',
    thanks:
      'спасибо|большое спасибо|спасибо большое|благодарю|отлично|понятно|ок|окей|хорошо|ясно|супер|класс|помогло|понял|поняла',
    done: 'это всё|всё|больше ничего|ничего|вопросов нет|больше вопросов нет|решено|уже решено|вопрос решён|неважно|не важно|забудьте|нашёл|нашла|работает|всё в порядке|всё хорошо',
    bye: 'пока|до свидания|всего доброго|хорошего дня|спокойной ночи|взаимно',
    yes: 'да|да пожалуйста|конечно|да конечно|разумеется|пожалуйста|ага|верно',
    no: 'нет|нет спасибо|не надо|не совсем|пока нет|ещё нет|неа',
    unhelpful:
      'не помогло|это не помогло|не помогает|это не помогает|бесполезно|неправильный ответ|это неверно|не то|я не об этом|вы не поняли|это не мой вопрос',
    howAreYou: 'как дела|как вы|как поживаете|как ты',
    whoAreYou:
      'ты бот|вы бот|это бот|ты робот|вы робот|вы человек|ты человек|кто вы|кто ты|как вас зовут|как тебя зовут',
    filler: 'за помощь|за ответ|очень|и|это|уже|пока что|вам|тебе|вам всем',
  },
  replies: {
    greeting: 'Здравствуйте. Чем могу помочь?',
    thanks: 'Пожалуйста. Могу ли я помочь чем-то ещё?',
    bye: 'До свидания, и спасибо за сообщение.',
    more: 'Что вы хотели бы узнать?',
    offer: 'Жаль, что это не помогло. Хотите поговорить с человеком?',
    howAreYou: 'Спасибо, хорошо. Чем могу помочь?',
    whoAreYou:
      'Я ИИ-помощник и отвечаю по нашим справочным статьям. Если хотите поговорить с человеком, просто скажите. Чем могу помочь?',
  },
};

const ja: Phrases = {
  says: {
    hasQuestion:
      '質問があります|質問です|質問したいです|助けてください|助けて|ヘルプ|困っています|聞きたいことがあります',
    greeting: 'こんにちは|こんばんは|おはよう|おはようございます|はじめまして|もしもし',
    thanks:
      'ありがとう|ありがとうございます|ありがとうございました|どうも|助かりました|わかりました|分かりました|了解|了解です|なるほど|オーケー|ok',
    done: '以上です|大丈夫です|もう大丈夫です|特にありません|ないです|ありません|解決しました|解決です|結構です|もういいです|なんでもない|見つかりました',
    bye: 'さようなら|失礼します|またね|おやすみなさい',
    yes: 'はい|ええ|うん|お願いします|はいお願いします|もちろん',
    no: 'いいえ|いえ|いや|違います|まだです',
    unhelpful:
      '役に立ちません|役に立たない|役に立たなかった|解決していません|解決しません|質問と違います|違う答え|わかってない|間違っています',
    howAreYou: '元気ですか|お元気ですか|調子はどう',
    whoAreYou:
      'ボットですか|あなたはボットですか|ロボットですか|人間ですか|aiですか|あなたは誰ですか|誰ですか|名前は|お名前は',
    filler: 'ね|よ|です|本当に|とても|では|それでは|今は',
  },
  replies: {
    greeting: 'こんにちは。どのようなご用件でしょうか。',
    thanks: 'どういたしまして。ほかにお手伝いできることはありますか。',
    bye: 'ご連絡ありがとうございました。',
    more: 'どのようなことをお知りになりたいですか。',
    offer: 'お役に立てず申し訳ありません。担当者とお話しになりますか。',
    howAreYou: 'ありがとうございます、元気です。どのようなご用件でしょうか。',
    whoAreYou:
      'AIアシスタントです。ヘルプ記事をもとにお答えします。担当者をご希望の場合はお知らせください。どのようなご用件でしょうか。',
  },
};

const zh: Phrases = {
  says: {
    hasQuestion:
      '帮助|帮帮我|帮我|我需要帮助|需要帮助|请帮忙|我有一个问题|我有个问题|有个问题|想问一下|我想问一下',
    greeting: '你好|您好|嗨|早上好|下午好|晚上好|早安|在吗|哈喽',
    thanks: '谢谢|謝謝|多谢|感谢|好的|好|谢谢你|谢谢您|非常感谢|明白了|明白|知道了|了解|可以|太好了|很好|ok',
    done: '没有了|没了|没有|就这些|没有其他问题|没其他问题|没问题了|不用了|算了|解决了|已经解决|已解决|搞定|找到了|没事了|没事',
    bye: '再见|再見|拜拜|晚安|祝你愉快',
    yes: '是|是的|对|要|需要|好啊|当然|嗯|请',
    no: '不|不是|不要|不需要|不用|还没有',
    unhelpful: '没有帮助|没用|没帮助|没有用|帮不上忙|答非所问|不对|错了|不是我问的|回答错误|你没明白',
    howAreYou: '你好吗|最近怎么样|怎么样',
    whoAreYou: '你是机器人吗|是机器人吗|你是人吗|你是真人吗|是真人吗|你是ai吗|你是谁|你叫什么|你叫什么名字',
    filler: '啊|了|吧|呢|的|非常|你|您|你的帮助|您的帮助|暂时',
  },
  replies: {
    greeting: '您好，请问有什么可以帮您？',
    thanks: '不客气。还有什么可以帮您的吗？',
    bye: '再见，感谢您的留言。',
    more: '您想了解什么？',
    offer: '很抱歉没有帮上忙。您想和人工客服交谈吗？',
    howAreYou: '我很好，谢谢。请问有什么可以帮您？',
    whoAreYou:
      '我是AI助手，根据我们的帮助文章回答。如果您想和人工客服交谈，请直接告诉我。请问有什么可以帮您？',
  },
};

const ar: Phrases = {
  says: {
    hasQuestion:
      'مساعدة|ساعدني|أحتاج مساعدة|أحتاج إلى مساعدة|هل يمكنك مساعدتي|ممكن مساعدة|لدي سؤال|عندي سؤال|لدي مشكلة',
    greeting: 'مرحبا|السلام عليكم|أهلا|اهلا|صباح الخير|مساء الخير|هلا',
    thanks: 'شكرا|شكرا جزيلا|شكرا لك|تمام|حسنا|ممتاز|جيد|فهمت|رائع',
    done: 'هذا كل شيء|لا شيء|لا شيء آخر|تم الحل|انحلت|لا يهم|خلاص|وجدتها',
    bye: 'مع السلامة|وداعا|إلى اللقاء|تصبح على خير',
    yes: 'نعم|أجل|نعم من فضلك|بالتأكيد|طبعا|ايوه|من فضلك',
    no: 'لا|لا شكرا|كلا|ليس بعد',
    unhelpful: 'لم يساعد|لم يساعدني|غير مفيد|هذا غير مفيد|لا يساعد|إجابة خاطئة|هذا خطأ|ليس هذا سؤالي',
    howAreYou: 'كيف حالك|كيفك|كيف الحال',
    whoAreYou: 'هل أنت روبوت|هل انت روبوت|هل أنت إنسان|هل انت انسان|من أنت|من انت|ما اسمك',
    filler: 'على المساعدة|على مساعدتك|جدا|و|الآن',
  },
  replies: {
    greeting: 'مرحبًا، كيف يمكنني مساعدتك؟',
    thanks: 'على الرحب والسعة. هل هناك شيء آخر؟',
    bye: 'مع السلامة، وشكرًا على رسالتك.',
    more: 'ماذا تود أن تعرف؟',
    offer: 'نأسف لأن هذا لم يساعد. هل تريد التحدث مع شخص؟',
    howAreYou: 'بخير، شكرًا لك. كيف يمكنني مساعدتك؟',
    whoAreYou:
      'أنا مساعد ذكاء اصطناعي وأجيب من مقالات المساعدة لدينا. إذا كنت تفضل التحدث مع شخص فقل ذلك. كيف يمكنني مساعدتك؟',
  },
};

export const others: Record<string, Phrases> = { pt, it, nl, pl, ru, ja, zh, ar };
