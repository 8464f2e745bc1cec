// Words that say nothing about the subject of a question, in the languages most written on the web.
const lists = [
  // English
  `a about after again all am an and any are as at be been but by came can cannot cant come could couldnt did didnt do does
   doesnt doing done dont for from get getting go going got had has have having he hello help her hey hi him his how i id if ill
   im in into is isnt it its ive just know let like long lot many may me mine more much my need needs no not now of on one only
   or our out over please really she should so some tell thank thanks that the their them then there these they thing this
   those to too trying up us very want wanted wants was way we were what whats when where which while who why will with
   wont would you your`,
  // German
  `aber als am an auch auf aus bei bis bitte da damit danke das dass dein dem den der des dies diese doch du ein eine
   einem einen einer er es für hab habe haben hallo hatte ich ihr ihre im in ist ja kann kein keine können mein meine
   meinem meinen meiner mich mir mit möchte nach nicht noch nun nur ob oder ohne sein sich sie sind so um und uns unser von
   vom vor wann war warum was wenn wer werden wie will wir wird wo wurde zu zum zur`,
  // Spanish, Portuguese
  `al algo con cómo como cuál cual cuando cuándo de del desde donde dónde el ella en es esta está este esto estoy favor gracias
   ha hace hacer hay he hola la las le les lo los me mi mis muy más nada ni no nos o para pero por porque puede puedo que qué quiero
   se si sí sin sobre soy su sus te tengo tiene todo tu un una uno unos y ya yo
   ao aos as com da das do dos e é ela ele em estou eu fazer foi isso isto já mais mas meu meus minha muito na não nas nem no nos
   obrigado obrigada olá onde os ou pelo posso quando quero ser seu sua também tem tenho tudo um uma você`,
  // French, Italian
  `à au aux avec avez avoir bonjour ça ce ces cette combien comment dans de des du elle en est et être faire fait il ils j'ai je la le
   les leur lui ma mais me merci mes moi mon n'ai ne nos notre nous on ou où par pas peut peux plait pourquoi puis quand que quel
   quelle qui s'il sa se ses si suis sur ta te tu un une veux vos votre vous y
   agli ai al alla anche che chi ci ciao come con cosa da dal dalla dei del della di dove e ed gli grazie ha ho i il in io la le lo
   mi mia mio ne nel nella non o per perché più posso quale quando questo se sei si sono su sua suo ti tra un una uno vorrei`,
  // Dutch, Polish, Turkish
  `aan als bij dag dat de deze dit een en er geen goed haar heb hebben heeft hem het hij hoe ik in is je kan kunnen maar
   me met mij mijn naar niet nog nu of om ook op over te tot uit veel voor waar wanneer waarom wat we wel wie wij wil worden zijn
   a aby ale być chcę co czy dla do dzień dziękuję gdzie i ich ile jak jest jestem już kiedy lub ma mam mi mnie mogę mój moja moje
   na nie o od po proszę przez się są ta tak te to tylko w we z za że
   ama bana ben bir bu bunu da daha de değil gibi için ile ise mi mı mu ne neden nerede nasıl olan sen siz şu teşekkürler var ve veya ya`,
  // Russian
  `а без бы был была было быть в вам вас вы где да для до его ее если есть еще же за здравствуйте и из или им их к как какой когда
   кто ли меня мне могу можно мой моя мое мои мы на над надо нас не него нет ни но о об он она они от очень по пожалуйста почему при
   привет с сколько со спасибо так там то тоже только ты у уже хочу что чтобы это этот я`,
  // Japanese, Chinese
  `の に は を た が で て と し れ さ ある いる も する から な こと として い や など なっ ない この ため その あっ よう また です ます
   ました ください か ね よ 私 何 どう の 的 了 在 是 我 有 和 就 不 人 都 一 上 也 很 到 说 要 去 你 会 着 没有 看 好 吗 呢 怎么 什么 请 想 能 可以`,
];

export const stopWords: ReadonlySet<string> = new Set(lists.join(' ').split(/\s+/).filter(Boolean));
