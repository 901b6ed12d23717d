"""Where the invented reports happen: public places of Preston, whose coordinates are facts.

Each spot is a name, then longitude and latitude in degrees (WGS 84).
"""

SPOTS: dict[str, tuple[str, float, float]] = {
    "adelphi": ("Adelphi Street", -2.7060, 53.7640),
    "ashton": ("Ashton", -2.7390, 53.7650),
    "avenham-park": ("Avenham Park", -2.6975, 53.7540),
    "broadgate": ("Broadgate", -2.7150, 53.7515),
    "bus-station": ("Preston bus station", -2.6955, 53.7610),
    "campus": ("The university campus", -2.7085, 53.7640),
    "church-street": ("Church Street", -2.6930, 53.7590),
    "deepdale": ("Deepdale", -2.6880, 53.7722),
    "docks": ("Preston marina", -2.7310, 53.7590),
    "fishergate": ("Fishergate", -2.7035, 53.7580),
    "fishwick": ("Fishwick", -2.6670, 53.7600),
    "friargate": ("Friargate", -2.7030, 53.7605),
    "fulwood": ("Fulwood", -2.6970, 53.7870),
    "fylde-road": ("Fylde Road", -2.7130, 53.7655),
    "harris": ("The Harris museum", -2.6990, 53.7590),
    "haslam-park": ("Haslam Park", -2.7330, 53.7690),
    "hospital": ("Royal Preston Hospital", -2.7060, 53.7905),
    "ingol": ("Ingol", -2.7400, 53.7800),
    "larches": ("Larches", -2.7500, 53.7640),
    "moor-lane": ("Moor Lane", -2.7035, 53.7645),
    "moor-park": ("Moor Park", -2.6960, 53.7740),
    "plungington": ("Plungington Road", -2.7080, 53.7720),
    "ribbleton": ("Ribbleton", -2.6580, 53.7680),
    "ringway": ("Ringway", -2.7000, 53.7615),
    "st-georges": ("St George's shopping centre", -2.7010, 53.7590),
    "station": ("Preston railway station", -2.7072, 53.7556),
    "winckley-square": ("Winckley Square", -2.6998, 53.7563),
}
