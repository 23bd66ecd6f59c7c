# Blazon, русский. Один набор сообщений для окна, терминала и бота.
# Разделы: Words, Problems, Notices, Errors (общие), Window, Terminal.

## Words

app-name = Blazon
provider-local = Этот компьютер
provider-fal = fal.ai
provider-replicate = Replicate

## Problems: why a file was not taken; what happened, then what to do. Shown by window and terminal.

problem-not-an-image = «{ $file }» — не изображение, файл пропущен.
problem-unsupported-format = «{ $file }»: формат { $format } эта версия не читает. Сохраните фото в JPEG или PNG и добавьте снова.
problem-reader-missing = { $file }: формат { $format } читается через системный пакет { $package }. Установите его и добавьте фото снова или сохраните фото как JPEG.
problem-nested-archive = { $file }: архив внутри архива не открывается. Распакуйте его и добавьте снова.
problem-archive-too-large = { $file }: внутри больше, чем можно безопасно распаковать. Распакуйте сами и добавьте папку.
problem-empty = «{ $file }» — пустой файл. Скопируйте его заново из источника.
problem-truncated = «{ $file }» обрывается: части изображения не хватает. Скопируйте файл заново из источника.
problem-broken = «{ $file }» повреждён и не открывается. Возьмите другую копию или пересохраните его в другой программе.
problem-too-many-pixels = «{ $file }»: { $width } × { $height } пикселей, а прочитать можно не больше { $limit } мегапикселей. Уменьшите фото и добавьте снова.
problem-too-many-bytes = «{ $file }» больше { $limit } МБ. Сохраните его поменьше и добавьте снова.
problem-no-permission = «{ $file }»: у вас нет прав на чтение. Измените права доступа и добавьте файл снова.
problem-locked = «{ $file }»: файл защищён паролем. Распакуйте архив сами и добавьте папку.
problem-vanished = «{ $file }» исчез раньше, чем его удалось прочитать. Если вы его переместили, добавьте с нового места.
problem-unreadable = «{ $file }» не читается с диска. Проверьте диск или возьмите другую копию.
problem-folder-unreadable = Папка «{ $file }» не открывается. Проверьте права доступа и добавьте её снова.
problem-name-not-text = { $file }: снимок в наборе. В имени есть знаки, которые не являются текстом, они показаны как �.
problem-disk-full = «{ $file }» не сохранён: диск заполнен. Освободите место и добавьте файл снова.

## Notices: what the library has to say for itself. Shown by window and terminal.

notice-restored-from-backup = База данных библиотеки не прочиталась. Вместо неё взята копия ({ $when }); нечитаемый файл сохранён здесь: { $path }.
notice-restored-without-backup = База данных библиотеки не прочиталась, а копии не было. Начата новая; нечитаемый файл сохранён здесь: { $path }, ваши фото по-прежнему лежат в папке библиотеки.
notice-restored = Библиотека снова такая, какой была { $when }. Прежнее состояние сохранено копией { $kept }: Настройки, Библиотека.
notice-restore-failed = Копию { $name } не удалось вернуть. Библиотека осталась как была.
notice-restore-waits = Библиотека открыта ещё в одной программе, поэтому выбранная копия не возвращена. Закройте ту программу и запустите Blazon снова.
notice-keys-in-file = На этом компьютере нет хранилища паролей, поэтому ключи лежат в файле { $path }, прочитать который можете только вы.
notice-disk-full = Диск заполнен. Пока не появится место, ничего нового сохранить нельзя.
notice-library-moved = Библиотека теперь здесь: { $to }. Прежняя папка { $from } осталась; удалить её можно в настройках.
notice-library-not-moved = Библиотека не перенесена в { $to }. { $why }

## Window

rail-label = Разделы
rail-datasets = Наборы
rail-training = Обучение
rail-playground = Песочница
rail-badges = Бейджи
rail-bot = Бот
rail-gallery = Галерея
rail-settings = Настройки
rail-running = Идёт работа
rail-on = Включено
rail-trouble = Что-то мешает

shared-cancel = Отмена
shared-close = Закрыть
shared-dismiss = Скрыть
shared-copied = Скопировано
shared-not-now = Не сейчас
shared-no-undo = Отменить это будет нельзя.
shared-undo = Отменить
shared-redo = Вернуть
shared-new-seed = Бросить кости: новое зерно
shared-seed-refused = Зерно — целое число от 0 до 18446744073709551615

datasets-new = Новый набор
datasets-all = Все наборы
datasets-list-hint = Фото, брошенные сюда, станут новым набором. Чтобы дополнить готовый, сначала откройте его.
datasets-card-facts = { $count ->
    [0] { $subject }, пока нет фото
   *[other] { $subject }, { $count } фото
}
datasets-journey-photos = ваши фото
datasets-journey-model = своя модель
datasets-journey-badge = бейдж
datasets-empty-heading = Перетащите сюда 10–25 фото
datasets-empty-sentence = одного человека, персонажа, предмета или стиля.
datasets-empty-kept = Фото копируются в библиотеку, исходные файлы остаются как есть.
datasets-empty-formats = JPEG, PNG, WebP, HEIC и другие, можно папками и архивами zip. Без вашего согласия с компьютера ничего не отправляется.
datasets-try-samples = Попробовать на примере
datasets-choose-photos = Выбрать фото
datasets-add-photos = Добавить фото
datasets-add-photos-files = Фото…
datasets-add-photos-folder = Папка…
datasets-more = Ещё
datasets-rename = Переименовать
datasets-name-label = Название набора
datasets-subject-label = Что на фото
datasets-subject-woman = Человек, женщина
datasets-subject-man = Человек, мужчина
datasets-subject-person = Человек
datasets-subject-character = Персонаж
datasets-subject-object = Предмет
datasets-subject-style = Стиль
datasets-trigger-label = Триггер
datasets-trigger-explained = Триггер: слово, которое в запросе вызывает то, что на этих фото. Нажмите, чтобы скопировать.
datasets-trigger-copy = Скопировать триггер { $trigger }
datasets-trigger-copied = Триггер скопирован
datasets-trigger-edit = Изменить триггер
datasets-trigger-locked = Триггер изменить нельзя: на нём уже обучали модель
datasets-trigger-letters = В триггере только A-Z, 0-9 и _
datasets-trigger-length = В триггере от 2 до 48 знаков
datasets-undo-last = Отменить последнее изменение
datasets-history = История изменений
datasets-remove-dataset = Убрать набор
datasets-tab-photos = Фото
datasets-tab-crop = Кадр
datasets-tab-captions = Подписи
datasets-tab-archive = Архив
datasets-photos-label = Фото набора
datasets-chosen = Выбрано: { $count }
datasets-clear-choice = Снять выделение
datasets-remove = Убрать
datasets-delete-for-good = Удалить навсегда…
datasets-photo-name = { $name }, { $width }×{ $height }
datasets-photo-name-marked = { $name }, { $width }×{ $height }: { $marks }
datasets-photo-loading = Фото загружается
datasets-picture-missing = Большую картинку показать нельзя, это маленькая.
datasets-mark-kept = Остаётся
datasets-mark-left-out = Исключено
datasets-marks = Метки фото
datasets-filter = Какие фото
datasets-filter-all = Все { $count }
datasets-filter-look = Проверить { $count }
datasets-filter-left-out = Исключены { $count }
datasets-none-to-look = Всё проверено: ни одно фото не ждёт решения.
datasets-none-left-out = Ни одно фото не исключено.
datasets-show-all = Показать все фото
datasets-show = Показать
datasets-order = Порядок
datasets-order-imported = По порядку
datasets-order-name = По имени
datasets-order-sharpness = Сначала нерезкие
datasets-order-size = Сначала маленькие
datasets-chosen-more = Ещё для выбранных
datasets-look = Открыть крупно
datasets-look-key = Открыть крупно (Enter)
datasets-keep = Оставить
datasets-keep-key = Оставить (K)
datasets-leave-out = Исключить
datasets-leave-out-key = Исключить (X)
datasets-automatic = Решать по меткам
datasets-remove-key = Убрать (Delete)
datasets-crop = Кадрировать
datasets-crop-key = Кадрировать (C)
datasets-previous = Назад
datasets-next = Дальше
datasets-previous-key = Предыдущее фото (←)
datasets-next-key = Следующее фото (→)
datasets-to-captions = Подписи
datasets-duplicates-count = { $count ->
    [one] { $count } почти одинаковое
   *[other] { $count } почти одинаковых
}
datasets-duplicates-choose = Выбрать из похожих
datasets-duplicates-choose-short = Выбрать
datasets-duplicates-choose-key = Выбрать из похожих (D)
datasets-duplicates-review = Смотреть
datasets-duplicates-title = Какое фото остаётся?
datasets-duplicates-sentence = Эти фото почти одинаковы. Для обучения хватит одного; остальные исключаются, но из набора не пропадают.
datasets-duplicates-pick = Оставить это
datasets-duplicates-pick-named = Оставить это: { $name }
datasets-duplicates-of = Группа { $place } из { $total }
datasets-large-label = { $name }, крупно
datasets-large-back = Ко всем фото (Esc)
datasets-large-place = { $place } из { $total }
datasets-large-facts = О фото
datasets-choice = В обучении
datasets-choice-automatic = Авто
datasets-choice-sent = Фото будет отправлено.
datasets-choice-not-sent = Фото исключено и не отправится.
datasets-caption = Подпись
datasets-caption-empty = Что видно на фото
datasets-caption-hint = Enter сохраняет, Esc возвращает как было
datasets-caption-hint-trigger = Триггер ставится первым сам. Enter сохраняет, Esc возвращает как было
datasets-fact-original = Оригинал
datasets-fact-size = { $width } × { $height }, { $format }, { NUMBER($megabytes, maximumFractionDigits: 1) } МБ
datasets-fact-used = Что берётся
datasets-fact-crop = { $width } × { $height }
datasets-fact-trained = Размер в обучении

datasets-ready-title = Можно обучать?
datasets-ready-count = { $photos } фото, отправится { $used }
datasets-ready-waiting = Просматриваем фото

datasets-change-added = Добавлено { $count } фото
datasets-change-removed-one = Фото «{ $name }» убрано
datasets-change-removed = Убрано { $count } фото
datasets-change-renamed = Название «{ $from }» изменено на «{ $to }»
datasets-change-described = Вместо «{ $from }» теперь «{ $to }»
datasets-change-trigger = Триггер { $from } изменён на { $to }
datasets-change-kept = Оставлено { $count } фото
datasets-change-left-out = Исключено { $count } фото
datasets-change-chosen-one = Из похожих оставлено одно, исключено { $count }
datasets-change-automatic = { $count } фото снова решаются по меткам
datasets-change-cropped = { $count ->
    [one] Изменён кадр { $count } фото
   *[other] Изменены кадры { $count } фото
}
datasets-change-crop-reset = { $count ->
    [one] Предложенный кадр снова у { $count } фото
   *[other] Предложенные кадры снова у { $count } фото
}
datasets-change-captions = { $count ->
    [one] Изменена { $count } подпись
    [few] Изменены { $count } подписи
   *[other] Изменено { $count } подписей
}
datasets-change-photos-more = ещё { $count }
datasets-change-size = Выбран размер { $size }
datasets-change-square = Все фото обрезаются до квадрата
datasets-change-keep-shape = Фото сохраняют форму
datasets-change-trigger-first = Подписи начинаются с триггера
datasets-change-as-written = Подписи берутся как написаны
datasets-toast-kept = { $name } остаётся
datasets-toast-left-out = { $name } исключено
datasets-toast-automatic = Фото { $name } снова решается по меткам
datasets-toast-captioned = Подпись к { $name } сохранена
datasets-toast-renamed = Теперь набор называется «{ $name }»
datasets-toast-trigger = Теперь триггер — { $trigger }
datasets-toast-described = Изменено, что на фото
datasets-toast-removed = Набор «{ $name }» убран
datasets-toast-undone = Отменено: { $what }
datasets-toast-nothing-to-undo = Отменять нечего

datasets-history-title = История изменений
datasets-history-empty = Здесь ещё ничего не меняли.
datasets-history-undone = отменено, { $when }
datasets-history-undo = Отменить последнее
datasets-history-redo = Вернуть

datasets-delete-title = { $count ->
    [1] Удалить это фото навсегда?
   *[other] Удалить { $count } фото навсегда?
}
datasets-delete-more = и ещё { $count }
datasets-delete-what = { $count ->
    [1] Оно исчезнет из всех наборов, где есть.
   *[other] Они исчезнут из всех наборов, где есть.
}
datasets-delete-originals = Оригиналы и миниатюры удаляются из библиотеки. Файлы вне библиотеки, откуда вы добавляли фото, остаются.
datasets-delete-backups = Резервные копии и архивы для обучения на этом компьютере тоже очищаются.
datasets-delete-provider = То, что уже получил сервис обучения, отозвать нельзя: мы скажем, что у него осталось.
datasets-delete-confirm = { $count ->
    [1] Удалить фото
   *[other] Удалить { $count } фото
}
datasets-deleted-title = Удалено навсегда
datasets-deleted-originals = { $count ->
    [one] Удалён { $count } оригинал
    [few] Удалено { $count } оригинала
   *[other] Удалено { $count } оригиналов
}
datasets-deleted-thumbnails = { $count ->
    [one] и { $count } миниатюра
    [few] и { $count } миниатюры
   *[other] и { $count } миниатюр
}
datasets-deleted-datasets = { $count ->
    [one] Исчезло из { $count } набора
   *[other] Исчезло из { $count } наборов
}
datasets-deleted-backups = { $count ->
    [0] В резервных копиях их не было
    [one] Очищена { $count } резервная копия
    [few] Очищены { $count } резервные копии
   *[other] Очищено { $count } резервных копий
}
datasets-deleted-backups-whole = { $count ->
    [one] Удалена { $count } резервная копия, которую не удалось очистить
    [few] Удалены { $count } резервные копии, которые не удалось очистить
   *[other] Удалено { $count } резервных копий, которые не удалось очистить
}
datasets-deleted-archives = { $count ->
    [one] Удалён { $count } архив для обучения
    [few] Удалено { $count } архива для обучения
   *[other] Удалено { $count } архивов для обучения
}
datasets-deleted-held = { $provider } всё ещё хранит то, что туда отправили
datasets-deleted-held-request = Запрос { $request }
datasets-deleted-nobody = Ни у одного сервиса их нет

captions-card = О подписях
captions-list = Подписи к фото
captions-loading = Читаем подписи
captions-filter = Какие подписи показаны
captions-filter-all = Все { $count }
captions-filter-without = Без подписи { $count }
captions-filter-remarked = С замечанием { $count }
captions-filter-word = «{ $word }» { $count }
captions-filter-word-clear = Снова показать все подписи
captions-field = Подпись к { $name }
captions-empty-field = Нет подписи
captions-left-out = Не отправляется
captions-select = Выбрать { $name }
captions-select-shown = Выбрать все показанные
captions-remark-missing = Нет подписи, а у других фото есть
captions-remark-no-trigger = В подписи нет слова-триггера
captions-remark-too-short = Слишком коротко: опишите, что видно, хотя бы четырьмя словами
captions-remark-too-long = Слишком длинно: читаются примерно первые 75 частей слов
captions-remark-repeats = «{ $phrase }» стоит дважды
captions-none-with-word = Слова «{ $word }» больше нет ни в одной подписи.
captions-none-without = У каждого фото есть подпись.
captions-none-remarked = Замечаний к подписям нет.
captions-no-photos = Пока нет фото, которые можно подписать.
captions-more = Ещё для подписей
captions-trigger-first = { $selected ->
    [0] Вписать слово-триггер в начало всех
    [one] Вписать слово-триггер в начало { $selected } выбранной
   *[other] Вписать слово-триггер в начало { $selected } выбранных
}
captions-clear = { $selected ->
    [0] Очистить все подписи
    [one] Очистить { $selected } выбранную подпись
    [few] Очистить { $selected } выбранные подписи
   *[other] Очистить { $selected } выбранных подписей
}
captions-import = Загрузить подписи…
captions-export-txt = Сохранить файлами .txt…
captions-export-caption = Сохранить файлами .caption…
captions-export-jsonl = Сохранить в metadata.jsonl…
captions-imported = { $count ->
    [0] Новых подписей к этим фото в файлах нет
    [one] Загружена { $count } подпись
    [few] Загружены { $count } подписи
   *[other] Загружено { $count } подписей
}
captions-imported-unmatched = { $imported }. { $count ->
    [one] Для { $count } подписи нет снимка: { $names }
   *[other] Для { $count } подписей нет снимков: { $names }, …
}
captions-exported = { $count ->
    [one] Сохранена { $count } подпись: { $path }
    [few] Сохранены { $count } подписи: { $path }
   *[other] Сохранено { $count } подписей: { $path }
}
captions-nothing-changed = Менять было нечего
captions-replace-open = Найти и заменить
captions-add-open = Добавить слова
captions-find = Найти
captions-replace-with = Заменить на
captions-match-case = С учётом регистра
captions-whole-words = Только целые слова
captions-add-text = Какие слова добавить
captions-add-where = Куда
captions-add-before = В начало
captions-add-after = В конец
captions-scope-all = { $count ->
    [1] В единственной подписи
    [one] Во всех { $count } подписях
   *[other] Во всех { $count } подписях
}
captions-scope-selected = { $count ->
    [one] В { $count } выбранной подписи
   *[other] В { $count } выбранных подписях
}
captions-preview = Что изменится
captions-preview-count = { $count ->
    [0] менять нечего
    [one] изменится { $count }
   *[other] изменятся { $count }
}
captions-preview-hint = Напишите, что искать. Все изменения сначала появятся здесь, до этого ничего не записывается.
captions-preview-none = Такого нет ни в одной подписи.
captions-add-hint = Напишите, что добавить. Все изменения сначала появятся здесь, до этого ничего не записывается.
captions-add-none = Эти слова там уже есть в каждой подписи.
captions-replace-apply = { $count ->
    [0] Заменить
    [one] Заменить в { $count } подписи
   *[other] Заменить в { $count } подписях
}
captions-add-apply = { $count ->
    [0] Добавить
    [one] Добавить в { $count } подпись
    [few] Добавить в { $count } подписи
   *[other] Добавить в { $count } подписей
}
captions-gone = уйдёт:
captions-new = появится:
captions-style-title = Как используются подписи
captions-style-trigger = Сначала слово-триггер
captions-style-trigger-hint = Описывайте всё, кроме самого героя: его выучит слово-триггер.
captions-style-written = Как написано
captions-style-written-hint = Называйте героя обычными словами; слово-триггер не добавляется.
captions-remarks-title = Замечания
captions-remarks-none = Замечаний нет
captions-words-title = Частые слова
captions-words-none = Слов пока нет
captions-word = { $count ->
    [one] { $word }, в { $count } подписи
   *[other] { $word }, в { $count } подписях
}
captions-keys = Tab и стрелки ведут по строкам, при уходе строка сохраняется. Ctrl Enter выбирает, Esc возвращает как было, Ctrl Z отменяет.

