import { tells } from "./pattern";

const OWN = "(?:my|our|me and my)";
const RELATIVES =
  "ex|husband|wife|partner|boyfriend|girlfriend|fianc[eé]e?|mum|mam|mom|mother|dad|father|parents?|" +
  "step-?\\w{3,8}|brother|sister|son|daughter|kids?|child|children|baby|twins?|uncle|aunt(?:ie)?|" +
  "cousin|nephew|niece|nan|gran|grandma|grandad|grandmother|grandfather|grandson|granddaughter|" +
  "family|flatmate|housemate|roommate|best friend|friend|mates?|neighbou?rs?|landlord|landlady|" +
  "tenants?|lodger|carer|foster \\w{3,8}|mother-in-law|father-in-law|brother-in-law|sister-in-law";
const HOME =
  "flat|house|home|room|bedroom|kitchen|bathroom|garden|yard|drive(?:way)?|porch|balcony|" +
  "doorstep|front door|back door|door|window|letterbox|landing|stairwell|street|road|close|lane|" +
  "block|building|estate|hostel|halls|caravan|address|garage|shed|floor";
const WORK =
  "boss|manager|supervisor|line manager|colleagues?|co-?workers?|workmates?|job|work|workplace|" +
  "office|shift|shop|salon|caf[eé]|surgery|ward|patients?|pupils?|students?|customers?|clients?|" +
  "employer|staff|team|teacher|tutor|classmates?|class|school|college|university|uni|course|" +
  "apprenticeship|business|restaurant|takeaway|gym|church|mosque|temple|congregation|football team";
const TRADES =
  "nurse|doctor|teacher|carer|cleaner|driver|bus driver|taxi driver|cashier|barista|bartender|" +
  "barman|barmaid|waiter|waitress|chef|cook|student|pupil|social worker|youth worker|postman|" +
  "postwoman|electrician|plumber|builder|hairdresser|barber|receptionist|caretaker|councillor|" +
  "childminder|solicitor|paramedic|firefighter|security guard|sex worker|prisoner|tenant|landlord|" +
  "paperboy|refugee|asylum seeker|foster carer|manager|owner|shopkeeper|volunteer|apprentice";
// Words with a capital after "I'm" that are no name.
const NO_NAME = "(?!(?:I|A|The|Not|Sorry|Very|So|In|At|On|Afraid|Scared|Sure|Worried|Writing)\\b)";

const en = (source: string, flags = "giu"): RegExp => new RegExp(source, flags);

