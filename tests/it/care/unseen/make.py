#!/usr/bin/env python3
"""Makes hints-plain.tsv, hints-disguised.tsv and harmless.txt.

Run it from anywhere, with no arguments and nothing but Python 3:

    python3 tests/it/care/unseen/make.py

It writes beside itself. The seed is fixed: the same script gives the same
bytes. It ends by checking what it wrote, and sentences.tsv (which is written
by hand), and stops with an error when something is off.

Every person, number, address and account here is invented; numbers may by
chance belong to somebody, so nobody should ring them.

hints-*.tsv: kind and text; each text holds exactly one identifying detail.
harmless.txt: one post a line, none of which says who its writer is.
"""

import collections
import pathlib
import random
import re

HERE = pathlib.Path(__file__).resolve().parent
R = random.Random(20261123)
LANGUAGES = ("en", "es", "de", "fr")
pick = R.choice

# --- The details -----------------------------------------------------------

# Country codes and how numbers are written there; X is any digit, N is 2-9.
PHONES = """
US +1 (NXX) NXX-XXXX|NXX-NXX-XXXX|(NXX) NXX-XXXX|NXX.NXX.XXXX|1-NXX-NXX-XXXX
CA +1 NXX NXX XXXX|+1-NXX-NXX-XXXX
UK +44 7NXX XXXXXX|07NXX XXXXXX|07NXX XXX XXX|020 7XXX XXXX|0044 7NXXXXXXXX
IE +353 8N XXX XXXX|08N XXX XXXX
DE +49 15N XXXXXXX|015N XXXXXXXX|0176/XXXXXXXX|030 XXXXXXX|0049 17N XXXXXXX
AT +43 664 XXXXXXX|0664 XXX XX XX|0660/XXXXXXX
CH +41 79 XXX XX XX|078 XXX XX XX
ES +34 6XX XXX XXX|6XX XX XX XX|6XXXXXXXX|0034 6XX XXX XXX
MX +52 55 XXXX XXXX|55 XXXX XXXX|+52 1 33 XXXX XXXX
AR +54 9 11 XXXX-XXXX|11 XXXX-XXXX|011 15-XXXX-XXXX
CL +56 9 XXXX XXXX|9 XXXX XXXX
CO +57 3XX XXX XXXX|3XX XXX XX XX
PE +51 9XX XXX XXX|9XX XXX XXX
UY +598 9N XXX XXX|09N XXX XXX
VE +58 412-XXXXXXX|0412-XXXXXXX
EC +593 9N XXX XXXX|09N XXX XXXX
FR +33 6 XX XX XX XX|06 XX XX XX XX|06.XX.XX.XX.XX|07XXXXXXXX|0033 6 XX XX XX XX
BE +32 47N XX XX XX|047N XX XX XX|0489/XX.XX.XX
LU +352 621 XXX XXX
NL +31 6 XXXXXXXX|06-XXXXXXXX|06 XX XX XX XX
IT +39 34N XXX XXXX|33N XXXXXXX
PT +351 91X XXX XXX|96X XXX XXX
BR +55 11 9XXXX-XXXX|(21) 9XXXX-XXXX
PL +48 5XX XXX XXX|60X-XXX-XXX
CZ +420 60N XXX XXX|72N XXX XXX
SK +421 90N XXX XXX
HU +36 30 XXX XXXX|06 20 XXX XXXX
RO +40 72N XXX XXX|072N XXX XXX
GR +30 69N XXX XXXX
SE +46 70 XXX XX XX|070-XXX XX XX
NO +47 4XX XX XXX|9XX XX XXX
DK +45 XX XX XX XX|2X XX XX XX
FI +358 40 XXX XXXX|040 XXX XXXX
TR +90 53N XXX XX XX|053N XXX XX XX
IN +91 9XXXX XXXXX|98XXX XXXXX
PK +92 30N XXXXXXX
PH +63 917 XXX XXXX|0917 XXX XXXX
AU +61 4XX XXX XXX|04XX XXX XXX
NZ +64 21 XXX XXXX|021 XXX XXXX
ZA +27 82 XXX XXXX|082 XXX XXXX
NG +234 80N XXX XXXX|080N XXX XXXX
KE +254 7XX XXXXXX|07XX XXX XXX
MA +212 6XX XX XX XX|06XX-XXXXXX
DZ +213 55X XX XX XX
JP +81 90 XXXX XXXX|090-XXXX-XXXX
"""
COUNTRIES = {l.split(" ", 1)[0]: l.split(" ", 1)[1].split("|")
             for l in PHONES.strip().splitlines()}

FIRST = dict(
    en="Hannah Megan Priya Oliver Callum Shanice Brooke Tyler Aoife Declan Imogen Marcus Keisha Gareth Fiona Nolan".split(),
    es="Lucía Marisol Yolanda Ramiro Joaquín Ximena Rocío Iker Florencia Nahuel Itziar Gonzalo Maite Facundo".split(),
    de="Anneliese Jonas Friederike Torben Katrin Lukas Mareike Dietmar Svenja Benedikt Heike Anton Leonie Uwe".split(),
    fr="Élodie Maxime Aurélie Thibault Océane Bastien Solène Yannick Maëlle Corentin Fatou Guillaume Noémie Rémi".split())
LAST = dict(
    en="Whitcombe Okafor Pemberton Delaney Hargreaves Sutcliffe Lindqvist Abernathy Mullins Prescott Kowalczyk Bhatt".split(),
    es="Echeverría Quiroga Villalobos Zabaleta Montenegro Carrasco Iturralde Peñalver Bustamante Saavedra Olmedo".split(),
    de="Obermüller Kaczmarek Brinkmann Hufnagel Steinfeld Lüdtke Wiesinger Grothe Pfeiffer Zumbrunn Achleitner".split(),
    fr="Lemoine Boisvert Charpentier Diallo Gauthier Vasseur Rousselot Benhamou Thibodeau Marchetti Quéméneur".split())