archive-loading = Ищем архив
archive-heading = Что получит обучение
archive-about = Один zip с картинками и подписями, собранный на этом компьютере. Потом он читается с диска заново, и каждая картинка и подпись сверяется с тем, что задумано.
archive-images = Картинки
archive-left-out = { $count ->
    [one] { $count } фото не войдёт
   *[other] { $count } фото не войдут
}
archive-size = Размер
archive-size-keep = Форма у каждой своя, пикселей примерно столько же; ничего не увеличивается
archive-size-square = Обрезка до квадрата; ничего не увеличивается
archive-captions = Подписи
archive-uncaptioned-trigger = { $count ->
    [one] { $count } фото без подписи получит слово-триггер и одно слово о том, что на нём
   *[other] { $count } фото без подписи получат слово-триггер и одно слово о том, что на них
}
archive-uncaptioned-written = { $count ->
    [one] { $count } фото пойдёт без подписи
   *[other] { $count } фото пойдут без подписи
}
archive-make = Собрать архив
archive-make-again = Собрать заново
archive-nothing = Собирать нечего: ни одно фото набора не используется.
archive-not-in-it = Внутри только пиксели и подписи: ни места, ни времени съёмки, ни камеры.
archive-proved = Прочитано заново и сверено
archive-proved-hint = Числа взяты из готового файла, а не из того, что в нём должно быть.
archive-stale = С тех пор как архив собран, набор изменился.
archive-weight = Объём
archive-made-at = Собран
archive-hash = Хеш файла BLAKE3
archive-copy-hash = Скопировать хеш
archive-hash-copied = Хеш скопирован
archive-show = Показать в папке
archive-table = Что внутри архива
archive-column-file = Файл
archive-column-photo = Фото
archive-column-pixels = Пиксели
archive-column-caption = Строка для обучения
archive-no-caption = нет подписи
archive-bytes = { $size } Б
archive-kilobytes = { $size } КБ
archive-megabytes = { $size } МБ
archive-gigabytes = { $size } ГБ

export-menu = Экспорт
export-zip = Zip
export-zip-hint = Для fal.ai, Replicate и большинства программ
export-kohya = kohya
export-kohya-hint = Папки и dataset.toml для sd-scripts
export-ai-toolkit = ai-toolkit
export-ai-toolkit-hint = Папка и config.yaml, где она указана
export-onetrainer = OneTrainer
export-onetrainer-hint = Папка и её concepts.json
export-huggingface = Hugging Face
export-huggingface-hint = Картинки и один metadata.jsonl
export-done = Экспортировано: { $images ->
    [one] { $images } картинка
    [few] { $images } картинки
   *[other] { $images } картинок
} и { $captions ->
    [one] { $captions } подпись
    [few] { $captions } подписи
   *[other] { $captions } подписей
}, { $path }
export-show = Показать

statistics-title = Статистика
statistics-loading = Считаем фото
statistics-failed = Прочитать числа не удалось.
statistics-none = Чисел нет: пока ни одно фото не отправится.
statistics-about = Только по фото, которые отправятся: { $count }
statistics-buckets = Форматы
statistics-buckets-hint = Размеры, по которым фото обучаются вместе
statistics-bucket = { $width } × { $height }: { $count } фото
statistics-short-sides = Короткая сторона
statistics-short-sides-hint = В пикселях после кадрирования; фото от каждого значения и выше
statistics-sharpness = Резкость
statistics-sharpness-hint = В процентах, размытые слева
statistics-sharpness-measured = Пока измерено { $known } из { $total }, в процентах
statistics-words = Частые слова
statistics-words-hint = И в скольких подписях они есть
statistics-range = Диапазон
statistics-photos = Фото
statistics-range-closed = от { $from } до { $to }
statistics-range-open = от { $from }

import-looking = Просматриваем папки
import-adding = Добавляем фото
import-adding-to = Добавляем фото в «{ $name }»
import-how-far = { $done } из { $total }
import-how-far-and-long = { $done } из { $total }, { $left }
import-left-moments = осталось несколько секунд
import-left-seconds = осталось около { $seconds } с
import-left-minutes = осталось около { $minutes } мин
import-stopping = Останавливаем
job-packing = Собираем архив «{ $name }»
job-exporting = Экспортируем «{ $name }»
job-measuring = Измеряем фото в «{ $name }»
job-looking-for-faces = Ищем лица в «{ $name }»
import-added = { $added ->
    [0] Фото не добавлены
   *[other] Добавлено { $added } фото
}
import-added-some = Добавлено { $added } фото, { $there ->
    [one] ещё { $there } уже было
   *[other] ещё { $there } уже были
}
import-nothing-new = { $there ->
    [1] Это фото здесь уже есть
   *[other] Все { $there } фото здесь уже есть
}
import-stopped = { $added ->
    [0] Остановлено, ничего не добавлено
   *[other] Остановлено, добавлено { $added } фото
}
import-problems = { $count ->
    [one] Не добавлен { $count } файл.
    [few] Не добавлены { $count } файла.
   *[other] Не добавлено { $count } файлов.
}
import-problems-show = Показать причины
import-problems-hide = Свернуть
import-notes = { $count ->
    [1] У { $count } фото имя читается не целиком.
   *[other] У { $count } фото имена читаются не целиком.
}
import-notes-show = Показать имена
import-failed-kept = До этого добавлено { $added } фото.
import-drop-files = Отпустите, чтобы добавить { $files } фото
import-drop-folders = Отпустите, чтобы добавить { $folders ->
    [one] { $folders } папку
    [few] { $folders } папки
   *[other] { $folders } папок
}
import-drop-mixed = Отпустите, чтобы добавить { $files } фото и { $folders ->
    [one] { $folders } папку
    [few] { $folders } папки
   *[other] { $folders } папок
}
import-drop-anything = Отпустите, чтобы добавить фото
import-drop-to = в «{ $name }»
import-drop-to-new = в новый набор
import-drop-copied = Они копируются в библиотеку, ваши исходные файлы не меняются.
import-drop-formats = JPEG, PNG, WebP, HEIC и другие, папки, архивы zip

crop-hint = Светлое берётся, заштрихованное теряется при подгонке. Оригиналы не меняются. Enter открывает рамку.
crop-none-used = Ни одно фото не берётся, кадрировать нечего. Сначала оставьте что-нибудь на вкладке «Фото».
crop-shape = Форма всех фото
crop-shape-keep = Своя форма
crop-shape-square = Квадрат
crop-size = Размер
crop-size-pixels = { $size } пикселей
crop-tile-lost = минус { $lost } px
crop-lock = Форма этого кадра
crop-lock-free = Любая
crop-lock-square = Квадрат
crop-lock-original = Как у фото
crop-used = Что берётся
crop-numbers = { $width } × { $height }, от { $x }, { $y }
crop-fit-whole = { $width } × { $height }, ничего не теряется, { $percent }% от размера кадра
crop-fit-sides = { $width } × { $height }, { $lost ->
    [one] по бокам теряется { $lost } пиксель
    [few] по бокам теряются { $lost } пикселя
   *[other] по бокам теряется { $lost } пикселей
}, { $percent }% от размера кадра
crop-fit-ends = { $width } × { $height }, { $lost ->
    [one] сверху и снизу теряется { $lost } пиксель
    [few] сверху и снизу теряются { $lost } пикселя
   *[other] сверху и снизу теряется { $lost } пикселей
}, { $percent }% от размера кадра
crop-fit-unknown = Неизвестно, какой размер получится.
crop-handles = Кадр { $name }
crop-save = Сохранить кадр
crop-reset = Вернуть предложенный
crop-hint-changed = Сохранится по Enter и при переходе к другому фото. Esc возвращает как было.
crop-hint-chosen = Этот кадр выбрали вы.
crop-hint-proposed = Этот кадр предложен программой.
crop-hint-keys = Стрелки двигают на 1 пиксель, с Shift на 8; плюс и минус меняют размер. Page Up и Page Down ведут к другим фото.

palette-title = Палитра команд
palette-placeholder = Что сделать?
palette-nothing = Ничего не нашлось
palette-group-do = Сделать
palette-group-go = Перейти
palette-group-datasets = Наборы
palette-group-look = Внешний вид
palette-add-photos = Добавить фото
palette-add-folder = Добавить папку с фото
palette-train = Обучить модель
palette-cancel-run = Отменить обучение { $name }
palette-go-on = Продолжить обучение { $name }
palette-draw = Рисовать картинки
palette-new-grid = Нарисовать сетку
palette-new-badge = Сделать бейдж
palette-search-gallery = Искать в галерее
palette-favourites = Избранное
palette-read-picture = Прочитать настройки картинки
palette-draw-with = Рисовать с моделью { $name }
palette-back-up = Сделать копию библиотеки
palette-backed-up = Копия библиотеки сохранена: { $path }
palette-theme-system = Тема как в системе
palette-theme-light = Светлая тема
palette-theme-dark = Тёмная тема
palette-language-system = Язык как в системе
palette-language-en = Английский язык
palette-language-ru = Русский язык
palette-search-for = Искать в галерее «{ $words }»
palette-settings = Настройки: { $section }
palette-trash = Корзина
palette-open-library = Открыть папку библиотеки
palette-open-badge = Открыть бейдж { $name }
palette-template = Взять шаблон { $name }
palette-group-models = Модели
palette-group-badges = Бейджи
palette-group-search = Поиск

settings-appearance = Внешний вид
settings-language = Язык
settings-theme = Тема
settings-as-system = Как в системе
settings-theme-light = Светлая
settings-theme-dark = Тёмная
settings-library = Библиотека
settings-library-about = Фото, наборы и всё, что из них получается, лежат в одной папке.
settings-library-where = Где лежит
settings-open-folder = Открыть папку
settings-move = Перенести…
settings-left = Прежняя папка { $path } ещё на месте ({ $size }).
settings-left-delete = Удалить прежнюю папку…
settings-left-gone = Прежняя папка { $path } удалена.
settings-back-up = Сделать копию
settings-backed-up = Копия сохранена: { $path }, { NUMBER($size, maximumFractionDigits: 1) } МБ
settings-backups = Копии
settings-backups-about = База данных: ежедневная копия, копия перед каждой сменой её формата и те, что сделали вы. Хранятся по три каждого вида; картинок и фото в них нет.
settings-backups-none = Копий пока нет. Одна делается каждый день.
settings-backup-restore = Вернуть…
settings-backup-restore-of = Вернуть копию: { $when }
settings-backup-unusable = не читается
backup-daily = ежедневная или своя
backup-before-migration = перед новой версией
backup-before-restore = перед возвратом
restore-title = Вернуться к состоянию: { $when }?
restore-lost = Всё, что изменилось с тех пор, отменится: наборы, подписи, обучения, картинки, бейджи, звёзды и настройки.
restore-files = Файлы останутся в папке библиотеки. Импортированные модели найдутся сами; фото, обученные модели и картинки, появившиеся позже, лежат там же, но не показаны.
restore-kept = Нынешнее состояние сначала копируется и появится в этом списке, к нему можно вернуться. Расходы не отменяются.
restore-cancel = Оставить как есть
restore-do = Вернуть и перезапустить
move-title = Перенести библиотеку?
move-from = Откуда
move-to = Куда
move-how-much = Сколько
move-size = { $files ->
    [one] { $size }, { $files } файл
    [few] { $size }, { $files } файла
   *[other] { $size }, { $files } файлов
}
move-free = Там свободно
move-free-unknown = неизвестно
move-restart = Для этого Blazon закроется и запустится снова. Пока всё не скопируется, ничего другого делать нельзя.
move-old-stays = Прежняя папка останется как есть, пока вы не удалите её в настройках.
move-do = Перенести и перезапустить
moving-title = Библиотека переносится
moving-then = Когда всё скопируется, Blazon сам запустится снова.
moving-copied = Всё скопировано. Blazon запускается снова.
moving-copying = Скопировано
moving-counting = Считаем, сколько всего
moving-how-far = { $done } из { $all }
moving-cancel-about = Скопированное удалится, и библиотека откроется на прежнем месте.
moving-cancelled = Перенос отменён
moving-cancelled-then = Библиотека откроется там же, где была.
moving-removing = Удаляем скопированное
left-title = Удалить прежнюю папку?
left-what = Папка { $path } удалится со всем, что в ней лежит: { $size }.
left-library-stays = Сама библиотека лежит в { $path } и останется как есть.
left-do = Удалить прежнюю папку
settings-check = Проверить библиотеку
settings-check-healthy = Всё в порядке: { $photos } фото, { $originals ->
    [one] { $originals } оригинал
    [few] { $originals } оригинала
   *[other] { $originals } оригиналов
}, проверены все.
settings-check-found = { $count ->
    [one] Не в порядке { $count } файл.
    [few] Не в порядке { $count } файла.
   *[other] Не в порядке { $count } файлов.
}
settings-check-database = В базе данных есть ошибки, { $count ->
    [0] больше ничего не нашлось.
    [one] и ещё не в порядке { $count } файл.
    [few] и ещё не в порядке { $count } файла.
   *[other] и ещё не в порядке { $count } файлов.
}
settings-check-list = Что нашла проверка
settings-version = Blazon { $version }
settings-training = Обучение
settings-network = Сеть
settings-network-about = Каким путём и к каким узлам программа может обращаться. Больше ни к чему она не обращается.
settings-ceiling = Потолок на месяц
settings-ceiling-hint = Дороже этого ничего не запустится. Пусто — без потолка.
settings-ceiling-none = без потолка
settings-ceiling-refused = Напишите сумму в долларах, например 20 или 7,50
settings-proxy = Прокси
settings-proxy-hint = Например, http://127.0.0.1:8080. Пусто — прокси системы или прямое соединение.
settings-proxy-none = нет
settings-hosts = К каким серверам можно обращаться
settings-hosts-none = Ни к каким: обращаться нельзя никуда.
settings-host-new = Ещё один сервер
settings-host-add = Добавить
settings-host-remove = Убрать { $host }
requests-fold = Журнал запросов
requests-about = { $count ->
    [one] Последний { $count } запрос
    [few] Последние { $count } запроса
   *[many] Последние { $count } запросов
}, без ключей, параметров и содержимого. В папке logs/ библиотеки хранятся четырнадцать дней.
requests-none = Пока ничего не отправлялось. Blazon отправляет только то, о чём вы просите.
requests-when = Когда
requests-host = Сервер
requests-what = Что
requests-answer = Ответ
requests-took = Время
requests-list = Запросы, новые сверху
requests-copy = Скопировать
requests-copied = Скопировано
requests-milliseconds = { NUMBER($count, useGrouping: 0) } мс
request-status = { NUMBER($status, useGrouping: 0) }
request-unreachable = недоступен
request-timed-out = нет ответа вовремя
request-broken-off = связь оборвалась
request-stopped = ответа не ждали
settings-updates = Новые версии
settings-updates-about = Blazon сам ничего не ищет и не скачивает.
settings-updates-none = Это Blazon { $version }. Эта сборка не знает, где объявляют о новых.
settings-updates-place = Это Blazon { $version }. О новых объявляют на { $host }.
settings-updates-look = Узнать о новой версии
settings-updates-newest = Это самая новая версия.
settings-updates-newer = Вышел Blazon { $version }.
settings-updates-open = Открыть страницу на { $host }
settings-about = О программе
settings-about-terms = Blazon — свободная программа на условиях лицензии MIT или Apache 2.0, на ваш выбор. Pocket и примеры картинок — тоже.
settings-licences = Лицензии…
licences-title = Из чего сделан Blazon
licences-search = Найти имя или лицензию
licences-list = Части и их лицензии
licences-count = { $count ->
    [one] { $count } часть
    [few] { $count } части
   *[many] { $count } частей
}
licences-nothing = Ничего с таким именем нет.
licences-text = Текст лицензии: { $name }
licences-blazon = Blazon
licences-asset = в комплекте
licences-crate = крейт Rust
licences-npm = пакет npm

training-new = Новое обучение
training-train = Обучить
training-go-on = Продолжить
training-to-playground = В песочницу
training-back-to-runs = К обучениям
training-cancel = Отменить
training-cancel-named = Отмена обучения { $name }
training-nothing-running = ничего не обучается
training-running = { $running ->
    [0] в очереди: { $queued }
   *[other] { $queued ->
        [0] идёт: { $running }
       *[other] идёт: { $running }, в очереди: { $queued }
    }
}
training-earlier = Прежние: { $count }
training-earlier-title = Прежние обучения
training-queue = Дальше в очереди
training-loading = Читаем обучения
training-dataset-gone = Удалённый набор

training-empty-photos = Сначала 10–25 фото
training-empty-heading = Научите модель тому, что на ваших фото
training-empty-sentence = Выберите набор, нажмите «Обучить» и смотрите, как она учится. Потом триггер рисует то, что она видела.
training-empty-here = Обучение идёт на этом компьютере: бесплатно, без учётной записи, ничего не отправляется.
training-empty-preview = С Pocket, основой из поставки, в качестве предпросмотра: 128 пикселей.
training-choose-dataset = Выбрать набор
training-dataset = На чём учится
training-preset = Насколько тщательно
training-preset-economy-hint = 500 шагов, ранг 8: быстрее всего, первое впечатление.
training-preset-standard-hint = 1000 шагов, ранг 16: обычный выбор.
training-preset-custom-hint = Каждое значение вручную, начиная со «Стандарта».

