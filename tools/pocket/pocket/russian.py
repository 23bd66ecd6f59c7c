"""Pocket's words in Russian: every form that people type, mapped to the English word.

A line is `english: stem/pattern, stem/pattern ...`; a pattern is a list of endings below, and a
form without a pattern is taken as it is. Forms with ё are given with е as well.
"""

from __future__ import annotations

from pathlib import Path

from . import words

# Endings by declension: the forms that a prompt may hold.
ENDINGS = {
    "m": ",а,у,ом,е,ы,ов,ам,ами,ах", # рыцарский меч -> щит
    "mk": ",а,у,ом,е,и,ов,ам,ами,ах", # замок
    "mi": "ь,я,ю,ем,ём,е,и,ей,ям,ями,ях", # рыцарь
    "mj": "й,я,ю,ем,е,и,ев,ям,ями,ях", # чай
    "f": "а,ы,е,у,ой,ам,ами,ах,", # лиса
    "fk": "а,и,е,у,ой,ей,ам,ами,ах,", # книга
    "fj": "я,и,е,ю,ей,ям,ями,ях", # башня
    "fi": "ь,и,ью,ей,ям,ями,ях", # метель
    "n": "о,а,у,ом,е,ам,ами,ах,", # облако
    "nj": "е,я,ю,ем,ей,ям,ями,ях", # море
    "a": "ый,ая,ое,ые,ого,ой,ому,ым,ую,ом,ых,ыми", # красный
    "ao": "ой,ая,ое,ые,ого,ому,ым,ую,ом,ых,ыми", # большой
    "ak": "ий,ая,ое,ие,ого,ой,ому,им,ую,ом,их,ими", # маленький
    "aj": "ий,яя,ее,ие,его,ей,ему,им,юю,ем,их,ими", # синий
    "ash": "ий,ая,ее,ие,его,ей,ему,им,ую,ем,их,ими", # держащий
}