PLAIN = str.maketrans("áàâéèêëíîïóôúùûüñçöäÁÉÎ", "aaaeeeeiiioouuuuncoaAEI")
STREET = dict(
    en=["Alder Road", "Hawthorn Close", "Mill Lane", "Prospect Avenue", "Larkspur Drive", "Quarry Street", "Canal Walk", "Juniper Court"],
    es=["calle Almendro", "avenida de los Tilos", "calle San Roque", "Paseo del Molino", "calle Laurel", "avda. Libertad", "calle Nogales"],
    de=["Lindenstraße", "Am Mühlbach", "Ahornweg", "Schulgasse", "Rosenstr.", "Kirchplatz", "Bergmannstraße"],
    fr=["rue des Lilas", "avenue Jean Moulin", "impasse du Moulin", "rue de la Gare", "boulevard Carnot", "chemin des Vignes"])
TOWN = dict(
    en=["Leeds", "Swansea", "Cork", "Tucson", "Halifax", "Dundee", "Boise", "Geelong"],
    es=["Valladolid", "Rosario", "Puebla", "Murcia", "Valparaíso", "Medellín", "Gijón"],
    de=["Kassel", "Linz", "Bochum", "Winterthur", "Rostock", "Graz", "Ulm"],
    fr=["Nantes", "Liège", "Sherbrooke", "Grenoble", "Lausanne", "Rennes", "Metz"])