export const EN = [
  ...tells(
    "name",
    en("\\bmy (?:full |first |last |real |middle |maiden |sur|nick)?name(?:'s|’s| is| was|:)? \\S{1,30}"),
    en("\\b(?:they|people|friends|everyone|you can|you may|please|just) call me \\S{1,30}"),
    en(`\\b(?:I'm|I’m|I am|Im|[Tt]his is|[Ii]t's|[Ii]t’s) ${NO_NAME}[A-Z][a-zà-ž]{2,20}\\b`, "gu"),
    en("\\b(?:I am|I'm|I’m) (?:called|named|known as) \\S{1,30}"),
    en("\\b(?:[Rr]egards|[Tt]hanks|[Tt]hank you|[Ss]igned|[Ss]incerely|[Cc]heers|[Yy]ours),?\\s{1,3}[A-Z][a-z]{2,20}\\b", "gu"),
    en("\\b(?:ask for|it was me,?) [A-Z][a-z]{2,20}\\b", "gu"),
    en("\\bmy initials are \\S{1,8}"),
  ),
  ...tells(
    "contact",
    en("\\bmy (?:mobile|phone|number|whats?app|telegram|signal|e-?mail|insta(?:gram)?|snap(?:chat)?|tik ?tok|facebook|twitter|discord|user ?name|handle|profile|gamer ?tag)\\b(?: is| number| name|:)"),
    en("\\b(?:ring|call|text|phone|message|dm|reach|contact|find|add|e-?mail) me (?:on|at|back|here)\\b"),
    en("\\bI(?:'m|’m| am) (?:on|called) \\S{1,24} on (?:insta|snap|facebook|discord|tik ?tok|x|twitter)\\w{0,6}"),
    en("\\b(?:insta|snap|discord|tiktok|whatsapp)\\w{0,6}\\s?: ?\\S{2,30}"),
  ),
  ...tells(
    "home",
    en(`\\b${OWN} (?:own |new |old |next-door |front |back |upstairs |downstairs ){0,2}(?:${HOME})\\b`),
    en("\\bnext[ -]door(?: to (?:me|us|mine|ours))?\\b"),
    en("\\b(?:where )?(?:I|we)(?:'ve|’ve| have| both| all)? ?(?:live|lived|rent|stay|sleep|moved in)\\b"),
    en("\\b(?:I'm|I’m|I am|we're|we’re|we are) (?:living|staying|sleeping|renting|homeless|at number|in flat|in room)\\b"),
    en("\\b(?:above|below|under|opposite|beside|behind|near|outside|across from|over|close to|next to) (?:me|us|mine|ours)\\b"),
    en("\\b(?:flat|apartment|apt|room|number|no\\.?|unit) ?\\d{1,4}[a-z]?,? (?:is mine|is ours|where I|is where)"),
    en("\\b(?:outside|behind|opposite|through|from) (?:my|our) \\w{3,12}"),
  ),
  ...tells(
    "people",
    en(`\\b${OWN} (?:own |late |little |big |older |younger |elder |ex-?|eldest |youngest |disabled |elderly |\\d{1,2}[- ]year[- ]old ){0,3}(?:${RELATIVES})\\b`),
    en("\\b(?:I'm|I’m|I am|I was) (?:his|her|their|the \\w{3,12}'s) \\w{3,12}"),
    en("\\b(?:I'm|I’m|I am|I was) (?:married|engaged|related|dating|pregnant|going out|in a relationship|divorced)\\b"),
    en("\\bI used to (?:be|go|live|work|date|see|stay|share|know)\\b"),
    en("\\b(?:we|him and I|he and I|she and I) (?:used to|split up|broke up|have a (?:son|daughter|child|kid|baby)|went out|dated|got married)"),
  ),
  ...tells(
    "work",
    en(`\\b(?:my|our) (?:own |old |new |former |last ){0,2}(?:${WORK})\\b`),
    en("\\bI(?:'ve| have)? ?(?:work|worked|volunteer|volunteered|study|studied|teach|taught|train|trained|coach|clean)(?: \\w{2,10}){0,2} (?:at|in|for|with|as|there|here|nights|days|on)\\b"),
    en("\\b(?:I'm|I’m|I am|I was) (?:working|studying|employed|teaching|training|on shift|on duty|volunteering|enrolled)\\b"),
    en(`\\b(?:I'm|I’m|I am|I was|as|me being|being) (?:an?|the|one of the) (?:\\w{3,12} ){0,2}(?:${TRADES})\\b`),
    en("\\bI (?:go|went|am) (?:to|at|in) (?:[\\w’']{1,15} ){0,4}(?:school|college|university|uni|academy|gym|church|mosque|club|class)\\b"),
    en("\\bI (?:own|run|manage|rent out|deliver for|drive for) (?:the|a|an|my|our|this)?"),
    en("\\b(?:I'm|I’m|I am) in (?:year|class|form|set) ?\\d{0,2}"),
  ),
  ...tells(
    "vehicle",
    en("\\b(?:my|our) (?:own )?(?:\\w{3,12} ){0,2}(?:reg|registration|number ?plate|plates?|licen[cs]e plate)\\b"),
    en("\\b(?:reg|registration|number ?plate|plates?) (?:of|on) (?:my|our)\\b"),
    en("\\b(?:my|our) (?:\\w{3,12} ){0,2}(?:car|van|bike|motorbike|moped|scooter|taxi|cab|lorry|truck|vehicle|ford|vauxhall|audi|bmw|toyota|honda|nissan|fiesta|corsa)\\b[^.!?\\n]{0,30}\\b[A-Z]{1,2}\\d{1,2} ?[A-Z]{2,3}\\b"),
    en("\\bI (?:drive|ride|was driving|was riding) (?:a|an|the|my)\\b"),
  ),
  ...tells(
    "number",
    en("\\bmy (?:\\w{2,12} ){0,2}(?:number|no\\.?|id|ref(?:erence)?|pin|card|passport|licen[cs]e|badge)(?: number| no\\.?)?(?: is|:| was|=) ?\\S{2,24}"),
    en("\\b(?:student|staff|payroll|employee|membership|tenancy|case|account|nhs|ni|national insurance|collar|badge|library card)(?: id)? (?:number|no\\.?|id|ref)(?: is|:)? ?\\w{0,4}\\d{3,12}"),
  ),
  ...tells(
    "only-you",
    en("\\b(?:I'm|I’m|I am|I was) one of the\\b"),
    en("\\b(?:I'm|I’m|I am|I was) (?:the|one of the) only\\b"),
    en("\\b(?:only I|only me|just me|nobody else|no one else|no-one else|none of the others)\\b[^.!?\\n]{0,12}\\b(?:knows?|knew|saw|was|has|had|could|heard|there)\\b"),
    en("\\b(?:he|she|they)(?: has| have|'s)? (?:only )?(?:told|showed|shown|texted|messaged|sent|warned|said to|threatened|asked|rang|phoned|confided in) (?:only )?me\\b"),
    en("\\b(?:he|she|they) (?:will|would|'ll|’ll) know (?:it was me|it's me|it is me|who told|I told)"),
    en("\\b(?:I'm|I’m|I am|I was) (?:the (?:one|person|woman|man|girl|boy|lad|caller)|who (?:rang|called))\\b"),
  ),
  ...tells(
    "age",
    en("\\b(?:I'm|I’m|I am|I was|Im) (?:only |just |nearly |almost )?(?:1?\\d|[2-9]\\d|(?:thir|four|fif|six|seven|eigh|nine)teen|twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:[- ]\\w{3,5})?(?: years? old| yrs?| yo)?(?=[\\s.,!?]|$)(?! (?:minutes?|metres?|meters?|yards?|miles?|percent|feet|hours?|seconds?))"),
    en("\\bmy (?:\\d{1,2}(?:th|st|nd|rd) )?birthday\\b"),
    en("\\bI was born (?:on|in)\\b|\\bmy date of birth\\b"),
  ),
];