training-field-base = Основа
training-field-steps = Шаги
training-field-steps-hint = Больше шагов — больше выучено; слишком много лишь повторяют фото
training-field-rank = Ранг
training-field-rank-hint = От 1 до 128: сколько модель может вместить
training-field-rate = Скорость обучения
training-field-rate-hint = Как далеко уходит каждый шаг, например 4e-4
training-field-batch = Пакет
training-field-batch-hint = Картинок за шаг, от 1 до 16; больше — нужно больше памяти
training-field-resolution = Размер
training-field-resolution-hint = Сторона квадрата в пикселях, кратна 64
training-field-resolution-fixed = Pocket рассчитан на { $side } пикселей
training-field-dropout = Шаги без подписи, %
training-field-dropout-hint = От 0 до 50: предмет учится и помимо слов
training-field-seed = Зерно
training-field-seed-hint = То же зерно и тот же рецепт дают ту же модель
training-parts = Какие слои учатся
training-part-attention = Внимание
training-part-feed-forward = Прямые слои
training-part-projections = Проекции
training-part-convolutions = Свёртки
training-flip = Случайно отражать фото
training-flip-hint = Не для лиц и надписей.

training-plan = Перед началом
training-plan-no-dataset = Выберите, на чём учиться; здесь будет сказано, что для этого нужно.
training-plan-waiting = Считаем, что для этого нужно
training-plan-captions = { $count ->
    [0] Подписей нет; каждое получит триггер
   *[other] С подписью: { $count }
}
training-open-dataset = Открыть набор
training-plan-broken = Одно из значений рецепта не читается. Исправьте его, чтобы обучить.
training-photos = { $count } фото
training-stays-here = С этого компьютера ничего не отправляется.
training-preview-quality = Качество предпросмотра: 128 пикселей
training-preview-quality-hint = Pocket — маленькая основа для проб. Полное качество даёт своя основа.
training-quality = Рисует в { $side } пикселей

training-panel = Это обучение
training-panel-ready = Можно пользоваться
training-cost = Цена
training-free = бесплатно
training-weights = Файл весов
training-file = Файл
training-file-size = Размер файла
training-weights-checked = Открыт и проверен, прежде чем объявлен готовым.
training-if-closed = Если закрыть окно
training-if-closed-local = Обучение остановится вместе с программой и продолжится с последней контрольной точки, когда Blazon запустится снова.
training-learned-from = На чём учится
training-how = Рецепт

training-stage-preparing = Подготовка
training-stage-training = Обучение
training-stage-completed = Готово
training-percent = { $percent } %
training-packing = Пакуем фото
training-preparing = Готовимся
training-stopped-before = Остановлено до первого шага
training-stopped-at = Остановлено на шаге { NUMBER($step, useGrouping: 0) } из { NUMBER($total, useGrouping: 0) }
training-step = Шаг { NUMBER($step, useGrouping: 0) } из { NUMBER($total, useGrouping: 0) }
training-all-steps = { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } шаг
    [few] { NUMBER($steps, useGrouping: 0) } шага
   *[other] { NUMBER($steps, useGrouping: 0) } шагов
}
training-all-steps-and-loss = { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } шаг, потери в конце { $loss }
    [few] { NUMBER($steps, useGrouping: 0) } шага, потери в конце { $loss }
   *[other] { NUMBER($steps, useGrouping: 0) } шагов, потери в конце { $loss }
}
training-checked = Веса проверены
training-fetching = Получаем веса
training-checking = Проверяем веса
training-check-ahead = Веса и проверка
training-queued = Ждёт своей очереди
training-queued-next = В очереди, следующее
training-queued-place = В очереди, место { $place }
training-finished = закончено { $when }
training-cancelled = отменено { $when }
training-failed = не удалось { $when }

training-loss = Потери
training-loss-smoothed = среднее за { $steps } шагов
training-at-step = на шаге { NUMBER($step, useGrouping: 0) }
training-loss-described = Кривая потерь: от { $first } до { $last } на шаге { NUMBER($step, useGrouping: 0) }
training-samples = Пробы
training-samples-same = тот же запрос, то же зерно
training-samples-of = Пробы по ходу обучения: { $prompt }
training-sample-before = До начала
training-sample-step = Шаг { NUMBER($step, useGrouping: 0) }
training-sample-next = Следующая
training-before-after = До и после
training-over-time = По ходу обучения
training-without-model = Без модели
training-with-model = С моделью
training-log = Журнал