MONTH = dict(
    en="January February March April May June July August September October November December".split(),
    es="enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    de="Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    fr="janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split())


def fill(form):
    out = []
    for c in form:
        out.append(str(R.randint(0, 9)) if c == "X" else str(R.randint(2, 9)) if c == "N" else c)
    return "".join(out)


def phone(lang, country=None):
    forms = COUNTRIES[country or pick(list(COUNTRIES))]
    form = pick(forms)
    cc = forms[0].split(" ")[0]
    number = fill(form[len(cc):]) if form.startswith("+") else fill(form)
    return cc + number if form.startswith("+") else number


def ascii_name(lang):
    return pick(FIRST[lang]).translate(PLAIN).lower(), pick(LAST[lang]).translate(PLAIN).lower()


def user(lang):
    a, b = ascii_name(lang)
    n = str(R.randint(2, 99))
    return pick([f"{a}{b}{n}", f"{a}_{b}", f"{a}.{b[:4]}{n}", f"xx{a}xx{n}", f"{b}{n}{a[0]}",
                 f"the_real_{a}{n}", f"{a}{R.randint(1970, 2006)}", f"moon{a}{n}", f"{a[0]}{b}_{n}"])


def email(lang):
    domain = dict(en=["gmail.com", "outlook.com", "yahoo.co.uk", "proton.me", "icloud.com", "btinternet.com"],
                  es=["gmail.com", "hotmail.es", "yahoo.com.ar", "telefonica.net", "live.com.mx"],
                  de=["gmx.de", "web.de", "t-online.de", "posteo.de", "bluewin.ch", "aon.at"],
                  fr=["orange.fr", "laposte.net", "free.fr", "videotron.ca", "skynet.be", "hotmail.fr"])
    return f"{user(lang)}@{pick(domain[lang])}"


def link(lang):
    u = user(lang)
    n = fill("NXXXXXXXX")
    s = "".join(R.choices("abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789", k=10))
    return pick([f"https://www.facebook.com/{u}", f"https://facebook.com/profile.php?id=1000{n}",
                 f"https://instagram.com/{u}/", f"https://www.linkedin.com/in/{u.replace('_', '-')}",
                 f"https://t.me/{u}", f"https://wa.me/{fill('49NXXXXXXXXX')}", f"https://discord.gg/{s}",
                 f"https://www.reddit.com/user/{u}", f"https://www.tiktok.com/@{u}", f"www.snapchat.com/add/{u}",
                 f"https://open.spotify.com/user/{u}?si={s}", f"https://onlyfans.com/{u}",
                 f"https://www.strava.com/athletes/{n}", f"https://photos.app.goo.gl/{s}",
                 f"https://docs.google.com/forms/d/{s}{n}/edit?usp=sharing", f"https://x.com/{u}",
                 f"https://example-clinic.org/booking?patient_id={n}", f"https://shop.example/orders?uid={n}&ref={s}",
                 f"https://www.okcupid.com/profile/{n}", f"https://vk.com/id{n}", f"https://linktr.ee/{u}"])


SERVICES = ["Telegram", "Signal", "Discord", "Snapchat", "Instagram", "WhatsApp", "Kik", "Reddit", "Facebook",
            "snap", "insta", "tg", "FB"]


def handle(lang):
    s, u = pick(SERVICES), user(lang)
    if s == "Discord" and R.random() < .5:
        u = f"{u}#{fill('XXXX')}"
    if s == "Signal" and "." not in u:
        u = f"{u}.{fill('XX')}"
    if s == "Reddit" and R.random() < .7:
        return s, f"u/{u}"
    return s, pick(["@", "", "@"]) + u


def address(lang):
    st, town, n = pick(STREET[lang]), pick(TOWN[lang]), R.randint(1, 189)
    uk = pick(["LS6 3QN", "SA1 8QY", "DD2 1UB", "M14 5TP", "bs7 8rt", "EH6 7LD", "NR2 3AH", "S10 2LN"])
    if lang == "en":
        return pick([f"{n} {st}, {town} {uk}", f"{n} {st}, {town}, {fill('NXXXX')}", f"{n} {st.lower()}, {uk}",
                     f"flat {R.randint(1, 30)}, {n} {st}, {uk}", f"{fill('NXXX')} {st} apt {R.randint(1, 40)}, {fill('8XXXX')}"])
    if lang == "es":
        return pick([f"{st} {n}, {R.randint(1, 8)}º {pick('ABCD')}, {fill('4N0XX')} {town}", f"{st} {n}, {town}, CP {fill('NXXXX')}",
                     f"{st.lower()} {n}, C.P. {fill('0NXXX')}", f"{st} núm. {n}, código postal {fill('3N0XX')}"])
    if lang == "de":
        return pick([f"{st} {n}, {fill('3NXXX')} {town}", f"{st} {n}a, {fill('4NXXX')} {town}", f"{st} {n}, A-{fill('4NX0')} {town}",
                     f"{st} {n}, CH-{fill('8NXX')} {town}", f"{st.lower()} {n}, plz {fill('1NXXX')}"])
    return pick([f"{n} {st}, {fill('4NXX0')} {town}", f"{n} bis {st}, {fill('3NX00')} {town}", f"{n}, {st}, code postal {fill('5NXX0')}",
                 f"{n} {st}, {town}, {pick(['G1K 3X2', 'J1H 4B7', 'H2W 1Y4'])}", f"{n} {st.lower()}, B-{fill('4NXX')} {town}"])


def birth(lang):
    d, m, y = R.randint(1, 28), R.randint(1, 12), R.randint(1951, 2006)
    name = MONTH[lang][m - 1]
    common = [f"{d:02}.{m:02}.{y}", f"{d}/{m}/{y}", f"{y}-{m:02}-{d:02}", f"{d:02}-{m:02}-{y}"]
    return pick(common + dict(en=[f"{d} {name} {y}", f"{name} {d}, {y}", f"{m}/{d}/{y % 100:02}"],
                              es=[f"{d} de {name} de {y}", f"{d} de {name} del {y % 100:02}"],
                              de=[f"{d}. {name} {y}", f"{d}.{m}.{y % 100:02}"],
                              fr=[f"{d} {name} {y}", f"{d}/{m:02}/{y % 100:02}"])[lang])


def name(lang):
    return pick([f"{pick(FIRST[lang])} {pick(LAST[lang])}"] * 3 + [pick(FIRST[lang])])


def place(lang):
    """A named clinic, hospital, doctor or employer, with the words that lead to it."""
    last, town, st = pick(LAST[lang]), pick(TOWN[lang]), pick(FIRST[lang])
    saint = pick(["Brannock", "Edwen", "Oswin", "Mildred"])
    firm = pick(["Tesco", "Siemens", "Carrefour", "Mercadona", "IKEA", "Deutsche Bahn", "Amazon", "Starbucks", "SNCF", "Bosch",
                 f"{last} & Sons", f"{last} Logistics", f"{last} GmbH", "Santander"])
    return pick(dict(
        en=[f"I go to St {saint}'s Hospital in {town}", f"my gynae is Dr {last} at the {town} Women's Clinic",
            f"I work nights at {firm} in {town}", f"Dr. {st} {last} did my botox", f"im a patient at {last} Pelvic Health Centre",
            f"i teach at {town} High School", f"I'm a nurse at {town} General Infirmary", f"been seeing prof {last} in {town} for it",
            f"I'm employed by {firm}, in the {town} branch", f"my physio is Mrs {last} at {town} Physio Rooms"],
        es=[f"me atiende la doctora {last} en {town}", f"voy al Hospital San {pick(['Telmo', 'Lázaro', 'Fermín'])} de {town}",
            f"trabajo en {firm} de {town}", f"mi fisio es {st} {last}, del centro Suelo Vivo", f"estoy en tratamiento en la Clínica {last}",
            f"soy profe en el IES {last} de {town}", f"me operó el Dr. {last}", f"soy cajera en {firm}, en la tienda de {town}"],
        de=[f"ich bin bei Frau Dr. {last} in {town}", f"ich liege im Klinikum {town}", f"ich arbeite bei {firm} in {town}",
            f"meine Therapeutin heißt {st} {last}", f"war in der Praxis {last} am Markt", f"bin Lehrerin am {last}-Gymnasium {town}",
            f"Prof. {last} hat mich operiert", f"ich bin im St.-{pick(['Gertrud', 'Vinzenz', 'Josef'])}-Krankenhaus {town} angestellt"],
        fr=[f"je suis suivie par le Dr {last} à {town}", f"je vais à la clinique {pick(['Sainte-Odile', 'des Peupliers', 'du Parc'])} de {town}",
            f"je bosse chez {firm} à {town}", f"ma sage-femme c'est {st} {last}", f"hospitalisée au CHU de {town}",
            f"je suis prof au lycée {st} {last} à {town}", f"le professeur {last} m'a opérée", f"mon kiné, M. {last}, cabinet de la place"])[lang])


# --- The sentences that hold them -------------------------------------------

HOLD = dict(
    phone=dict(
        en=["if anyone wants to talk im on {}", "call me {} after 6", "my number is {} if u need a friend", "text me: {}", "{} thats my cell, any time",
            "you can reach me on {} most evenings", "hubby is away so ring {}", "im shy but ok, {}"],
        es=["si alguien quiere hablar mi numero es {}", "escríbeme al {}", "mi tel {} para lo que necesites", "{} ese es mi cel", "llámame al {} por las tardes",
            "te dejo mi móvil: {}", "me puedes ubicar en el {}"],
        de=["wer reden mag: {}", "meine nummer ist {}", "ruf mich einfach an, {}", "schreib mir unter {}", "bin erreichbar unter {} ab 18 uhr",
            "handy {} falls du magst", "tel. {} abends"],
        fr=["si tu veux parler mon num c'est {}", "appelle moi au {}", "mon tel {} le soir", "{} c'est mon portable", "tu peux m'envoyer un sms au {}",
            "je laisse mon numéro : {}", "joignable au {} après 20h"]),
    email=dict(
        en=["mail me at {}", "my email is {} if you want the exercise sheet", "{} - write to me", "send it to {} pls", "i'd rather chat by mail, {}"],
        es=["mi correo es {}", "escribime a {}", "mándame el pdf a {}", "{} ahí me encuentras", "prefiero por mail: {}"],
        de=["schreib mir an {}", "meine mail ist {}", "schick mir die übungen bitte an {}", "{} da erreichst du mich", "lieber per mail: {}"],
        fr=["écris moi à {}", "mon mail c'est {}", "tu peux m'envoyer le doc à {} stp", "{} pour me contacter", "je préfère par mail : {}"]),
    handle=dict(
        en=["add me on {s} {u}", "im {u} on {s}", "my {s} is {u} if u wanna vent", "{s}: {u}", "hmu {s} {u} im awake", "find me on {s} as {u}"],
        es=["agrégame en {s} {u}", "en {s} soy {u}", "mi {s} es {u} por si quieres hablar", "{s}: {u}", "búscame en {s} como {u}"],
        de=["add mich auf {s} {u}", "bin auf {s} {u}", "mein {s} ist {u} falls du reden magst", "{s}: {u}", "auf {s} heiß ich {u}"],
        fr=["ajoute moi sur {s} {u}", "sur {s} je suis {u}", "mon {s} c'est {u} si tu veux parler", "{s} : {u}", "trouve moi sur {s} sous {u}"]),
    link=dict(
        en=["this is me {}", "more of my story here {}", "join me there: {}", "my page: {} no judgement pls", "i put my diary at {}"],
        es=["esta soy yo {}", "mi historia está en {}", "únete aquí: {}", "mi perfil {} sin juzgar porfa", "lo subí a {}"],
        de=["das bin ich {}", "mehr von mir hier {}", "komm dazu: {}", "mein profil {} bitte nicht lachen", "hab mein tagebuch auf {}"],
        fr=["c'est moi {}", "mon histoire est là {}", "rejoins moi ici : {}", "mon profil {} soyez sympa", "j'ai mis mon journal sur {}"]),
    address=dict(
        en=["i live at {} so anyone near?", "send the dilators to {}", "we just moved to {} and know no one", "you can post it to {}", "my address is {}"],
        es=["vivo en {}, ¿alguien cerca?", "mándame el libro a {}", "nos mudamos a {} y no conocemos a nadie", "mi dirección es {}", "el paquete llegó a {} sin discreción"],
        de=["ich wohne {}, jemand in der nähe?", "schick das buch an: {}", "wir sind nach {} gezogen und kennen keinen", "meine adresse: {}", "das paket kam offen an, {}"],
        fr=["j'habite {}, quelqu'un pas loin ?", "envoie le livre au {}", "on vient d'emménager au {} et on connait personne", "mon adresse : {}", "le colis est arrivé ouvert au {}"]),
    birth=dict(
        en=["i was born on {} so do the maths", "dob {} and still never kissed", "my birthday is {}", "date of birth: {}, first symptoms at 17", "born {}, married since forever"],
        es=["nací el {} y sigo sin pareja", "fecha de nacimiento: {}", "mi cumple es el {}", "soy nacida el {}, primeros síntomas a los 17", "f. nac. {} por si importa"],
        de=["geboren am {} und noch nie geküsst", "mein geburtsdatum ist {}", "bin am {} geboren, beschwerden seit ich 17 bin", "geb. {}", "mein geburtstag: {}"],
        fr=["je suis née le {} et toujours seule", "date de naissance : {}", "né le {}, marié depuis longtemps", "mon anniversaire c'est le {}", "ddn {} si ça aide"]),
    name=dict(
        en=["my name is {} and i have vaginismus", "hi im called {}, new here", "hello, name's {}, i'm scared of my body", "I am {} by the way", "everyone calls me {}, long time lurker", "signed, {}"],
        es=["me llamo {} y tengo vaginismo", "hola, mi nombre es {}, soy nueva", "buenas, soy {} y me cuesta hablar de esto", "mi nombre completo es {}", "un abrazo, firmado {}"],
        de=["ich heiße {} und habe vaginismus", "hallo, mein name ist {}, bin neu hier", "ich bin die {} übrigens, mir fällt das schwer", "lg eure {}", "mein voller name lautet {}"],
        fr=["je m'appelle {} et j'ai du vaginisme", "bonjour, mon nom est {}, je suis nouvelle", "moi c'est {}, j'ose à peine écrire", "mon prénom est {}", "signé {}"]),
    place=dict(
        en=["{} and its been slow", "{}, anyone else?", "fwiw {}", "so {} and they were kind about the pain"],
        es=["{} y va lento", "{}, ¿alguien más?", "les cuento que {}", "pues {} y fueron amables con lo del dolor"],
        de=["{} und es geht langsam voran", "{}, noch jemand?", "also {}", "{}, die waren nett wegen der schmerzen"],
        fr=["{} et ça avance doucement", "{}, d'autres aussi ?", "alors {}", "{}, ils ont été gentils pour la douleur"]))

BEFORE = dict(
    en=["", "", "", "hey, ", "ok so ", "not sure if allowed but ", "thanks for the kind words. ", "been crying all day, ", "lol sorry, ", "to the girl from yesterday: "],
    es=["", "", "", "hola, ", "bueno, ", "no sé si se puede pero ", "gracias por leerme. ", "ando mal hoy, ", "perdón, ", "para la chica de ayer: "],
    de=["", "", "", "hey, ", "also ", "weiß nicht ob erlaubt, aber ", "danke für die lieben worte. ", "heute ist kein guter tag, ", "sorry, ", "an die von gestern: "],
    fr=["", "", "", "coucou, ", "bon, ", "je sais pas si on a le droit mais ", "merci pour vos mots. ", "journée difficile, ", "désolée, ", "pour celle d'hier : "])
AFTER = dict(
    en=["", "", "", " x", " thanks for reading", " :)", " no pressure", " it helps to talk"],
    es=["", "", "", " besos", " gracias por leer", " :)", " sin compromiso", " hablar ayuda"],
    de=["", "", "", " lg", " danke fürs lesen", " :)", " kein druck", " reden hilft"],
    fr=["", "", "", " bisous", " merci de m'avoir lue", " :)", " sans obligation", " parler fait du bien"])


def held(kind, lang, detail):
    t = pick(HOLD[kind][lang])
    t = t.replace("{s}", detail[0]).replace("{u}", detail[1]) if kind == "handle" else t.replace("{}", detail)
    return (pick(BEFORE[lang]) + t + pick(AFTER[lang])).strip()


MAKERS = dict(phone=phone, email=email, handle=handle, link=link, address=address, birth=birth, name=name, place=place)

# --- Disguises --------------------------------------------------------------

WORDS = dict(
    en="zero one two three four five six seven eight nine".split(),
    es="cero uno dos tres cuatro cinco seis siete ocho nueve".split(),
    de="null eins zwei drei vier fünf sechs sieben acht neun".split(),
    fr="zéro un deux trois quatre cinq six sept huit neuf".split())
AT = dict(en=[" at ", " (at) ", "[at]", " AT ", " @ "], es=[" arroba ", " (arroba) ", "[at]"], de=[" ät ", "(at)", " klammeraffe ", " at "],
          fr=[" arobase ", " (at) ", " chez ", "[arobase]"])
DOT = dict(en=[" dot ", "(dot)", "[.]", " . "], es=[" punto ", "(punto)", " [.] "], de=[" punkt ", "(punkt)", " [.] "], fr=[" point ", "(point)", " [.] "])
CYRILLIC = str.maketrans("aceopxyiAEOPCTHKMBX", "асеорхуіАЕОРСТНКМВХ")
ZERO = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"]
EMOJI = ["🌸", "✨", "💜", "🦋", "🍀", "⭐", "🙈"]
LEET = str.maketrans("aeiost", "431057")


def digits_spaced(s, lang):
    return " ".join(c for c in s if not c.isspace())


def digits_words(s, lang):
    return re.sub(r" +", " ", re.sub(r"\d", lambda m: f" {WORDS[lang][int(m[0])]} ", s.replace("+", "+ "))).strip()


def digits_some(s, lang):
    return re.sub(r" +", " ", re.sub(r"\d", lambda m: f" {WORDS[lang][int(m[0])]} " if R.random() < .4 else m[0], s)).strip()


def wide(s, lang):
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in s)