FORMS = """
samurai: самура/mj
fox: лис/f, лисичк/fk, лисичек, лисиц/f, лисицей, лис/m, лисёнок, лисёнка, лисёнку, лисёнком
robot: робот/m, роботик/mk
android: андроид/m
astronaut: астронавт/m
cosmonaut: космонавт/m
spaceman: космонавтк/fk
owl: сов/f, сова, совёнок, совёнка, совёнком, филин/m
cat: кот/m, кошк/fk, кошек, котик/mk
kitten: котёнок, котёнка, котёнку, котёнком, котята, котят
bear: медвед/mi, мишк/fk, мишек, медвежонок, медвежонка, медвежонком
wizard: волшебник/mk, колдун/m, чароде/mj
magician: маг/mk, фокусник/mk
knight: рыцар/mi
pirate: пират/m, пиратк/fk
dragon: дракон/m, дракончик/mk
penguin: пингвин/m, пингвинчик/mk
rabbit: кролик/mk
bunny: зайчик/mk, крольчонок, зайк/fk
hare: заяц, зайца, зайцу, зайцем, зайце, зайцы, зайцев
frog: лягушк/fk, лягушек, лягушонок, лягушонка, лягушонком
toad: жаб/f
lion: лев, льва, льву, львом, льве, львы, львов, львёнок, львёнка, львёнком
viking: викинг/mk
telescope: телескоп/m
spyglass: подзорная труба, подзорной трубой, подзорную трубу, подзорной трубы
sword: меч/m, мечом, мечи, мечей
scroll: свиток, свитка, свитку, свитком, свитке, свитки, свитков
lamp: ламп/f, лампочк/fk, светильник/mk
lantern: фонар/mi, фонарик/mk
book: книг/fk, книжк/fk
key: ключ/m, ключом, ключи, ключей, ключик/mk
flag: флаг/mk, знамя, знаменем, знамени, флажок, флажком, флажка
shield: щит/m
umbrella: зонт/m, зонтик/mk
balloon: воздушный шар, воздушным шаром, воздушного шара, воздушный шарик, воздушным шариком, шарик/mk
flower: цветок, цветка, цветку, цветком, цветке, цветы, цветов, ромашк/fk
cup: чашк/fk, чашек
mug: кружк/fk, кружек
guitar: гитар/f
camera: камер/f, фотоаппарат/m, фотокамер/f
compass: компас/m
hammer: молот/m, молоток, молотка, молотком, молотки
axe: топор/m, секир/f
wand: палочк/fk, волшебная палочка, волшебной палочкой, волшебную палочку, волшебной палочки
trophy: кубок, кубка, кубку, кубком, кубке, кубки, трофе/mj
prize: приз/m
apple: яблок/n, яблоки
cake: торт/m, тортик/mk, пирог/mk, пирожное, пирожным
drum: барабан/m
trumpet: труб/f
horn: горн/m, рожок, рожка, рожком
paintbrush: кист/fi, кисточк/fk
brush: щётк/fk
ball: мяч/m, мячом, мячи, мячей, мячик/mk
clock: часы, часов, часам, часами, часах, будильник/mk
watch: наручные часы, наручными часами
candle: свеч/f, свечой, свечи, свечк/fk, свечек
mushroom: гриб/m, грибок, мухомор/m
star: звезд/f, звёзды, звёздочк/fk
heart: сердце, сердца, сердцу, сердцем, сердечк/n, сердечко
crystal: кристалл/m, алмаз/m, бриллиант/m
gem: самоцвет/m, драгоценный камень, драгоценным камнем
potion: зель/nj
bottle: бутылк/fk, бутылок, бутылочк/fk, колб/f
torch: факел/m
anchor: якор/mi
letter: письм/n, письма, писем
envelope: конверт/m
fish: рыб/f, рыбк/fk, рыбок
bell: колокол/m, колокольчик/mk
laptop: ноутбук/mk
computer: компьютер/m
phone: телефон/m, смартфон/m
magnifier: луп/f
magnifying: увеличительн/a
glass: стекл/n, стекло
red: красн/a, ал/a
crimson: багров/a, малинов/a
orange: оранжев/a
ginger: рыж/ash, рыжий, рыжая, рыжее, рыжие, рыжего, рыжей, рыжую, рыжим
yellow: жёлт/a
golden: золот/ao, золотист/a
green: зелён/a
teal: бирюзово-зелён/a, изумрудн/a
turquoise: бирюзов/a
blue: син/aj, голуб/ao
purple: фиолетов/a, пурпурн/a
violet: сиренев/a
pink: розов/a
brown: коричнев/a, бур/a
white: бел/a
grey: сер/a
silver: серебрян/a, серебрист/a
black: чёрн/a
cream: кремов/a
mint: мятн/a
navy: тёмно-син/aj
lavender: лавандов/a
peach: персиков/a
sand: песочн/a, песок, песка, песке, песком
night: ноч/fi, ночн/ao, ночью
sky: неб/n, небо, небе, небеса
starry: звёздн/a
hills: холм/m
meadow: луг/mk, лугу, полян/f
sunburst: сияни/nj, солнечные лучи, солнечными лучами
rays: луч/m, лучами, лучи, лучей
polka: в горошек, горошек, горошком
dots: точк/fk, точек
dotted: точечн/a
stripes: полос/f, полоск/fk, полосок
striped: полосат/a
snow: снег/mk, снегу, снежн/a
winter: зим/f, зимн/aj, зимой
forest: лес/m, лесу, лесн/ao
trees: деревья, деревьев, деревьями, деревьях, дерево, дерева
sea: мор/nj, морской, морская, морское
ocean: океан/m
waves: волн/f
wavy: волнист/a
city: город/m, города, городской, городское
town: городок, городка, городке
buildings: здани/nj, зданий, дома, домов, домами
clouds: облак/n, облака, облаков, туч/f
checkered: клетчат/a, в клетку, шахматн/a
checkerboard: шахматная доска, шахматной доски
confetti: конфетти
party: праздник/mk, вечеринк/fk
sunset: закат/m
evening: вечер/m, вечерн/aj
mountains: гор/f
desert: пустын/fj
dunes: дюн/f
flat: плоский, плоская, плоское, плоском, плоского
vector: вектор/m, векторн/a
minimal: минимализм/m, минималистичн/a
outlined: контурн/a, контур/m, с контуром
cartoon: мульт/m, мультяшн/a, мультфильм/m
comic: комикс/m, комиксн/a
soft: мягкий, мягкая, мягкое, мягком, мягкого, мягкой
shaded: объёмн/a
3d: 3д, трёхмерн/a
pastel: пастел/fi, пастельн/a
ink: чернил/n, чернила, туш/fi, тушью
sketch: эскиз/m, набросок, наброска, наброске
drawing: рисунок, рисунка, рисунке, рисунком
pixel: пиксел/mi, пиксельн/a
art: арт/m
sticker: стикер/m, наклейк/fk, наклеек
badge: значок, значка, значке, значком, бейдж/m
smiling: улыбается, улыбающ/ash, улыбающийся, улыбающаяся, улыбающееся, улыбк/fk
happy: счастлив/a, рад, довольн/a
cute: мил/a
laughing: смеётся, смеющ/ash, смеющийся, смеющаяся, хохочет
joyful: радостн/a
cheerful: весёл/a
winking: подмигивает, подмигивающий, подмигивающая
sleepy: сонн/a
sleeping: спит, спящ/ash
calm: спокойн/a
surprised: удивлённ/a, удивился, удивляется
amazed: изумлённ/a
angry: зл/ao, сердит/a
fierce: свиреп/a, грозн/a
sad: грустн/a, печальн/a, грустит
crying: плачет, плачущ/ash
standing: стоит, стоящ/ash
waving: машет, машущ/ash
greeting: приветствует, приветствующий, приветствующая
jumping: прыгает, прыгающ/ash, прыжок, прыжке
leaping: скачет, скачущ/ash
flying: летит, летящ/ash
sitting: сидит, сидящ/ash
seated: сидя
scarf: шарф/m, шарфик/mk
cape: плащ/m, плащом, плащи, накидк/fk
cloak: мантия, мантии, мантию, мантией
glasses: очки, очков, очкам, очками, очках
gradient: градиент/m
circles: круг/mk, кружок, кружки
rings: кольца, кольцо, колец, кольцами
triangles: треугольник/mk
noise: шум/m
texture: текстур/f
holding: держит, держащ/ash, держа
carrying: несёт, несущ/ash
showing: показывает, показывающ/ash
wearing: носит, одет, одета, носящ/ash
with: с, со
in: в, во
on: на
and: и
of: из
mascot: маскот/m, талисман/m
character: персонаж/m, персонажем, персонажи, геро/mj, герой
picture: картинк/fk, картин/f, изображени/nj
portrait: портрет/m
illustration: иллюстрация, иллюстрацию, иллюстрации
style: стил/mi, стиле
background: фон/m
plain: однотонн/a, прост/ao
small: маленьк/ak, небольшой, небольшая
little: крошечн/a
big: большой, большая, большое, большие, большого, огромн/a
friendly: дружелюбн/a, добр/a
pattern: узор/m, орнамент/m
object: предмет/m
colour: цвета, цвету, цветом, цвете
dark: тёмн/a
light: светл/a
"""