base-choice = Основа
base-pocket-hint = В поставке Blazon, качество предпросмотра: 128 пикселей
base-own-hint = { $family }, { $side } пикселей, своя
base-own-about = Полное качество даёт своя Stable Diffusion 1.5, 2.1 или XL.
base-pick-folder = Папка…
base-pick-file = Файл…
base-forget = Убрать { $name } из списка
training-preset-economy = Эконом
training-preset-standard = Стандарт
training-preset-custom = Свои
training-recipe-line = { $preset }, { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } шаг
    [few] { NUMBER($steps, useGrouping: 0) } шага
   *[other] { NUMBER($steps, useGrouping: 0) } шагов
}, ранг { $rank }, { $provider ->
    [local] { $base } на этом компьютере
    [fal] { $base } в fal.ai
   *[replicate] { $base } в Replicate
}
training-takes-under-a-minute = Меньше минуты
training-takes-minutes = { $minutes ->
    [one] Около { $minutes } минуты
   *[other] Около { $minutes } минут
}
training-takes-hours = { $hours ->
    [one] Около { $hours } часа
   *[other] Около { $hours } часов
}
training-estimate = { $time } и { $memory } ГБ памяти на этом компьютере, бесплатно
training-estimate-memory = { $memory } ГБ памяти на этом компьютере, бесплатно. Сколько это займёт, станет ясно после первых шагов.
training-refused-steps = Введите целое число от 1 до 100000
training-refused-rank = Введите целое число от 1 до 128
training-refused-rate = Введите число больше 0 и не больше 1, например 4e-4
training-refused-batch = Введите целое число от 1 до 16
training-refused-resolution = Введите число, кратное 64, от 64 до 2048
training-refused-dropout = Введите число от 0 до 50
training-refusal-photos = { $have ->
    [0] Ни одно фото набора пока не используется, а нужно хотя бы { $needed }. Добавьте фото или оставьте исключённые.
    [one] Используется только { $have } фото, а нужно хотя бы { $needed }. Добавьте фото или оставьте исключённые.
   *[other] Используются только { $have } фото, а нужно хотя бы { $needed }. Добавьте фото или оставьте исключённые.
}
training-refusal-base-missing = Основы нет на прежнем месте: { $path }. Подключите её диск или выберите другую основу.
training-refusal-base-unusable = { $path } обучить нельзя. { $detail }
training-refusal-memory = Нужно около { $needed } ГБ памяти, а свободно { $available } ГБ. Закройте другие программы или выберите пакет, размер или основу поменьше.
training-refusal-nothing = Ни один слой не обучался бы. Выберите хотя бы один вид слоёв.
playground-prompt = Запрос
playground-placeholder = Что вы хотите увидеть?
playground-begins-with = Запрос начинается с триггера { $trigger }. Backspace в самом начале убирает его.
playground-draw = Нарисовать
playground-quote = { $count ->
    [one] { $count } картинка, бесплатно на этом компьютере
    [few] { $count } картинки, бесплатно на этом компьютере
   *[other] { $count } картинок, бесплатно на этом компьютере
}
playground-preview-quality = качество предпросмотра
playground-obstacle-model = Модели из этих настроек больше нет в библиотеке. Выберите другую.
playground-obstacle-base = Основы из этих настроек нет на этом компьютере. Выберите другую или добавьте её папку или файл в стандартных моделях.
playground-obstacle-nothing = Напишите, что вы хотите увидеть.
playground-obstacle-seed = Зерно не читается.
playground-unknown = { $base } не знает:
playground-unknown-word = { $word }: близкие известные слова
playground-sent-as = Отправляется известными словами:
card-use = Видеокарта (экспериментально)
card-looking = Ищем видеокарту и пробуем её. Это может занять минуту.
card-none = Нет подходящей: { $reason }
playground-trigger-left-out = Отправится без триггера: модель может не показать то, чему научилась.
playground-trigger-back = Вернуть
playground-now = Сейчас
playground-next = Дальше
playground-queued = ждёт своей очереди
playground-ready = готово { $ready } из { $count }
playground-ready-and-left = готово { $ready } из { $count }, { $left }
playground-stopped = остановлено, нарисовано { $ready } из { $count }
playground-made = { $steps ->
    [one] { $steps } шаг
    [few] { $steps } шага
   *[other] { $steps } шагов
}, следование { $guidance }, { $width } × { $height }, зерно { $seed }
playground-again = Нарисовать снова
playground-use = Взять настройки
playground-picture = Картинка { $place } из { $total }: { $prompt }
playground-seed-of = зерно { $seed }
playground-waiting = ждёт
playground-loading-base = загружаем основу
playground-step = шаг { $step } из { $steps }
playground-panel = Модель и настройки
playground-model = Модель
playground-own-models = Мои цифровые тела
playground-no-models = Пока ни одной.
playground-train-one = Обучить
playground-standard-models = Стандартные модели
playground-add-base = Добавить свою основу
playground-model-hint = { $base }, { $when }
playground-pocket-hint = бесплатно, предпросмотр
playground-base-hint = { $family }, бесплатно
playground-strength = Сила
playground-guidance = Следование
playground-shape = Форма
playground-count = Картинки
playground-seed-new = каждый раз новое
playground-seed-lock = Оставить это зерно
playground-more = Ещё
playground-sampler = Сэмплер
playground-negative = Чего не должно быть
playground-earlier = Прежние запросы
playground-earlier-facts = { $when }, { $model }, { $made }
playground-earlier-none = Здесь ещё ничего не рисовали.
playground-earlier-more = Показать ещё
playground-idle = Напишите, что хотите увидеть, и нажмите Ctrl Enter
playground-idle-try = Или начните с одного из этих:
playground-example-telescope = космонавт держит телескоп, ночное небо
playground-example-lantern = лиса держит лампу, лес, акварель
playground-example-sword = самурай держит меч, мультяшная иллюстрация
playground-restored = Все настройки восстановлены
playground-taken-from = Настройки из { $name } взяты
grids-mode = Что рисуется
grids-mode-pictures = Картинки
grids-mode-grid = Сетка
grids-next = Следующая сетка
grids-prompts = Запросы
grids-begin-with = Каждый начинается с
grids-trigger-off = Не ставить триггер
grids-prompt-of = Запрос { $place }
grids-prompt-remove = Убрать запрос { $place }
grids-prompt-add = Добавить запрос
grids-columns = Столбцы
grids-axis = Чем отличаются столбцы
grids-strengths = Сила
grids-strength = сила { $strength }
grids-strength-add = Ещё одна сила
grids-strength-refused = Сила — это число от { $from } до { $to }
grids-seeds = Зёрна
grids-seed-add = Ещё одно зерно
grids-value = { $label }, { $place }
grids-value-remove = Убрать { $value }
grids-without = Без LoRA
grids-beside = Рядом
grids-beside-none = Без другой модели
grids-row-bare = Один триггер
grids-drawn = нарисовано { $drawn } из { $total }
grids-missing = { $missing ->
    [one] Не хватает { $missing } ячейки из { $total }
    [few] Не хватает { $missing } ячеек из { $total }
   *[many] Не хватает { $missing } ячеек из { $total }
}
grids-all-drawn = Все ячейки нарисованы.
grids-under-way = Недостающее рисуется.
grids-free = бесплатно на этом компьютере
grids-free-preview = бесплатно на этом компьютере, качество предпросмотра
grids-too-many = Запросов { $rows }, столбцов { $columns }. В сетке не больше { $mostRows } запросов, { $mostColumns } столбцов и { $mostCells } ячеек; уберите лишнее.
grids-draw = { $count ->
    [one] Нарисовать { $count } ячейку
    [few] Нарисовать { $count } ячейки
   *[many] Нарисовать { $count } ячеек
}
grids-cell-none = ещё не нарисовано
grids-cell-gone = в корзине
grids-cell-held-back = задержано сервисом
grids-cell-stopped = остановлено
grids-sheet = Сетка картинок
grids-sheet-tools = Весь лист
grids-stop = Остановить
grids-save = Сохранить листом…
grids-saved = Сохранено: { $path }
grids-remove = Убрать этот лист
grids-removed = Лист убран, его картинки остались в галерее
grids-idle = Сравните, что меняют сила и зерно
grids-idle-what = Каждый запрос — строка, каждая сила или зерно — столбец. Нарисованное второй раз не рисуется.
grids-idle-try = Взять три запроса для пробы
grids-earlier = Прежние сетки
grids-earlier-none = Сеток ещё не рисовали.
grids-earlier-more = и ещё { $count }
grids-earlier-facts = { $when }, { $rows ->
    [one] { $rows } запрос
    [few] { $rows } запроса
   *[many] { $rows } запросов
}, { $columns ->
    [one] { $columns } столбец
    [few] { $columns } столбца
   *[many] { $columns } столбцов
}, { $drawn }
grids-large = { $prompt }, { $column }
grids-large-back = Обратно к листу, Esc
evaluation-title = Лист оценки
evaluation-what = Одни и те же запросы с одним зерном, с моделью и без неё, показывают, чему она научилась.
evaluation-earlier = Прежние листы
evaluation-prompts = { $kind ->
    [person] Запросы для людей
    [character] Запросы для персонажей
    [object] Запросы для предметов
   *[style] Запросы для стилей
}
evaluation-prompts-hint = По одному в строке, не больше { $most }. Триггер ставится перед каждым. Они общие для всех моделей этого вида.
evaluation-prompts-edit = Изменить запросы…
evaluation-prompts-save = Взять эти запросы
evaluation-prompts-reset = Вернуть обычные
evaluation-prompts-were-reset = Обычные запросы возвращены
evaluation-prompts-none = Напишите хотя бы один запрос.
evaluation-prompts-many = Запросов { $count }, а на листе не больше { $most }. Уберите лишние.
evaluation-after-training = Рисовать лист оценки после каждого обучения на этом компьютере
evaluation-after-training-hint = Только на основе Pocket: там это бесплатно и недолго.
badges-heading = Сделайте бейдж из картинки
badges-sentence = Бейдж — это картинка, шаблон и пара слов: для команды, конференции или наклейки. Перетащите картинку сюда или выберите её.
badges-choose = Выбрать картинку
badges-sample = Взять пример
badges-sample-name = Пример
badges-empty-offline = Рисуется на этом компьютере, без модели, ключа и сети. Ничего не отправляется.
badges-empty-formats = JPEG, PNG, WebP, HEIC, AVIF, TIFF и другие
badges-empty-drawn = Или одну из последних нарисованных здесь картинок
badges-empty-of = Сделать бейдж: { $prompt }
badges-make = Сделать бейдж
drawing-badge-of-first = Бейдж из первой картинки; такая же кнопка есть у каждой
badges-drop = Отпустите картинку для бейджа
badges-drop-to = Она станет картинкой бейджа «{ $name }». Из нескольких берётся первая.
badges-drop-new = С неё начнётся новый бейдж. Из нескольких берётся первая.
badges-name = Название бейджа
badges-rename = Переименовать
badges-new = Новый бейдж
badges-others = Бейджи
badges-all = Все бейджи ({ $count })
badges-all-title = Все бейджи
badges-more = Ещё об этом бейдже
badges-remove = Убрать бейдж
badges-removed = Бейдж «{ $name }» убран
badges-copy-template = Скопировать шаблон
badges-copy-template-hint = Свой шаблон, который можно править как файл
badges-copy-name = { $name }, копия
badges-template-copied = «{ $name }» — теперь ваш шаблон
badges-show-template = Показать шаблон в папке
badges-template-gone = Шаблона этого бейджа больше нет. Выберите другой: картинка и слова останутся.
badges-templates = Шаблон
badges-stage = Предпросмотр
badges-canvas = Бейдж «{ $name }»
badges-keys = Пока ничего не выбрано, стрелки двигают картинку, плюс и минус приближают и отдаляют её. Выбранный слой стрелки двигают на 1, с Shift на 8; Alt со стрелками меняет его размер; Enter ведёт к его тексту; Escape снимает выбор.
badges-layer = Слой
badges-layer-none = Ничего не выбрано
badges-layer-words = Слова шаблона
badges-layer-size = { $width } × { $height } пикс.
badges-layer-back = Вернуть на место
badges-same-renderer = Рисуется так же, как при экспорте
badges-view = Размер на экране
badges-view-smaller = Показать мельче
badges-view-larger = Показать крупнее
badges-view-fit = Показать бейдж целиком
badges-view-fit-now = Размер на экране { $percent } %. Показать бейдж целиком
badges-percent = { $percent } %
badges-panel = Из чего сделан бейдж
badges-picture = Картинка
badges-logo = Логотип
badges-picture-none = Не выбрано
badges-drawn-picture = Нарисованная здесь картинка
badges-picture-choose = Выбрать
badges-picture-change = Сменить
badges-picture-change-of = { $change }: { $what }
badges-picture-file = Из файла…
badges-picture-drawn = Из последних картинок…
badges-picture-without = Убрать
badges-drawn-title = Выберите картинку
badges-framing = Кадр и фон
badges-zoom = Масштаб
badges-across = По ширине
badges-down = По высоте
badges-background = Фон
badges-background-keep = Оставить
badges-background-blur = Размыть
badges-background-cut = Вырезать
badges-blur = Размытие
badges-tolerance = Насколько
badges-cut-hint = Вырезается то, что похоже на края картинки. Лучше всего получается с ровным фоном.
badges-texts = Тексты
badges-optional = необязательно
badges-length = { $length } из { $longest }
badges-colours = Цвета
badges-colours-own = Изменить каждый цвет
badges-colour-back = Вернуть: { $name }
badges-ribbon = Лента
badges-ribbon-straight = Прямая
badges-ribbon-curved = Дугой
badges-ribbon-folded = Со сгибами
badges-finding-characters = { $count ->
    [one] Символа { $characters } нет ни в одном шрифте, он не рисуется.
   *[other] Символов { $characters } нет ни в одном шрифте, они не рисуются.
}
badges-finding-small = Трудно прочесть: буквы пришлось сделать очень мелкими. Сократите текст.
badges-finding-long = Длиннее, чем хорошо смотрится. Сократите текст.
badges-finding-code = Слишком длинно для QR-кода, который можно считать. Сократите текст.
badges-finding-empty = Здесь пока ничего не написано.
badges-finding-picture = Файла картинки больше нет. Выберите её снова.
badges-format = Формат
badges-export = Экспортировать бейдж
badges-export-pixels = { $width } × { $height } пикс., без сети, бесплатно
badges-export-millimetres = { $width } × { $height } мм, без сети, бесплатно
badges-export-any-size = Чётко в любом размере, без сети, бесплатно
badges-exported = Сохранено: { $path }
badges-see-in-gallery = Посмотреть в галерее
badges-many = Сразу много
badges-many-hint = Таблица (CSV), в которой на каждого человека есть строка, даст бейдж каждому.
badges-many-choose = Выбрать таблицу
badges-many-forget = Убрать таблицу
badges-many-file = { $file }, { $rows ->
    [one] { $rows } строка
    [few] { $rows } строки
   *[other] { $rows } строк
}
badges-many-ready = { $count ->
    [one] Готова { $count } строка
    [few] Готовы { $count } строки
   *[other] Готово { $count } строк
}
badges-many-prompts = { $count ->
    [one] Сначала здесь рисуется { $count } картинка по промпту её строки
    [few] Сначала здесь рисуются { $count } картинки по промптам их строк
   *[other] Сначала здесь рисуется { $count } картинок по промптам их строк
}
badges-many-drawer = Чем рисовать
badges-many-problem = Строка { $row }: { $sentence }
badges-many-columns = Столбцы и предпросмотр
badges-many-columns-more = { $count ->
    [one] Столбцы и ещё { $count } замечание
    [few] Столбцы и ещё { $count } замечания
   *[other] Столбцы и ещё { $count } замечаний
}
badges-many-export = Экспорт: { $count }
badges-sheet = Лист для печати
badges-sheet-a4 = A4, 210 × 297 мм
badges-sheet-letter = Letter, 216 × 279 мм
badges-batch-going = Делаем бейджи
badges-batch-far = { $done } из { $total }
badges-batch-done = { $count ->
    [one] { $count } бейдж лежит в { $folder }
    [few] { $count } бейджа лежат в { $folder }
   *[other] { $count } бейджей лежат в { $folder }
}
badges-batch-cancelled = { $count ->
    [0] Отменено до первого бейджа.
    [one] Отменено. Сделан и остался { $count } бейдж.
    [few] Отменено. Сделаны и остались { $count } бейджа.
   *[other] Отменено. Сделано и осталось { $count } бейджей.
}
badges-batch-left-out = { $count ->
    [one] Пропущена { $count } строка.
    [few] Пропущены { $count } строки.
   *[other] Пропущено { $count } строк.
}
badges-batch-failed = Бейджи сделать не удалось.
badges-columns-title = Столбцы { $file }
badges-columns-missing = Нет столбца для: { $names }. Без этого бейджа не будет.
badges-columns-problems = { $count ->
    [one] { $count } строка с замечанием
    [few] { $count } строки с замечаниями
   *[other] { $count } строк с замечаниями
}
badges-columns-done = Готово
badges-column-none = Не используется
badges-column-nameless = Столбец { $place }
badges-column-text = Текст: { $name }
badges-column-picture = Файл картинки
badges-column-prompt = Запрос для картинки
badges-row = Бейдж { $row } из { $rows }
badges-row-before = Предыдущий бейдж
badges-row-after = Следующий бейдж
bot-heading = Пусть вашей моделью рисуют другие
bot-sentence = В Telegram они делают портреты и бейджи, а вы решаете, кто и сколько.
bot-step-father = Откройте @BotFather в Telegram.
bot-step-new = Отправьте /newbot и дайте боту имя.
bot-step-paste = Вставьте сюда токен, который получите.
bot-token = Токен бота
bot-token-hint = Он хранится там же, где ваши ключи, и больше не показывается.
bot-token-paste = Вставьте токен
bot-token-empty = Сначала вставьте токен от @BotFather.
bot-token-leaked = У кого токен, тот и есть ваш бот. Если он попал в чужие руки, отправьте /revoke в @BotFather и подключите новый.
bot-connect = Подключить
bot-switch = Бот отвечает
bot-switch-on = Включить бота
bot-switch-off = Выключить бота
bot-on = Включён
bot-off = Выключен
bot-copy-address = Копировать адрес бота
bot-copy-link = Копировать ссылку
bot-line-off = никому не отвечает
bot-line-starting = запускается
bot-line-running = отвечает с { $since }
bot-line-elsewhere = отвечает из другой программы
bot-line-waiting = пробует снова с { $since }
bot-line-stopped = остановлен
bot-trouble-no-token = Токена больше нет.
bot-trouble-no-token-hint = Вставьте его снова; @BotFather покажет его по /mybots.
bot-trouble-bad-token = Telegram не принял токен.
bot-trouble-bad-token-hint = Его отозвали, или бот удалён. Вставьте новый от @BotFather.
bot-trouble-conflict = Другая копия этого бота работает в другом месте и забирает его сообщения.
bot-trouble-conflict-hint = Остановите её там. Если не знаете где, отправьте /revoke в @BotFather и подключите новый токен.
bot-trouble-offline = До Telegram не достучаться.
bot-trouble-offline-hint = Бот пробует снова сам. Если не открывается и другое, проверьте связь; где Telegram закрыт, задайте прокси в настройках.
bot-trouble-too-many = Telegram просит подождать: сообщений было слишком много.
bot-trouble-too-many-hint = Бот продолжит сам, когда будет можно.
bot-trouble-telegram-broken = У Telegram свои неполадки.
bot-trouble-telegram-broken-hint = Бот пробует снова сам.
bot-trouble-host-refused = Ваши настройки не разрешают узел Telegram.
bot-trouble-host-refused-hint = Добавьте api.telegram.org в разрешённые узлы.
bot-trouble-bad-proxy = Прокси в настройках не похож на адрес.
bot-trouble-bad-proxy-hint = Исправьте его или очистите поле.
bot-trouble-failed = Бот остановился из-за ошибки в программе.
bot-trouble-failed-hint = Подробности в журнале.
bot-trouble-settings = Открыть настройки
bot-trouble-again = Попробовать снова
bot-elsewhere = Ботом занята другая программа с этой библиотекой.
bot-elsewhere-hint = Здесь всё работает; когда та программа закончит, её сменит эта.
bot-is-off = Бот выключен
bot-is-off-what = Пока вы его не включите, никто не получит ответа.
bot-pair = Станьте владельцем
bot-pair-why = Владельца впускать не нужно. Создайте код и один раз отправьте его боту.
bot-pair-send = Откройте ссылку там, где у вас Telegram, и нажмите «Запустить», или отправьте код боту.
bot-pair-over = Время этого кода вышло. Создайте другой.
bot-pair-make = Создать код
bot-pair-again = Создать другой код
bot-pair-link = Ссылка
bot-pair-code = Код
bot-pair-copy-code = Копировать код
bot-pair-until = Действует до
bot-queue = Очередь
bot-queue-none = Никто не ждёт картинку.
bot-job-waiting = Ждёт
bot-job-drawing = Рисуется
bot-job-drawn = Отправляется
bot-job-sent = Отправлено
bot-job-cancelled = Отменено
bot-job-failed-drawing = Не нарисовалось
bot-job-failed-held-back = Не прошло проверку
bot-job-failed-undrawable = Текст не рисуется
bot-job-failed-budget = Деньги кончились
bot-job-failed-model-gone = Модель больше не общая
bot-job-failed-forbidden = Гость заблокировал бота
bot-job-cancel = Отменить картинку: { $guest }
bot-today = Сегодня
bot-today-spent = Потрачено сегодня
bot-month-spent = Потрачено за месяц
bot-spent-of = { $spent } из { $ceiling }
bot-bar = { $name }: { $sum }
bot-used-up = Потолок достигнут. Бот по-прежнему меняет тексты на лентах: это бесплатно.
bot-share = Поделиться
bot-share-models = Общие модели
bot-share-standard = по умолчанию для новых гостей
bot-share-qr = QR-код, который открывает бота с моделью { $name }
bot-share-what = Сканируйте код, печатайте его или шлите ссылку: она открывает бота с моделью { $name }.
bot-share-none = Пока нет ни одной общей модели. Откройте страницу модели и включите «Поделиться с ботом».
bot-share-go = К моделям
bot-guests = Гости
bot-guests-none = Боту ещё никто не писал. Кто напишет, попросится здесь, а вы его впустите.
bot-guests-none-open = Боту ещё никто не писал.
bot-guests-who = Гость
bot-guests-access = Допуск
bot-guests-today = Картинок сегодня
bot-guests-spent = Потрачено сегодня
bot-guest-owner = Владелец
bot-guest-allowed = Допущен
bot-guest-waiting = Просится
bot-guest-is-banned = Заблокирован
bot-guest-allow = Впустить
bot-guest-allow-name = Впустить: { $name }
bot-guest-ban = Заблокировать
bot-guest-ban-name = Заблокировать: { $name }
bot-guest-let-in = { $name } может пользоваться ботом
bot-guest-banned = { $name } больше не получит ответов
bot-guest-today = { $count } из
bot-guest-quota = Картинок в день: { $name }; пусто — как у бота
bot-guest-number = Номер в Telegram
bot-guest-number-hint = Только цифры. Кто уже писал боту, тот есть в списке выше.
bot-guest-add = Впустить
bot-quota-refused = Целое число от 1 до 1000 или ничего
bot-number-refused = Целое число от 1 до 1000
bot-ceiling-refused = Сумма в долларах, например 2,50
bot-settings = Как он работает
bot-access = Кто может пользоваться
bot-access-private = По допуску
bot-access-open = Все
bot-access-private-hint = Кто напишет, сначала просится, а вы впускаете.
bot-access-open-hint = Рисует любой, кто найдёт бота, в пределах, заданных ниже.
bot-model = Модель по умолчанию
bot-model-newest = Самая новая из общих
bot-model-hint = Другую гости выбирают командой /model или по её ссылке.
bot-place = Где рисуется
bot-place-local = Этот компьютер
bot-cost = Около { $cost } за картинку
bot-cost-free = На этом компьютере бесплатно
bot-cost-unknown = Сколько там стоит картинка, неизвестно, поэтому ничего не рисуется.
bot-typed-price = Сколько там стоит одна картинка
bot-typed-price-hint = Со страницы провайдера, если Blazon не знает цену. Оставьте пустым, чтобы брать известную.
bot-key-missing = Ключа для { $provider } нет, поэтому там ничего не рисуется.
bot-key-set = Задать ключ
bot-template = Шаблон бейджей
bot-template-gone = Шаблона больше нет
bot-quota = Картинок в день
bot-quota-hint = Каждому гостю
bot-longest-queue = Очередь не длиннее
bot-longest-queue-hint = Картинок в ожидании
bot-daily-ceiling = В день не больше
bot-monthly-ceiling = В месяц не больше
bot-ceiling-hint = Сколько тратят все гости вместе. Потолок из настроек тоже действует.
bot-answers-missed = Отвечать на пришедшее, пока был выключен
bot-answers-missed-hint = Иначе такие сообщения пропускаются.
bot-texts = Тексты
bot-texts-about = Что бот говорит гостям, каждому на его языке. Текст сохраняется, когда вы из него выходите.
bot-texts-language = Язык текстов
bot-texts-en = English
bot-texts-ru = Русский
bot-text-welcome = Приветствие
bot-text-ask-hold = Вопрос, что в руках
bot-text-ask-banner = Вопрос о тексте на ленте
bot-text-ask-portrait = Вопрос о портрете
bot-text-ready = Под готовым бейджем
bot-text-private = Тому, кого не впустили
bot-text-help = Помощь
bot-text-back = Вернуть
bot-text-back-name = Вернуть: { $name }
bot-text-keep = Оставьте { $what } как есть: это заполнит бот.
bot-text-missing = Нет { $what }, поэтому бот этого не скажет.
bot-program = Чтобы бот работал всегда
bot-login = Запускать вместе с компьютером
bot-login-hint = Тогда после перезагрузки бот снова включится сам.
bot-login-none = В этой системе Blazon не запустить вместе с компьютером.
bot-server = На сервере запустите его с той же библиотекой:
bot-server-copy = Копировать команду
bot-forget = Забыть токен
bot-forget-title = Забыть токен бота?
bot-forget-what = Бот выключится, и на этом компьютере токена больше не будет. У @BotFather он останется.
bot-forget-stays = Гости, их пределы и ваши тексты останутся.
bot-queue-facts = { $count ->
    [one] ждёт { $count } картинка
    [few] ждут { $count } картинки
   *[other] ждёт { $count } картинок
}
bot-queue-more = и ещё { $count }
bot-today-pictures = { $count ->
    [one] картинка
    [few] картинки
   *[other] картинок
}
bot-today-redraws = { $count ->
    [one] лента изменена
    [few] ленты изменены
   *[other] лент изменено
}
bot-today-guests = { $count ->
    [one] гость
    [few] гостя
   *[other] гостей
}
bot-guests-facts = { $asking ->
    [0] всего { $count }
    [one] всего { $count }, просится { $asking }
   *[other] всего { $count }, просятся { $asking }
}
gallery-heading = Здесь будут висеть все ваши картинки
gallery-sentence = Всё, что вы нарисуете, найдётся по словам, и каждую картинку можно будет повторить.
gallery-empty-drop = Бросьте сюда картинку из любой программы, чтобы прочитать, как она сделана.
gallery-empty-kept = Картинки — обычные файлы вашей библиотеки, там они и остаются.
gallery-play = В песочницу
gallery-label = Картинки и бейджи
gallery-loading = Картинка загружается
gallery-untitled = Без слов
gallery-badge-named = Бейдж «{ $name }»
gallery-size = { $width } × { $height } пикселей
gallery-stars = { $count ->
    [one] { $count } звезда
    [few] { $count } звезды
   *[other] { $count } звёзд
}
gallery-no-stars = Без звёзд
gallery-favourite-one = в избранном
gallery-missing-mark = Файла нет
gallery-search = Поиск в галерее
gallery-search-hint = Слова запросов, бейджей, меток
gallery-search-key = Поиск в галерее, Ctrl F
gallery-search-clear = Очистить поиск
gallery-kind = Что показано
gallery-kind-all = Всё
gallery-kind-pictures = Картинки
gallery-kind-badges = Бейджи
gallery-filters = Фильтры
gallery-filters-count = Фильтры ({ $count })
gallery-any-model = Любая модель
gallery-any-tag = Любая метка
gallery-with-count = { $name } ({ $count })
gallery-tag = Метка
gallery-rating-at-least = Звёзд не меньше
gallery-from = Сделано с
gallery-until = Сделано по
gallery-seed = Зерно
gallery-favourites = Избранное
gallery-favourites-only = Только избранное
gallery-missing-only = Только те, чьего файла нет на месте
gallery-missing-count = ({ $count })
gallery-narrowed = Показано не всё, действуют фильтры
gallery-chip-words = Слова: { $words }
gallery-chip-tag = Метка: { $tag }
gallery-chip-rating = { $count ->
    [5] 5 звёзд
    [one] От { $count } звезды
   *[other] От { $count } звёзд
}
gallery-chip-from = С { $day }
gallery-chip-until = По { $day }
gallery-chip-drop = Убрать фильтр: { $word }
gallery-clear = Сбросить фильтры
gallery-count = { $count ->
    [one] Всего { $count }
   *[other] Всего { $count }
}
gallery-count-of = { $count } из { $all }
gallery-order = Порядок
gallery-order-newest = Сначала новые
gallery-order-oldest = Сначала старые
gallery-order-best = Сначала лучшие
gallery-nothing = Под все эти условия ничего не подходит.
gallery-gathering = Выбираем…
gallery-unchoose-key = Снять выделение, Esc
gallery-look = Рассмотреть
gallery-compare = Сравнить
gallery-compare-key = Сравнить две картинки, C
gallery-use-key = Взять её настройки в песочницу, U
gallery-make-badge-key = Сделать бейдж, B
gallery-open-badge = Открыть в бейджах
gallery-open-badge-key = Открыть в бейджах, B
gallery-favourite-add = В избранное
gallery-favourite-take = Убрать из избранного
gallery-favourite-add-key = В избранное, F
gallery-favourite-take-key = Убрать из избранного, F
gallery-rating = Звёзды
gallery-rate-key = Поставить звёзды, от 1 до 5; 0 снимает
gallery-tags = Метки…
gallery-tags-key = Метки, T
gallery-tags-title = { $count ->
    [one] Метки
   *[other] Метки, выбрано { $count }
}
gallery-tags-some = Не у всех: { $tags }.
gallery-tags-all = Поставить «{ $tag }» всем
gallery-tags-used = Метки, которые уже есть
gallery-tag-add = Добавить метку
gallery-tag-remove = Снять метку «{ $tag }»
gallery-export = Сохранить как файл
gallery-export-with = Сохранить с текстом
gallery-export-with-hint = В файле сказано, как он сделан
gallery-export-without = Сохранить без текста
gallery-export-without-hint = Только сама картинка
gallery-exported = Сохранено: { $path }
gallery-remove = Убрать
gallery-remove-key = Убрать, Delete
gallery-removed = { $count ->
    [one] Убрано в корзину: { $count }
   *[other] Убрано в корзину: { $count }
}
gallery-restore = Вернуть
gallery-restore-key = Вернуть, R
gallery-trash = Корзина
gallery-trash-count = Корзина ({ $count })
gallery-trash-what = Убранное лежит здесь вместе со звёздами и метками, пока вы не удалите его навсегда.
gallery-trash-leave = Назад в галерею
gallery-trash-empty = Корзина пуста.
gallery-trash-delete = Удалить навсегда…
gallery-trash-emptied = { $count ->
    [0] Ничего не удалено
    [one] Удалено навсегда: { $count }
   *[other] Удалено навсегда: { $count }
}
gallery-delete-title = { $count ->
    [one] Удалить навсегда { $count } объект из корзины?
    [few] Удалить навсегда { $count } объекта из корзины?
   *[other] Удалить навсегда { $count } объектов из корзины?
}
gallery-delete-what = Всё это удаляется из библиотеки вместе с файлами, звёздами, метками и настройками. Копии, которые вы сохранили сами, остаются.
gallery-delete-confirm = { $count ->
    [one] Удалить { $count } навсегда
   *[other] Удалить { $count } навсегда
}
gallery-folder-gone = Папка с картинками не читается. Подключён ли её диск?
gallery-folder-gone-hint = Ничего не забыто: поиск, звёзды, метки и настройки работают, а картинки вернутся вместе с диском.
gallery-missing = Файла этой картинки нет на прежнем месте.
gallery-missing-all = Файлов этих картинок нет на прежнем месте.
gallery-missing-hint = Звёзды, метки и настройки сохранены. Верните файл или подключите его диск и проверьте снова.
gallery-look-again = Проверить снова
gallery-looking = Проверяем…
gallery-model-gone = Модель, которой здесь больше нет
gallery-drop = Бросьте картинку, чтобы прочитать, как она сделана
gallery-drop-what = Запрос и настройки читаются из файлов разных программ. Файл не копируется. Из нескольких читается первый.
gallery-read = Прочитать картинку…
gallery-read-what = Читает, как сделана картинка из любой программы
gallery-large-label = { $name }, крупно
gallery-back-key = Назад в галерею, Esc
gallery-previous-key = Предыдущая, стрелка влево
gallery-next-key = Следующая, стрелка вправо
gallery-stage = Картинка: колесо, плюс и минус меняют её размер, перетаскивание двигает
gallery-facts = Что о ней известно
gallery-zoom = Размер на экране
gallery-zoom-percent = { $percent } %
gallery-zoom-in-key = Крупнее, +
gallery-zoom-out-key = Мельче, -
gallery-zoom-fit-key = Целиком, 0
gallery-zoom-actual-key = Пиксель в пиксель или целиком, Z
gallery-settings = Настройки
gallery-base = База
gallery-steps = Шаги
gallery-pixels = Пиксели
gallery-provider = Где нарисована
gallery-here = этот компьютер
gallery-generator = Генератор
gallery-made = Сделана
gallery-hash = Содержимое
gallery-copy-prompt = Скопировать запрос
gallery-copy-seed = Скопировать зерно
gallery-copy-text = Скопировать все настройки текстом
gallery-compare-label = Сравнение двух картинок
gallery-left = Левая
gallery-right = Правая
gallery-divider = Граница между картинками
gallery-divider-at = { $percent } % левой картинки
gallery-differ = Различаются
gallery-shared = Одинаково у обеих: { $names }
gallery-no-difference = Обе сделаны с одними и теми же настройками.
gallery-none = нет
gallery-unsaid = не сказано
gallery-foreign-title = Файл картинки
gallery-foreign-reading = Файл читается…
gallery-foreign-preview = Картинка из файла
gallery-foreign-program = Записано программой { $program }
gallery-foreign-base = База там
gallery-foreign-sampler = { $sampler } (здесь неизвестен)
gallery-foreign-loras = LoRA
gallery-foreign-lora = { $name }, сила { $strength }
gallery-foreign-here = есть здесь: { $name }
gallery-foreign-not-here = нет в этой библиотеке
gallery-foreign-text = Всё, что записано в файле
gallery-foreign-nothing = В этом файле не записано, как он сделан: сайты и чаты часто это убирают, попросите исходный файл.