def wide_some(s, lang):
    out = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and R.random() < .5 else c for c in s)
    return out if out != s else wide(s, lang)


def cyrillic(s, lang):
    return s.translate(CYRILLIC)


def zero_width(s, lang):
    z = pick(ZERO)
    return z.join(s)


def emoji(s, lang):
    e = pick(EMOJI)
    return e.join(c for c in s if not c.isspace())


def emoji_groups(s, lang):
    parts = re.split(r"[\s\-./_@]+", s)
    if len(parts) < 3:
        parts = [s[i:i + 3] for i in range(0, len(s), 3)]
    return f" {pick(EMOJI)} ".join(p for p in parts if p)


def letters_for_digits(s, lang):
    return s.translate(str.maketrans("0135", "OlES"))


def leet(s, lang):
    return s.translate(LEET)


def leet_mail(s, lang):
    user_part, domain = s.split("@")
    return leet(user_part, lang) + "@" + domain


def dashed(s, lang):
    return pick(["-", ".", "_", "*", "/"]).join(c for c in s if not c.isspace())


def spelt(s, lang):
    return s.replace("@", pick(AT[lang])).replace(".", pick(DOT[lang]))


def spelt_low(s, lang):
    u, d = s.split("@")
    return f"{u} {pick(AT[lang]).strip(' ()[]')} {d.split('.')[0]}"


