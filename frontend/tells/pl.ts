import { tells } from "./pattern";

export const PL = [
  ...tells(
    "name",
    /(?<!\p{L})(?:nazywam się|mam na imię|na imię mi|moje nazwisko to) \S{1,30}/giu,
    /(?<!\p{L})[Jj]estem [A-ZŁŚŻ][a-ząćęłńóśźż]{2,20}(?!\p{L})/gu,
  ),
  ...tells(
    "contact",
    /(?<!\p{L})mój (?:telefon|numer|e-?mail|adres|profil|nick|instagram)(?!\p{L})/giu,
    /(?<!\p{L})(?:zadzwoń|dzwońcie|zadzwońcie|napiszcie|proszę dzwonić) (?:do mnie|na)(?!\p{L})/giu,
  ),
  ...tells(
    "home",
    /(?<!\p{L})(?:mo(?:im|jego|jej|je|ja|ją|jemu)|mój|nasz(?:ym|ego|e|a|ej)?) (?:dom\p{L}{0,3}|mieszkani\p{L}{1,3}|pok[oó]j\p{L}{0,3}|drzwi\p{L}{0,3}|ok\p{L}{1,3}|ulic\p{L}{1,3}|blok\p{L}{0,3}|ogr[oó]d\p{L}{0,3}|klat\p{L}{1,4})/giu,
    /(?<!\p{L})(?:mieszkam|mieszkamy|gdzie mieszkam|obok mnie|nade mną|pode mną|mó?j(?:a|ego)? sąsiad\p{L}{0,3}|moja sąsiadka)(?!\p{L})/giu,
  ),
  ...tells(
    "people",
    /(?<!\p{L})(?:mój|moja|moje|mojego|mojej|moim|moją) (?:były|była|byłego|byłej|mąż|męża|żona|żony|partner\p{L}{0,3}|chłopak\p{L}{0,3}|dziewczyn\p{L}{1,3}|matk\p{L}{1,3}|mama|mamy|ojc\p{L}{1,3}|ojciec|tata|tato|syn\p{L}{0,3}|córk\p{L}{1,3}|brat\p{L}{0,3}|siostr\p{L}{1,3}|dziecko|dzieci|kuzyn\p{L}{0,3}|wujek|ciocia|babcia|dziadek|przyjaci\p{L}{1,5}|koleg\p{L}{1,3}|koleżank\p{L}{1,3}|współlokator\p{L}{0,3})(?!\p{L})/giu,
  ),
  ...tells(
    "work",
    /(?<!\p{L})(?:mój|moja|moje|mojego|mojej|moim|w mojej) (?:szef\p{L}{0,4}|kierowni\p{L}{1,4}|prac\p{L}{1,3}|firm\p{L}{1,3}|szkoł\p{L}{1,3}|szkole|klas\p{L}{1,3}|nauczyciel\p{L}{0,3}|zmian\p{L}{1,3}|sklep\p{L}{0,3})(?!\p{L})/giu,
    /(?<!\p{L})(?:pracuję|pracowałe?m|pracowałam|studiuję|uczę się|chodzę do) (?:w|na|jako|dla|szkoły)?(?!\p{L})/giu,
  ),
  ...tells("vehicle", /(?<!\p{L})moj\p{L}{1,3} (?:rejestracj\p{L}{1,3}|tablic\p{L}{1,3})|numer rejestracyjny mojego/giu),
  ...tells("number", /(?<!\p{L})mój pesel|pesel:? ?\d{6,11}/giu),
  ...tells("only-you", /(?<!\p{L})jestem jedyn\p{L}{1,2}|tylko ja (?:wiem|widział\p{L}{1,3})|powiedział\p{L}? (?:tylko )?mi(?!\p{L})/giu),
  ...tells("age", /(?<!\p{L})mam \d{1,2} lat|moje urodziny|urodził[ae]m się/giu),
];