## Welcome: the way of a newcomer to the first badge

welcome-label = Путь к бейджу
welcome-photos = Фото
welcome-model = Модель
welcome-picture = Картинка
welcome-badge = Бейдж
welcome-done = { $step }, готово
welcome-next-photos = Дальше: добавить фото
welcome-next-model = Дальше: обучить модель на ваших фото
welcome-next-picture = Дальше: нарисовать картинку
welcome-next-badge = Дальше: сделать бейдж из картинки
welcome-next-save = Дальше: сохранить бейдж
welcome-next-gallery = Бейдж сохранён. Посмотреть его в галерее
welcome-meanwhile = Модель обучается. А пока: бейдж из примера
welcome-hide = Скрыть путь

## Names that the program gives

dataset-default-name = Моё цифровое тело { $date }
dataset-samples-name = Енот-герольд (примеры)

## Jobs: why one could not go on

job-failed-disk-full = На диске нет места, поэтому работа остановлена. Что успело сделаться, сохранено. Освободите место и начните снова.
job-failed-library-unwritable = В папку библиотеки нельзя писать, поэтому работа остановлена. Что успело сделаться, сохранено. Проверьте права на папку и начните снова.
job-failed-dataset-gone = Набор удалён, поэтому работа остановлена.
job-failed-internal = Работа остановлена из-за ошибки в программе; подробности в журнале. Что успело сделаться, сохранено.
job-failed-nothing-to-send = Упаковывать нечего: ни одно фото набора не используется. Добавьте фото или верните исключённые.
job-failed-target-unwritable = В выбранное место нельзя писать. Выберите другую папку и сохраните снова.
job-failed-target-taken = Под этим именем уже что-то есть, и оно оставлено как есть. Выберите другое имя и сохраните снова.
job-failed-archive-wrong = С диска прочиталось не то, что было записано, поэтому архив выброшен. Проверьте диск и упакуйте снова.
job-failed-original-lost = Оригинал одного из фото пропал или повреждён. Проверьте библиотеку в настройках и добавьте это фото снова.

## Training: why a run failed; what happened, then what to do. Shown by window and terminal.

training-failed-no-key = Ключ сервиса не задан. Введите его в настройках и обучите заново.
training-failed-bad-key = Ключ не принят. Введите его ещё раз в настройках.
training-failed-no-credit = На счёте нет средств. Пополните его у сервиса и продолжайте.
training-failed-rejected-input = Сервис не принял одно из значений или архив. Измените рецепт и обучите заново.
training-failed-unfit-archive = Этот архив для обучения не подходит: он слишком велик, либо не хватает фото или подписей; подробности в журнале. Измените набор и обучите заново.
training-failed-blocked-content = Сервис отказал из-за содержания фото.
training-failed-busy = У сервиса сейчас нет места. Продолжите позже.
training-failed-offline = Нет связи с сетью или с сервисом. Проверьте подключение и продолжайте.
training-failed-host-refused = Настройки не разрешают обращаться к этому узлу, его имя в журнале. Добавьте его в список разрешённых и продолжайте.
training-failed-bad-proxy = Адрес прокси в настройках указан неверно. Исправьте его и продолжайте.
training-failed-broken-reply = Ответ сервиса не удалось понять. Продолжите, чтобы спросить ещё раз.
training-failed-training = Обучение остановилось из-за ошибки, подробности в журнале. Выученное до последней контрольной точки сохранено.
training-failed-stopped-there = Обучение остановили на стороне сервиса, а не отсюда. Загляните на его страницу и обучите заново.
training-failed-never-taken = У сервиса такого обучения нет: ничего не было отправлено, и отложенные деньги снова свободны. Можно обучить заново.
training-failed-bad-weights = Готовые веса пропали или повреждены, и модель из них не получилась. Обучите заново.
training-failed-memory = На этом компьютере не хватило памяти. Закройте другие программы или выберите пакет или размер поменьше.
training-failed-disk-full = Диск заполнен. Освободите место и продолжайте: сделанное не пропало.
training-failed-disk = Не удалось прочитать или записать файл библиотеки, его имя в журнале. Проверьте диск и права доступа и продолжайте.

## Drawings: why one could not go on; what happened, then what to do. Shown by window and terminal.

drawing-failed-base = Основы нет на прежнем месте, или её нельзя прочитать. Выберите другую основу.
drawing-failed-lora = Файл модели пропал, повреждён или сделан для другой основы. Выберите другую модель.
drawing-failed-memory = На этом компьютере не хватило памяти. Закройте другие программы или рисуйте меньше или мельче.
drawing-failed-disk-full = Диск заполнен. Освободите место и рисуйте снова: готовые картинки сохранены.
drawing-failed-engine = Рисование остановилось из-за ошибки, подробности в журнале. Готовые картинки сохранены.
drawing-failed-no-key = Ключ сервиса не задан. Введите его в настройках и рисуйте снова. Деньги не списаны.
drawing-failed-bad-key = Ключ не принят. Введите его ещё раз в настройках и рисуйте снова. Деньги не списаны.
drawing-failed-no-credit = На счёте нет средств. Пополните его у сервиса и рисуйте снова. Деньги не списаны.
drawing-failed-rejected = Сервис не принял одно из значений, деньги не списаны. Измените его и рисуйте снова.
drawing-failed-blocked = Фильтр содержания сервиса задержал все картинки. Напишите другой запрос.
drawing-failed-busy = У сервиса сейчас нет места, деньги не списаны. Нарисуйте позже.
drawing-failed-offline = Нет связи с сетью или с сервисом, деньги не списаны. Проверьте подключение и рисуйте снова.
drawing-failed-host-refused = Настройки не разрешают обращаться к этому узлу. Добавьте его в список разрешённых и рисуйте снова. Деньги не списаны.
drawing-failed-bad-proxy = Адрес прокси в настройках указан неверно. Исправьте его и рисуйте снова. Деньги не списаны.
drawing-failed-broken-reply = Ответы сервиса не удалось понять. Скачайте картинки ещё раз или загляните на страницу сервиса.
drawing-failed-there = У сервиса не получилось нарисовать. Нарисуйте ещё раз или измените запрос.
drawing-failed-stopped-there = Рисование остановили на стороне сервиса, а не отсюда.
drawing-failed-never-taken = У сервиса такого рисунка нет: ничего не было отправлено, и отложенные деньги снова свободны. Можно рисовать заново.
drawing-failed-pictures = Картинок у сервиса больше нет, или они повреждены. Скачайте их ещё раз или нарисуйте заново.
drawing-failed-disk = Не удалось прочитать или записать файл библиотеки. Проверьте диск и права доступа и скачайте картинки ещё раз.

## Findings of a check

finding-missing-original = { $file }: файла нет, оригинал снимка убрали из папки библиотеки.
finding-damaged-original = { $file }: файл изменён или повреждён.
finding-missing-thumbnail = { $file }: файла нет. Добавьте снимок снова, и миниатюра появится.
finding-orphan = { $file }: не относится ни к одному набору. Это не мешает.
finding-leftover = { $file }: остался от прерванной программы. Это не мешает и исчезнет при следующем запуске.

## Marks: the word under a photo, at most 14 letters

mark-too-small = Мало пикселей
mark-blurred = Размыто
mark-too-dark = Темно
mark-too-bright = Пересвет
mark-extreme-shape = Узкий кадр
mark-near-duplicate = Почти копия
mark-other-people = Другие люди
mark-no-face = Лица не видно
mark-busy-background = Пёстрый фон
mark-transparent = Прозрачность
mark-below-size = Без увеличения
mark-turned-upright = Повёрнуто

## Review: what is said of a dataset before training, a sentence and what to do. Shown by window and terminal.

review-too-few-photos = Нужно хотя бы { $needed } фото
review-too-few-photos-hint = Пока { $used }; лучше всего от 10 до 25
review-fewer-than-advised = Будет отправлено { $used } фото
review-fewer-than-advised-hint = Для пробы хватит; советуем хотя бы { $advised }
review-enough-photos = Фото достаточно
review-enough-photos-hint = Будет отправлено: { $used }
review-marked-too-small = Мало пикселей, оставлено вами: { $count }
review-marked-blurred = Размыто: { $count }
review-marked-blurred-hint = Модель выучит и размытость
review-marked-too-dark = Слишком темно: { $count }
review-marked-too-dark-hint = На них почти нечему учиться
review-marked-too-bright = Пересвечено: { $count }
review-marked-too-bright-hint = В светлых местах не осталось деталей
review-marked-extreme-shape = Слишком узкий кадр: { $count }
review-marked-extreme-shape-hint = Почти всё обрежется; кадрируйте сами
review-marked-other-people = Видны и другие люди: { $count }
review-marked-other-people-hint = Отрежьте их кадром или исключите фото
review-marked-no-face = Лицо не найдено: { $count }
review-marked-no-face-hint = Со спины или издалека лицу не научиться
review-marked-busy-background = Пёстрый фон: { $count }
review-marked-busy-background-hint = Стиль выучит и фон
review-marked-transparent = Есть прозрачные места: { $count }
review-marked-transparent-hint = Они станут белыми
review-marked-below-size = Меньше выбранного размера: { $count }
review-marked-below-size-hint = Берутся как есть, без увеличения
review-left-out-too-small = Мало пикселей, исключено: { $count }
review-left-out-too-small-hint = После кадрирования нужно 512 пикселей по короткой стороне
review-near-duplicates = Почти одинаковых: { $photos }, оставлено: { $used }
review-near-duplicates-hint = { $groups ->
    [one] { $groups } группа; предложено лучшее фото
    [few] { $groups } группы; в каждой предложено лучшее фото
   *[many] { $groups } групп; в каждой предложено лучшее фото
}
review-one-face = На каждом фото одно лицо
review-faces-to-come = Ищем лица
review-faces-to-come-hint = Просмотрено { $done } из { $total }
review-measures-to-come = Ещё не измерено: { $photos }
review-captions-complete = Подписи готовы
review-captions-complete-hint = { $count } из { $count }
review-captions-missing = Без подписи: { $count }
review-captions-missing-hint = У остальных подпись есть
review-captions-none = Подписей нет
review-captions-none-hint = Так можно; с подписями запрос управляет точнее
review-captions-no-trigger = Без триггера: { $count }
review-captions-no-trigger-hint = Подписи берутся как написаны
review-captions-too-short = Слишком короткие подписи: { $count }
review-captions-too-short-hint = Опишите, что видно, хотя бы четырьмя словами
review-captions-too-long = Слишком длинные подписи: { $count }
review-captions-too-long-hint = Читаются примерно первые 75 частей слов
review-captions-repeats = «{ $phrase }» стоит в подписи дважды
review-captions-all-the-same = Все подписи одинаковы
review-captions-all-the-same-hint = Так они ничему не учат; опишите, чем фото отличаются
review-captions-in-nearly-all = «{ $phrase }» есть в { $count } подписях
review-captions-in-nearly-all-hint = Триггер этого не выучит; уберите, если это часть героя
review-metadata-removed = Место съёмки и камера не отправляются
review-metadata-removed-hint = Уходят только пиксели и подписи

## Errors

error-unknown = В программе что-то пошло не так.
error-unknown-hint = Попробуйте ещё раз. Подробности в журнале, в папке библиотеки.
error-not-found = Этого больше нет.
error-not-found-hint = Возможно, это удалили в другом окне или в терминале.
error-trigger-taken = Такое триггер-слово уже есть у другого набора или модели.
error-trigger-taken-hint = Выберите другое слово или измените букву.
error-trigger-invalid = В триггер-слове только A-Z, 0-9 и _, от 2 до 48 знаков и хотя бы одна буква.
error-trigger-locked = Триггер-слово уже не изменить: обучение с ним началось.
error-name-invalid = В названии от 1 до 120 знаков в одной строке.
error-setting-ceiling = Предел не может быть меньше $0.
error-setting-proxy = «{ $what }» не похоже на адрес прокси.
error-setting-proxy-hint = Он выглядит так: http://host:port или socks5://host:port.
error-setting-host = «{ $what }» не похоже на имя хоста.
error-setting-host-hint = Оно выглядит так: fal.run, или *.fal.run для всех хостов под ним.
error-caption-too-long = Подпись не длиннее 2000 знаков.
error-nothing-to-find = Напишите, что искать.
error-crop-invalid = Кадр выходит за края { $what }.
error-framing-invalid = Размер фото кратен 64, от 256 до 2048.
error-target-taken = { $what } уже есть и оставлено как есть.
error-target-taken-hint = Выберите другое имя или пустую папку.
error-target-unwritable = В { $what } нельзя писать.
error-target-unwritable-hint = Выберите другую папку.
error-disk-full = На диске нет места.
error-disk-full-hint = Освободите место и попробуйте ещё раз; ничего не потеряно.
error-library-busy = Библиотеку сейчас использует другая программа.
error-library-busy-hint = Попробуйте через минуту.
error-work-under-way = В библиотеке идёт работа.
error-work-under-way-hint = Дождитесь её конца или остановите её и попробуйте снова.
error-backup-unusable = Этой копии больше нет, или она не читается.
error-backup-unusable-hint = Выберите другую.
error-no-update-place = Этот Blazon не знает, где объявляют о новых версиях.
error-no-update-place-hint = Задайте адрес в BLAZON_UPDATES_URL или посмотрите там, откуда его взяли.
error-library-newer = Эту библиотеку записал более новый Blazon. Она осталась как была.
error-library-newer-hint = Установите более новый Blazon или откройте другую библиотеку через BLAZON_HOME.
error-library-unwritable = Папку библиотеки нельзя прочитать или записать.
error-library-unwritable-hint = Проверьте права на неё или выберите другую папку через BLAZON_HOME.
error-library-disk = Базу данных библиотеки не удалось прочитать или записать.
error-library-disk-hint = Проверьте, подключён ли диск, можно ли на него писать и не исчерпана ли ваша квота, и попробуйте снова.
error-no-home = Система не назвала папку для данных программ.
error-no-home-hint = Укажите папку библиотеки в BLAZON_HOME.
error-library-away = Библиотека перенесена в { $what }, но сейчас её там нет.
error-library-away-hint = Подключите диск, на котором она лежит, и запустите Blazon снова.
error-library-moved = Библиотека перенесена в { $what }.
error-library-moved-hint = Запустите Blazon снова, чтобы открыть её там.
error-move-named = Папку библиотеки задаёт BLAZON_HOME.
error-move-named-hint = Перенесите папку сами и укажите новое место в BLAZON_HOME.
error-move-unnameable = Перенести библиотеку в { $what } нельзя.
error-move-unnameable-hint = Выберите папку с обычным именем.
error-move-occupied = В папке { $what } уже есть файлы.
error-move-occupied-hint = Выберите пустую папку.
error-move-inside = Папка { $what } и папка библиотеки лежат одна в другой.
error-move-inside-hint = Выберите папку в другом месте.
error-move-unwritable = В папку { $what } нельзя писать.
error-move-unwritable-hint = Проверьте права доступа или выберите другую.
error-move-too-small = На этом диске мало места.
error-move-too-small-hint = Освободите место или выберите другой диск.
error-move-held = Библиотека открыта в другой программе.
error-move-held-hint = Закройте её и попробуйте снова.
error-move-stopped = Перенос остановлен.
error-move-differs = { $what }: копия на том диске отличается от оригинала.
error-move-differs-hint = Возможно, диск повреждён; выберите другой.
error-move-disk = Не удалось скопировать { $what }.
error-move-disk-hint = Проверьте, подключён ли диск, и попробуйте снова.
error-bot-quota = Гостю можно дать от 1 до 1000 картинок в день.
error-bot-queue = Ждать могут от 1 до 1000 картинок.
error-bot-template = Такого шаблона нет.
error-bot-template-hint = Выберите другой.
error-bot-text-empty = Текст бота не может быть пустым.
error-bot-text-empty-hint = Напишите что-нибудь или верните прежний текст.
error-bot-text-long = Текст бота — не больше 1000 знаков.
error-bot-no-token = Бот не подключён.
error-bot-no-token-hint = Вставьте токен, который дал @BotFather.
error-bot-number = Это не номер человека в Telegram.
error-bot-number-hint = В нём только цифры, например 123456789.
error-bot-consent = На этой модели может быть человек.
error-bot-consent-hint = Делитесь ею, только если этот человек согласен, и отметьте это.
error-bot-token = Telegram не знает бота с таким токеном.
error-bot-token-hint = Скопируйте токен у @BotFather ещё раз целиком.
error-bot-host = Настройки не разрешают адрес Telegram.
error-bot-host-hint = Добавьте api.telegram.org в разделе «Сеть» настроек или в терминале: blazon-cli settings hosts add api.telegram.org
error-bot-offline = Telegram недоступен.
error-bot-offline-hint = Проверьте соединение. Во многих сетях для Telegram нужен прокси: настройки, «Сеть», или в терминале: blazon-cli settings set --proxy.
error-bot-telegram = Telegram сейчас отвечает с ошибкой.
error-bot-telegram-hint = Попробуйте через минуту.