def cut_scheme(s, lang):
    s = re.sub(r"^https?://(www\.)?|^www\.", "", s)
    return s.replace(".", pick(DOT[lang])).replace("/", pick([" / ", " slash ", "/"]))


def hxxp(s, lang):
    return s.replace("https", "hxxps").replace(".", "[.]")


def circled(s, lang):
    return "".join("⓪①②③④⑤⑥⑦⑧⑨"[int(c)] if c in "0123456789" else c for c in s)


DISGUISES = dict(
    phone=[digits_spaced, digits_words, digits_some, wide, zero_width, emoji, emoji_groups, letters_for_digits, dashed, circled],
    email=[spelt, spelt, spelt_low, wide, cyrillic, zero_width, emoji, digits_spaced, leet_mail],
    handle=[digits_spaced, wide, wide_some, cyrillic, zero_width, emoji, leet, dashed, emoji_groups],
    link=[cut_scheme, cut_scheme, hxxp, wide, cyrillic, zero_width, digits_spaced],
    address=[digits_words, digits_some, wide, cyrillic, zero_width, letters_for_digits, circled, emoji_groups],
    birth=[digits_words, digits_some, wide, zero_width, digits_spaced, emoji_groups, dashed, circled],
    name=[digits_spaced, wide, cyrillic, zero_width, leet, dashed, emoji],
    place=[wide_some, cyrillic, zero_width, leet])
SERVICE_DISGUISE = {"Telegram": ["t3legram", "tele gram", "teleg", "tel3gr@m"], "Signal": ["s1gnal", "s i g n a l"], "Discord": ["disc0rd", "dis cord", "dc"],
                    "Snapchat": ["sn@p", "sc", "👻"], "Instagram": ["1nsta", "ig", "inst@", "📷"], "WhatsApp": ["whats4pp", "wapp", "wsp", "📞 app"], "Kik": ["k1k", "k i k"],
                    "Reddit": ["r3ddit", "red dit"], "Facebook": ["faceb00k", "face", "f b"], "snap": ["sn4p", "👻"], "insta": ["1nst4", "ins ta"], "tg": ["t.g.", "t g"], "FB": ["f.b.", "fbook"]}

COUNT_PLAIN = dict(phone=270, email=140, handle=190, link=130, address=120, birth=120, name=120, place=110)
COUNT_DISGUISED = dict(phone=240, email=150, handle=130, link=80, address=60, birth=60, name=50, place=30)


