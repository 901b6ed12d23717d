// How somebody looks, and what somebody does, as data. A description that gives the first alone is
// of little use, and harms people who have done nothing: the page then asks what they did.
// Walking, standing or sitting somewhere is nothing that anybody did.

export interface Looks {
  readonly looks: RegExp;
  readonly deeds: RegExp;
}

const word = (words: string): RegExp => new RegExp(`(?<!\\p{L})(?:${words})(?!\\p{L})`, "iu");
const start = (words: string): RegExp => new RegExp(`(?<!\\p{L})(?:${words})`, "iu");
const inside = (words: string): RegExp => new RegExp(words, "u");

export const LOOKS: readonly Looks[] = [
  {
    looks: word(
      "black|white|asian|african|arab|arabic|chinese|indian|pakistani|bangladeshi|somali|romanian|" +
        "polish|albanian|turkish|kurdish|jamaican|nigerian|eastern european|roma|gyps(?:y|ies)|" +
        "travellers?|muslims?|jewish|jews?|sikhs?|hindus?|foreign(?:er|ers)?|immigrants?|refugees?|" +
        "ethnic|race|mixed[- ]race|brown|dark|pale|tanned|skin(?:ned)?|complexion|tall|short|thin|" +
        "fat|slim|skinny|stocky|chubby|muscular|built|bald|beard(?:ed)?|moustache|hair(?:ed)?|" +
        "blonde?|ginger|dreadlocks|ponytail|hood(?:s|ie|ies|ed)?|hats?|caps?|jackets?|coats?|" +
        "jumper|jeans|trousers|trainers|tracksuits?|joggers|shorts|mask(?:s|ed)?|balaclava|gloves|" +
        "(?:head)?scar(?:f|ves)|hijab|burk?a|turbans?|robes?|tattoo(?:s|ed)?|glasses|rucksack|" +
        "young|old|older|elderly|teen(?:s|age|ager|agers)?|youths?|(?:twen|thir|for|fif|six)ties|" +
        "years old|aged|accent|scruffy|dodgy|suspicious|rough|odd|strange|weird|shifty|unfamiliar|" +
        "wearing|wore|dressed|clothes|clothing|homeless|disabled",
    ),
    deeds: start(
      "st[eo]al|stole|thie|theft|took|takes?\\b|taking|taken|br[eo]ak|broke|smash|hit(?:s|ting)?\\b|" +
        "punch|kick|push|shov|grab|snatch|rob(?:s|bed|bing|ber)?\\b|threat|shout|yell|swear|swore|spit|spat|thr[eo]w|" +
        "chas|follow|stalk|sell|sold|deal|buy|bought|pass(?:ed|es|ing)\\b|exchang|hand(?:ed|ing)\\b|" +
        "swap|tr(?:y|ies|ied)|climb|jump|forc|cut|set (?:fire|light)|burn|lit\\b|paint|spray|graffiti|" +
        "driv|drove|rac(?:ed|ing)\\b|races? (?:their|cars|each|round|up|down|along)|speed|sped|dump|tip(?:s|ped|ping)|fight|fought|stab|shoot|shot|" +
        "carr(?:y|ied)|hold|held|pull|drag|touch|grop|expos|film|record|photograph|ask(?:s|ed|ing)|" +
        "offer|knock|r[au]n(?:s|ning)?\\b|damag|scratch|bull(?:y|ied)|beat|bit(?:es|ing)?\\b|scream|" +
        "play(?:s|ed|ing)|block|urinat|piss|smok|drink|drunk|inject|sniff|collaps|bleed|hurt|injur|" +
        "attack|assault|abus|harass|rap(?:e|ed|ing)\\b|kidnap|lock|unload|load(?:s|ed|ing)|hid(?:e|es|ing)?\\b|" +
        "put(?:s|ting)?\\b|open|peer|look(?:s|ed|ing)? (?:in|into|through)\\b|check|handles|sen[dt]|text|" +
        "messag|call(?:s|ed|ing) (?:her|him|them|me|us|names)|said|sa(?:y|ys|ying)|t[eo]ll|told|l(?:ied|ying) to|" +
        "cheat|scam|trick|pretend|beg|collect|demand|blackmail|pa(?:y|id)|enter|g[eo]t(?:s|ting)? (?:in|into|out|on)|" +
        "went (?:in|into|through)|com(?:e|es|ing) at|came at|escap|fle[ed]|kill|fell|sw[iu]ng|wav(?:ed|es|ing)|" +
        "point(?:s|ed|ing)|aim|fir(?:ed|ing)|knife|gun|weapon|machete|drugs?\\b|cannabis|dug|dig|pick|" +
        "insult|laugh|whistl|star(?:ed|ing) at|stop(?:s|ped|ping) (?:her|him|cars|people|me|us)",
    ),
  },
  {
    looks: word(
      "negr[oa]s?|blanc[oa]s?|moren[oa]s?|árabes?|gitan[oa]s?|marroquí(?:es)?|latin[oa]s?|chin[oa]s?|" +
        "african[oa]s?|rumano?s?|extranjer[oa]s?|musulm[aá]n(?:es|a|as)?|alt[oa]s?|baj[oa]s?|" +
        "delgad[oa]s?|gord[oa]s?|calvo|barba|pelo|piel|capucha|gorra|chaqueta|vaqueros|chándal|" +
        "joven|jóvenes|viej[oa]s?|aspecto|pinta|sospechos[oa]s?|vestid[oa]s?|llevaba|acento",
    ),
    deeds: start(
      "rob(?:[aoó]|an|ar)|rompi|rompe|golpe|peg(?:[aó]|an|ar)|empuj|amenaz|grit[aóo]|insult|escup|tir[aóo]|lanz|persig|sigu|vend|compr|" +
        "entreg|intent[aó]|trat[aó]|salt[aó]|forz|cort[aó]|quem|pint[aó]|conduc|corr[ei]|apuñal|dispar|arrastr|toc[aó]|graba|" +
        "ofrec|llam[aó]|escap[aó]|huy|mat[aó]|abri[óe]|entr[aó]|escond|carg[aó]|descarg|bebi|fum[aóa]|pidi|pide|dijo|agarr",
    ),
  },
  {
    looks: word(
      "czarn\\p{L}{1,3}|biał\\p{L}{1,3}|ciemnoskór\\p{L}{1,3}|śniad\\p{L}{1,3}|arab\\p{L}{0,4}|" +
        "cygan\\p{L}{0,3}|rom\\p{L}{1,3}|ukrai\\p{L}{2,5}|obcokrajow\\p{L}{2,3}|muzułma\\p{L}{2,5}|" +
        "wysok\\p{L}{1,3}|nisk\\p{L}{1,3}|chud\\p{L}{1,3}|grub\\p{L}{1,3}|łys\\p{L}{1,3}|brod\\p{L}{1,3}|" +
        "włos\\p{L}{1,3}|skór\\p{L}{1,3}|kaptur\\p{L}{0,3}|czapk\\p{L}{1,3}|kurtk\\p{L}{1,3}|dres\\p{L}{0,4}|" +
        "młod\\p{L}{1,4}|star\\p{L}{1,4}|podejrzan\\p{L}{1,3}|ubran\\p{L}{1,3}|akcent\\p{L}{0,3}",
    ),
    deeds: start(
      "ukra|krad|zabra|rozbi|wybi|uderz|bij|pobi|kop|pcha|popch|grozi|krzycz|krzycza|wyzyw|plu|rzuc|" +
        "gon|śledz|śledzi|sprzeda|kupowa|kupi|poda|przekaz|próbowa|próbuj|wspina|wspią|skaka|wyłama|" +
        "wcią|ciąg|podpal|malowa|jecha|jeźdz|pędz|bieg|uciek|dźgn|strzel|dotyk|nagrywa|oferow|puka|" +
        "włama|wszed|wesz|chowa|nosi|trzyma|pali|pije|pił|zapyta|żąda|dzwoni|mówi|powiedzi|zniszcz",
    ),
  },
  {
    looks: inside(
      "أسود|سوداء|أبيض|بيضاء|أسمر|سمراء|عربي|افريقي|أفريقي|آسيوي|أجنبي|أجانب|غجر|طويل|قصير|نحيف|" +
        "سمين|أصلع|لحية|شعر|بشرة|قبعة|سترة|معطف|يرتدي|ترتدي|يلبس|شاب|شباب|عجوز|مسن|مشبوه|غريب|لهجة",
    ),
    deeds: inside(
      "سرق|يسرق|كسر|يكسر|ضرب|يضرب|دفع|يدفع|هدد|يهدد|صرخ|يصرخ|شتم|يشتم|رمى|يرمي|لحق|يلاحق|تبع|يتبع|" +
        "باع|يبيع|يبيعون|اشترى|سلم|يسلم|حاول|يحاول|تسلق|قفز|أحرق|حرق|طعن|أطلق|سحب|لمس|صور|يصور|طرق|" +
        "يطرق|هرب|دخل|فتح|يفتح|أخفى|يخفي|سلاح|سكين|مخدر|يقود|ركض|يركض|طلب|يطلب|قال",
    ),
  },
  {
    looks: inside(
      "黑人|白人|黄种人|亚洲人|非洲人|外国人|外地人|皮肤|肤色|高个|矮个|个子|瘦|胖|光头|胡子|头发|帽|外套|夹克|牛仔裤|" +
        "运动服|口罩|戴着|穿着|年轻|老人|中年|青少年|可疑|口音|纹身|眼镜",
    ),
    deeds: inside(
      "偷|抢|砸|打了|打人|打碎|踢|推|威胁|喊|骂|吐|扔|追|跟着|跟踪|尾随|卖|买|递|交给|试|爬|跳进|撬|剪|烧|放火|喷|开车|" +
        "飙车|跑|逃|捅|刺|开枪|拖|摸|拍照|偷拍|敲门|闯|藏|刀|枪|毒|喝酒|抽|要钱|说|拉车门|破坏|搬",
    ),
  },
];

/** Says whether a text tells how somebody looks and nothing that anybody did. */
export function tellsOnlyLooks(text: string): boolean {
  return (
    LOOKS.some(({ looks }) => looks.test(text)) && !LOOKS.some(({ deeds }) => deeds.test(text))
  );
}