## Terminal

cli-dataset = { $name }
  { "  " }{ $photos ->
      [one] { $photos } снимок
      [few] { $photos } снимка
     *[other] { $photos } снимков
  }, класс { $class }, триггер { $trigger }
  { "  " }{ $id }
cli-no-dataset = Набора «{ $name }» нет. Список: blazon-cli dataset list
cli-ambiguous-dataset = Наборов с названием «{ $name }» несколько. Укажите id из: blazon-cli dataset list
cli-no-datasets = Наборов пока нет. Создайте первый: blazon-cli dataset new "Мой портрет" photos/
cli-import-done = { $added ->
    [one] Добавлен { $added } снимок
    [few] Добавлено { $added } снимка
   *[other] Добавлено { $added } снимков
  }{ $there ->
    [0] .
    [one] , { $there } уже был здесь.
   *[other] , { $there } уже были здесь.
  }
cli-check-dataset = { $name }: фото { $photos }, используется { $used }, стоит взглянуть { $look }
cli-captions-changed = { $count ->
    [0] Менять нечего.
    [one] Изменена { $count } подпись.
    [few] Изменены { $count } подписи.
   *[many] Изменено { $count } подписей.
  }
cli-captions-written = { $count ->
    [one] { $count } подпись записана в { $path }
    [few] { $count } подписи записаны в { $path }
   *[many] { $count } подписей записано в { $path }
  }
cli-caption-unmatched = Для подписи { $name } нет снимка.
cli-caption-style = Готово.
cli-exported = Картинок: { $images }, подписей: { $captions }. Записано в { $path }
cli-import-cancelled = Остановлено. { $added ->
    [one] Добавлен { $added } снимок.
    [few] Добавлено { $added } снимка.
   *[other] Добавлено { $added } снимков.
  }
cli-import-running = Добавление продолжается.
cli-restored = Базу библиотеки не удалось прочитать. На её место поставлена последняя копия; нечитаемый файл лежит в { $moved }.
cli-begun-anew = Базу библиотеки не удалось прочитать, а копии не было. Начата новая; нечитаемый файл лежит в { $moved }.
cli-check-sound = Библиотека в порядке: { $photos ->
    [one] { $photos } снимок
    [few] { $photos } снимка
   *[other] { $photos } снимков
  }, заново прочитано { $originals ->
    [one] { $originals } оригинал
    [few] { $originals } оригинала
   *[other] { $originals } оригиналов
  }.
cli-check-damaged = В библиотеке что-то не так: { $damaged ->
    [0] в базе есть ошибки.
    [one] { $damaged } файл.
    [few] { $damaged } файла.
   *[other] { $damaged } файлов.
  }
cli-backup = База скопирована в { $path }
cli-backup-line = { $name }  { NUMBER($size) } КБ  { $kind }
cli-backup-line-unusable = { $name }  { NUMBER($size) } КБ  { $kind }, не годится
cli-request = { $when }  { $method } { $host }{ $path }  { $answer }, { NUMBER($milliseconds, useGrouping: 0) } мс
cli-no-licence = В Blazon нет ничего с именем { $name }. Без имени выводится всё.
cli-update-newest = Новее этой версии ничего не объявлено.
cli-update-newer = Вышел Blazon { $version }: { $page }
cli-library-held = Окно Blazon или другая программа работает с этой библиотекой. Закройте её и попробуйте снова.
cli-restored-copy = Библиотека снова такая, как в { $name }. Прежнее состояние сохранено как { $kept }.
cli-not-restored = Копия не возвращена. Библиотека осталась как была.
cli-settings-language-system = Язык: как в системе
cli-settings-language-en = Язык: английский
cli-settings-language-ru = Язык: русский
cli-settings-ceiling = Потолок на месяц: { $sum }
cli-settings-no-ceiling = Потолок на месяц: нет
cli-settings-proxy = Прокси: { $proxy }
cli-settings-no-proxy = Прокси: своего нет; берётся из окружения, если он там задан
cli-settings-evaluates = После обучения на этом компьютере: рисуется лист оценки
cli-settings-evaluates-not = После обучения на этом компьютере: без листа оценки
cli-settings-hosts = К каким узлам можно обращаться: { $hosts }
cli-settings-no-hosts = К каким узлам можно обращаться: ни к каким
cli-settings-no-such-host = Узла «{ $host }» в списке нет. Список: blazon-cli settings
cli-bot-forgotten = Токен забыт. Гости и их лимиты остались.
cli-bot-pairing = Откройте { $link } в течение пятнадцати минут или отправьте боту «/start { $code }».
cli-bot-connected = Подключён: @{ $username }
cli-bot-none = бот не подключён
cli-bot-private = личный
cli-bot-open = открыт для всех в пределах лимитов
cli-bot-status = { $bot }, { $access }. Доступных моделей: { $shared }. Ждут: { $waiting }. Сегодня: картинок { $pictures }, { $spent } из { $day }. За месяц: { $month } из { $ceiling }. Гостю в день — картинок: { $quota }.
cli-bot-settings-private = Кто может пользоваться: по допуску
cli-bot-settings-open = Кто может пользоваться: все, в заданных пределах
cli-bot-settings-model = Модель для тех, кто не выбрал: { $name }
cli-bot-settings-newest-model = Модель для тех, кто не выбрал: самая новая из общих
cli-bot-settings-here = Где рисуется: на этом компьютере
cli-bot-settings-fal = Где рисуется: в fal.ai
cli-bot-settings-replicate = Где рисуется: в Replicate
cli-bot-settings-price = Сколько там стоит картинка, с ваших слов: { $price }
cli-bot-settings-template = Шаблон бейджей: { $template }
cli-bot-settings-quota = Картинок в день каждому гостю: { $pictures }
cli-bot-settings-queue = Картинок в ожидании, не больше: { $pictures }
cli-bot-settings-ceilings = Все гости вместе, не больше: { $day } в день, { $month } в месяц
cli-bot-settings-answers-missed = Что пришло, пока был выключен: бот ответит
cli-bot-settings-passes-over = Что пришло, пока был выключен: бот пропустит
cli-bot-model-not-shared = Моделью «{ $name }» с ботом не поделились. Чтобы поделиться: blazon-cli models edit "{ $name }" --shared true
cli-bot-text = { $key }, { $language }: { $text }
cli-bot-text-own = { $key }, { $language }, ваш текст: { $text }
cli-guest-owner = владелец
cli-guest-allowed = допущен
cli-guest-waiting = просится
cli-guest-banned = заблокирован
cli-guest-line = { $number }  { $name }  { $access }  сегодня: картинок { $pictures }, { $spent }
cli-bot-held = Бота этой библиотеки уже ведёт другая программа: окно или ещё одна такая команда.
cli-bot-starting = Спрашиваю Telegram…
cli-bot-running = Бот работает.
cli-bot-ends = Бот завершается. Начатое продолжится при следующем запуске.
cli-bot-conflict = Где-то работает другая копия бота с тем же токеном. Остановите её или эту.
cli-bot-too-many = Telegram просит подождать; бот ждёт.
cli-bot-failed = Бот не может продолжать; причина — в журнале в папке библиотеки.
cli-moved = Библиотека теперь в { $to }. Старая папка { $from } осталась; её удаляет `library delete-old`.
cli-notice-moved = Библиотека перенесена. Старая папка { $from } осталась; её удаляет `library delete-old`.
cli-no-old-library = Старой папки нет.
cli-old-deleted = Удалено: { $path }
cli-notice-restored = Копия возвращена. Прежнее состояние сохранено как { $kept }.
cli-notice-restore-failed = Копию { $name } не удалось вернуть. Библиотека осталась как была.
cli-notice-restore-waits = Библиотека открыта в другой программе, поэтому выбранная копия ждёт следующего запуска.
cli-work-carries = Работаю с очередью. Остановить: Ctrl+C.
cli-work-waits = С очередью работает другая программа; жду, чтобы сменить её. Остановить: Ctrl+C.
cli-demo = Примеры лежат в вашей библиотеке, набор «{ $name }»: снимков { $photos }, триггер { $trigger }.
  Папка: { $library }
cli-demo-trains = Обучаю LoRA на них, на этом компьютере, с маленькой базой из комплекта. Бесплатно, качество предпросмотра: 128 пикселей.
cli-demo-model = Модель обучена. Две картинки с ней:
cli-demo-next = Дальше: blazon-cli badge --help, blazon-cli generate --help
cli-train-estimate = Примерно { $minutes ->
    [one] { $minutes } минута
    [few] { $minutes } минуты
   *[other] { $minutes } минут
 } и { $megabytes } МБ памяти на этом компьютере. Бесплатно.
cli-train-estimate-memory = Примерно { $megabytes } МБ памяти на этом компьютере; сколько это длится, станет известно после первого обучения. Бесплатно.
cli-train-nobody-carries = Выполнять работу некому. Уберите --detach или сначала запустите окно либо «blazon-cli work».
cli-train-detached = Обучение { $run } стоит в очереди. Следить: blazon-cli runs --watch
cli-no-run = Обучения «{ $name }» нет. Список: blazon-cli runs
cli-run-draft = { $name }: черновик ({ $run })
cli-run-packing = { $name }: снимки упаковываются ({ $run })
cli-run-quoted = { $name }: ждёт вашего согласия со сметой ({ $run })
cli-run-uploading = { $name }: отправляется ({ $run })
cli-run-submitting = { $name }: подаётся заявка ({ $run })
cli-run-queued = { $name }: ждёт очереди ({ $run })
cli-run-training = { $name }: шаг { $step } из { $total } ({ $run })
cli-run-downloading = { $name }: веса скачиваются ({ $run })
cli-run-checking = { $name }: веса проверяются ({ $run })
cli-run-ready = { $name }: обучено ({ $run })
cli-run-failed = { $name }: не получилось. Продолжить: blazon-cli runs resume { $run }
cli-run-cancelling = { $name }: останавливается ({ $run })
cli-run-cancelled = { $name }: остановлено ({ $run })
cli-run-unknown = { $name }: неизвестно, принята ли заявка ({ $run })
cli-run-without-key = { $name }: всё остаётся как есть, потому что без рабочего ключа { $provider ->
    [fal] fal.ai
   *[other] Replicate
} ничего не сообщает. Задайте ключ и запустите снова: blazon-cli keys set { $provider }
cli-no-model = Модели «{ $name }» нет. Список: blazon-cli models list
cli-ambiguous-model = Моделей с именем «{ $name }» несколько. Возьмите id из: blazon-cli models list
cli-model = { $name }, триггер { $trigger } ({ $id })
cli-picture = { $path } (seed { $seed })
cli-word-sent-as = «{ $word }» отправляется как «{ $other }».
cli-word-unknown = База не знает слова «{ $word }».
cli-word-nearest = База не знает слова «{ $word }». Знает: { $other }.
cli-doctor-engine = Обучение и рисование: { $device }
cli-doctor-pace = Шаг обучения на базе из комплекта длится { $seconds } с: { $rate } шагов в минуту
cli-doctor-card = Видеокарта (экспериментально): { $device }
cli-doctor-no-card = Видеокарта: нет подходящей. { $reason }
cli-doctor-no-card-worker = Видеокарта: не искали. Экспериментальная программа для видеокарт не установлена.
cli-doctor-no-engine = Обучение и рисование невозможны. { $reason }
error-base-missing = Базы в { $what } нет. Выберите её заново.
error-base-unusable = { $what } не годится как база.
error-base-unusable-hint = База — это папка в раскладке diffusers или один файл .safetensors: Stable Diffusion 1.5, 2.1 или XL.
error-pocket-missing = База из комплекта Blazon не найдена. Установите Blazon заново или выберите свою базу.
error-recipe-invalid = Значение { $what } вне допустимых пределов.
error-drawing-invalid = Значение { $what } вне допустимых пределов.
error-prompt-too-long = Запрос слишком длинный. Сократите его до 2000 символов.
error-nothing-to-draw = Рисовать нечего. Напишите, что на картинке.
error-other-base = Эта модель сделана для другой базы. Выберите ту, на которой она обучена.
error-drawing-place = Генератор и место не подходят друг к другу. Выберите место заново.
error-grid-empty = В сетке нет клеток. Напишите запрос и укажите, чем отличаются столбцы.
error-grid-too-large = Сетка слишком велика. В ней не больше 16 запросов, 10 столбцов и 96 клеток.
error-evaluation-set = В наборе от 1 до 12 запросов. Напишите хотя бы один и не больше двенадцати.
error-run-moved-on = Обучение тем временем ушло дальше; это уже невозможно.
cli-doctor-processors = Процессоров: { $count }
cli-doctor-library = Библиотека: { $path }
cli-doctor-datasets = Наборов: { $count }
cli-doctor-keychain = Связка ключей: есть. Ключи хранятся в ней.
cli-doctor-no-keychain = Связка ключей: не отвечает. Ключи лежали бы в файле, который можете прочитать только вы.
cli-doctor-key-keychain = { $name }: есть, в связке ключей
cli-doctor-key-environment = { $name }: есть, в окружении
cli-doctor-key-file = { $name }: есть, в файле в библиотеке
cli-doctor-key-missing = { $name }: нет

# Обучение у провайдера.
training-refusal-no-key = { $provider ->
    [fal] fal.ai
   *[other] Replicate
} обучает по вашему ключу, а он не задан.
cli-key-how = Чтобы задать его: blazon-cli keys set { $provider } < key.txt
training-refusal-no-price = Проверенной цены для этого обучения нет. Посмотрите { $page } и введите цену, которая там указана.
training-refusal-captions = Здесь нужна подпись к каждому фото: есть { $have } из { $needed }. Допишите остальные или выберите другое обучение.
training-refusal-ceiling = Было бы отложено { $reserved }, а за этот месяц потрачено { $month } из { $ceiling }. Поднимите потолок в настройках или возьмите меньше шагов.
training-refusal-request = Это не номер запроса. Скопируйте его со страницы провайдера.
training-refusal-trainer = В каталоге нет обучения «{ $endpoint }». Не указывайте его, и будет взято первое у провайдера.
cli-quote = На { $host } для { $endpoint }: фото { $photos }, подписей { $captions }, { $megabytes } МБ. Около { $cost }, откладывается не больше { $reserved } (цена от { $listed }). За этот месяц: { $month }.
cli-quote-waits = Ничего не отправлено. Чтобы принять смету: blazon-cli runs accept { $run } --max-usd СУММА
cli-key-in-keychain = Ключ хранится в связке ключей системы.
cli-key-in-file = Связки ключей нет, поэтому ключ лежит в keys.json в библиотеке, читаемом только для вас.
cli-key-empty = Ключ не пришёл. Подайте его на стандартный ввод: blazon-cli keys set fal < key.txt
cli-key-removed = Ключ забыт. Тот, что в переменных окружения, не в нашей власти.
cli-key-good = Ключ подходит.
cli-key-good-of = Ключ подходит: это { $account }.
error-no-key = Ключ провайдера не задан.
error-no-key-hint = Впишите его в настройках или задайте в терминале: blazon-cli keys set.
error-bad-key = Провайдер не принял ключ.
error-bad-key-hint = Посмотрите на странице провайдера, есть ли он ещё, и задайте его снова.
error-no-credit = На счёте у провайдера нет средств. Ничего не списано.
error-no-credit-hint = Пополните счёт на странице провайдера и попробуйте снова.
error-rejected = Провайдер не принял данные: { $what }
error-rejected-hint = Измените это значение и попробуйте снова. Ничего не списано.
error-blocked = Провайдер не принял содержание: { $what }
error-blocked-hint = Возьмите другие слова или другие фото.
error-busy = У провайдера сейчас нет места.
error-busy-hint = Попробуйте снова через несколько минут.
error-work-failed = Работа у провайдера не удалась: { $what }
error-work-failed-hint = Попробуйте снова; списано ли за неё, видно на его странице.
error-offline = Провайдер недоступен.
error-offline-hint = Проверьте, есть ли сеть, и прокси в настройках.
error-broken-reply = Ответ провайдера не понять.
error-broken-reply-hint = Попробуйте позже; если не пройдёт, новые ответы может знать более новый Blazon.
error-gone = Результата у провайдера больше нет.
error-gone-hint = Результаты хранятся там только час. Сделайте работу заново.
error-host-refused = { $what } нет среди узлов, к которым Blazon может обращаться.
error-host-refused-hint = Если доверяете ему, добавьте его в настройках или в терминале: blazon-cli settings hosts add { $what }
error-bad-proxy = Прокси в настройках не похож на адрес.
error-bad-proxy-hint = Запишите его как http://узел:порт или socks5://узел:порт в настройках или в терминале: blazon-cli settings set --proxy.
error-too-large = Архив больше, чем принимает провайдер.
error-too-large-hint = Оставьте меньше фото или возьмите меньший размер.
error-bad-weights = Пришедшие веса повреждены.
error-bad-weights-hint = Скачайте их снова.
error-disk = { $what }: не читается или не записывается.
error-disk-hint = Проверьте, не заполнен ли диск.