def table() -> dict[str, str]:
    """Russian form to English word, sorted; where two words share a form, the first one keeps it."""
    found: dict[str, str] = {}
    for line in FORMS.strip().splitlines():
        english, forms = line.split(": ", 1)
        for form in forms.split(", "):
            for spelled in _spelled(form):
                found.setdefault(spelled, english)
    return dict(sorted(found.items()))


def write(folder: Path) -> None:
    """Writes `words.txt` (one known word a line) and `words.ru.toml` (`"лиса" = "fox"`)."""
    folder.mkdir(parents=True, exist_ok=True)
    known = words.every_word()
    found = table()
    unknown = sorted(set(found.values()) - set(known))
    if unknown:
        raise ValueError(f"the Russian table names words that Pocket does not know: {', '.join(unknown)}")
    (folder / "words.txt").write_text("\n".join(known) + "\n", encoding="utf-8", newline="\n")
    lines = ["# Russian forms of the words in words.txt; made by tools/pocket. A key of several words is looked up before single words.", "[ru]"]
    lines += [f'"{russian}" = "{english}"' for russian, english in found.items()]
    (folder / "words.ru.toml").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def _spelled(form: str) -> list[str]:
    stem, _, pattern = form.partition("/")
    whole = [stem + ending for ending in ENDINGS[pattern].split(",")] if pattern else [form]
    return [spelled for one in whole for spelled in dict.fromkeys((one, one.replace("ё", "е")))]