def hints(counts, disguised):
    rows, seen = [], set()
    for kind, count in counts.items():
        made = 0
        countries = list(COUNTRIES)
        while made < count:
            # each country in turn, so that none is left out, and in every language
            lang = LANGUAGES[(made + made // len(countries)) % 4]
            detail = phone(lang, countries[made % len(countries)]) if kind == "phone" else MAKERS[kind](lang)
            if disguised:
                how = DISGUISES[kind][(made // 4) % len(DISGUISES[kind])]
                if kind == "handle":
                    s, u = detail
                    changed = (pick(SERVICE_DISGUISE[s]) if R.random() < .5 else s, how(u, lang))
                else:
                    changed = how(detail, lang)
                if changed == detail:
                    continue
                detail = changed
            text = held(kind, lang, detail)
            if text in seen:
                continue
            seen.add(text)
            rows.append((kind, text))
            made += 1
    return rows


# --- Harmless posts ----------------------------------------------------------

SLOT = dict(
    n=lambda l: str(R.randint(2, 9)), nn=lambda l: str(R.randint(10, 60)), age=lambda l: str(R.randint(18, 74)),
    mg=lambda l: pick(["5", "10", "12,5" if l != "en" else "12.5", "20", "25", "50", "40", "75", "100"]) + pick([" mg", "mg"]),
    med=lambda l: pick(["amitriptyline", "sertraline", "diazepam", "gabapentin", "sildenafil", "tadalafil", "estradiol", "lidocaine", "ibuprofen", "escitalopram", "bupropion",
                        "pregabalin", "duloxetine", "baclofen", "paracetamol", "venlafaxine", "Lyrica", "Cialis", "Viagra", "Ovestin", "nortriptyline"]),
    cm=lambda l: pick([f"{R.randint(2, 18)} cm", f"{R.randint(12, 40)} mm", f"{R.randint(2, 14)}cm", f"{R.randint(1, 6)},5 cm" if l != "en" else f"{R.randint(1, 6)}.5 cm"]),
    time=lambda l: pick([f"{R.randint(0, 23)}:{pick(['00', '15', '30', '45', '10', '50'])}"] + dict(en=[f"{R.randint(1, 11)}{pick(['am', 'pm'])}"], es=[f"las {R.randint(2, 12)}"],
                        de=[f"{R.randint(7, 22)} Uhr", f"{R.randint(7, 22)}.30 Uhr"], fr=[f"{R.randint(7, 22)}h{pick(['', '30', '15'])}"])[l]),
    day=lambda l: pick([f"{R.randint(1, 28)}/{R.randint(1, 12)}", f"{R.randint(1, 28)}.{R.randint(1, 12)}."] if l != "en" else [f"{pick(MONTH['en'])} {R.randint(1, 28)}", f"{R.randint(1, 28)}/{R.randint(1, 12)}"]),
    iso=lambda l: f"20{R.randint(19, 27)}-{R.randint(1, 12):02}-{R.randint(1, 28):02}",
    year=lambda l: str(R.randint(1994, 2014)), later=lambda l: str(R.randint(2015, 2026)),
    bmi=lambda l: str(R.randint(20, 38)), fever=lambda l: f"{R.randint(36, 37)}{'.' if l == 'en' else ','}{R.randint(1, 9)}{pick([' °C', '°C', '°'])}", month=lambda l: pick(MONTH[l]), pct=lambda l: f"{R.randint(1, 99)}{pick(['%', ' %'])}",
    price=lambda l: pick([f"{R.randint(5, 320)} €", f"{R.randint(5, 320)}€", f"{R.randint(10, 99)},90 €"] if l != "en" else [f"${R.randint(5, 320)}", f"£{R.randint(5, 320)}", f"${R.randint(10, 99)}.99"]),
    line=lambda l: pick(["112", "116 123", "116 111", "988", "0800 111 0 111", "0800 111 0 222", "024", "3114", "3919", "116 117", "999", "911", "08000 116 016", "0808 2000 247", "016", "1-800-656-4673"]),
    score=lambda l: f"{R.randint(0, 10)}/10", goals=lambda l: f"{R.randint(2, 6)}-{R.randint(0, 1)}",
    steps=lambda l: pick([str(R.randint(3000, 18000)), f"{R.randint(3, 18)}{'.' if l in ('es', 'de') else ',' if l == 'en' else ' '}{R.randint(100, 999)}"]),
    temp=lambda l: pick([f"{R.randint(34, 41)}°C", f"{R.randint(35, 39)}{'.' if l == 'en' else ','}{R.randint(1, 9)} °C", f"{R.randint(34, 42)} °"]),
    town=lambda l: pick(dict(en=["London", "Chicago", "Manchester", "Sydney", "Toronto", "Dublin"], es=["Madrid", "Buenos Aires", "Sevilla", "Bogotá", "Lima", "Barcelona"],
                             de=["Berlin", "Wien", "Zürich", "Hamburg", "Köln", "München"], fr=["Paris", "Lyon", "Bruxelles", "Montréal", "Genève", "Lille"])[l]),
    team=lambda l: pick(["Liverpool", "Arsenal", "Barça", "Betis", "Boca", "River", "Bayern", "Dortmund", "PSG", "Marseille", "Lakers", "Lens"]),
    topic=lambda l: pick(dict(en=["Vaginismus", "First times", "Partners", "Recovery", "Body image", "Disability", "Pelvic pain", "Erections"],
                              es=["Vaginismo", "Primeras veces", "Parejas", "Recuperación", "Imagen corporal", "Discapacidad", "Dolor pélvico"],
                              de=["Vaginismus", "Erste Male", "Partner", "Heilung", "Körperbild", "Behinderung", "Beckenschmerz"],
                              fr=["Vaginisme", "Premières fois", "Partenaires", "Se reconstruire", "Image du corps", "Handicap", "Douleurs pelviennes"])[l]))

HARMLESS = dict(en="""
started {med} {mg} at night, week {n} now and i sleep better
anyone on {med} with {mg} twice a day? did your libido change
went from {mg} to {mg} of {med}, mouth so dry
im {age} and my partner is {age}, does the age gap matter for you
{age}f here, never managed a tampon
size {n} dilator is {cm} wide and that scares me
moved up to {cm} after {nn} days, small win!
it took {n} years and {n} doctors to hear the word vestibulodynia
appointment is on {day} at {time}, wish me luck
my next physio session is {day}, the last was in {month}
cant sleep, its {time} and im reading this board again
about {pct} of women here say lube helped, me too
my therapist says progress is {pct} patience
if its an emergency call {line}, we cant do that here
the helpline {line} was really kind to me
remember {line} is free and open at night
pain today {score}, yesterday {score}
rate your week out of ten, mine is {score}
diagnosed in {later}, feels like a lifetime
we married in {year} and consummated in {later}, no shame
a silicone set costs {price}, is it worth it?
paid {price} for a session and cried for {nn} minutes
the dr said relax. just relax. i could scream
my dr wants to do an ultrasound, is it painful
my therapist asked me to write {n} sentences a day
moved to {town} and the waiting list is {nn} weeks
is there a group in {town}? somewhere big enough to be anonymous
{team} won {goals} and hubby was finally in the mood lol
watched {team} play {goals} instead of talking about it
chapter {n} of the workbook made me tear up
im on page {nn}, chapter {n}, anyone reading along
did {steps} steps today, hips feel looser
{steps} steps and a hot bath, that's my routine
my temperature was {fever} after the biopsy, normal?
bath at {temp} for {nn} min relaxes everything
log: {iso} first dilator, {iso} second
last smear was {iso}, all clear
new study from {iso} says pelvic yoga helps
see the pinned post in {topic} for the list
should this go in {topic} or in {topic}?
do 3 sets of {nn} with {n} seconds hold, said my physio
breathe in for {n}, hold {n}, out for {n}
been together {n} years, sex maybe {n} times
episode {nn} of that podcast is about erections
testosterone came back {n}.{n}, is that low
he lasted {n} minutes and we both laughed, good night
wheelchair is {nn} cm wide, the hotel bed was too high
weight {nn} kg down from before, body still feels not mine
bus {nn} to the clinic was late and i nearly went home
step {n} of {nn}: look in the mirror. did it
BMI of {bmi} and still he says im beautiful
""", es="""
empecé {med} {mg} por la noche, voy por la semana {n}
¿alguien toma {med} {mg} dos veces al día? ¿y las ganas?
me subieron de {mg} a {mg} de {med}, qué boca seca
tengo {age} y mi pareja {age}, ¿importa la diferencia?
{age} años y nunca pude con un tampón
el dilatador {n} mide {cm} y me da miedo
ya pasé al de {cm} después de {nn} días, ¡bien!
tardé {n} años y {n} médicos en tener un diagnóstico
la cita es el {day} a {time}, deséenme suerte
la próxima sesión de fisio es el {day}, la última fue en {month}
no puedo dormir, es {time} y sigo leyendo
como el {pct} dice que el lubricante ayuda
mi terapeuta dice que es un {pct} paciencia
si es una urgencia llama al {line}, acá no podemos
el teléfono {line} me atendió con mucho cariño
recuerda que el {line} es gratis
dolor de hoy {score}, ayer {score}
del uno al diez mi semana es {score}
diagnóstico en {later}, parece otra vida
nos casamos en {year} y recién en {later} pudimos
el set de silicona cuesta {price}, ¿vale la pena?
pagué {price} por la consulta y lloré {nn} minutos
la dra me dijo que me relaje y ya
mi dr quiere hacer una eco, ¿duele?
mi terapeuta me pidió {n} frases al día
me mudé a {town} y la lista de espera es de {nn} semanas
¿hay algún grupo en {town}?
ganó {team} {goals} y por fin se animó jaja
vimos al {team} ganar {goals} en vez de hablar
el capítulo {n} del libro me hizo llorar
voy por la página {nn}, capítulo {n}
hoy {steps} pasos y la cadera más suelta
{steps} pasos y un baño caliente, mi rutina
tuve {fever} después de la biopsia, ¿es normal?
baño a {temp} por {nn} minutos y todo se afloja
diario: {iso} primer dilatador, {iso} segundo
última citología {iso}, todo bien
un estudio del {iso} habla de yoga y suelo pélvico
mira el mensaje fijado en {topic}
¿esto va en {topic} o en {topic}?
tres series de {nn} con {n} segundos, dijo la fisio
inhala {n}, aguanta {n}, suelta en {n}
llevamos {n} años y lo hicimos {n} veces
el episodio {nn} del podcast habla de erecciones
duró {n} minutos y nos reímos los dos
la silla mide {nn} cm y no pasa por la puerta
paso {n} de {nn}: mirarme al espejo, hecho
con {nn} kilos menos y sigo sin gustarme
""", de="""
nehme {med} {mg} zur nacht, jetzt woche {n}
nimmt jemand {med} {mg} zweimal täglich? und die lust?
von {mg} auf {mg} {med} hoch, mund total trocken
bin {age}, mein partner {age}, stört euch sowas
w{age} und nie ein tampon geschafft
dilator größe {n} hat {cm}, macht mir angst
nach {nn} tagen bei {cm} angekommen, juhu
{n} jahre und {n} ärzte bis zur diagnose
termin ist am {day} um {time}, drückt mir die daumen
nächste physio am {day}, die letzte war im {month}
kann nicht schlafen, {time} und ich lese hier
ca. {pct} sagen gleitgel hat geholfen
meine therapeutin sagt {pct} ist geduld
im notfall bitte {line} anrufen, das können wir hier nicht
bei der {line} waren sie sehr lieb
die {line} ist kostenlos und auch nachts da
schmerz heute {score}, gestern {score}
meine woche: {score}
diagnose war {year}, gefühlt ewig her
hochzeit {year}, das erste mal {later}, keine scham
das silikonset kostet {price}, lohnt sich das
{price} bezahlt und {nn} minuten geweint
der dr meinte entspannen sie sich halt
meine therapeutin will {n} sätze am tag
nach {town} gezogen, wartezeit {nn} wochen
gibt es in {town} eine gruppe?
{team} hat {goals} gewonnen und er war endlich in stimmung
{team} {goals} geschaut statt zu reden
kapitel {n} im buch hat mich zum weinen gebracht
bin auf seite {nn}, kapitel {n}, liest wer mit
heute {steps} schritte, hüfte lockerer
{steps} schritte und heiß baden, meine routine
hatte {fever} nach der biopsie, normal?
bad mit {temp} für {nn} min tut gut
tagebuch: {iso} erster dilator, {iso} zweiter
letzter abstrich {iso}, alles ok
studie vom {iso}: yoga hilft dem beckenboden
siehe angepinnter beitrag in {topic}
gehört das in {topic} oder {topic}?
drei sätze à {nn}, {n} sekunden halten
{n} sekunden ein, {n} halten, {n} aus
{n} jahre zusammen, sex vielleicht {n} mal
folge {nn} vom podcast geht um erektion
er hielt {n} minuten und wir haben gelacht
rollstuhl ist {nn} cm breit, bett war zu hoch
schritt {n} von {nn}: in den spiegel schauen
seit {nn} wochen kein {med} mehr, lust kommt zurück
""", fr="""
j'ai commencé {med} {mg} le soir, semaine {n}
quelqu'un prend {med} {mg} deux fois par jour ? et la libido ?
passée de {mg} à {mg} de {med}, bouche sèche
j'ai {age} ans, mon copain {age}, ça vous gêne ?
{age} ans et jamais réussi un tampon
le dilatateur taille {n} fait {cm}, j'ai peur
passée à {cm} après {nn} jours, youpi
{n} ans et {n} médecins avant le diagnostic
rdv le {day} à {time}, croisez les doigts
prochaine séance de kiné le {day}, la dernière en {month}
je dors pas, il est {time} et je vous lis
environ {pct} disent que le lubrifiant aide
ma psy dit que c'est {pct} de patience
en cas d'urgence appelez le {line}, ici on peut pas
au {line} ils ont été très doux
le {line} est gratuit, même la nuit
douleur {score} aujourd'hui, hier {score}
ma semaine vaut {score}
diagnostic en {year}, une éternité
mariés en {year}, première fois en {later}, zéro honte
le set en silicone coûte {price}, ça vaut le coup ?
payé {price} la séance et pleuré {nn} minutes
le dr m'a dit détendez-vous, voilà
ma psy me demande {n} phrases par jour
arrivée à {town}, {nn} semaines d'attente
y a un groupe à {town} ?
{team} a gagné {goals} et il était enfin d'humeur mdr
on a regardé {team} faire {goals} au lieu de parler
le chapitre {n} m'a fait pleurer
je suis page {nn}, chapitre {n}, qui lit avec moi
{steps} pas aujourd'hui, hanches plus souples
{steps} pas et un bain chaud, ma routine
j'avais {fever} après la biopsie, normal ?
bain à {temp} pendant {nn} min et tout se relâche
journal : {iso} premier dilatateur, {iso} deuxième
dernier frottis {iso}, tout va bien
une étude du {iso} parle de yoga et périnée
voir le message épinglé dans {topic}
ça va dans {topic} ou {topic} ?
trois séries de {nn}, tenir {n} secondes
inspire {n}, bloque {n}, souffle {n}
{n} ans ensemble, {n} fois à peine
épisode {nn} du podcast sur les érections
il a tenu {n} minutes et on a ri
fauteuil de {nn} cm, le lit trop haut
étape {n} sur {nn} : le miroir, fait
{nn} kilos de moins et je m'aime pas plus
""")
TAIL = dict(
    en=["", "", "", " tbh", " anyone else?", " thanks for listening", " sending hugs to all", " sorry for the ramble", " is that normal", " small steps", " one day at a time"],
    es=["", "", "", " la verdad", " ¿alguien más?", " gracias por leer", " abrazos a todas", " perdón el rollo", " poco a poco", " un día a la vez"],
    de=["", "", "", " ehrlich gesagt", " noch jemand?", " danke fürs zuhören", " drück euch", " sorry fürs jammern", " schritt für schritt"],
    fr=["", "", "", " franchement", " d'autres ?", " merci de me lire", " courage à toutes", " désolée du pavé", " petit à petit"])


def harmless(count):
    forms = {l: HARMLESS[l].strip().splitlines() for l in LANGUAGES}
    out, used = {}, set()
    tries = collections.Counter()
    while len(out) < count:
        lang = LANGUAGES[len(out) % 4]
        # each template in turn; one that has nothing new to say is passed over
        form = forms[lang][tries[lang] % len(forms[lang])]
        tries[lang] += 1
        text = re.sub(r"\{(\w+)\}", lambda m: SLOT[m[1]](lang), form) + pick(TAIL[lang])
        text = text.strip()
        if text not in out:
            out[text] = lang
            used.add(form)
    return out, used


# --- Writing and checking ------------------------------------------------------

def write_tsv(file, rows):
    (HERE / file).write_text("kind\ttext\n" + "".join(f"{k}\t{t}\n" for k, t in rows), encoding="utf-8", newline="\n")


def read_tsv(file, head):
    text = (HERE / file).read_text(encoding="utf-8")
    assert text.endswith("\n") and "\r" not in text, file
    rows = [line.split("\t") for line in text[:-1].split("\n")]
    assert rows[0] == head, (file, rows[0])
    for i, row in enumerate(rows, 1):
        assert len(row) == len(head) and all(c and c == c.strip() for c in row), (file, i, row)
    return rows[1:]


def check(used):
    s = read_tsv("sentences.tsv", ["language", "expected", "text"])
    languages, labels = collections.Counter(r[0] for r in s), collections.Counter(r[1] for r in s)
    assert languages == dict(en=70, es=45, de=40, fr=45), languages
    assert labels["none"] == 60 and set(labels) == {"self-harm", "danger", "child", "none"}, labels
    assert all(5 <= len(r[2].split()) <= 60 for r in s)
    print("sentences", len(s), dict(languages), dict(labels))
    texts = [r[2] for r in s]
    for file, counts in (("hints-plain.tsv", COUNT_PLAIN), ("hints-disguised.tsv", COUNT_DISGUISED)):
        rows = read_tsv(file, ["kind", "text"])
        assert collections.Counter(r[0] for r in rows) == counts
        texts += [r[1] for r in rows]
        print(file, len(rows), counts)
    lines = (HERE / "harmless.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    assert len(lines) == 5000 and all(l == l.strip() and "\t" not in l and "{" not in l for l in lines)
    assert len(used) >= 150
    print("harmless", len(lines), "templates", len(used), "countries", len(COUNTRIES))
    texts += lines
    assert len(texts) == len(set(texts)) == 7200, len(set(texts))
    for file in HERE.glob("*.t[sx][vt]"):
        assert file.stat().st_size < 1_200_000, file


def main():
    write_tsv("hints-plain.tsv", hints(COUNT_PLAIN, False))
    write_tsv("hints-disguised.tsv", hints(COUNT_DISGUISED, True))
    posts, used = harmless(5000)
    (HERE / "harmless.txt").write_text("".join(f"{p}\n" for p in posts), encoding="utf-8", newline="\n")
    check(used)


if __name__ == "__main__":
    main()