# Места обучения у сервисов, их ключи и цены. Показывает окно.
training-place = Где
training-place-local = Этот компьютер
training-place-local-hint = Бесплатно, без учётной записи; ничего не отправляется
training-place-hosted-hint = Полное качество, платно с вашего счёта; фото отправляются туда
training-place-no-key = Полное качество, платно с вашего счёта; нужен ваш ключ
training-trainer = Программа обучения
training-preset-figures = { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } шаг
    [few] { NUMBER($steps, useGrouping: 0) } шага
   *[other] { NUMBER($steps, useGrouping: 0) } шагов
}{ $rank ->
    [0] {""}
   *[other] , ранг { $rank }
}, остальное — как советует программа.
training-recipe-line-no-rank = { $preset }, { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } шаг
    [few] { NUMBER($steps, useGrouping: 0) } шага
   *[other] { NUMBER($steps, useGrouping: 0) } шагов
}, { $provider ->
    [local] { $base } на этом компьютере
    [fal] { $base } в fal.ai
   *[replicate] { $base } в Replicate
}
trainer-no-price = цена из источника неизвестна
trainer-needs-captions = нужна подпись к каждому фото
trainer-price = Цена на её странице, в долларах
trainer-price-hint = Как там написано; по ней считается смета
trainer-price-refused = Напишите сумму больше нуля, например 2,40
trainer-price-for = За что
trainer-price-steps = 1000 шагов
trainer-price-run = всё обучение
trainer-price-page = Открыть страницу
trainer-limits = от { $from } до { $to }
trainer-refused = Напишите подходящее значение: { $limits }
trainer-style = Учить стиль, а не предмет
trainer-auto-caption = Недостающие подписи пишет сервис
trainer-masks = Смотреть только на лицо или предмет (маски)
trainer-crop = Обрезать по предмету
trainer-multiresolution = Учить в нескольких разрешениях
trainer-dropout = Доля шагов без подписи
trainer-optimizer = Оптимизатор
trainer-format = Имена в файле
price-line = { $amount } { $unit ->
    [step] { $per ->
        [1] за шаг
       *[other] за { NUMBER($per, useGrouping: 0) } шагов
    }
    [picture] за картинку
    [megapixel] за мегапиксель
    [second] за секунду работы
   *[run] за обучение
}
month-bar = В этом месяце потрачено { $spent } из { $ceiling }, ещё { $reserved } было бы отложено
month-line = { $spent } из { $ceiling } в этом месяце
month-without-ceiling = { $spent } в этом месяце, потолок не задан
month-change = Изменить
training-cost-line = Около { $cost } в { $provider }
training-goes-to = Фото и подписи отправляются в { $provider }
training-goes-to-hint = Без места съёмки, имён файлов и данных камеры.
training-nothing-sent-yet = Ничего не отправляется, пока вы не примете смету.
training-set-key = Задать ключ
training-refusal-type-price = Цена этой программы из источника неизвестна. Напишите ту, что стоит на её странице.
quote-title = Обучить в { $provider } примерно за { $cost }?
quote-sent = Что отправляется
quote-archive = { $photos } фото и { $captions ->
    [one] { $captions } подпись
    [few] { $captions } подписи
   *[other] { $captions } подписей
}, { $size }
quote-list = Показать список
quote-read-back = dataset.zip, прочитан заново и проверен,
quote-private = Без места съёмки, имён файлов и данных камеры
quote-to = Кому
quote-trainer = Программа { $trainer } ({ $endpoint })
quote-cost = Сколько стоит
quote-about = Около { $cost }
quote-reserved = Оплата по времени, поэтому откладывается до { $reserved }.
quote-listed = Цены на { $date }; окончательная сумма попадёт в журнал расходов.
quote-month = Этот месяц
quote-spent = Потрачено { $spent }
quote-set-aside = + { $reserved } откладывается
quote-ceiling = потолок { $ceiling }
quote-no-ceiling = без потолка
quote-local = Обучить здесь бесплатно
quote-accept = Принять и обучить
training-see-quote = Посмотреть смету
training-quoted = Ждёт вашего ответа
training-quote-waits = Архив собран, смета готова. Ничего не отправится в { $provider }, пока вы её не примете.
training-waits-for-answer = Ждёт вашего ответа на смету
training-stage-uploading = Отправка
training-uploading = Отправлено { $sent } из { $total }
training-submitting = Передаётся сервису
training-queued-there = { $place ->
    [0] В очереди { $provider }
   *[other] В очереди { $provider }, место { $place }
}
training-not-known = Неизвестно
training-unknown = Неизвестно, принял ли { $provider } это обучение: его ответ потерялся.
training-unknown-hint = Оплата могла пройти. Сам Blazon ничего повторно не отправит. Посмотрите список запросов на странице сервиса и скажите, что там.
training-unknown-page = Открыть список { $provider }
training-unknown-request = Номер запроса
training-unknown-request-hint = Стоит в списке рядом со временем этого обучения
training-unknown-taken = Есть в списке
training-unknown-never-taken = В списке нет
training-charged-nothing = Деньги не списаны.
training-charged = Списано { $settled }.
training-charged-open = { $reserved } остаются отложенными, пока не станет ясно, сколько списано.
training-no-losses = { $provider } во время обучения не сообщает ни потерь, ни образцов.
training-no-samples = { $provider } во время обучения не рисует образцов.
training-reserved = Отложено
training-paid = Оплачено
training-would-cost = Будет стоить около
training-settled-later = Окончательная сумма — по завершении.
training-if-closed-hosted = { $provider } продолжит. При следующем запуске Blazon подхватит обучение по номеру запроса и ни за что не заплатит дважды.
training-what-was-sent = Что отправлено
training-to-be-sent = Что было бы отправлено
training-archive = Архив
training-sent-to = Куда
training-request = Запрос
sent-title = Что в архиве
key-of = Ключ { $provider }
key-title = Ваш ключ { $provider }
key-about = С ним Blazon обучает в вашей учётной записи { $provider }. Ключ уходит только в { $provider }, и платите вы только там.
key-paste = Вставьте его сюда
key-replace = Вставьте другой, чтобы заменить
key-not-set = Не задан
key-in-keychain = Задан; хранится в связке ключей системы
key-in-environment = Задан в окружении программы
key-in-file = Задан; связки ключей в системе нет, поэтому он лежит в keys.json в библиотеке и доступен только вам
key-empty = Сначала вставьте ключ.
key-save = Сохранить и проверить
key-test = Проверить
key-forget = Забыть
key-page = Где его взять?
key-good = Ключ подходит.
key-good-of = Ключ подходит, он принадлежит { $account }.
settings-keys = Ключи
settings-keys-about = Для обучения в полном качестве в вашей учётной записи. Ключ проверяется бесплатным запросом и больше не показывается.
settings-spend = Расходы
settings-spend-about = Каждая сумма: отложенная, оплаченная, возвращённая. То же самое лежит в ledger.jsonl в библиотеке.
spend-when = Когда
spend-where = Где
spend-what = Что
spend-purpose = За что
spend-training = Обучение, { $dataset }
spend-drawing = { $count ->
    [one] { $count } картинка
    [few] { $count } картинки
   *[many] { $count } картинок
}
spend-captions = { $count ->
    [one] { $count } подпись
    [few] { $count } подписи
   *[many] { $count } подписей
}, { $dataset }
spend-unknown = уже неизвестно
spend-sum = Сумма
spend-reserved = отложено
spend-settled = оплачено
spend-refunded = возвращено
spend-all = { $count ->
    [one] Вся { $count } строка
    [few] Все { $count } строки
   *[other] Все { $count } строк
}
spend-fewer = Меньше строк
spend-none = Пока ничего не потрачено.
playground-obstacle-elsewhere = Этот компьютер не рисует на { $base }.
tray-open = Открыть Blazon
tray-bot = Включить или выключить бота
tray-quit = Выйти
background-title = Blazon продолжает работать
background-in-tray = Окно закрыто; значок в трее откроет его снова или завершит программу. В разделе «Бот» можно включить запуск при входе в систему.
background-minimised = Бот или обучение ещё работает, поэтому окно свёрнуто. Чтобы выйти, остановите их. В разделе «Бот» можно включить запуск при входе в систему.
notify-run-ready = Обучение «{ $name }» завершено
notify-run-ready-next = Веса уже здесь, открыты и проверены.
notify-run-failed = Обучение «{ $name }» остановилось
notify-run-failed-next = Почему и что дальше, видно в Blazon.
notify-run-unknown = Неизвестно, идёт ли обучение «{ $name }»
notify-run-unknown-next = Ответ сервиса потерялся. Blazon подскажет, где посмотреть.
training-quoted-when-packed = Смета будет, когда фото собраны в архив

## Hosted drawings
draw-refusal-no-key = { $provider ->
    [fal] fal.ai
   *[other] Replicate
} рисует по вашему ключу, а он не задан.
draw-refusal-no-price = Проверенной цены для этого генератора нет. Посмотрите { $page } и введите, сколько там стоит одна картинка.
draw-refusal-ceiling = Было бы отложено { $reserved }, а за этот месяц потрачено { $month } из { $ceiling }. Поднимите потолок в настройках или нарисуйте меньше картинок.
draw-refusal-limit = Сейчас было бы отложено { $reserved }, больше согласованных { $limit }. Посмотрите на цену ещё раз.
draw-refusal-generator = В каталоге нет генератора «{ $endpoint }». Выберите другой.
draw-refusal-other-base = { $generator } не рисует моделью для { $model }. Выберите другой генератор или другую модель.
draw-refusal-no-lora = { $generator } рисует без моделей. Выберите другой генератор или рисуйте без модели.
draw-refusal-not-trained-there = { $provider ->
    [fal] fal.ai
   *[other] Replicate
} рисует только теми моделями, что обучены там. Нарисуйте этой в другом месте.
draw-refusal-no-model = { $generator } рисует только с моделью. Выберите её.
draw-refusal-field = Генератор не принимает такое значение { $field }. Измените его.
drawing-held-back = { $count ->
    [one] { $count } картинку задержал
    [few] { $count } картинки задержал
   *[other] { $count } картинок задержал
} фильтр содержания { $provider ->
    [fal] fal.ai
   *[other] Replicate
}.
cli-generate-cost = { $provider ->
    [fal] fal.ai
   *[other] Replicate
}: откладывается не больше { $cost }.
cli-generate-limit-needed = Ничего не отправлено. Чтобы нарисовать, укажите, сколько это может стоить: --max-usd СУММА
cli-generate-no-generator = В каталоге { $provider ->
    [fal] fal.ai
   *[other] Replicate
} нет генератора, который рисует этой моделью.
cli-generate-set = «{ $setting }» — не поле этого генератора или не значение для него. Пишите имя=значение.
cli-drawing-without-key = Всё остаётся как есть, потому что без рабочего ключа { $provider ->
    [fal] fal.ai
   *[other] Replicate
} ничего не сообщает. Задайте ключ и запустите снова: blazon-cli keys set { $provider }
cli-drawing-queued = { $drawing }: ждёт. { $prompt }
cli-drawing-sending = { $drawing }: отправляется модель. { $prompt }
cli-drawing-submitting = { $drawing }: отправляется заявка. { $prompt }
cli-drawing-unknown = { $drawing }: неизвестно, принял ли её { $provider ->
    [fal] fal.ai
   *[other] Replicate
}. Загляните на его страницу, затем: blazon-cli drawings taken { $drawing } ЗАПРОС или blazon-cli drawings never-taken { $drawing }
cli-drawing-waiting = { $drawing }: ждёт очереди, { $provider ->
    [fal] fal.ai
   *[other] Replicate
}. { $prompt }
cli-drawing-running = { $drawing }: рисуется. { $prompt }
cli-drawing-fetching = { $drawing }: картинки скачиваются. { $prompt }
cli-drawing-succeeded = { $drawing }: нарисовано. { $prompt }
cli-drawing-failed = { $drawing }: не удалось. { $prompt }
cli-drawing-cancelled = { $drawing }: остановлено. { $prompt }
cli-picture-without-seed = { $path }
draw-at = Рисовать на { $provider }
draw-enter-key = Ввести ключ
draw-generator = Генератор
draw-price = Цена картинки, в долларах
draw-price-hint = Проверенной цены для { $generator } нет; напишите ту, что на его странице
draw-refusal-type-price = Проверенной цены нет. Напишите на панели рядом, сколько там стоит картинка.
draw-sends-weights = сначала туда отправится модель
training-cost-line-short = около { $cost } на { $provider }
playground-obstacle-generator = У { $provider } нет генератора, который рисует этой моделью. Выберите другую модель или другое место.
drawing-begins = отправляется на { $provider }
drawing-sending = модель отправляется на { $provider }, { $percent } %
drawing-waiting = ждёт очереди на { $provider }
drawing-waiting-at = { $count ->
    [one] ждёт на { $provider }, впереди { $count } запрос
    [few] ждёт на { $provider }, впереди { $count } запроса
   *[other] ждёт на { $provider }, впереди { $count } запросов
}
drawing-there = { $provider } рисует
drawing-fetching = картинки скачиваются, { $ready } из { $count }
drawing-stopping = останавливается
drawing-unknown-short = неизвестно
drawing-unknown = Неизвестно, принял ли { $provider } этот рисунок: его ответ потерялся.
drawing-unknown-where = Стоит в списке рядом со временем этого рисунка
drawing-made-there = { $made }, { $cost } на { $provider }
drawing-fetch-again = Скачать картинки ещё раз
generator-safety = Фильтр содержания
generator-acceleration = Ускорение
generator-expansion = Сервис может дополнить запрос
generator-fast = Быстрее; тот же seed может дать другую картинку
generator-megapixels = Мегапиксели
generator-model = Вариант
draw-pictures = { $count ->
    [one] { $count } картинка
    [few] { $count } картинки
   *[other] { $count } картинок
}
draw-here = Здесь
drawing-failed-disk-full-there = Диск заполнен. Освободите место и скачайте картинки ещё раз: сервис хранит их недолго.
# Файлы моделей: почему файл не подходит. Показывают окно и терминал.

model-refused-unreadable = Файл «{ $name }» не читается. Проверьте, на месте ли он и можно ли вам его открыть.
model-refused-not-a-file = «{ $name }» — не файл. Выберите файл .safetensors.
model-refused-too-large = В файле «{ $name }» { $size } ГБ, а в LoRA бывает не больше 2,5. Скорее всего, это целая основа: её добавляют в «Стандартные модели».
model-refused-pickle = «{ $name }» — файл PyTorch (.pt, .ckpt, .bin). Такие файлы могут запускать программы, поэтому они не открываются. Найдите ту же LoRA в формате .safetensors.
model-refused-kind = «{ $name }» — { $kind ->
    [empty] пустой файл
    [page] веб-страница
    [json] текст с ответом сервера
    [pointer] лишь ссылка на файл, который не скачали
    [gguf] файл GGUF
   *[other] что-то другое
}, а не файл .safetensors. Скачайте его заново или выберите другой.
model-refused-damaged = Файл «{ $name }» повреждён или скачан не до конца. Скачайте его заново.
model-refused-no-lora = В файле «{ $name }» нет LoRA. Выберите другой файл.
model-refused-base = «{ $name }» — целая основа, а не LoRA. Добавьте её в «Стандартные модели».
model-refused-beyond = В файле «{ $name }» используется { $what }, а Blazon с этим не работает. Найдите обычную LoRA.
model-refused-base-unknown = В файле «{ $name }» не сказано, для какой он основы. Укажите её сами: она названа на странице, с которой вы его взяли.
model-refused-other-base = Файл «{ $name }» сделан для { $file }, а не для { $said }. Оставьте основу, которую называет файл.
model-refused-already = Этот файл уже есть в библиотеке: это модель «{ $name }».
model-refused-taken = Файл «{ $name }» уже есть, он остался как был. Выберите другое имя или папку.
model-refused-inside = Это папка самой библиотеки. Выберите другую.
model-refused-unwritable = Файл «{ $name }» не записывается. Выберите другую папку.
model-lost = Файл модели «{ $name }» пропал или повреждён, прочитать его нельзя.
error-model-trigger-invalid = В слове-триггере от 1 до 64 знаков в одну строку, без запятых.
cli-model-without = { $name }, без триггера ({ $id })
cli-model-card = Для { $base }, ранг { $rank }
cli-model-from = Импортирована из { $file }
cli-model-imported = «{ $name }» в библиотеке, для { $base } ({ $id })
cli-model-trigger = Её триггер — { $trigger }.
cli-model-no-trigger = Триггер в файле не назван. Если он есть: blazon-cli models edit { $id } --trigger СЛОВО
cli-model-likely = Скорее всего, он для { $base }: --base { $word }
cli-model-exported = Записано в { $path }

# Файлы моделей в окне.

import-drop-models = Отпустите, чтобы добавить { $files ->
    [one] { $files } файл модели
    [few] { $files } файла моделей
   *[many] { $files } файлов моделей
}
import-drop-to-models = в «Мои цифровые тела»
model-add = Добавить файл модели…
model-add-title = Файл модели
model-add-title-of = Файл модели ({ $place } из { $total })
model-reading = Читаю файл…
model-name = Название
model-trigger = Слово-триггер
model-trigger-by-file = Так сказано в файле.
model-trigger-open = Слово, которое вызывает героя в запросе. Если его нет, оставьте поле пустым.
model-trigger-trained = Слово, которое вызывает героя в запросе. Модель выучила именно его: с другим она может героя не показать.
model-trigger-use = Взять «{ $trigger }»: с этого начинается большинство подписей
model-base-by-file = Так сказано в файле.
model-base-choose = Выберите основу
model-base-open = В файле она не названа. Она названа на странице, с которой вы его взяли.
model-base-likely = Скорее всего, эта: в файле она не названа. Она названа на странице, с которой вы его взяли.
model-file = Файл
model-naming = Имена внутри
model-beyond = В нём { $what }: на этом компьютере с ним не рисуется. Его можно хранить и экспортировать.
model-keep = Добавить в библиотеку
model-choose-other = Выбрать другой файл
model-next-file = Следующий файл
model-open-it = Открыть её
model-about-of = О модели { $name }
model-about-and-export = О модели, экспорт
model-imported-from = Импортирована из
model-author = Автор
model-license = Лицензия
model-trained-at = Обучена
model-added-at = Добавлена
model-export = Экспорт для других программ…
model-exported = Записано как { $file }. Его читают ComfyUI и другие программы.
model-copied = Файл копируется в библиотеку, а на своём месте остаётся как был.
model-changed = { $what ->
    [name] Теперь модель называется «{ $name }»
    [trigger] Слово-триггер модели «{ $name }» изменено
    [notes] Заметки к модели «{ $name }» сохранены
    [strength] Лучшая сила модели «{ $name }» сохранена
    [shared] Бот может рисовать с моделью «{ $name }»
    [unshared] Бот больше не рисует с моделью «{ $name }»
   *[badge] Слова модели «{ $name }» для бейджей сохранены
}
model-show-file = Показать файл
model-drawn-elsewhere = Этот компьютер не рисует на { $base }, а провайдеры рисуют. Файл работает как есть в ComfyUI и других программах для { $base }.

