import { tells } from "./pattern";

export const ES = [
  ...tells(
    "name",
    /(?<!\p{L})(?:me llamo|mi nombre(?: completo)? es|mi apellido es|me dicen) \S{1,30}/giu,
    /(?<!\p{L})(?:[Ss]oy|[Aa]tentamente,?|[Ss]aludos,?) [A-ZÁÉÍÓÚÑ][a-záéíóúñ]{2,20}/gu,
  ),
  ...tells(
    "contact",
    /(?<!\p{L})mi (?:teléfono|telefono|móvil|movil|número|numero|correo|usuario|instagram|whatsapp)(?!\p{L})/giu,
    /(?<!\p{L})(?:llámame|llamame|escríbeme|escribeme|pueden llamarme) (?:al|a)(?!\p{L})/giu,
  ),
  ...tells(
    "home",
    /(?<!\p{L})(?:mi|nuestra|nuestro) (?:casa|piso|apartamento|habitación|cuarto|puerta|ventana|calle|edificio|portal|jardín|balcón|barrio)(?!\p{L})/giu,
    /(?<!\p{L})(?:vivo|vivimos|donde vivo|al lado de mi|mi vecin[oa]s?)(?!\p{L})/giu,
  ),
  ...tells(
    "people",
    /(?<!\p{L})mis? (?:ex|marido|esposo|esposa|mujer|pareja|novi[oa]|madre|padre|mamá|papá|hij[oa]s?|herman[oa]s?|prim[oa]s?|tí[oa]|abuel[oa]|sobrin[oa]|amig[oa]s?|compañer[oa]s? de piso|casero)(?!\p{L})/giu,
  ),
  ...tells(
    "work",
    /(?<!\p{L})mi (?:jef[ea]|trabajo|empresa|oficina|turno|escuela|colegio|clase|profesor[a]?|universidad|tienda|negocio|compañer[oa])(?!\p{L})/giu,
    /(?<!\p{L})(?:trabajo|estudio|trabajaba) (?:en|de|como|para)(?!\p{L})/giu,
  ),
  ...tells("vehicle", /(?<!\p{L})mi matrícula|la matrícula de mi/giu),
  ...tells("only-you", /(?<!\p{L})soy (?:el|la) únic[oa]|(?:sólo|solo) yo|me lo (?:dijo|contó) a mí/giu),
  ...tells("age", /(?<!\p{L})tengo \d{1,2} años|mi cumpleaños|nací (?:en|el)/giu),
];