# The pages of models.

models-title = Модели
models-parts = Что показывает галерея
models-part-pictures = Картинки
models-heading = Здесь будут ваши модели
models-sentence = Модель учится по вашим фото человеку, персонажу или стилю, а потом рисует его в любой сцене.
models-train = Обучить модель
models-empty-drop = Перетащите сюда LoRA из другой программы (.safetensors), чтобы добавить её.
models-foreign = Из других мест
models-archived = В архиве ({ $count })
models-removed = Удалённые ({ $count })
models-no-trigger = Без слова-триггера
models-none-in-use = Ни одна модель сейчас не в работе. Верните одну из списка ниже, обучите новую или добавьте файл.
models-search = Найти модель
models-search-hint = Название, триггер, заметки
models-nothing = Всему этому не отвечает ни одна модель.
models-show-all = Показать все
model-restore = Вернуть
model-restored = Модель «{ $name }» снова здесь
model-archive = Убрать в архив
model-archive-hint = Её не будет в списках выбора, но всё сохранится
model-unarchive = Вернуть из архива
model-archived = Модель «{ $name }» убрана в архив
model-unarchived = Модель «{ $name }» снова в работе
model-is-archived = Эта модель в архиве.
model-archived-about = Модели из архива нигде не предлагаются, а их файлы и картинки остаются.
model-remove = Удалить
model-removed = Модель «{ $name }» удалена
model-is-removed = Эта модель удалена.
model-removed-about = Файлы удалённых моделей остаются, пока вы не удалите их навсегда; картинки остаются в любом случае.
model-delete = Удалить навсегда…
model-delete-title = Удалить «{ $name }» навсегда?
model-delete-what = Из библиотеки удалятся её веса ({ $size }), пробы и то, на чём она училась.
model-delete-stays = Картинки, которые она нарисовала, останутся, и её название при них тоже. Останутся и файлы, которые вы экспортировали.
model-delete-confirm = Удалить навсегда
model-deleted = Модель «{ $name }» удалена навсегда, освободилось { $size }
model-back = Назад
model-more = Ещё об этой модели
model-draws = Что она рисует
model-newest = Новые картинки
model-all-pictures = Все её картинки ({ $count })
model-no-pictures = С ней пока ничего не нарисовано.
model-made = Как она сделана
model-trained-where = Где обучена
model-trained-here = этот компьютер
model-zip-there = Сам zip по-прежнему лежит рядом с моделью.
model-zip-gone = Самого zip рядом с моделью уже нет, но список того, что в нём было, сохранён.
model-no-loss = Потери этого обучения не сохранились, поэтому кривой нет.
model-no-loss-reported = { $provider } не сообщает потери, поэтому кривой нет.
model-not-made-here = Она пришла файлом из другой программы, и как её обучали, здесь неизвестно.
model-the-file = Файл
model-export-hint = Один файл, который читают ComfyUI, A1111 и другие программы; имя и место вы выберете сами.
model-trouble-hint = Название, заметки, пробы и картинки на месте, но без файла нельзя рисовать и экспортировать. Верните lora.safetensors в папку { $folder } библиотеки.
model-badges = Для бейджей
model-badge-base = Что рисуется всегда
model-badge-base-hint = Стоит в начале, после слова-триггера.
model-badge-base-example = samurai warrior badge
model-badge-style = Как это рисуется
model-badge-style-hint = Стоит в конце.
model-badge-style-example = cartoon illustration
model-badge-holding = Проверка: в руках
model-badge-holding-example = telescope
model-badge-sent = Весь запрос, который уйдёт
model-badge-nothing = Пока ничего: напишите, что рисовать.
model-use = Как вы её используете
model-strength = Лучшая сила
model-strength-usual = Не задана: песочница начинает с { $strength }, как у всех моделей этой основы. Сдвиньте, чтобы задать.
model-strength-own = С неё начинает песочница.
model-strength-clear = Сбросить
model-notes = Заметки
model-notes-example = Что получается, что нет, какие слова она любит
model-share = Поделиться с ботом
model-share-hint = Рисовать с ней сможет каждый, кто пользуется ботом. Сам бот включается в своём разделе.
model-share-unknown = Если она рисует настоящего человека, делитесь ею только с его согласия.
model-consent-title = Эта модель показывает человека?
model-consent-share = Делитесь ею, только если этот человек согласен.
model-consent-what = Рисовать с «{ $name }» сможет каждый, кто пользуется ботом.
model-consent-agree = Человек согласен, или его там нет
palette-open-model = Открыть модель { $name }

caption-refusal-nothing = У всех используемых фото уже есть подписи. Выберите описание всех фото или сначала сотрите подписи.
caption-refusal-under-way = Фото этого набора уже описываются. Дождитесь их или остановите.
caption-refusal-no-key = fal.ai работает с вашим ключом, а он не задан.
caption-refusal-no-price = Проверенной цены за описание фото нет. Посмотрите { $page } и введите, сколько там стоит одно фото.
caption-refusal-ceiling = Было бы отложено { $reserved }, а за этот месяц потрачено { $month } из { $ceiling }. Поднимите потолок в настройках или опишите меньше фото.
caption-refusal-describer = В каталоге нет «{ $endpoint }» для подписей. Выберите другое.
caption-failed-no-key = Ключ не задан. Введите его в настройках и опишите остальные. За них ничего не списано.
caption-failed-bad-key = Ключ не принят. Введите его заново в настройках и опишите остальные. За них ничего не списано.
caption-failed-no-credit = На счёте нет средств. Пополните его у провайдера и опишите остальные. За них ничего не списано.
caption-failed-rejected = Провайдер не принял фото или значение; за него ничего не списано.
caption-failed-blocked = Провайдер отклонил содержание фото; за него ничего не списано.
caption-failed-busy = У провайдера сейчас нет места, ничего не списано. Опишите остальные позже.
caption-failed-offline = Сеть или провайдер недоступны, за остальные ничего не списано. Проверьте соединение и опишите их.
caption-failed-host-refused = Настройки не разрешают этот адрес. Добавьте его в разрешённые и опишите остальные. За них ничего не списано.
caption-failed-bad-proxy = Прокси в настройках — не адрес. Исправьте его и опишите остальные. За них ничего не списано.
caption-failed-broken-reply = Ответ провайдера не удалось понять, и его подписи потеряны. Посмотрите страницу провайдера.
caption-failed-there = Описание фото не удалось у провайдера. Опишите остальные ещё раз.
caption-failed-stopped-there = Описание остановлено у провайдера, не отсюда.
caption-failed-never-taken = Фото не были отправлены, и отложенное за них снова свободно. Опишите остальные, когда захотите.
caption-failed-disk-full = Диск заполнен. Освободите место и опишите остальные; пришедшие подписи сохранены.
caption-failed-disk = Фото не удалось прочитать или подготовить. Проверьте диск и права и опишите остальные.
cli-autocaption-cost = { $count ->
    [one] { $count } фото
   *[other] { $count } фото
} ушло бы на { $host }, было бы отложено { $cost }.
cli-autocaption-limit-needed = Ничего не отправлено. Укажите в --max-usd, сколько это может стоить самое большее.
cli-autocaption-done = Описано { $described } из { $total ->
    [one] { $total } фото
   *[other] { $total } фото
}, цена { $cost }.
cli-autocaption-left-alone = { $count ->
    [one] { $count } фото сохраняет
   *[other] { $count } фото сохраняют
} подпись, написанную за это время.
cli-autocaption-unknown = Неизвестно, приняла ли fal.ai { $count ->
    [one] { $count } фото
   *[other] { $count } фото
}. Посмотрите её страницу и укажите --taken или --never-taken.
cli-autocaption-without-key = Без верного ключа fal.ai не спросить. Задайте его командой «blazon-cli keys set fal»; отправленное там продолжается.
cli-autocaption-none = Фото этого набора не отдавали провайдеру для описания.
describe-card = Автоматические подписи
describe-about = { $provider } смотрит на ваши фото и пишет, что на них, с вашим ключом. Сначала вы увидите цену.
describe-open = Описать фото…
describe-running = { $provider } описывает фото
describe-stopping = Останавливается
describe-far = { $done } из { $total }
describe-cancel = Остановить
describe-waits-for-key = Без рабочего ключа { $provider } не отвечает. { $count ->
        [one] Там { $count } фотография; подпись придёт
        [few] Там { $count } фотографии; подписи придут
       *[other] Там { $count } фотографий; подписи придут
    }, как только ключ появится.
describe-waits-for-network = Нет связи с { $provider }. { $count ->
        [one] Там { $count } фотография; подпись придёт
        [few] Там { $count } фотографии; подписи придут
       *[other] Там { $count } фотографий; подписи придут
    }, когда связь вернётся.
describe-waits-hint = Остальные не отправлены, за них ничего не списано.
describe-last = В прошлый раз: описано { $described } из { $total }, { $cost }.
describe-left-alone = { $count ->
    [one] { $count } фото сохраняет
   *[other] { $count } фото сохраняют
} подпись, написанную за это время.
describe-title = Описать фото на { $provider } примерно за { $cost }?
describe-title-open = Описать фото на { $provider }?
describe-scope = Какие фото
describe-scope-missing = Без подписи
describe-scope-all = Все используемые
describe-counting = Фото считаются
describe-sent = { $count ->
    [one] { $count } фото, каким его получает обучение
   *[other] { $count } фото, какими их получает обучение
}
describe-sent-hint = Без места съёмки, имён файлов и данных камеры. Файлы хранятся там один день.
describe-by = Описывает { $name } ({ $endpoint })
describe-price = Цена одного фото, в долларах
describe-accept = Принять и описать
describe-unknown = Неизвестно, принял ли { $provider } { $count ->
    [one] { $count } фото: ответ потерян.
   *[other] { $count } фото: ответы потеряны.
}
describe-unknown-hint = Возможно, это уже оплачено. Blazon сам не отправляет повторно. Посмотрите список запросов там и скажите, что видите.
describe-taken = Они там: считать оплаченными
describe-never-taken = Их там нет

badge-row-empty = Нет текста для поля «{ $field }».
badge-row-stopped = Её картинку остановили раньше, чем она была нарисована.
cli-badge-prompts = { $count ->
        [one] Сначала здесь рисуется { $count } картинка по промпту её строки.
        [few] Сначала здесь рисуются { $count } картинки по промптам их строк.
       *[other] Сначала здесь рисуется { $count } картинок по промптам их строк.
    }
badge-row-cell-too-long = В ячейке больше { $limit } символов.
badge-row-too-many-cells = В ней больше { $limit } ячеек.
badge-row-unclosed-quote = В столбце { $column } кавычка открыта и не закрыта.
badge-row-too-many-rows = В списке больше { $limit } строк; дальше они не читаются.
badge-row-unreadable = Файл не читается дальше: { $detail }
badge-row-picture = Её картинку нельзя использовать: { $detail }
badge-row-undrawable = Её нельзя нарисовать: { $detail }
badge-row-broken = Рисование сорвалось; остальные строки продолжаются.
badge-batch-failed = Бейджи не удалось записать дальше: { $detail }. Записанное остаётся; освободите место или выберите другую папку и повторите.
badge-no-template = Шаблона «{ $what }» нет. Выберите другой.
badge-undrawable = Бейдж нельзя нарисовать: { $what }
badge-list-open = Список не открывается. Он всё ещё там?
badge-list-too-large = Список больше 100 МБ. Разделите его.
badge-list-workbook = Это книга таблиц. Сохраните её как CSV в своей программе и выберите этот файл.
badge-list-no-text = Это не текстовый файл. Сохраните список как CSV и выберите этот файл.
badge-list-empty = Список пуст.
badge-sheet-does-not-fit = Бейдж больше бумаги. Выберите шаблон с меньшим размером на бумаге.
badge-finding-missing = Этих символов нет ни в одном шрифте, они пропущены: { $characters }
badge-finding-small = Текст «{ $field }» трудно прочесть: он стал очень мелким. Сократите его.
badge-finding-long = В тексте «{ $field }» { $characters } символов, это больше, чем хорошо смотрится. Сократите его.
badge-finding-code = Текст «{ $field }» слишком длинный для QR-кода. Сократите его.
badge-finding-empty = Поле «{ $field }» пусто.
badge-finding-picture = Картинки больше нет. Выберите другую.
cli-badge-list = { $rows ->
    [one] { $rows } строка
    [few] { $rows } строки
   *[many] { $rows } строк
}, с замечанием: { $problems }.
cli-badge-row = Строка { $row }: { $sentence }
cli-badge-batch = Записано { $done } из { $total } в { $folder }
cli-badge-batch-stopped = Остановлено после { $done } из { $total }; записанное остаётся.
cli-badge-field = «{ $setting }» — не текст этого шаблона. Пишите имя=текст; имена показывает «blazon-cli badge --templates».
cli-badge-format = Укажите формат или файл с окончанием .png, .jpg, .webp, .pdf или .svg; у «{ $path }» его нет.
cli-demo-badge = И на бейдже:
cli-demo-badge-text = ЕНОТ-ГЕРОЛЬД
cli-found-badge = { $id }: бейдж. { $title }
cli-found-missing = { $id }: файла нет на месте. { $title }
cli-found-picture = { $id }: { $path }. { $title }
cli-picture-says-nothing = В файле не записано, как она сделана.
cli-pictures-checked = { $count ->
    [one] { $count } картинка
    [few] { $count } картинки
   *[other] { $count } картинок
}{ $missing ->
    [0] , все файлы на месте.
    [one] ; нет { $missing } файла.
   *[other] ; нет { $missing } файлов.
}
cli-pictures-folder-gone = Папка с картинками библиотеки не читается: подключён ли диск? Ничего не изменено.
cli-trash-emptied = { $count ->
    [0] Корзина была пуста.
    [one] Удалён навсегда { $count } объект.
    [few] Удалены навсегда { $count } объекта.
   *[other] Удалено навсегда { $count } объектов.
}
error-model-badge-prompt = Эта часть промпта слишком длинная: не больше 500 знаков.
error-model-notes = Заметки слишком длинные: не больше 4000 знаков.
error-model-strength = Сила бывает от 0,05 до 2.
error-rating-invalid = Оценка бывает от 0 до 5.
error-tag-invalid = В метке от 1 до 40 знаков, среди них буква или цифра, и нет запятой.

## Сетки как картинки и в терминале

grid-title = Сетка
grid-without-lora = Без LoRA
grid-strength = Сила { $strength }
grid-seed = Зерно { $seed }
cli-grid-state = Нарисовано клеток: { $drawn } из { $total }.
cli-grid-saved = Лист сохранён: { $path }.
cli-grid-cost = Не хватает { $missing ->
    [one] { $missing } клетки
   *[other] { $missing } клеток
}: примерно { $cost } у { $provider }.

# Что читают гости бота. Тексты без подстановок можно переписать в окне.
guest-welcome = Привет! Я рисую бейджи. Отправьте /create и скажите, что держит персонаж и что написать на ленте.
guest-ask-hold = Что держит персонаж?
guest-ask-banner = Какой текст будет на ленте?
guest-ask-portrait = Что должно быть на портрете?
guest-ready = 🎊 Бейдж готов! Ещё один: /create
guest-private = Это личный бот. Владелец видит, что вы написали, и может вас впустить.
guest-help = /create делает бейдж: я спрошу, что держит персонаж и что написать на ленте. /portrait рисует портрет по вашим словам. /model выбирает, кого рисовать, /limits говорит, сколько осталось на сегодня, /cancel останавливает, /lang меняет язык.
guest-portrait-ready = 🎊 Готово! Ещё один: /portrait
guest-drawing-badge = ⏳ Рисую… (1/2)
guest-adding-text = ⏳ Добавляю текст… (2/2)
guest-drawing-portrait = ⏳ Рисую…
guest-sending = ⏳ Отправляю…
guest-next = ⏳ Вы следующий.
guest-place = ⏳ В очереди. Перед вами: { $before }
guest-again = Ещё раз
guest-other-text = Другой текст
guest-as-file = Файлом
guest-stop = Остановить
guest-stopped = Остановлено, картинка не засчитана. Начать снова: /create
guest-nothing-to-stop = Сейчас ничего не делается. Бейдж: /create
guest-failed = Не получилось, картинка не засчитана. Попробуйте ещё раз: /create
guest-failed-held-back = Проверка провайдера не пропустила картинку. Попробуйте другие слова: /create
guest-failed-model = Этой моделью больше не делятся. Выберите другую: /model
guest-refused-under-way = Прошлая картинка ещё делается. Остановить: /cancel
guest-refused-quota = Картинки на сегодня ({ $quota }) закончились. Новый текст на готовом бейдже бесплатный: кнопка «Другой текст» под ним.
guest-refused-queue = Сейчас ждёт слишком много людей. Попробуйте через несколько минут.
guest-refused-budget = Картинки пока закончились. Новый текст на готовом бейдже бесплатный: кнопка «Другой текст» под ним.
guest-refused-nothing-shared = Моделей пока нет. Спросите владельца бота.
guest-refused-undrawable = Сейчас я не могу рисовать. Спросите владельца бота.
guest-refused-empty = Не вижу здесь слов. Напишите ещё раз, пожалуйста.
guest-refused-long = Слишком длинно. Не больше { $longest } знаков, пожалуйста.
guest-old-button = Эта кнопка больше не работает. Новый бейдж: /create
guest-words-only = Напишите словами, пожалуйста.
guest-unknown-command = Такого я не знаю. Что я умею: /help
guest-choose-model = Кого рисовать?
guest-model-chosen = Теперь рисую: { $name }
guest-model-gone = Такой модели здесь нет.
guest-choose-language = Какой язык?
guest-language-chosen = Говорю по-русски.
guest-limits = Сегодня: { $used } из { $quota } картинок. Новый текст на готовом бейдже всегда бесплатный.
guest-paired = Теперь это ваш бот. Кому ещё им пользоваться, решается в Blazon.
guest-not-paired = Этот код больше не действует. Сделайте новый в Blazon.
guest-command-create = Сделать бейдж
guest-command-portrait = Нарисовать портрет
guest-command-model = Выбрать, кого рисовать
guest-command-limits = Сколько осталось на сегодня
guest-command-cancel = Остановить
guest-command-lang = Сменить язык
guest-command-help = Что умеет бот
