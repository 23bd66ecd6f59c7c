# Blazon, English. One set of messages for window, terminal and bot.
# Sections: Words, Problems, Notices, Errors (shared), Window, Terminal.

## Words

app-name = Blazon
provider-local = This computer
provider-fal = fal.ai
provider-replicate = Replicate

## Problems: why a file was not taken; what happened, then what to do. Shown by window and terminal.

problem-not-an-image = { $file } is not a picture, so it was left out.
problem-unsupported-format = { $file } is { $format }, which this version cannot read. Save it as JPEG or PNG and add it again.
problem-reader-missing = { $file } is { $format }, which needs the system’s package { $package }. Install it and add the photo again, or save the photo as JPEG.
problem-nested-archive = { $file } is an archive inside an archive, which is not opened. Unpack it and add it again.
problem-archive-too-large = { $file } holds more than can be unpacked safely. Unpack it yourself and add its folder.
problem-empty = { $file } is empty: there is nothing in the file. Copy it again from where it came.
problem-truncated = { $file } ends too early, part of the picture is missing. Copy it again from where it came.
problem-broken = { $file } is damaged and cannot be opened. Take another copy, or open it elsewhere and save it anew.
problem-too-many-pixels = { $file } has { $width } × { $height } pixels; up to { $limit } megapixels can be read. Make it smaller and add it again.
problem-too-many-bytes = { $file } is larger than { $limit } MB. Save it smaller and add it again.
problem-no-permission = { $file } may not be read by your account. Change its permissions and add it again.
problem-locked = { $file } is protected by a password. Unpack the archive yourself and add the folder.
problem-vanished = { $file } was gone before it could be read. If it was moved, add it from its new place.
problem-unreadable = { $file } could not be read from the disk. Check the disk or take another copy.
problem-folder-unreadable = The folder { $file } could not be opened. Check its permissions and add it again.
problem-name-not-text = { $file } is in the dataset. Its name has characters that are not text, so they are shown as �.
problem-disk-full = { $file } was not kept: the disk is full. Free some space and add it again.

## Notices: what the library has to say for itself. Shown by window and terminal.

notice-restored-from-backup = The library’s database could not be read. The copy of { $when } was put in its place; the unreadable file is kept at { $path }.
notice-restored-without-backup = The library’s database could not be read, and there was no copy of it. A new one was begun; the unreadable file is kept at { $path }, and your photos are still in the library folder.
notice-restored = The library is as it was on { $when }. What was there before is kept as the copy { $kept }, under Settings, Library.
notice-restore-failed = The copy { $name } could not be put back. The library is as it was.
notice-restore-waits = Another program has the library open, so the copy you chose was not put back. Close that program and start Blazon again.
notice-keys-in-file = This computer has no keychain, so keys are kept in { $path }, a file that only your account may read.
notice-disk-full = The disk is full. Nothing new can be kept until there is space again.
notice-library-moved = The library is in { $to } now. The old folder { $from } is still there; it can be deleted in Settings.
notice-library-not-moved = The library was not moved to { $to }. { $why }

## Window

rail-label = Rooms
rail-datasets = Datasets
rail-training = Training
rail-playground = Playground
rail-badges = Badges
rail-bot = Bot
rail-gallery = Gallery
rail-settings = Settings
rail-running = Work is going on
rail-on = Switched on
rail-trouble = Something is in its way

shared-cancel = Cancel
shared-close = Close
shared-dismiss = Dismiss
shared-copied = Copied
shared-not-now = Not now
shared-no-undo = This cannot be undone.
shared-undo = Undo
shared-redo = Redo
shared-new-seed = Throw the dice: a new seed
shared-seed-refused = A seed is a whole number from 0 to 18446744073709551615

datasets-new = New dataset
datasets-all = All datasets
datasets-list-hint = Photos dropped here start a new dataset. Open a dataset first to add to it.
datasets-card-facts = { $count ->
    [0] { $subject }, no photos yet
    [one] { $subject }, { $count } photo
   *[other] { $subject }, { $count } photos
}
datasets-journey-photos = your photos
datasets-journey-model = a model of your own
datasets-journey-badge = a badge
datasets-empty-heading = Drop 10 to 25 photos here
datasets-empty-sentence = of one person, character, object or style.
datasets-empty-kept = Photos are copied into your library; the files you drop stay as they are.
datasets-empty-formats = JPEG, PNG, WebP, HEIC and more, whole folders and zip files too. Nothing leaves this computer without your word.
datasets-try-samples = Try with sample photos
datasets-choose-photos = Choose photos
datasets-add-photos = Add photos
datasets-add-photos-files = Photos…
datasets-add-photos-folder = Folder…
datasets-more = More
datasets-rename = Rename
datasets-name-label = Name of the dataset
datasets-subject-label = What the photos show
datasets-subject-woman = Person, woman
datasets-subject-man = Person, man
datasets-subject-person = Person
datasets-subject-character = Character
datasets-subject-object = Object
datasets-subject-style = Style
datasets-trigger-label = Trigger word
datasets-trigger-explained = The trigger word: in a prompt it calls up what these photos show. Click to copy.
datasets-trigger-copy = Copy the trigger word { $trigger }
datasets-trigger-copied = Trigger word copied
datasets-trigger-edit = Change the trigger word
datasets-trigger-locked = The trigger word cannot be changed: a training has used it
datasets-trigger-letters = A trigger word has A-Z, 0-9 and _ only
datasets-trigger-length = A trigger word has 2 to 48 characters
datasets-undo-last = Undo the last change
datasets-history = Edit history
datasets-remove-dataset = Remove dataset
datasets-tab-photos = Photos
datasets-tab-crop = Crop
datasets-tab-captions = Captions
datasets-tab-archive = Archive
datasets-photos-label = Photos of the dataset
datasets-chosen = { $count } selected
datasets-clear-choice = Clear the selection
datasets-remove = Remove
datasets-delete-for-good = Delete for good…
datasets-photo-name = { $name }, { $width }×{ $height }
datasets-photo-name-marked = { $name }, { $width }×{ $height }: { $marks }
datasets-photo-loading = Photo, loading
datasets-picture-missing = The large picture cannot be shown; this is the small one.
datasets-mark-kept = Kept
datasets-mark-left-out = Left out
datasets-marks = Marks of the photo
datasets-filter = Which photos
datasets-filter-all = All { $count }
datasets-filter-look = Needs a look { $count }
datasets-filter-left-out = Left out { $count }
datasets-none-to-look = No photo waits for a decision.
datasets-none-left-out = No photo is left out.
datasets-show-all = Show all photos
datasets-show = Show
datasets-order = Order
datasets-order-imported = As imported
datasets-order-name = By name
datasets-order-sharpness = Least sharp first
datasets-order-size = Smallest first
datasets-chosen-more = More for the selection
datasets-look = Open large
datasets-look-key = Open large (Enter)
datasets-keep = Keep
datasets-keep-key = Keep (K)
datasets-leave-out = Leave out
datasets-leave-out-key = Leave out (X)
datasets-automatic = Let the marks decide
datasets-remove-key = Remove (Delete)
datasets-crop = Crop
datasets-crop-key = Crop (C)
datasets-previous = Previous
datasets-next = Next
datasets-previous-key = Previous photo (←)
datasets-next-key = Next photo (→)
datasets-to-captions = Captions
datasets-duplicates-count = { $count } near duplicates
datasets-duplicates-choose = Choose among near duplicates
datasets-duplicates-choose-short = Choose
datasets-duplicates-choose-key = Choose among near duplicates (D)
datasets-duplicates-review = Review
datasets-duplicates-title = Which one stays?
datasets-duplicates-sentence = These photos look nearly the same. One is enough for training; the others are left out and stay in the dataset.
datasets-duplicates-pick = Keep this one
datasets-duplicates-pick-named = Keep this one: { $name }
datasets-duplicates-of = Group { $place } of { $total }
datasets-large-label = { $name }, large
datasets-large-back = Back to all photos (Esc)
datasets-large-place = { $place } of { $total }
datasets-large-facts = About the photo
datasets-choice = In training
datasets-choice-automatic = Auto
datasets-choice-sent = It will be sent.
datasets-choice-not-sent = It is left out and will not be sent.
datasets-caption = Caption
datasets-caption-empty = What is seen in the photo
datasets-caption-hint = Enter saves, Esc takes it back
datasets-caption-hint-trigger = The trigger word is put first by itself. Enter saves, Esc takes it back
datasets-fact-original = Original
datasets-fact-size = { $width } × { $height }, { $format }, { NUMBER($megabytes, maximumFractionDigits: 1) } MB
datasets-fact-used = Used of it
datasets-fact-crop = { $width } × { $height }
datasets-fact-trained = Size in training

datasets-ready-title = Ready to train?
datasets-ready-count = { $photos ->
    [one] { $photos } photo, { $used } will be sent
   *[other] { $photos } photos, { $used } will be sent
}
datasets-ready-waiting = The photos are being looked through

datasets-change-added = { $count ->
    [one] { $count } photo added
   *[other] { $count } photos added
}
datasets-change-removed-one = { $name } removed
datasets-change-removed = { $count ->
    [one] { $count } photo removed
   *[other] { $count } photos removed
}
datasets-change-renamed = Renamed from “{ $from }” to “{ $to }”
datasets-change-described = “{ $from }” became “{ $to }”
datasets-change-trigger = Trigger word { $from } became { $to }
datasets-change-kept = { $count ->
    [one] { $count } photo kept
   *[other] { $count } photos kept
}
datasets-change-left-out = { $count ->
    [one] { $count } photo left out
   *[other] { $count } photos left out
}
datasets-change-chosen-one = One of the near duplicates kept, { $count } left out
datasets-change-automatic = { $count ->
    [one] { $count } photo decided by its marks again
   *[other] { $count } photos decided by their marks again
}
datasets-change-cropped = { $count ->
    [one] { $count } photo cropped
   *[other] { $count } photos cropped
}
datasets-change-crop-reset = { $count ->
    [one] The proposed crop again for { $count } photo
   *[other] The proposed crop again for { $count } photos
}
datasets-change-captions = { $count ->
    [one] { $count } caption changed
   *[other] { $count } captions changed
}
datasets-change-photos-more = { $count } more
datasets-change-size = Size set to { $size }
datasets-change-square = All photos are cut to a square
datasets-change-keep-shape = Photos keep their shape
datasets-change-trigger-first = Captions begin with the trigger word
datasets-change-as-written = Captions are used as written
datasets-toast-kept = { $name } is kept
datasets-toast-left-out = { $name } is left out
datasets-toast-automatic = The marks of { $name } decide again
datasets-toast-captioned = Caption of { $name } saved
datasets-toast-renamed = The name is now “{ $name }”
datasets-toast-trigger = The trigger word is now { $trigger }
datasets-toast-described = What the photos show is changed
datasets-toast-removed = “{ $name }” is removed
datasets-toast-undone = Undone: { $what }
datasets-toast-nothing-to-undo = There is nothing to undo

datasets-history-title = Edit history
datasets-history-empty = Nothing has been changed yet.
datasets-history-undone = undone, { $when }
datasets-history-undo = Undo last
datasets-history-redo = Redo

datasets-delete-title = { $count ->
    [one] Delete this photo for good?
   *[other] Delete { $count } photos for good?
}
datasets-delete-more = and { $count } more
datasets-delete-what = { $count ->
    [one] It leaves every dataset that has it.
   *[other] They leave every dataset that has them.
}
datasets-delete-originals = The originals and thumbnails in the library are deleted. Files outside the library, where you added them from, stay.
datasets-delete-backups = Backups and training archives on this computer are cleaned too.
datasets-delete-provider = What a provider has already received cannot be called back; you will be told what that is.
datasets-delete-confirm = { $count ->
    [one] Delete photo
   *[other] Delete { $count } photos
}
datasets-deleted-title = Deleted for good
datasets-deleted-originals = { $count ->
    [one] { $count } original deleted
   *[other] { $count } originals deleted
}
datasets-deleted-thumbnails = { $count ->
    [one] with { $count } thumbnail
   *[other] with { $count } thumbnails
}
datasets-deleted-datasets = { $count ->
    [one] Gone from { $count } dataset
   *[other] Gone from { $count } datasets
}
datasets-deleted-backups = { $count ->
    [0] No backup held them
    [one] { $count } backup cleaned
   *[other] { $count } backups cleaned
}
datasets-deleted-backups-whole = { $count ->
    [one] { $count } backup that could not be cleaned was removed
   *[other] { $count } backups that could not be cleaned were removed
}
datasets-deleted-archives = { $count ->
    [one] { $count } training archive removed
   *[other] { $count } training archives removed
}
datasets-deleted-held = { $provider } still holds what was sent to it
datasets-deleted-held-request = Request { $request }
datasets-deleted-nobody = No provider holds them

captions-card = About the captions
captions-list = Captions of the photos
captions-loading = The captions are being read
captions-filter = Which captions are shown
captions-filter-all = All { $count }
captions-filter-without = Without caption { $count }
captions-filter-remarked = With a remark { $count }
captions-filter-word = “{ $word }” { $count }
captions-filter-word-clear = Show all captions again
captions-field = Caption of { $name }
captions-empty-field = No caption
captions-left-out = Left out, not sent
captions-select = Select { $name }
captions-select-shown = Select all that are shown
captions-remark-missing = No caption, while other photos have one
captions-remark-no-trigger = The trigger word is not in it
captions-remark-too-short = Very short: say what is seen, in four words or more
captions-remark-too-long = Too long: trainers read about the first 75 word pieces
captions-remark-repeats = “{ $phrase }” stands twice
captions-none-with-word = No caption has the word “{ $word }” any more.
captions-none-without = Every photo has a caption.
captions-none-remarked = There is nothing to remark on any caption.
captions-no-photos = There is no photo to describe yet.
captions-more = More for captions
captions-trigger-first = { $selected ->
    [0] Write the trigger word first in all
    [one] Write the trigger word first in { $selected } selected
   *[other] Write the trigger word first in { $selected } selected
}
captions-clear = { $selected ->
    [0] Clear all captions
    [one] Clear { $selected } selected caption
   *[other] Clear { $selected } selected captions
}
captions-import = Import captions…
captions-export-txt = Export as .txt files…
captions-export-caption = Export as .caption files…
captions-export-jsonl = Export as metadata.jsonl…
captions-imported = { $count ->
    [0] No file had a new caption for these photos
    [one] { $count } caption imported
   *[other] { $count } captions imported
}
captions-imported-unmatched = { $imported }. { $count ->
    [one] One caption is for none of these photos: { $names }
   *[other] { $count } captions are for none of these photos: { $names }, …
}
captions-exported = { $count ->
    [one] { $count } caption written to { $path }
   *[other] { $count } captions written to { $path }
}
captions-nothing-changed = There was nothing to change
captions-replace-open = Find and replace
captions-add-open = Add words
captions-find = Find
captions-replace-with = Replace with
captions-match-case = Match case
captions-whole-words = Whole words
captions-add-text = Words to add
captions-add-where = Where
captions-add-before = Before
captions-add-after = After
captions-scope-all = { $count ->
    [one] In the only caption
   *[other] In all { $count } captions
}
captions-scope-selected = { $count ->
    [one] In { $count } selected caption
   *[other] In { $count } selected captions
}
captions-preview = What would change
captions-preview-count = { $count ->
    [0] nothing to change
    [one] { $count } would change
   *[other] { $count } would change
}
captions-preview-hint = Write what to look for. Every change is shown here before anything is written.
captions-preview-none = No caption has this.
captions-add-hint = Write the words to add. Every change is shown here before anything is written.
captions-add-none = Every caption has these words there already.
captions-replace-apply = { $count ->
    [0] Replace
    [one] Replace in { $count } caption
   *[other] Replace in { $count } captions
}
captions-add-apply = { $count ->
    [0] Add
    [one] Add to { $count } caption
   *[other] Add to { $count } captions
}
captions-gone = goes:
captions-new = comes:
captions-style-title = How captions are used
captions-style-trigger = Trigger word first
captions-style-trigger-hint = Describe everything but who or what it is: that is what the trigger word will learn.
captions-style-written = As written
captions-style-written-hint = Name who is seen in plain words; no trigger word is put before.
captions-remarks-title = Remarks
captions-remarks-none = Nothing to remark
captions-words-title = Most frequent words
captions-words-none = No words yet
captions-word = { $count ->
    [one] { $word }, in { $count } caption
   *[other] { $word }, in { $count } captions
}
captions-keys = Tab and arrows lead from line to line, leaving one saves it. Ctrl Enter selects, Esc takes back what was typed, Ctrl Z undoes.

archive-loading = The archive is being looked for
archive-heading = What a trainer will get
archive-about = One zip with pictures and captions, made on this computer. Then it is read back from the disk, and every picture and caption is compared with what was meant.
archive-images = Pictures
archive-left-out = { $count ->
    [one] { $count } photo is left out
   *[other] { $count } photos are left out
}
archive-size = Size
archive-size-keep = Each keeps its shape, with about as many pixels; nothing is enlarged
archive-size-square = Cut to a square; nothing is enlarged
archive-captions = Captions
archive-uncaptioned-trigger = { $count ->
    [one] { $count } photo without one gets the trigger word and one word for what it shows
   *[other] { $count } photos without one get the trigger word and one word for what they show
}
archive-uncaptioned-written = { $count ->
    [one] { $count } photo goes without one
   *[other] { $count } photos go without one
}
archive-make = Make the archive
archive-make-again = Make it again
archive-nothing = There is nothing to pack: no photo of the dataset is used.
archive-not-in-it = Only pixels and captions are in it: no place, no time, no camera.
archive-proved = Read back and compared
archive-proved-hint = These figures come from the finished file, not from what was meant to be in it.
archive-stale = The dataset has changed since this archive was made.
archive-weight = File size
archive-made-at = Made
archive-hash = BLAKE3 hash of the file
archive-copy-hash = Copy the hash
archive-hash-copied = Hash copied
archive-show = Show in folder
archive-table = What the archive holds
archive-column-file = File
archive-column-photo = Photo
archive-column-pixels = Pixels
archive-column-caption = Line that is read
archive-no-caption = no caption
archive-bytes = { $size } B
archive-kilobytes = { $size } kB
archive-megabytes = { $size } MB
archive-gigabytes = { $size } GB

export-menu = Export
export-zip = Zip
export-zip-hint = For fal.ai, Replicate and most trainers
export-kohya = kohya
export-kohya-hint = Folders and dataset.toml for sd-scripts
export-ai-toolkit = ai-toolkit
export-ai-toolkit-hint = A folder and a config.yaml that names it
export-onetrainer = OneTrainer
export-onetrainer-hint = A folder and its concepts.json
export-huggingface = Hugging Face
export-huggingface-hint = Pictures and one metadata.jsonl
export-done = { $images ->
    [one] Exported { $images } picture
   *[other] Exported { $images } pictures
} and { $captions ->
    [one] { $captions } caption
   *[other] { $captions } captions
} to { $path }
export-show = Show

statistics-title = Statistics
statistics-loading = The photos are being counted
statistics-failed = The figures could not be read.
statistics-none = There are no figures: no photo will be sent yet.
statistics-about = { $count ->
    [one] Of the { $count } photo that will be sent
   *[other] Of the { $count } photos that will be sent
}
statistics-buckets = Buckets
statistics-buckets-hint = Shapes in which photos are trained together
statistics-bucket = { $count ->
    [one] { $width } × { $height }: { $count } photo
   *[other] { $width } × { $height }: { $count } photos
}
statistics-short-sides = Short side
statistics-short-sides-hint = In pixels after the crop, photos from each figure up
statistics-sharpness = Sharpness
statistics-sharpness-hint = In percent, blurred photos on the left
statistics-sharpness-measured = { $known } of { $total } measured so far, in percent
statistics-words = Frequent words
statistics-words-hint = With the number of captions that have them
statistics-range = Range
statistics-photos = Photos
statistics-range-closed = { $from } to { $to }
statistics-range-open = { $from } and more

import-looking = Looking through the folders
import-adding = Adding photos
import-adding-to = Adding photos to { $name }
import-how-far = { $done } of { $total }
import-how-far-and-long = { $done } of { $total }, { $left }
import-left-moments = a few seconds left
import-left-seconds = about { $seconds } s left
import-left-minutes = about { $minutes } min left
import-stopping = Stopping
job-packing = Making the archive of { $name }
job-exporting = Exporting { $name }
job-measuring = Measuring the photos of { $name }
job-looking-for-faces = Looking for faces in { $name }
import-added = { $added ->
    [0] No photos were added
    [one] { $added } photo added
   *[other] { $added } photos added
}
import-added-some = { $added ->
    [one] { $added } photo added
   *[other] { $added } photos added
}, { $there ->
    [one] { $there } was already there
   *[other] { $there } were already there
}
import-nothing-new = { $there ->
    [one] The photo was already there
   *[other] All { $there } photos were already there
}
import-stopped = { $added ->
    [0] Stopped, nothing was added
    [one] Stopped, { $added } photo was added
   *[other] Stopped, { $added } photos were added
}
import-problems = { $count ->
    [one] { $count } file was not added.
   *[other] { $count } files were not added.
}
import-problems-show = Show why
import-problems-hide = Hide
import-notes = { $count ->
    [one] { $count } photo has a name that is not all text.
   *[other] { $count } photos have names that are not all text.
}
import-notes-show = Show names
import-failed-kept = { $added ->
    [one] { $added } photo was added before that.
   *[other] { $added } photos were added before that.
}
import-drop-files = { $files ->
    [one] Drop to add { $files } photo
   *[other] Drop to add { $files } photos
}
import-drop-folders = { $folders ->
    [one] Drop to add { $folders } folder
   *[other] Drop to add { $folders } folders
}
import-drop-mixed = Drop to add { $files ->
    [one] { $files } photo
   *[other] { $files } photos
} and { $folders ->
    [one] { $folders } folder
   *[other] { $folders } folders
}
import-drop-anything = Drop to add photos
import-drop-to = to { $name }
import-drop-to-new = to a new dataset
import-drop-copied = They are copied into the library; your originals stay as they are.
import-drop-formats = JPEG, PNG, WebP, HEIC and more, folders, zip files

crop-hint = What is bright is used, what is hatched is lost in its bucket. Originals stay unchanged. Enter opens the handles.
crop-none-used = No photo is used, so there is nothing to crop. Keep some in Photos first.
crop-shape = Shape of all photos
crop-shape-keep = Keep the shape
crop-shape-square = Square
crop-size = Size
crop-size-pixels = { $size } pixels
crop-tile-lost = { $lost } px lost
crop-lock = Shape of this crop
crop-lock-free = Free
crop-lock-square = Square
crop-lock-original = Original
crop-used = Used of the photo
crop-numbers = { $width } × { $height }, from { $x }, { $y }
crop-fit-whole = { $width } × { $height }, nothing lost, { $percent }% of the crop’s size
crop-fit-sides = { $width } × { $height }, { $lost ->
    [one] { $lost } pixel lost at the sides
   *[other] { $lost } pixels lost at the sides
}, { $percent }% of the crop’s size
crop-fit-ends = { $width } × { $height }, { $lost ->
    [one] { $lost } pixel lost at top and bottom
   *[other] { $lost } pixels lost at top and bottom
}, { $percent }% of the crop’s size
crop-fit-unknown = It is not known into which bucket it goes.
crop-handles = Crop of { $name }
crop-save = Save crop
crop-reset = Back to the proposal
crop-hint-changed = Enter saves it, and so does going on to another photo. Esc takes it back.
crop-hint-chosen = You have chosen this crop.
crop-hint-proposed = This is the proposed crop.
crop-hint-keys = Arrows move it by 1 pixel, with Shift by 8; plus and minus change its size. Page Up and Page Down lead to the other photos.

palette-title = Command palette
palette-placeholder = What would you like to do?
palette-nothing = Nothing is called that
palette-group-do = Do
palette-group-go = Go to
palette-group-datasets = Datasets
palette-group-look = Appearance
palette-add-photos = Add photos
palette-add-folder = Add a folder of photos
palette-train = Train a model
palette-cancel-run = Cancel the training of { $name }
palette-go-on = Go on with the training of { $name }
palette-draw = Draw pictures
palette-new-grid = Draw a grid
palette-new-badge = Make a badge
palette-search-gallery = Search the gallery
palette-favourites = Favourites
palette-read-picture = Read a picture’s settings
palette-draw-with = Draw with { $name }
palette-back-up = Back up the library
palette-backed-up = The library is backed up to { $path }
palette-theme-system = Theme as the system
palette-theme-light = Light theme
palette-theme-dark = Dark theme
palette-language-system = Language of the system
palette-language-en = English language
palette-language-ru = Russian language
palette-search-for = Search the gallery for “{ $words }”
palette-settings = Settings: { $section }
palette-trash = Trash
palette-open-library = Open the library’s folder
palette-open-badge = Open badge { $name }
palette-template = Put on template { $name }
palette-group-models = Models
palette-group-badges = Badges
palette-group-search = Search

settings-appearance = Appearance
settings-language = Language
settings-theme = Theme
settings-as-system = As the system
settings-theme-light = Light
settings-theme-dark = Dark
settings-library = Library
settings-library-about = Photos, datasets and everything made from them live in one folder.
settings-library-where = Where it lives
settings-open-folder = Open folder
settings-move = Move…
settings-left = The old folder { $path } is still there ({ $size }).
settings-left-delete = Delete the old folder…
settings-left-gone = The old folder { $path } is deleted.
settings-back-up = Back up now
settings-backed-up = Backed up to { $path }, { NUMBER($size, maximumFractionDigits: 1) } MB
settings-backups = Copies
settings-backups-about = Of the database: a daily one, one before each change of its format, and those you make. Three of each are kept; pictures and photos are not in them.
settings-backups-none = No copy yet. One is made each day.
settings-backup-restore = Restore…
settings-backup-restore-of = Restore the copy of { $when }
settings-backup-unusable = cannot be read
backup-daily = daily or by hand
backup-before-migration = before a new version
backup-before-restore = before a restore
restore-title = Go back to { $when }?
restore-lost = Everything that was changed since then is undone: datasets, captions, trainings, drawings, badges, stars and settings.
restore-files = Files stay in the library’s folder. Imported models come back by themselves; photos, trained models and pictures added since are there but not listed.
restore-kept = The present state is copied first, and listed here, so you can come back to it. Spending is never undone.
restore-cancel = Stay as it is
restore-do = Restore and restart
move-title = Move the library?
move-from = From
move-to = To
move-how-much = How much
move-size = { $files ->
    [one] { $size } in one file
   *[other] { $size } in { $files } files
}
move-free = Free there
move-free-unknown = not known
move-restart = Blazon ends and starts again to do it. Until everything is copied, nothing else can be done.
move-old-stays = The old folder stays as it is until you delete it in Settings.
move-do = Move and restart
moving-title = The library is moving
moving-then = When everything is copied, Blazon starts again by itself.
moving-copied = Everything is copied. Blazon starts again.
moving-copying = Copied
moving-counting = Counting what there is
moving-how-far = { $done } of { $all }
moving-cancel-about = What was copied is removed then, and the library opens where it was.
moving-cancelled = The library stays where it was
moving-cancelled-then = It opens as soon as the copy is removed.
moving-removing = Removing what was copied
left-title = Delete the old folder?
left-what = { $path } is deleted with everything in it, { $size }.
left-library-stays = The library itself is in { $path } and stays as it is.
left-do = Delete the old folder
settings-check = Check the library
settings-check-healthy = Everything is in order: { $photos ->
    [one] { $photos } photo
   *[other] { $photos } photos
}, { $originals ->
    [one] { $originals } original
   *[other] { $originals } originals
}, each looked at.
settings-check-found = { $count ->
    [one] { $count } thing is not in order.
   *[other] { $count } things are not in order.
}
settings-check-database = The database has faults, and { $count ->
    [0] nothing else was found.
    [one] { $count } more thing is not in order.
   *[other] { $count } more things are not in order.
}
settings-check-list = What the check found
settings-version = Blazon { $version }
settings-training = Training
settings-network = Network
settings-network-about = By which way and which hosts the program may reach. Nothing else is ever asked.
settings-ceiling = Monthly ceiling
settings-ceiling-hint = Nothing that costs money goes beyond it. Empty means no ceiling.
settings-ceiling-none = no ceiling
settings-ceiling-refused = Write a sum in dollars, for example 20 or 7.50
settings-proxy = Proxy
settings-proxy-hint = For example http://127.0.0.1:8080. Empty means the system’s own, or a direct connection.
settings-proxy-none = none
settings-hosts = Hosts that may be reached
settings-hosts-none = None: no host may be reached.
settings-host-new = Another host
settings-host-add = Add
settings-host-remove = Remove { $host }
requests-fold = Log of requests
requests-about = The last { $count ->
    [one] request
   *[other] { $count } requests
}, without keys, queries and contents. Fourteen days are kept in logs/ in the library.
requests-none = Nothing was sent yet. Blazon sends only what you ask for.
requests-when = When
requests-host = Host
requests-what = What
requests-answer = Answer
requests-took = Took
requests-list = Requests, newest first
requests-copy = Copy
requests-copied = Copied
requests-milliseconds = { NUMBER($count, useGrouping: 0) } ms
request-status = { NUMBER($status, useGrouping: 0) }
request-unreachable = not reachable
request-timed-out = no answer in time
request-broken-off = connection broke
request-stopped = not waited for
settings-updates = Newer versions
settings-updates-about = Blazon never looks by itself and fetches nothing.
settings-updates-none = This is Blazon { $version }. This build knows no place where newer ones are announced.
settings-updates-place = This is Blazon { $version }. Newer ones are announced at { $host }.
settings-updates-look = Look for a newer version
settings-updates-newest = This is the newest version.
settings-updates-newer = Blazon { $version } is out.
settings-updates-open = Open its page at { $host }
settings-about = About
settings-about-terms = Blazon is free software under the MIT licence or the Apache licence 2.0, as you choose. So are Pocket and the sample pictures.
settings-licences = Licences…
licences-title = What Blazon is made of
licences-search = Find a name or a licence
licences-list = Parts and their licences
licences-count = { $count ->
    [one] one part
   *[other] { $count } parts
}
licences-nothing = Nothing is called that.
licences-text = Text of the licence of { $name }
licences-blazon = Blazon
licences-asset = bundled
licences-crate = Rust crate
licences-npm = npm package

training-new = New run
training-train = Train
training-go-on = Go on
training-to-playground = Go to playground
training-back-to-runs = Back to the runs
training-cancel = Cancel run
training-cancel-named = Cancel the run of { $name }
training-nothing-running = nothing running
training-running = { $running ->
    [0] { $queued } queued
   *[other] { $queued ->
        [0] { $running } running
       *[other] { $running } running, { $queued } queued
    }
}
training-earlier = Earlier runs, { $count }
training-earlier-title = Earlier runs
training-queue = Next in the queue
training-loading = The runs are being read
training-dataset-gone = A dataset that was removed

training-empty-photos = First, 10 to 25 photos
training-empty-heading = Teach a model what your photos show
training-empty-sentence = Choose a dataset, press Train, and watch it learn. Then its trigger word draws what it has seen.
training-empty-here = It trains on this computer: free, without an account, and nothing leaves it.
training-empty-preview = With Pocket, the base that ships, in preview quality: 128 px.
training-choose-dataset = Choose a dataset
training-dataset = What it learns from
training-preset = How thoroughly
training-preset-economy-hint = 500 steps, rank 8: done soonest, a first impression.
training-preset-standard-hint = 1000 steps, rank 16: the usual choice.
training-preset-custom-hint = Each value by hand; it starts from Standard.

training-field-base = Base
training-field-steps = Steps
training-field-steps-hint = More learn more, and too many only repeat the photos
training-field-rank = Rank
training-field-rank-hint = 1 to 128: how much the model can hold
training-field-rate = Learning rate
training-field-rate-hint = How far each step goes, for example 4e-4
training-field-batch = Batch
training-field-batch-hint = Pictures in one step, 1 to 16; more take more memory
training-field-resolution = Resolution
training-field-resolution-hint = Side of the square in pixels, a multiple of 64
training-field-resolution-fixed = Pocket is made for { $side } px
training-field-dropout = Steps without caption, %
training-field-dropout-hint = 0 to 50: the subject is learned beside the words
training-field-seed = Seed
training-field-seed-hint = The same seed and recipe give the same model
training-parts = Layers that learn
training-part-attention = Attention
training-part-feed-forward = Feed-forward
training-part-projections = Projections
training-part-convolutions = Convolutions
training-flip = Mirror photos at random
training-flip-hint = Not for faces or writing.

training-plan = Before it starts
training-plan-no-dataset = Choose what it learns from; then this says what the training takes.
training-plan-waiting = What it takes is being worked out
training-plan-captions = { $count ->
    [0] None has a caption; each gets the trigger word
    [one] { $count } with a caption
   *[other] { $count } with a caption
}
training-open-dataset = Open dataset
training-plan-broken = A value of the recipe cannot be read. Correct it to train.
training-photos = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}
training-stays-here = Nothing leaves this computer.
training-preview-quality = Preview quality: 128 px
training-preview-quality-hint = Pocket is a small base for trying things out. A base of your own gives full quality.
training-quality = Draws at { $side } px

training-panel = This run
training-panel-ready = Ready to use
training-cost = Cost
training-free = free
training-weights = Weights file
training-file = File
training-file-size = Size
training-weights-checked = Opened and checked before it was called ready.
training-if-closed = If you close the window
training-if-closed-local = The training stops with the program and goes on from its last checkpoint when Blazon starts again.
training-learned-from = What it learns from
training-how = Recipe

training-stage-preparing = Preparing
training-stage-training = Training
training-stage-completed = Completed
training-percent = { $percent }%
training-packing = Packing the photos
training-preparing = Getting ready
training-stopped-before = Stopped before the first step
training-stopped-at = Stopped at step { NUMBER($step, useGrouping: 0) } of { NUMBER($total, useGrouping: 0) }
training-step = Step { NUMBER($step, useGrouping: 0) } of { NUMBER($total, useGrouping: 0) }
training-all-steps = { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } step
   *[other] { NUMBER($steps, useGrouping: 0) } steps
}
training-all-steps-and-loss = { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } step, final loss { $loss }
   *[other] { NUMBER($steps, useGrouping: 0) } steps, final loss { $loss }
}
training-checked = Weights checked
training-fetching = Fetching the weights
training-checking = Checking the weights
training-check-ahead = Weights and check
training-queued = Waits its turn
training-queued-next = Queued, next
training-queued-place = Queued, place { $place }
training-finished = finished { $when }
training-cancelled = cancelled { $when }
training-failed = failed { $when }

training-loss = Loss
training-loss-smoothed = mean over { $steps } steps
training-at-step = at step { NUMBER($step, useGrouping: 0) }
training-loss-described = Loss curve: from { $first } to { $last } at step { NUMBER($step, useGrouping: 0) }
training-samples = Samples
training-samples-same = same prompt, same seed
training-samples-of = Samples over time: { $prompt }
training-sample-before = Before
training-sample-step = Step { NUMBER($step, useGrouping: 0) }
training-sample-next = Next
training-before-after = Before and after
training-over-time = Over time
training-without-model = Without the model
training-with-model = With it
training-log = Log

base-choice = Base
base-pocket-hint = Ships with Blazon, preview quality: 128 px
base-own-hint = { $family }, { $side } px, your own
base-own-about = Your own Stable Diffusion 1.5, 2.1 or XL gives full quality.
base-pick-folder = Folder…
base-pick-file = File…
base-forget = Take { $name } from the list
training-preset-economy = Economy
training-preset-standard = Standard
training-preset-custom = Custom
training-recipe-line = { $preset }, { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } step
   *[other] { NUMBER($steps, useGrouping: 0) } steps
}, rank { $rank }, { $provider ->
    [local] { $base } on this computer
    [fal] { $base } at fal.ai
   *[replicate] { $base } at Replicate
}
training-takes-under-a-minute = Less than a minute
training-takes-minutes = { $minutes ->
    [one] About { $minutes } minute
   *[other] About { $minutes } minutes
}
training-takes-hours = { $hours ->
    [one] About { $hours } hour
   *[other] About { $hours } hours
}
training-estimate = { $time } and { $memory } GB of memory on this computer, free
training-estimate-memory = { $memory } GB of memory on this computer, free. How long it takes is known after the first steps.
training-refused-steps = Write a whole number from 1 to 100000
training-refused-rank = Write a whole number from 1 to 128
training-refused-rate = Write a number above 0 and up to 1, for example 4e-4
training-refused-batch = Write a whole number from 1 to 16
training-refused-resolution = Write a multiple of 64, from 64 to 2048
training-refused-dropout = Write a number from 0 to 50
training-refusal-photos = { $have ->
    [0] No photo of this dataset is used yet; at least { $needed } are needed. Add photos, or keep some that are left out.
    [one] Only { $have } photo would be used; at least { $needed } are needed. Add photos, or keep some that are left out.
   *[other] Only { $have } photos would be used; at least { $needed } are needed. Add photos, or keep some that are left out.
}
training-refusal-base-missing = The base is not where it was: { $path }. Connect its disk, or choose another base.
training-refusal-base-unusable = { $path } cannot be trained. { $detail }
training-refusal-memory = It takes about { $needed } GB of memory, and { $available } GB are free. Close other programs, or choose a smaller batch, resolution or base.
training-refusal-nothing = No layer would be trained. Choose at least one kind of layer.
playground-prompt = Prompt
playground-placeholder = What do you want to see?
playground-begins-with = The prompt begins with the trigger word { $trigger }. Backspace at its beginning takes it away.
playground-draw = Draw
playground-quote = { $count ->
    [one] { $count } picture, free on this computer
   *[other] { $count } pictures, free on this computer
}
playground-preview-quality = preview quality
playground-obstacle-model = The model of these settings is not in the library any more. Choose another one.
playground-obstacle-base = The base of these settings is not on this computer. Choose another one, or add its folder or file under Standard models.
playground-obstacle-nothing = Write what you want to see.
playground-obstacle-seed = The seed cannot be read.
playground-unknown = { $base } does not know:
playground-unknown-word = { $word }: known words near it
playground-sent-as = Sent as known words:
card-use = Graphics card (experimental)
card-looking = Looking for a card and trying it. This can take a minute.
card-none = None can be used: { $reason }
playground-trigger-left-out = Sent without the trigger word: the model may not show what it has learned.
playground-trigger-back = Put it back
playground-now = Now
playground-next = Next
playground-queued = waits its turn
playground-ready = { $ready } of { $count } ready
playground-ready-and-left = { $ready } of { $count } ready, { $left }
playground-stopped = stopped, { $ready } of { $count } drawn
playground-made = { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}, guidance { $guidance }, { $width } × { $height }, seed { $seed }
playground-again = Draw again
playground-use = Use these settings
playground-picture = Picture { $place } of { $total }: { $prompt }
playground-seed-of = seed { $seed }
playground-waiting = waits
playground-loading-base = loading the base
playground-step = step { $step } of { $steps }
playground-panel = Model and settings
playground-model = Model
playground-own-models = My digital bodies
playground-no-models = None yet.
playground-train-one = Train one
playground-standard-models = Standard models
playground-add-base = Add a base of your own
playground-model-hint = { $base }, { $when }
playground-pocket-hint = free, preview quality
playground-base-hint = { $family }, free
playground-strength = Strength
playground-guidance = Guidance
playground-shape = Shape
playground-count = Pictures
playground-seed-new = new each time
playground-seed-lock = Keep this seed
playground-more = More
playground-sampler = Sampler
playground-negative = What should not be there
playground-earlier = Earlier prompts
playground-earlier-facts = { $when }, { $model }, { $made }
playground-earlier-none = Nothing has been drawn yet.
playground-earlier-more = Show more
playground-idle = Write what you want to see and press Ctrl Enter
playground-idle-try = Or begin with one of these:
playground-example-telescope = astronaut holding a telescope, night sky
playground-example-lantern = fox holding a lamp, forest, watercolor
playground-example-sword = samurai holding a sword, cartoon illustration
playground-restored = All settings restored
playground-taken-from = Settings of { $name } taken over
grids-mode = What is drawn
grids-mode-pictures = Pictures
grids-mode-grid = Grid
grids-next = The next grid
grids-prompts = Prompts
grids-begin-with = Each begins with
grids-trigger-off = Leave the trigger word out
grids-prompt-of = Prompt { $place }
grids-prompt-remove = Remove prompt { $place }
grids-prompt-add = Add a prompt
grids-columns = Columns
grids-axis = What differs from column to column
grids-strengths = Strengths
grids-strength = strength { $strength }
grids-strength-add = One more strength
grids-strength-refused = A strength is a number from { $from } to { $to }
grids-seeds = Seeds
grids-seed-add = One more seed
grids-value = { $label }, { $place }
grids-value-remove = Remove { $value }
grids-without = Without LoRA
grids-beside = Beside
grids-beside-none = No other model
grids-row-bare = The trigger word alone
grids-drawn = { $drawn } of { $total } drawn
grids-missing = { $missing ->
    [one] { $missing } of { $total } cells is missing
   *[other] { $missing } of { $total } cells are missing
}
grids-all-drawn = All cells are drawn.
grids-under-way = What was missing is being drawn.
grids-free = free on this computer
grids-free-preview = free on this computer, preview quality
grids-too-many = These are { $rows } prompts in { $columns } columns. A grid has at most { $mostRows } prompts, { $mostColumns } columns and { $mostCells } cells; take some away.
grids-draw = { $count ->
    [one] Draw { $count } cell
   *[other] Draw { $count } cells
}
grids-cell-none = not drawn yet
grids-cell-gone = in the trash
grids-cell-held-back = held back by the provider
grids-cell-stopped = stopped
grids-sheet = Grid of pictures
grids-sheet-tools = The whole sheet
grids-stop = Stop
grids-save = Save as a sheet…
grids-saved = Saved: { $path }
grids-remove = Remove this sheet
grids-removed = The sheet was removed; its pictures stay in the gallery
grids-idle = See side by side what strength and seed change
grids-idle-what = Each prompt is a row, each strength or seed a column. What was drawn once is not drawn again.
grids-idle-try = Take three prompts to try
grids-earlier = Earlier grids
grids-earlier-none = No grid has been drawn yet.
grids-earlier-more = and { $count } more
grids-earlier-facts = { $when }, { $rows ->
    [one] { $rows } prompt
   *[other] { $rows } prompts
}, { $columns ->
    [one] { $columns } column
   *[other] { $columns } columns
}, { $drawn }
grids-large = { $prompt }, { $column }
grids-large-back = Back to the sheet, Esc
evaluation-title = Evaluation sheet
evaluation-what = The same prompts with the same seed, with the model and without it, show what it has learned.
evaluation-earlier = Earlier sheets
evaluation-prompts = { $kind ->
    [person] Prompts for people
    [character] Prompts for characters
    [object] Prompts for objects
   *[style] Prompts for styles
}
evaluation-prompts-hint = One in each line, { $most } at most. The trigger word comes before each. They are for every model of this kind.
evaluation-prompts-edit = Edit the prompts…
evaluation-prompts-save = Use these prompts
evaluation-prompts-reset = Back to the usual ones
evaluation-prompts-were-reset = The usual prompts are back
evaluation-prompts-none = Write at least one prompt.
evaluation-prompts-many = These are { $count } prompts, and a sheet has { $most } at most. Take some away.
evaluation-after-training = Draw an evaluation sheet after each training on this computer
evaluation-after-training-hint = Only with the base Pocket, where it is free and does not take long.
badges-heading = Make a badge from a picture
badges-sentence = A badge is a picture, a template and a few words: for a team, a conference, a sticker. Drop a picture here or choose one.
badges-choose = Choose a picture
badges-sample = Take a sample
badges-sample-name = Sample
badges-empty-offline = Drawn on this computer, without a model, a key or the network. Nothing is sent.
badges-empty-formats = JPEG, PNG, WebP, HEIC, AVIF, TIFF and more
badges-empty-drawn = Or one of the last pictures that were drawn here
badges-empty-of = Make a badge of: { $prompt }
badges-make = Make a badge
drawing-badge-of-first = A badge of the first picture; every other picture has this button too
badges-drop = Drop a picture for a badge
badges-drop-to = It becomes the picture of { $name }. Of several the first is taken.
badges-drop-new = It begins a new badge. Of several the first is taken.
badges-name = Name of the badge
badges-rename = Rename
badges-new = New badge
badges-others = Badges
badges-all = All badges ({ $count })
badges-all-title = All badges
badges-more = More about this badge
badges-remove = Remove badge
badges-removed = { $name } removed
badges-copy-template = Copy template
badges-copy-template-hint = A template of your own, to be edited as a file
badges-copy-name = { $name }, copy
badges-template-copied = { $name } is a template of your own
badges-show-template = Show template in folder
badges-template-gone = The template of this badge is not there any more. Choose another one; the picture and the words stay.
badges-templates = Template
badges-stage = Preview
badges-canvas = Badge { $name }
badges-keys = With nothing selected, arrow keys move the picture and plus or minus zooms it. With a layer selected, arrow keys move it by 1, with Shift by 8; Alt and arrow keys resize it; Enter leads to its words; Escape lets go of it.
badges-layer = Layer
badges-layer-none = Nothing selected
badges-layer-words = Words of the template
badges-layer-size = { $width } × { $height } px
badges-layer-back = Put back
badges-same-renderer = Preview by the same renderer as the export
badges-view = View
badges-view-smaller = Smaller view
badges-view-larger = Larger view
badges-view-fit = Show the whole badge
badges-view-fit-now = View { $percent }%. Show the whole badge
badges-percent = { $percent }%
badges-panel = What the badge is made of
badges-picture = Picture
badges-logo = Logo
badges-picture-none = None chosen
badges-drawn-picture = Picture drawn here
badges-picture-choose = Choose
badges-picture-change = Change
badges-picture-change-of = { $change }: { $what }
badges-picture-file = From a file…
badges-picture-drawn = From the last pictures…
badges-picture-without = Take it out
badges-drawn-title = Choose a picture
badges-framing = Framing and background
badges-zoom = Zoom
badges-across = Across
badges-down = Down
badges-background = Background
badges-background-keep = Keep
badges-background-blur = Blur
badges-background-cut = Cut away
badges-blur = Blur
badges-tolerance = How much
badges-cut-hint = Cuts away what looks like the picture’s edges. Works best on an even background.
badges-texts = Texts
badges-optional = optional
badges-length = { $length } of { $longest }
badges-colours = Colours
badges-colours-own = Change each colour
badges-colour-back = Put back: { $name }
badges-ribbon = Ribbon
badges-ribbon-straight = Straight
badges-ribbon-curved = Curved
badges-ribbon-folded = Folded
badges-finding-characters = { $count ->
    [one] No font here has { $characters }, so it is not drawn.
   *[other] No font here has { $characters }, so they are not drawn.
}
badges-finding-small = Hard to read: the letters had to become very small. Shorten it.
badges-finding-long = Longer than looks good. Shorten it.
badges-finding-code = Too long for a QR code that can be read. Shorten it.
badges-finding-empty = Nothing is written here yet.
badges-finding-picture = The picture’s file is not there any more. Choose the picture again.
badges-format = Format
badges-export = Export badge
badges-export-pixels = { $width } × { $height } px, drawn offline, free
badges-export-millimetres = { $width } × { $height } mm, drawn offline, free
badges-export-any-size = Sharp in any size, drawn offline, free
badges-exported = Saved: { $path }
badges-see-in-gallery = See it in the gallery
badges-many = Many at once
badges-many-hint = A table (CSV) with a row for each person gives a badge for each of them.
badges-many-choose = Choose a table
badges-many-forget = Put the table away
badges-many-file = { $file }, { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}
badges-many-ready = { $count ->
    [one] { $count } row is ready
   *[other] { $count } rows are ready
}
badges-many-prompts = { $count ->
    [one] One picture is drawn here first, from the prompt of its row
   *[other] { $count } pictures are drawn here first, from the prompts of their rows
}
badges-many-drawer = Drawn with
badges-many-problem = Row { $row }: { $sentence }
badges-many-columns = Columns and preview
badges-many-columns-more = { $count ->
    [one] Columns and { $count } more problem
   *[other] Columns and { $count } more problems
}
badges-many-export = Export { $count }
badges-sheet = Print sheet
badges-sheet-a4 = A4, 210 × 297 mm
badges-sheet-letter = Letter, 216 × 279 mm
badges-batch-going = Making badges
badges-batch-far = { $done } of { $total }
badges-batch-done = { $count ->
    [one] { $count } badge is in { $folder }
   *[other] { $count } badges are in { $folder }
}
badges-batch-cancelled = { $count ->
    [0] Cancelled before the first badge was made.
    [one] Cancelled. { $count } badge was made and stays.
   *[other] Cancelled. { $count } badges were made and stay.
}
badges-batch-left-out = { $count ->
    [one] { $count } row was left out.
   *[other] { $count } rows were left out.
}
badges-batch-failed = The badges could not be made.
badges-columns-title = Columns of { $file }
badges-columns-missing = No column for: { $names }. Every badge needs it.
badges-columns-problems = { $count ->
    [one] { $count } row with a problem
   *[other] { $count } rows with problems
}
badges-columns-done = Done
badges-column-none = Not used
badges-column-nameless = Column { $place }
badges-column-text = Text: { $name }
badges-column-picture = Picture file
badges-column-prompt = Prompt for a picture
badges-row = Badge { $row } of { $rows }
badges-row-before = Badge before
badges-row-after = Next badge
bot-heading = Let others draw with your model
bot-sentence = In Telegram they make portraits and badges, and you decide who and how much.
bot-step-father = Open @BotFather in Telegram.
bot-step-new = Send /newbot and give your bot a name.
bot-step-paste = Paste the token that you get here.
bot-token = Token of the bot
bot-token-hint = It is kept where your keys are, and never shown again.
bot-token-paste = Paste the token
bot-token-empty = Paste the token from @BotFather first.
bot-token-leaked = Whoever has the token is your bot. If it got into other hands, send /revoke to @BotFather and connect the new one.
bot-connect = Connect
bot-switch = The bot answers
bot-switch-on = Switch the bot on
bot-switch-off = Switch the bot off
bot-on = On
bot-off = Off
bot-copy-address = Copy the bot’s address
bot-copy-link = Copy link
bot-line-off = answers nobody
bot-line-starting = starting
bot-line-running = answers since { $since }
bot-line-elsewhere = answers from another program
bot-line-waiting = trying again since { $since }
bot-line-stopped = stopped
bot-trouble-no-token = There is no token any more.
bot-trouble-no-token-hint = Paste it again; @BotFather shows it after /mybots.
bot-trouble-bad-token = Telegram refused the token.
bot-trouble-bad-token-hint = It was revoked, or the bot was deleted. Paste the new one from @BotFather.
bot-trouble-conflict = Another copy of this bot runs elsewhere and takes its messages.
bot-trouble-conflict-hint = Stop it there. If you do not know where, send /revoke to @BotFather and connect the new token.
bot-trouble-offline = Telegram cannot be reached.
bot-trouble-offline-hint = The bot tries again by itself. If nothing else loads either, look at the connection; where Telegram is blocked, set a proxy in Settings.
bot-trouble-too-many = Telegram asks for patience after too many messages.
bot-trouble-too-many-hint = The bot goes on by itself when it may.
bot-trouble-telegram-broken = Telegram has trouble of its own.
bot-trouble-telegram-broken-hint = The bot tries again by itself.
bot-trouble-host-refused = Your settings do not allow Telegram’s host.
bot-trouble-host-refused-hint = Add api.telegram.org to the allowed hosts.
bot-trouble-bad-proxy = The proxy in the settings is no address.
bot-trouble-bad-proxy-hint = Put it right, or empty the field.
bot-trouble-failed = The bot stopped because of an error in the program.
bot-trouble-failed-hint = The log has the details.
bot-trouble-settings = Open Settings
bot-trouble-again = Try again
bot-elsewhere = Another program with this library carries the bot.
bot-elsewhere-hint = Everything here works; when that program ends, this one takes over.
bot-is-off = The bot is off
bot-is-off-what = Nobody gets an answer until you switch it on.
bot-pair = Make yourself the owner
bot-pair-why = The owner may use the bot without being let in. Make a code and send it to your bot once.
bot-pair-send = Open the link on the device with your Telegram and press Start, or send the code to the bot.
bot-pair-over = The time of that code is up. Make another one.
bot-pair-make = Make a code
bot-pair-again = Make another code
bot-pair-link = Link
bot-pair-code = Code
bot-pair-copy-code = Copy the code
bot-pair-until = Holds until
bot-queue = Queue
bot-queue-none = Nobody waits for a picture.
bot-job-waiting = Waits
bot-job-drawing = Is being drawn
bot-job-drawn = Is being sent
bot-job-sent = Sent
bot-job-cancelled = Cancelled
bot-job-failed-drawing = Could not be drawn
bot-job-failed-held-back = Held back as unsafe
bot-job-failed-undrawable = The text cannot be painted
bot-job-failed-budget = The money is used up
bot-job-failed-model-gone = The model is not shared any more
bot-job-failed-forbidden = The guest has blocked the bot
bot-job-cancel = Cancel the picture of { $guest }
bot-today = Today
bot-today-spent = Spent today
bot-month-spent = Spent this month
bot-spent-of = { $spent } of { $ceiling }
bot-bar = { $name }: { $sum }
bot-used-up = A ceiling is reached. The bot goes on changing banners, which is free.
bot-share = Share
bot-share-models = Shared models
bot-share-standard = default for new guests
bot-share-qr = QR code that opens the bot with { $name }
bot-share-what = Scan the code, print it or send the link: it opens the bot with { $name }.
bot-share-none = No model is shared yet. Open the page of a model and switch on “Share with the bot”.
bot-share-go = Go to models
bot-guests = Guests
bot-guests-none = Nobody has written to the bot yet. Whoever does asks here, and you let them in.
bot-guests-none-open = Nobody has written to the bot yet.
bot-guests-who = Guest
bot-guests-access = Access
bot-guests-today = Pictures today
bot-guests-spent = Spent today
bot-guest-owner = Owner
bot-guest-allowed = Allowed
bot-guest-waiting = Asks
bot-guest-is-banned = Banned
bot-guest-allow = Allow
bot-guest-allow-name = Allow { $name }
bot-guest-ban = Ban
bot-guest-ban-name = Ban { $name }
bot-guest-let-in = { $name } may use the bot
bot-guest-banned = { $name } gets no more answers
bot-guest-today = { $count } of
bot-guest-quota = Pictures a day for { $name }; empty for the bot’s own
bot-guest-number = Number at Telegram
bot-guest-number-hint = Digits only. Who has written to the bot stands above already.
bot-guest-add = Let in
bot-quota-refused = A whole number from 1 to 1000, or nothing
bot-number-refused = A whole number from 1 to 1000
bot-ceiling-refused = A sum in dollars, such as 2.50
bot-settings = How it works
bot-access = Who may use it
bot-access-private = Allowed guests
bot-access-open = Everybody
bot-access-private-hint = Whoever writes asks first, and you let them in.
bot-access-open-hint = Whoever finds the bot draws, within the limits below.
bot-model = Default model
bot-model-newest = The newest shared one
bot-model-hint = Guests choose another with /model or by its link.
bot-place = Where to draw
bot-place-local = This computer
bot-cost = About { $cost } a picture
bot-cost-free = Free on this computer
bot-cost-unknown = What a picture costs there is not known, so nothing is drawn.
bot-typed-price = What one picture costs there
bot-typed-price-hint = From the provider’s page, where Blazon knows no price. Leave it empty to use the known one.
bot-key-missing = There is no key for { $provider }, so nothing is drawn there.
bot-key-set = Set a key
bot-template = Template of badges
bot-template-gone = The template is gone
bot-quota = Pictures a day
bot-quota-hint = For each guest
bot-longest-queue = Longest queue
bot-longest-queue-hint = Pictures that may wait
bot-daily-ceiling = A day at most
bot-monthly-ceiling = A month at most
bot-ceiling-hint = What all guests spend together. The ceiling of the settings holds as well.
bot-answers-missed = Answer what came while it was off
bot-answers-missed-hint = Otherwise such messages are passed over.
bot-texts = Texts
bot-texts-about = What the bot says to guests, each in their language. A text is saved when you leave it.
bot-texts-language = Language of the texts
bot-texts-en = English
bot-texts-ru = Русский
bot-text-welcome = Greeting
bot-text-ask-hold = Question what is held
bot-text-ask-banner = Question for the banner’s text
bot-text-ask-portrait = Question for a portrait
bot-text-ready = Under the finished badge
bot-text-private = To a guest who is not let in
bot-text-help = Help
bot-text-back = Put back
bot-text-back-name = Put back: { $name }
bot-text-keep = Leave { $what } as it is: the bot fills it in.
bot-text-missing = { $what } is missing, so the bot does not say it.
bot-program = Keep it running
bot-login = Start with the computer
bot-login-hint = The bot is then on again by itself after a restart.
bot-login-none = This system has no way to start Blazon with the computer.
bot-server = On a server, run it there with the same library:
bot-server-copy = Copy the command
bot-forget = Forget the token
bot-forget-title = Forget the bot’s token?
bot-forget-what = The bot is switched off, and this computer has no token any more. @BotFather still shows it.
bot-forget-stays = Guests, their limits and your texts stay.
bot-queue-facts = { $count ->
    [one] { $count } picture waits
   *[other] { $count } pictures wait
}
bot-queue-more = and { $count } more
bot-today-pictures = { $count ->
    [one] picture
   *[other] pictures
}
bot-today-redraws = { $count ->
    [one] banner changed
   *[other] banners changed
}
bot-today-guests = { $count ->
    [one] guest
   *[other] guests
}
bot-guests-facts = { $asking ->
    [0] { $count } in all
    [one] { $count } in all, one asks
   *[other] { $count } in all, { $asking } ask
}
gallery-heading = All your pictures will hang here
gallery-sentence = Everything you draw, found by its words, and each picture with all it takes to make it again.
gallery-empty-drop = Drop a picture of any program here to read how it was made.
gallery-empty-kept = Pictures are ordinary files in your library; they stay there.
gallery-play = Go to playground
gallery-label = Pictures and badges
gallery-loading = Picture, being read
gallery-untitled = Without words
gallery-badge-named = Badge { $name }
gallery-size = { $width } × { $height } pixels
gallery-stars = { $count ->
    [one] { $count } star
   *[other] { $count } stars
}
gallery-no-stars = No stars
gallery-favourite-one = favourite
gallery-missing-mark = File not there
gallery-search = Search the gallery
gallery-search-hint = Words of prompts, badges, tags
gallery-search-key = Search the gallery, Ctrl F
gallery-search-clear = Clear the search
gallery-kind = What is shown
gallery-kind-all = All
gallery-kind-pictures = Pictures
gallery-kind-badges = Badges
gallery-filters = Filters
gallery-filters-count = Filters ({ $count })
gallery-any-model = Any model
gallery-any-tag = Any tag
gallery-with-count = { $name } ({ $count })
gallery-tag = Tag
gallery-rating-at-least = At least so many stars
gallery-from = Made from
gallery-until = Made until
gallery-seed = Seed
gallery-favourites = Favourites
gallery-favourites-only = Favourites only
gallery-missing-only = Only those whose file is not there
gallery-missing-count = ({ $count })
gallery-narrowed = What is shown is narrowed by
gallery-chip-words = Words: { $words }
gallery-chip-tag = Tag: { $tag }
gallery-chip-rating = { $count ->
    [5] 5 stars
    [one] { $count } star or more
   *[other] { $count } stars or more
}
gallery-chip-from = From { $day }
gallery-chip-until = Until { $day }
gallery-chip-drop = Show more than: { $word }
gallery-clear = Clear the filters
gallery-count = { $count ->
    [one] { $count } in all
   *[other] { $count } in all
}
gallery-count-of = { $count } of { $all }
gallery-order = Order
gallery-order-newest = Newest first
gallery-order-oldest = Oldest first
gallery-order-best = Best rated first
gallery-nothing = Nothing matches all of this.
gallery-gathering = Selecting…
gallery-unchoose-key = Clear the selection, Esc
gallery-look = Look at it
gallery-compare = Compare
gallery-compare-key = Compare the two pictures, C
gallery-use-key = Take its settings to the playground, U
gallery-make-badge-key = Make a badge, B
gallery-open-badge = Open in Badges
gallery-open-badge-key = Open in Badges, B
gallery-favourite-add = Make favourite
gallery-favourite-take = Not a favourite any more
gallery-favourite-add-key = Make favourite, F
gallery-favourite-take-key = Not a favourite any more, F
gallery-rating = Stars
gallery-rate-key = Give stars, 1 to 5; 0 takes them away
gallery-tags = Tags…
gallery-tags-key = Tags, T
gallery-tags-title = { $count ->
    [one] Tags
   *[other] Tags of { $count }
}
gallery-tags-some = Not on all of them: { $tags }.
gallery-tags-all = Put { $tag } on all
gallery-tags-used = Tags in use
gallery-tag-add = Add a tag
gallery-tag-remove = Take the tag { $tag } away
gallery-export = Export
gallery-export-with = Export with text
gallery-export-with-hint = The file says how it was made
gallery-export-without = Export without
gallery-export-without-hint = Nothing but the picture
gallery-exported = Saved: { $path }
gallery-remove = Remove
gallery-remove-key = Remove, Delete
gallery-removed = { $count ->
    [one] { $count } moved to the trash
   *[other] { $count } moved to the trash
}
gallery-restore = Restore
gallery-restore-key = Restore, R
gallery-trash = Trash
gallery-trash-count = Trash ({ $count })
gallery-trash-what = What you removed stays here, with its stars and tags, until you delete it for good.
gallery-trash-leave = Back to the gallery
gallery-trash-empty = The trash is empty.
gallery-trash-delete = Delete for good…
gallery-trash-emptied = { $count ->
    [0] Nothing was deleted
    [one] { $count } deleted for good
   *[other] { $count } deleted for good
}
gallery-delete-title = { $count ->
    [one] Delete { $count } from the trash for good?
   *[other] Delete all { $count } in the trash for good?
}
gallery-delete-what = All of this is deleted from the library, with its files, stars, tags and settings. Copies that you exported stay.
gallery-delete-confirm = { $count ->
    [one] Delete { $count } for good
   *[other] Delete { $count } for good
}
gallery-folder-gone = The folder of pictures cannot be read. Is its disk connected?
gallery-folder-gone-hint = Nothing is forgotten: search, stars, tags and settings work, and the pictures come back with the disk.
gallery-missing = The file of this picture is not where it was.
gallery-missing-all = The files of these pictures are not where they were.
gallery-missing-hint = Stars, tags and settings are kept. Put the file back, or connect its disk, and look again.
gallery-look-again = Look again
gallery-looking = Looking…
gallery-model-gone = A model that is not here any more
gallery-drop = Drop a picture to read how it was made
gallery-drop-what = Prompt and settings are read, whatever program wrote them. The file is not copied. Of several the first is read.
gallery-read = Read a picture…
gallery-read-what = Reads how a picture of any program was made
gallery-large-label = { $name }, large
gallery-back-key = Back to the gallery, Esc
gallery-previous-key = Previous, Left arrow
gallery-next-key = Next, Right arrow
gallery-stage = Picture: the wheel, plus and minus change its size, pulling moves it
gallery-facts = What is known of it
gallery-zoom = Size on the screen
gallery-zoom-percent = { $percent } %
gallery-zoom-in-key = Larger, +
gallery-zoom-out-key = Smaller, -
gallery-zoom-fit-key = Fit, 0
gallery-zoom-actual-key = Each pixel as one or fitted, Z
gallery-settings = Settings
gallery-base = Base
gallery-steps = Steps
gallery-pixels = Pixels
gallery-provider = Drawn by
gallery-here = this computer
gallery-generator = Generator
gallery-made = Made
gallery-hash = Content
gallery-copy-prompt = Copy the prompt
gallery-copy-seed = Copy the seed
gallery-copy-text = Copy all settings as text
gallery-compare-label = Two pictures compared
gallery-left = Left
gallery-right = Right
gallery-divider = Divider between the pictures
gallery-divider-at = { $percent } % of the left picture
gallery-differ = They differ in
gallery-shared = The same in both: { $names }
gallery-no-difference = Both were made with the same settings.
gallery-none = none
gallery-unsaid = not said
gallery-foreign-title = A picture file
gallery-foreign-reading = The file is being read…
gallery-foreign-preview = The picture in the file
gallery-foreign-program = Written by { $program }
gallery-foreign-base = Base there
gallery-foreign-sampler = { $sampler } (not known here)
gallery-foreign-loras = LoRAs
gallery-foreign-lora = { $name }, strength { $strength }
gallery-foreign-here = here: { $name }
gallery-foreign-not-here = not in this library
gallery-foreign-text = All that is written in the file
gallery-foreign-nothing = Nothing about how it was made is written in this file; sites and chats often take it out, so ask for the original file.

## Welcome: the way of a newcomer to the first badge

welcome-label = The way to a badge
welcome-photos = Photos
welcome-model = Model
welcome-picture = Picture
welcome-badge = Badge
welcome-done = { $step }, done
welcome-next-photos = Next: add photos
welcome-next-model = Next: train a model on your photos
welcome-next-picture = Next: draw a picture
welcome-next-badge = Next: make a badge of a picture
welcome-next-save = Next: save the badge
welcome-next-gallery = The badge is saved. See it in the gallery
welcome-meanwhile = The model is being trained. Meanwhile: a badge from a sample picture
welcome-hide = Hide the way

## Names that the program gives

dataset-default-name = My digital body { $date }
dataset-samples-name = Raccoon herald (samples)

## Jobs: why one could not go on

job-failed-disk-full = The disk is full, so the work has stopped. What was done is kept. Free some space and start it again.
job-failed-library-unwritable = The library’s folder cannot be written, so the work has stopped. What was done is kept. Check the folder’s permissions and start it again.
job-failed-dataset-gone = The dataset was removed, so the work has stopped.
job-failed-internal = The work has stopped because of an error in the program; the log has the details. What was done is kept.
job-failed-nothing-to-send = There is nothing to pack: no photo of the dataset is used. Add photos, or keep some that are left out.
job-failed-target-unwritable = The chosen place cannot be written. Choose another folder and export again.
job-failed-target-taken = There is something else already under this name, and it was left as it is. Choose another name and export again.
job-failed-archive-wrong = What was read back from the disk was not what had been written, so the archive was thrown away. Check the disk and pack again.
job-failed-original-lost = The original of a photo is missing or damaged. Check the library in Settings, then add that photo again.

## Training: why a run failed; what happened, then what to do. Shown by window and terminal.

training-failed-no-key = No key of the provider is set. Enter it in Settings, then train again.
training-failed-bad-key = The key was refused. Enter it again in Settings.
training-failed-no-credit = The account has no credit. Add some at the provider, then go on.
training-failed-rejected-input = The provider refused a value or the archive. Change the recipe and train again.
training-failed-unfit-archive = The trainer does not take this archive: it is too large, or photos or captions are missing; the log says which. Change the dataset and train again.
training-failed-blocked-content = The provider refused the content of the photos.
training-failed-busy = The provider has no room at the moment. Go on later.
training-failed-offline = The network or the provider could not be reached. Check the connection, then go on.
training-failed-host-refused = Settings do not allow the host; the log names it. Add it to the allowed hosts, then go on.
training-failed-bad-proxy = The proxy in Settings is not an address. Correct it, then go on.
training-failed-broken-reply = The provider’s answer could not be understood. Go on to ask again.
training-failed-training = The training stopped because of an error; the log says more. What was learned up to the last checkpoint is kept.
training-failed-stopped-there = The training was stopped at the provider, not from here. Look at its page, then train again.
training-failed-never-taken = The provider has no such training: nothing was submitted, and what was set aside is free again. Train again when you like.
training-failed-bad-weights = The finished weights are missing or damaged, so no model was made of them. Train again.
training-failed-memory = This computer ran out of memory. Close other programs, or choose a smaller batch or resolution.
training-failed-disk-full = The disk is full. Free some space, then go on; nothing that was done is lost.
training-failed-disk = A file of the library could not be read or written; the log names it. Check the disk and its permissions, then go on.

## Drawings: why one could not go on; what happened, then what to do. Shown by window and terminal.

drawing-failed-base = The base is not where it was, or cannot be read. Choose another base.
drawing-failed-lora = The model’s file is missing, damaged, or made for another base. Choose another model.
drawing-failed-memory = This computer ran out of memory. Close other programs, or draw smaller or fewer pictures.
drawing-failed-disk-full = The disk is full. Free some space and draw again; finished pictures are kept.
drawing-failed-engine = The drawing stopped because of an error; the log has the details. Finished pictures are kept.
drawing-failed-no-key = No key of the provider is set. Enter it in Settings, then draw again. Nothing was charged.
drawing-failed-bad-key = The key was refused. Enter it again in Settings, then draw again. Nothing was charged.
drawing-failed-no-credit = The account has no credit. Add some at the provider, then draw again. Nothing was charged.
drawing-failed-rejected = The provider refused a value, and nothing was charged. Change it and draw again.
drawing-failed-blocked = The provider’s content filter held every picture back. Write another prompt.
drawing-failed-busy = The provider has no room at the moment, and nothing was charged. Draw again later.
drawing-failed-offline = The network or the provider could not be reached, and nothing was charged. Check the connection, then draw again.
drawing-failed-host-refused = Settings do not allow the host. Add it to the allowed hosts, then draw again. Nothing was charged.
drawing-failed-bad-proxy = The proxy in Settings is not an address. Correct it, then draw again. Nothing was charged.
drawing-failed-broken-reply = The provider’s answers could not be understood. Fetch the pictures again, or look at the provider’s page.
drawing-failed-there = The drawing failed at the provider. Draw again, or change the prompt.
drawing-failed-stopped-there = The drawing was stopped at the provider, not from here.
drawing-failed-never-taken = The provider has no such drawing: nothing was submitted, and what was set aside is free again. Draw again when you like.
drawing-failed-pictures = The pictures are not at the provider any more, or are damaged. Fetch them again, or draw anew.
drawing-failed-disk = A file of the library could not be read or written. Check the disk and its permissions, then fetch the pictures again.

## Findings of a check

finding-missing-original = { $file } is missing: the photo’s original was removed from the library’s folder.
finding-damaged-original = { $file } is not what it was: the file was changed or is damaged.
finding-missing-thumbnail = { $file } is missing: add the photo again and its thumbnail is made anew.
finding-orphan = { $file } belongs to no dataset. It does no harm.
finding-leftover = { $file } was left by an interrupted program. It does no harm and goes at the next start.

## Marks: the word under a photo, at most 14 letters

mark-too-small = Too small
mark-blurred = Blurred
mark-too-dark = Too dark
mark-too-bright = Too bright
mark-extreme-shape = Very long
mark-near-duplicate = Near duplicate
mark-other-people = Other people
mark-no-face = No face found
mark-busy-background = Busy ground
mark-transparent = Transparent
mark-below-size = Not enlarged
mark-turned-upright = Turned upright

## Review: what is said of a dataset before training, a sentence and what to do. Shown by window and terminal.

review-too-few-photos = At least { $needed } photos are needed
review-too-few-photos-hint = { $used } so far; 10 to 25 give the best result
review-fewer-than-advised = { $used ->
    [one] { $used } photo will be sent
   *[other] { $used } photos will be sent
}
review-fewer-than-advised-hint = Enough to try; at least { $advised } are advised
review-enough-photos = Enough photos
review-enough-photos-hint = { $used } will be sent
review-marked-too-small = { $count ->
    [one] { $count } is too small, kept by you
   *[other] { $count } are too small, kept by you
}
review-marked-blurred = { $count ->
    [one] { $count } is blurred
   *[other] { $count } are blurred
}
review-marked-blurred-hint = A model learns the blur too
review-marked-too-dark = { $count ->
    [one] { $count } is too dark
   *[other] { $count } are too dark
}
review-marked-too-dark-hint = Hardly anything can be learned from it
review-marked-too-bright = { $count ->
    [one] { $count } is too bright
   *[other] { $count } are too bright
}
review-marked-too-bright-hint = The light parts have no detail left
review-marked-extreme-shape = { $count ->
    [one] { $count } is very long
   *[other] { $count } are very long
}
review-marked-extreme-shape-hint = Most of it would be cut; crop it yourself
review-marked-other-people = { $count ->
    [one] { $count } shows other people too
   *[other] { $count } show other people too
}
review-marked-other-people-hint = Crop them away, or leave the photo out
review-marked-no-face = { $count ->
    [one] No face was found in { $count } photo
   *[other] No face was found in { $count } photos
}
review-marked-no-face-hint = From behind or far away, it teaches little of a face
review-marked-busy-background = { $count ->
    [one] { $count } has a busy background
   *[other] { $count } have a busy background
}
review-marked-busy-background-hint = A style learns the background too
review-marked-transparent = { $count ->
    [one] { $count } has transparent parts
   *[other] { $count } have transparent parts
}
review-marked-transparent-hint = They become white
review-marked-below-size = { $count ->
    [one] { $count } has fewer pixels than the size
   *[other] { $count } have fewer pixels than the size
}
review-marked-below-size-hint = Used as they are, never enlarged
review-left-out-too-small = { $count ->
    [one] { $count } is too small, left out
   *[other] { $count } are too small, left out
}
review-left-out-too-small-hint = 512 pixels are needed on the short side after the crop
review-near-duplicates = { $photos } near duplicates, { $used } kept
review-near-duplicates-hint = { $groups ->
    [one] The best one is proposed
   *[other] { $groups } groups; the best of each is proposed
}
review-one-face = One face in every photo
review-faces-to-come = Looking for faces
review-faces-to-come-hint = { $done } of { $total } photos so far
review-measures-to-come = { $photos ->
    [one] { $photos } photo is still to be measured
   *[other] { $photos } photos are still to be measured
}
review-captions-complete = Captions complete
review-captions-complete-hint = { $count } of { $count }
review-captions-missing = { $count ->
    [one] { $count } photo has no caption
   *[other] { $count } photos have no caption
}
review-captions-missing-hint = The others have one
review-captions-none = No captions
review-captions-none-hint = It works; with captions a prompt steers better
review-captions-no-trigger = { $count ->
    [one] { $count } caption lacks the trigger word
   *[other] { $count } captions lack the trigger word
}
review-captions-no-trigger-hint = They are used as written
review-captions-too-short = { $count ->
    [one] { $count } caption is very short
   *[other] { $count } captions are very short
}
review-captions-too-short-hint = Say what is seen, in four words or more
review-captions-too-long = { $count ->
    [one] { $count } caption is too long
   *[other] { $count } captions are too long
}
review-captions-too-long-hint = Trainers read about the first 75 word pieces
review-captions-repeats = “{ $phrase }” stands twice in a caption
review-captions-all-the-same = All captions are the same
review-captions-all-the-same-hint = Then they teach nothing; describe what differs
review-captions-in-nearly-all = “{ $phrase }” stands in { $count } captions
review-captions-in-nearly-all-hint = The trigger word will not learn it; take it out if it belongs to the subject
review-metadata-removed = Place and camera data are removed
review-metadata-removed-hint = Only pixels and captions are sent

## Errors

error-unknown = Something went wrong in the program.
error-unknown-hint = Try again. The log in the library’s folder has the details.
error-not-found = It is not there any more.
error-not-found-hint = It may have been removed in another window or in the terminal.
error-trigger-taken = Another dataset or model has this trigger word.
error-trigger-taken-hint = Choose another word, or change a letter.
error-trigger-invalid = A trigger word has A-Z, 0-9 and _ only, 2 to 48 of them, and at least one letter.
error-trigger-locked = The trigger word stays, because a training with it has started.
error-name-invalid = A name has 1 to 120 characters on one line.
error-setting-ceiling = A ceiling cannot be below $0.
error-setting-proxy = “{ $what }” is not a proxy address.
error-setting-proxy-hint = It looks like http://host:port or socks5://host:port.
error-setting-host = “{ $what }” is not a host name.
error-setting-host-hint = It looks like fal.run, or *.fal.run for all hosts below it.
error-caption-too-long = A caption has at most 2000 characters.
error-nothing-to-find = Write what to look for.
error-crop-invalid = The crop does not lie inside { $what }.
error-framing-invalid = The size of photos is a multiple of 64 from 256 to 2048.
error-target-taken = { $what } is there already, and it was left as it is.
error-target-taken-hint = Choose another name or an empty folder.
error-target-unwritable = { $what } cannot be written.
error-target-unwritable-hint = Choose another folder.
error-disk-full = The disk is full.
error-disk-full-hint = Free some space and try again; nothing was lost.
error-library-busy = Another program is using the library.
error-library-busy-hint = Try again in a moment.
error-work-under-way = Work is under way in the library.
error-work-under-way-hint = Wait until it has ended or stop it, then try again.
error-backup-unusable = That copy is not there any more, or cannot be read.
error-backup-unusable-hint = Choose another one.
error-no-update-place = This Blazon knows no place where newer versions are announced.
error-no-update-place-hint = Set BLAZON_UPDATES_URL to the address of one, or look where you got it from.
error-library-newer = This library was written by a newer Blazon. It was left as it is.
error-library-newer-hint = Install the newer Blazon, or open another library with BLAZON_HOME.
error-library-unwritable = The library’s folder cannot be read or written.
error-library-unwritable-hint = Check its permissions, or choose another folder with BLAZON_HOME.
error-library-disk = The library’s database cannot be read or written.
error-library-disk-hint = Look whether its disk is connected and may be written, and whether your share of it is used up; then try again.
error-no-home = This system names no folder for application data.
error-no-home-hint = Set BLAZON_HOME to a folder for the library.
error-library-away = The library was moved to { $what }, and there is none now.
error-library-away-hint = Connect the disk on which it is, then start Blazon again.
error-library-moved = The library was moved to { $what }.
error-library-moved-hint = Start Blazon again to open it there.
error-move-named = The library’s folder is set by BLAZON_HOME.
error-move-named-hint = Move the folder yourself and set BLAZON_HOME to its new place.
error-move-unnameable = The library cannot be moved to { $what }.
error-move-unnameable-hint = Choose a folder whose name is plain text.
error-move-occupied = There are already files in { $what }.
error-move-occupied-hint = Choose an empty folder.
error-move-inside = The folder { $what } and the library’s folder lie in each other.
error-move-inside-hint = Choose a folder elsewhere.
error-move-unwritable = The folder { $what } cannot be written.
error-move-unwritable-hint = Check its permissions or choose another one.
error-move-too-small = There is too little room on that disk.
error-move-too-small-hint = Make room there or choose another disk.
error-move-held = Another program has the library open.
error-move-held-hint = Close it, then try again.
error-move-stopped = It was stopped.
error-move-differs = { $what } came out differently on that disk.
error-move-differs-hint = The disk may be damaged; choose another one.
error-move-disk = { $what } could not be copied.
error-move-disk-hint = Look whether the disk is connected, then try again.
error-bot-quota = A guest can have 1 to 1,000 pictures a day.
error-bot-queue = 1 to 1,000 pictures can wait.
error-bot-template = That template is not there.
error-bot-template-hint = Choose another one.
error-bot-text-empty = A text of the bot cannot be empty.
error-bot-text-empty-hint = Write something, or put the text back as it was.
error-bot-text-long = A text of the bot can have 1,000 characters.
error-bot-no-token = No bot is connected.
error-bot-no-token-hint = Paste the token that @BotFather gave you.
error-bot-number = That is no number of a person on Telegram.
error-bot-number-hint = It has digits only, such as 123456789.
error-bot-consent = This model may show a person.
error-bot-consent-hint = Share it only if that person agrees, and say so.
error-bot-token = Telegram knows no bot with this token.
error-bot-token-hint = Copy the whole token from @BotFather once more.
error-bot-host = The settings do not allow Telegram’s host.
error-bot-host-hint = Add api.telegram.org in Settings, Network, or in the terminal: blazon-cli settings hosts add api.telegram.org
error-bot-offline = Telegram cannot be reached.
error-bot-offline-hint = Look at your connection. Many networks need a proxy for Telegram: Settings, Network, or in the terminal: blazon-cli settings set --proxy.
error-bot-telegram = Telegram has trouble answering.
error-bot-telegram-hint = Try again in a minute.

## Terminal

cli-dataset = { $name }
  { "  " }{ $photos ->
      [one] { $photos } photo
     *[other] { $photos } photos
  } of a { $class }, trigger word { $trigger }
  { "  " }{ $id }
cli-no-dataset = There is no dataset “{ $name }”. See: blazon-cli dataset list
cli-ambiguous-dataset = Several datasets are called “{ $name }”. Use an id from: blazon-cli dataset list
cli-no-datasets = There is no dataset yet. Make one: blazon-cli dataset new "My Portrait" photos/
cli-import-done = { $added ->
    [one] { $added } photo added
   *[other] { $added } photos added
  }{ $there ->
    [0] .
    [one] , { $there } was already there.
   *[other] , { $there } were already there.
  }
cli-check-dataset = { $name }: { $photos ->
    [one] { $photos } photo
   *[other] { $photos } photos
  }, { $used } used, { $look } to look at
cli-captions-changed = { $count ->
    [0] Nothing to change.
    [one] { $count } caption changed.
   *[other] { $count } captions changed.
  }
cli-captions-written = { $count ->
    [one] { $count } caption written to { $path }
   *[other] { $count } captions written to { $path }
  }
cli-caption-unmatched = There is no photo for the caption of { $name }.
cli-caption-style = Done.
cli-exported = { $images ->
    [one] { $images } picture
   *[other] { $images } pictures
  } and { $captions ->
    [one] { $captions } caption
   *[other] { $captions } captions
  } written to { $path }
cli-import-cancelled = Stopped. { $added ->
    [one] { $added } photo was added.
   *[other] { $added } photos were added.
  }
cli-import-running = The import goes on.
cli-restored = The library’s database could not be read. The last copy was put in its place; the unreadable file is kept in { $moved }.
cli-begun-anew = The library’s database could not be read, and there was no copy. A new one was begun; the unreadable file is kept in { $moved }.
cli-check-sound = The library is sound: { $photos ->
    [one] { $photos } photo
   *[other] { $photos } photos
  }, { $originals ->
    [one] { $originals } original
   *[other] { $originals } originals
  } read again.
cli-check-damaged = Something is wrong in the library: { $damaged ->
    [0] the database has errors.
    [one] { $damaged } file.
   *[other] { $damaged } files.
  }
cli-backup = The database was copied to { $path }
cli-backup-line = { $name }  { NUMBER($size) } kB  { $kind }
cli-backup-line-unusable = { $name }  { NUMBER($size) } kB  { $kind }, cannot be used
cli-request = { $when }  { $method } { $host }{ $path }  { $answer }, { NUMBER($milliseconds, useGrouping: 0) } ms
cli-no-licence = Nothing in Blazon is called { $name }. Without a name, everything is listed.
cli-update-newest = This is the newest version that was announced.
cli-update-newer = Blazon { $version } was announced: { $page }
cli-library-held = Blazon’s window or another program carries work in this library. Close it, then try again.
cli-restored-copy = The library is as it was in { $name }. What was there before is kept as { $kept }.
cli-not-restored = The copy was not put back. The library is as it was.
cli-settings-language-system = Language: as the system
cli-settings-language-en = Language: English
cli-settings-language-ru = Language: Russian
cli-settings-ceiling = Monthly ceiling: { $sum }
cli-settings-no-ceiling = Monthly ceiling: none
cli-settings-proxy = Proxy: { $proxy }
cli-settings-no-proxy = Proxy: none of its own; that of the environment, where there is one
cli-settings-evaluates = After a training on this computer: an evaluation sheet is drawn
cli-settings-evaluates-not = After a training on this computer: no evaluation sheet
cli-settings-hosts = Hosts that may be reached: { $hosts }
cli-settings-no-hosts = Hosts that may be reached: none
cli-settings-no-such-host = “{ $host }” is not among the hosts. See: blazon-cli settings
cli-bot-forgotten = The token is forgotten. Guests and their limits stay.
cli-bot-pairing = Open { $link } within fifteen minutes, or send “/start { $code }” to the bot.
cli-bot-connected = Connected: @{ $username }
cli-bot-none = no bot is connected
cli-bot-private = private
cli-bot-open = open to everybody within the limits
cli-bot-status = { $bot }, { $access }. Shared models: { $shared }. Waiting: { $waiting }. Today: { $pictures } pictures, { $spent } of { $day }. This month: { $month } of { $ceiling }. Each guest may have { $quota } pictures a day.
cli-bot-settings-private = Who may use it: those whom you allowed
cli-bot-settings-open = Who may use it: everybody, within the limits
cli-bot-settings-model = Model for guests who chose none: { $name }
cli-bot-settings-newest-model = Model for guests who chose none: the newest shared one
cli-bot-settings-here = Pictures are drawn: on this computer
cli-bot-settings-fal = Pictures are drawn: at fal.ai
cli-bot-settings-replicate = Pictures are drawn: at Replicate
cli-bot-settings-price = What a picture costs there, as you said: { $price }
cli-bot-settings-template = Template of badges: { $template }
cli-bot-settings-quota = Pictures a day for each guest: { $pictures }
cli-bot-settings-queue = Pictures that may wait: { $pictures }
cli-bot-settings-ceilings = All guests together, at most: { $day } a day, { $month } a month
cli-bot-settings-answers-missed = What came while it was off: is answered
cli-bot-settings-passes-over = What came while it was off: is passed over
cli-bot-model-not-shared = “{ $name }” is not shared with the bot. To share it: blazon-cli models edit "{ $name }" --shared true
cli-bot-text = { $key }, { $language }: { $text }
cli-bot-text-own = { $key }, { $language }, written by you: { $text }
cli-guest-owner = owner
cli-guest-allowed = allowed
cli-guest-waiting = has asked
cli-guest-banned = banned
cli-guest-line = { $number }  { $name }  { $access }  today: { $pictures } pictures, { $spent }
cli-bot-held = Another program runs this library’s bot: the window, or another copy of this command.
cli-bot-starting = Asking Telegram…
cli-bot-running = The bot runs.
cli-bot-ends = The bot ends. What is under way goes on at the next start.
cli-bot-conflict = Another copy of this bot runs elsewhere with the same token. Stop that one, or this one.
cli-bot-too-many = Telegram asks for patience; the bot waits.
cli-bot-failed = The bot cannot go on; the log in the library’s folder says why.
cli-moved = The library is in { $to } now. The old folder { $from } is still there; `library delete-old` deletes it.
cli-notice-moved = The library was moved. The old folder { $from } is still there; `library delete-old` deletes it.
cli-no-old-library = There is no old folder.
cli-old-deleted = Deleted: { $path }
cli-notice-restored = A copy was put back. What was there before is kept as { $kept }.
cli-notice-restore-failed = The copy { $name } could not be put back. The library is as it was.
cli-notice-restore-waits = Another program has the library open, so the chosen copy waits for the next start.
cli-work-carries = Carrying the work. Stop with Ctrl+C.
cli-work-waits = Another program carries the work; waiting to take over. Stop with Ctrl+C.
cli-demo = The samples are in your library as “{ $name }”: { $photos } photos, trigger word { $trigger }.
  They lie in { $library }
cli-demo-trains = Training a LoRA from them on this computer, with the small base that ships. Free, preview quality: 128 px.
cli-demo-model = The model is trained. Two pictures with it:
cli-demo-next = More: blazon-cli badge --help, blazon-cli generate --help
cli-train-estimate = About { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
 } and { $megabytes } MB of memory on this computer. Free.
cli-train-estimate-memory = About { $megabytes } MB of memory on this computer; how long it takes is known after the first training. Free.
cli-train-nobody-carries = No program would carry the work. Leave out --detach, or start the window or “blazon-cli work” first.
cli-train-detached = Training { $run } is in the queue. Watch it: blazon-cli runs --watch
cli-no-run = There is no training “{ $name }”. See: blazon-cli runs
cli-run-draft = { $name }: draft ({ $run })
cli-run-packing = { $name }: photos are being packed ({ $run })
cli-run-quoted = { $name }: waits for you to accept its quote ({ $run })
cli-run-uploading = { $name }: is being sent ({ $run })
cli-run-submitting = { $name }: is being submitted ({ $run })
cli-run-queued = { $name }: waits for its turn ({ $run })
cli-run-training = { $name }: step { $step } of { $total } ({ $run })
cli-run-downloading = { $name }: weights are being fetched ({ $run })
cli-run-checking = { $name }: weights are being checked ({ $run })
cli-run-ready = { $name }: trained ({ $run })
cli-run-failed = { $name }: failed. To go on: blazon-cli runs resume { $run }
cli-run-cancelling = { $name }: is being stopped ({ $run })
cli-run-cancelled = { $name }: stopped ({ $run })
cli-run-unknown = { $name }: it is not known whether it was taken ({ $run })
cli-run-without-key = { $name }: it stays as it is, since { $provider ->
    [fal] fal.ai
   *[other] Replicate
} cannot be asked about it without a good key. Set one, then carry on: blazon-cli keys set { $provider }
cli-no-model = There is no model “{ $name }”. See: blazon-cli models list
cli-ambiguous-model = Several models are called “{ $name }”. Use an id from: blazon-cli models list
cli-model = { $name }, trigger word { $trigger } ({ $id })
cli-picture = { $path } (seed { $seed })
cli-word-sent-as = “{ $word }” is sent as “{ $other }”.
cli-word-unknown = The base does not know the word “{ $word }”.
cli-word-nearest = The base does not know the word “{ $word }”. It knows: { $other }.
cli-doctor-engine = Training and drawing: on { $device }
cli-doctor-pace = A training step on the base that ships takes { $seconds } s: { $rate } steps a minute
cli-doctor-card = Graphics card (experimental): { $device }
cli-doctor-no-card = Graphics card: none can be used. { $reason }
cli-doctor-no-card-worker = Graphics card: not looked for. The experimental worker for cards is not installed.
cli-doctor-no-engine = Training and drawing: not possible. { $reason }
error-base-missing = There is no base at { $what }. Choose it again.
error-base-unusable = { $what } cannot be used as a base.
error-base-unusable-hint = A base is a folder in the diffusers layout, or one .safetensors file, of Stable Diffusion 1.5, 2.1 or XL.
error-pocket-missing = The base that ships with Blazon is missing. Install Blazon again, or choose a base of your own.
error-recipe-invalid = The value of { $what } is out of range.
error-drawing-invalid = The value of { $what } is out of range.
error-prompt-too-long = The prompt is too long. Shorten it to 2,000 characters.
error-nothing-to-draw = There is nothing to draw. Write what the picture shows.
error-other-base = This model was made for another base. Choose the base on which it was trained.
error-drawing-place = The generator and the place do not go together. Choose the place again.
error-grid-empty = The grid has no cells. Write a prompt, and say in what the columns differ.
error-grid-too-large = The grid is too large. It has at most 16 prompts, 10 columns and 96 cells.
error-evaluation-set = A set has 1 to 12 prompts. Write at least one and no more than twelve.
error-run-moved-on = The training has moved on meanwhile; this is not possible any more.
cli-doctor-processors = Processors: { $count }
cli-doctor-library = Library: { $path }
cli-doctor-datasets = Datasets: { $count }
cli-doctor-keychain = Keychain: found. Keys are kept there.
cli-doctor-no-keychain = Keychain: none answers. Keys would be kept in a file that only you may read.
cli-doctor-key-keychain = { $name }: set, in the keychain
cli-doctor-key-environment = { $name }: set, in the environment
cli-doctor-key-file = { $name }: set, in a file in the library
cli-doctor-key-missing = { $name }: not set

# Hosted trainings.
training-refusal-no-key = { $provider ->
    [fal] fal.ai
   *[other] Replicate
} trains with your own key, and none is set.
cli-key-how = To set it: blazon-cli keys set { $provider } < key.txt
training-refusal-no-price = No sourced price of this trainer is known. Look at { $page } and type the price that stands there.
training-refusal-captions = This trainer needs a caption for each photo: { $have } of { $needed } have one. Write the others, or choose another trainer.
training-refusal-ceiling = { $reserved } would be set aside, and { $month } of { $ceiling } are spent this month. Raise the ceiling in Settings, or take fewer steps.
training-refusal-request = That is not the id of a request. Copy it from the provider’s page.
training-refusal-trainer = There is no trainer “{ $endpoint }” in the catalogue. Leave it out to take the provider’s first.
cli-quote = To { $host } for { $endpoint }: { $photos } photos, { $captions } captions, { $megabytes } MB. About { $cost }, at most { $reserved } set aside (price of { $listed }). This month so far: { $month }.
cli-quote-waits = Nothing was sent. To accept the quote: blazon-cli runs accept { $run } --max-usd SUM
cli-key-in-keychain = The key is kept in the keychain of the system.
cli-key-in-file = There is no keychain, so the key is kept in keys.json in the library, readable for you alone.
cli-key-empty = No key came. Give it on the standard input: blazon-cli keys set fal < key.txt
cli-key-removed = The key is forgotten. One in the environment is not ours to change.
cli-key-good = The key is good.
cli-key-good-of = The key is good: it is { $account }’s.
error-no-key = No key of the provider is set.
error-no-key-hint = Write it into Settings, or set it in the terminal: blazon-cli keys set.
error-bad-key = The provider refused the key.
error-bad-key-hint = Look on the provider’s page whether it is still there, and set it again.
error-no-credit = The account at the provider has no credit. Nothing was charged.
error-no-credit-hint = Add credit on the provider’s page, and try again.
error-rejected = The provider refused the input: { $what }
error-rejected-hint = Change that value and try again. Nothing was charged.
error-blocked = The provider refused the content: { $what }
error-blocked-hint = Take other words or other photos.
error-busy = The provider has no room just now.
error-busy-hint = Try again in a few minutes.
error-work-failed = The work failed at the provider: { $what }
error-work-failed-hint = Try again; its page says whether it was charged.
error-offline = The provider cannot be reached.
error-offline-hint = Look whether this computer is online, and at the proxy in Settings.
error-broken-reply = The provider’s answer makes no sense.
error-broken-reply-hint = Try again later; if it stays so, a newer Blazon may know its new answers.
error-gone = The result is no longer at the provider.
error-gone-hint = Results are kept there for an hour only. Do the work again.
error-host-refused = { $what } is not among the hosts that Blazon may reach.
error-host-refused-hint = If you trust it, add it in Settings, or in the terminal: blazon-cli settings hosts add { $what }
error-bad-proxy = The proxy in Settings is no address.
error-bad-proxy-hint = Write it as http://host:port or socks5://host:port, in Settings, or in the terminal: blazon-cli settings set --proxy.
error-too-large = The archive is larger than the provider takes.
error-too-large-hint = Leave photos out, or take a smaller size.
error-bad-weights = The weights that came are damaged.
error-bad-weights-hint = Fetch them again.
error-disk = { $what } cannot be read or written.
error-disk-hint = Look whether the disk is full.

# Places to train at a provider, their keys and what they cost. Shown by the window.
training-place = Where
training-place-local = This computer
training-place-local-hint = Free, without an account; nothing leaves it
training-place-hosted-hint = Full quality, paid to your account there; photos are sent
training-place-no-key = Full quality, paid to your account there; needs your key
training-trainer = Trainer
training-preset-figures = { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } step
   *[other] { NUMBER($steps, useGrouping: 0) } steps
}{ $rank ->
    [0] {""}
   *[other] , rank { $rank }
}, the other values as the trainer advises.
training-recipe-line-no-rank = { $preset }, { $steps ->
    [one] { NUMBER($steps, useGrouping: 0) } step
   *[other] { NUMBER($steps, useGrouping: 0) } steps
}, { $provider ->
    [local] { $base } on this computer
    [fal] { $base } at fal.ai
   *[replicate] { $base } at Replicate
}
trainer-no-price = no sourced price
trainer-needs-captions = needs a caption for each photo
trainer-price = Price on its page, in dollars
trainer-price-hint = As it stands there; the quote reckons with it
trainer-price-refused = Write a sum above zero, for example 2.40
trainer-price-for = For
trainer-price-steps = 1000 steps
trainer-price-run = a whole training
trainer-price-page = Open its page
trainer-limits = { $from } to { $to }
trainer-refused = Write a value that fits: { $limits }
trainer-style = It learns a style, no subject
trainer-auto-caption = Captions written by the provider where one is missing
trainer-masks = Look at the face or subject alone (masks)
trainer-crop = Crop to the subject
trainer-multiresolution = Train at several resolutions
trainer-dropout = Steps without caption, share
trainer-optimizer = Optimizer
trainer-format = Names in the file
price-line = { $amount } { $unit ->
    [step] { $per ->
        [1] a step
       *[other] for { NUMBER($per, useGrouping: 0) } steps
    }
    [picture] a picture
    [megapixel] a megapixel
    [second] a second of its hardware
   *[run] a training
}
month-bar = { $spent } of { $ceiling } spent this month, { $reserved } more would be set aside
month-line = { $spent } of { $ceiling } this month
month-without-ceiling = { $spent } this month, no ceiling set
month-change = Change
training-cost-line = About { $cost } at { $provider }
training-goes-to = Photos and captions are sent to { $provider }
training-goes-to-hint = Without location, file names and camera data.
training-nothing-sent-yet = Nothing is sent before you accept the quote.
training-set-key = Set the key
training-refusal-type-price = No sourced price of this trainer is known. Type the one that stands on its page.
quote-title = Train at { $provider } for about { $cost }?
quote-sent = What is sent
quote-archive = { $photos ->
    [one] { $photos } photo
   *[other] { $photos } photos
} and { $captions ->
    [one] { $captions } caption
   *[other] { $captions } captions
}, { $size }
quote-list = Show the list
quote-read-back = dataset.zip, read back and checked,
quote-private = No location, no file names, no camera data
quote-to = To whom
quote-trainer = Trainer { $trainer } ({ $endpoint })
quote-cost = What it costs
quote-about = About { $cost }
quote-reserved = It is paid by time, so up to { $reserved } is set aside.
quote-listed = Price list of { $date }. The settled sum goes to the ledger.
quote-month = This month
quote-spent = { $spent } spent
quote-set-aside = + { $reserved } set aside
quote-ceiling = ceiling { $ceiling }
quote-no-ceiling = no ceiling
quote-local = Train on this computer, free
quote-accept = Accept and train
training-see-quote = See the quote
training-quoted = Waits for your answer
training-quote-waits = Packed and quoted. Nothing is sent to { $provider } before you accept.
training-waits-for-answer = Waits for your answer to the quote
training-stage-uploading = Uploading
training-uploading = { $sent } of { $total } sent
training-submitting = Handing it over
training-queued-there = { $place ->
    [0] Queued at { $provider }
   *[other] Queued at { $provider }, place { $place }
}
training-not-known = Not known
training-unknown = It is not known whether { $provider } took this training: its reply was lost.
training-unknown-hint = It may have been paid. Blazon does not submit it again by itself. Look at the list of requests there and say what you see.
training-unknown-page = Open the list at { $provider }
training-unknown-request = Id of the request
training-unknown-request-hint = It stands in the list beside the time of this training
training-unknown-taken = It is there
training-unknown-never-taken = It is not there
training-charged-nothing = Nothing was charged.
training-charged = { $settled } was charged.
training-charged-open = { $reserved } stays set aside until it is known what was charged.
training-no-losses = { $provider } reports neither loss nor samples while it trains.
training-no-samples = { $provider } draws no samples while it trains.
training-reserved = Set aside
training-paid = Paid
training-would-cost = Would cost about
training-settled-later = Settled when the run ends.
training-if-closed-hosted = { $provider } goes on. Blazon picks the run up by its request when it starts again, and pays nothing twice.
training-what-was-sent = What was sent
training-to-be-sent = What would be sent
training-archive = Archive
training-sent-to = To
training-request = Request
sent-title = What is in the archive
key-of = Key of { $provider }
key-title = Your key of { $provider }
key-about = With it Blazon trains in your account at { $provider }. It goes to { $provider } alone, and only there is anything paid.
key-paste = Paste it here
key-replace = Paste another to replace it
key-not-set = Not set
key-in-keychain = Set; kept in the keychain of the system
key-in-environment = Set in the environment of the program
key-in-file = Set; this system has no keychain, so it lies in keys.json in the library, readable for you alone
key-empty = Paste the key first.
key-save = Save and test
key-test = Test
key-forget = Forget
key-page = Where do I find it?
key-good = The key is good.
key-good-of = The key is good: it is { $account }’s.
settings-keys = Keys
settings-keys-about = For training at full quality in your own account. A key is tested with a call that costs nothing, and never shown again.
settings-spend = Spending
settings-spend-about = Every sum that was set aside, paid or given back. It is also in ledger.jsonl in the library.
spend-when = When
spend-where = Where
spend-what = What
spend-purpose = For
spend-training = Training, { $dataset }
spend-drawing = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}
spend-captions = { $count ->
    [one] { $count } caption
   *[other] { $count } captions
}, { $dataset }
spend-unknown = not known any more
spend-sum = Sum
spend-reserved = set aside
spend-settled = paid
spend-refunded = given back
spend-all = All { $count } lines
spend-fewer = Fewer lines
spend-none = Nothing was spent yet.
playground-obstacle-elsewhere = This computer cannot draw with { $base }.
tray-open = Open Blazon
tray-bot = Switch the bot on or off
tray-quit = Quit
background-title = Blazon goes on
background-in-tray = Its window is closed; the icon in the tray opens it again or quits. Under Bot you can let it start when you log in.
background-minimised = The bot or a training is still at work, so the window was minimised. Switch them off to quit. Under Bot you can let Blazon start when you log in.
notify-run-ready = “{ $name }” is trained
notify-run-ready-next = The weights are here, opened and checked.
notify-run-failed = The training of “{ $name }” has stopped
notify-run-failed-next = Blazon says why, and how it goes on.
notify-run-unknown = It is not known whether “{ $name }” is being trained
notify-run-unknown-next = The provider’s reply was lost. Blazon says where to look.
training-quoted-when-packed = The quote comes when the photos are packed

## Hosted drawings
draw-refusal-no-key = { $provider ->
    [fal] fal.ai
   *[other] Replicate
} draws with your own key, and none is set.
draw-refusal-no-price = No sourced price of this generator is known. Look at { $page } and type what a picture costs there.
draw-refusal-ceiling = { $reserved } would be set aside, and { $month } of { $ceiling } are spent this month. Raise the ceiling in Settings, or draw fewer pictures.
draw-refusal-limit = { $reserved } would be set aside now, more than the { $limit } that were agreed to. Look at the price again.
draw-refusal-generator = There is no generator “{ $endpoint }” in the catalogue. Choose another.
draw-refusal-other-base = { $generator } cannot draw with a model for { $model }. Choose another generator or model.
draw-refusal-no-lora = { $generator } draws without models. Choose another generator, or no model.
draw-refusal-not-trained-there = { $provider ->
    [fal] fal.ai
   *[other] Replicate
} draws only with models that were trained there. Draw with this one at another place.
draw-refusal-no-model = { $generator } needs a model. Choose one.
draw-refusal-field = The generator does not take this value of { $field }. Change it.
drawing-held-back = { $count ->
    [one] One picture was held back by the content filter of
   *[other] { $count } pictures were held back by the content filter of
} { $provider ->
    [fal] fal.ai
   *[other] Replicate
}.
cli-generate-cost = At { $provider ->
    [fal] fal.ai
   *[other] Replicate
}, at most { $cost } are set aside.
cli-generate-limit-needed = Nothing was sent. To draw it, give the most that it may cost: --max-usd SUM
cli-generate-no-generator = { $provider ->
    [fal] fal.ai
   *[other] Replicate
} has no generator in the catalogue that draws with this model.
cli-generate-set = “{ $setting }” is no field of this generator, or no value for it. Write name=value.
cli-drawing-without-key = It stays as it is, since { $provider ->
    [fal] fal.ai
   *[other] Replicate
} cannot be asked about it without a good key. Set one, then carry on: blazon-cli keys set { $provider }
cli-drawing-queued = { $drawing }: waits. { $prompt }
cli-drawing-sending = { $drawing }: the model is being sent. { $prompt }
cli-drawing-submitting = { $drawing }: is being submitted. { $prompt }
cli-drawing-unknown = { $drawing }: it is not known whether { $provider ->
    [fal] fal.ai
   *[other] Replicate
} took it. Look at its page, then: blazon-cli drawings taken { $drawing } REQUEST, or blazon-cli drawings never-taken { $drawing }
cli-drawing-waiting = { $drawing }: waits at { $provider ->
    [fal] fal.ai
   *[other] Replicate
}. { $prompt }
cli-drawing-running = { $drawing }: is being drawn. { $prompt }
cli-drawing-fetching = { $drawing }: the pictures are being fetched. { $prompt }
cli-drawing-succeeded = { $drawing }: drawn. { $prompt }
cli-drawing-failed = { $drawing }: failed. { $prompt }
cli-drawing-cancelled = { $drawing }: stopped. { $prompt }
cli-picture-without-seed = { $path }
draw-at = Draw at { $provider }
draw-enter-key = Enter the key
draw-generator = Generator
draw-price = Price of a picture, in dollars
draw-price-hint = No sourced price of { $generator } is known; write the one on its page
draw-refusal-type-price = No sourced price is known. Write what a picture costs there, in the panel beside.
draw-sends-weights = the model is sent there first
training-cost-line-short = about { $cost } at { $provider }
playground-obstacle-generator = { $provider } has no generator that draws with this model. Choose another model or place.
drawing-begins = goes to { $provider }
drawing-sending = the model is being sent to { $provider }, { $percent } %
drawing-waiting = waits at { $provider }
drawing-waiting-at = { $count ->
    [one] waits at { $provider }, 1 request before it
   *[other] waits at { $provider }, { $count } requests before it
}
drawing-there = { $provider } draws
drawing-fetching = the pictures are coming, { $ready } of { $count }
drawing-stopping = is being stopped
drawing-unknown-short = not known
drawing-unknown = It is not known whether { $provider } took this drawing: its reply was lost.
drawing-unknown-where = It stands in the list beside the time of this drawing
drawing-made-there = { $made }, { $cost } at { $provider }
drawing-fetch-again = Fetch the pictures again
generator-safety = Content filter
generator-acceleration = Acceleration
generator-expansion = The provider may add to the prompt
generator-fast = Faster; the same seed may give another picture
generator-megapixels = Megapixels
generator-model = Variant
draw-pictures = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}
draw-here = Here
drawing-failed-disk-full-there = The disk is full. Free some space, then fetch the pictures again; the provider keeps them for a short time only.
# Files of models: why one is refused. Shown by window and terminal.

model-refused-unreadable = “{ $name }” cannot be read. Look whether it is still there and whether you may open it.
model-refused-not-a-file = “{ $name }” is not a file. Choose a .safetensors file.
model-refused-too-large = “{ $name }” has { $size } GB; a LoRA has at most 2.5. It is probably a whole base, which belongs under Standard models.
model-refused-pickle = “{ $name }” is a PyTorch file (.pt, .ckpt, .bin). Such files can run programs, so they are not opened. Look for the same LoRA as .safetensors.
model-refused-kind = “{ $name }” is { $kind ->
    [empty] empty
    [page] a web page
    [json] a text with a provider’s answer
    [pointer] only a pointer to a file that was not downloaded
    [gguf] a GGUF file
   *[other] something else
} and not a .safetensors file. Download it again, or choose another one.
model-refused-damaged = “{ $name }” is damaged or was not downloaded completely. Download it again.
model-refused-no-lora = “{ $name }” has no LoRA in it. Choose another file.
model-refused-base = “{ $name }” is a whole base and not a LoRA. Add it under Standard models.
model-refused-beyond = “{ $name }” uses { $what }, which Blazon cannot use. Look for an ordinary LoRA of it.
model-refused-base-unknown = “{ $name }” does not say for which base it is. Say it yourself; the page from which you have it names the base.
model-refused-other-base = “{ $name }” is for { $file }, not for { $said }. Leave the base as the file says it.
model-refused-already = This file is in your library already: it is the model “{ $name }”.
model-refused-taken = “{ $name }” is there already, and it was left as it is. Choose another name or a folder.
model-refused-inside = That is a folder of the library itself. Choose another one.
model-refused-unwritable = “{ $name }” cannot be written. Choose another folder.
model-lost = The file of the model “{ $name }” is missing or damaged, so it cannot be read.
error-model-trigger-invalid = A trigger word has 1 to 64 characters on one line, without commas.
cli-model-without = { $name }, without a trigger word ({ $id })
cli-model-card = For { $base }, rank { $rank }
cli-model-from = Imported from { $file }
cli-model-imported = “{ $name }” is in the library, for { $base } ({ $id })
cli-model-trigger = Its trigger word is { $trigger }.
cli-model-no-trigger = The file names no trigger word. If it has one: blazon-cli models edit { $id } --trigger WORD
cli-model-likely = It is probably for { $base }: --base { $word }
cli-model-exported = Written to { $path }

# Files of models in the window.

import-drop-models = Drop to add { $files ->
    [one] a model file
   *[other] { $files } model files
}
import-drop-to-models = to My digital bodies
model-add = Add a model file…
model-add-title = Add a model file
model-add-title-of = Add a model file ({ $place } of { $total })
model-reading = Reading the file…
model-name = Name
model-trigger = Trigger word
model-trigger-by-file = The file says so.
model-trigger-open = What calls its subject in a prompt. Leave it empty if there is none.
model-trigger-trained = What calls its subject in a prompt. The model has learned this word; with another one it may not show it.
model-trigger-use = Use “{ $trigger }”, with which most of its captions begin
model-base-by-file = The file says so.
model-base-choose = Choose a base
model-base-open = The file does not say it. The page from which you have it does.
model-base-likely = This is the most likely one; the file does not say it. The page from which you have it does.
model-file = File
model-naming = Names in it
model-beyond = It uses { $what }, with which this computer cannot draw. It can be kept and exported.
model-keep = Add to the library
model-choose-other = Choose another file
model-next-file = Next file
model-open-it = Open it
model-about-of = About { $name }
model-about-and-export = About this model, export
model-imported-from = Imported from
model-author = Made by
model-license = Licence
model-trained-at = Trained
model-added-at = Added
model-export = Export for other programs…
model-exported = Written as { $file }. ComfyUI and other programs load it.
model-copied = The file is copied into the library; where it lies it stays as it is.
model-changed = { $what ->
    [name] Renamed to “{ $name }”
    [trigger] The trigger word of “{ $name }” was changed
    [notes] The notes of “{ $name }” were saved
    [strength] The best strength of “{ $name }” was saved
    [shared] “{ $name }” is shared with the bot
    [unshared] “{ $name }” is not shared any more
   *[badge] The badge words of “{ $name }” were saved
}
model-show-file = Show the file
model-drawn-elsewhere = This computer cannot draw with { $base }; providers can. The file works as it is in ComfyUI and other programs for { $base }.

# The pages of models.

models-title = Models
models-parts = What the gallery shows
models-part-pictures = Pictures
models-heading = Your models will stand here
models-sentence = A model learns a person, a character or a style from your photos, and then draws it in any scene.
models-train = Train a model
models-empty-drop = Drop a LoRA of another program (.safetensors) here to add it.
models-foreign = From elsewhere
models-archived = Archived ({ $count })
models-removed = Removed ({ $count })
models-no-trigger = No trigger word
models-none-in-use = No model is in use. Restore one below, train one or add a file.
models-search = Find a model
models-search-hint = Name, trigger word, notes
models-nothing = No model matches all of this.
models-show-all = Show all
model-restore = Restore
model-restored = “{ $name }” is back
model-archive = Archive
model-archive-hint = Leaves every choice; nothing is deleted
model-unarchive = Take out of the archive
model-archived = “{ $name }” was archived
model-unarchived = “{ $name }” is in use again
model-is-archived = This model is archived.
model-archived-about = Archived models are not offered anywhere; their files and pictures stay.
model-remove = Remove
model-removed = “{ $name }” was removed
model-is-removed = This model was removed.
model-removed-about = Files of removed models stay until you delete them for good; their pictures stay in any case.
model-delete = Delete for good…
model-delete-title = Delete “{ $name }” for good?
model-delete-what = Its weights ({ $size }), its samples and what it was trained with are deleted from the library.
model-delete-stays = The pictures that it drew stay, and keep its name. So do files that you exported.
model-delete-confirm = Delete for good
model-deleted = “{ $name }” was deleted for good, { $size } are free again
model-back = Back
model-more = More about this model
model-draws = What it draws
model-newest = Newest pictures
model-all-pictures = All its pictures ({ $count })
model-no-pictures = Nothing was drawn with it yet.
model-made = How it was made
model-trained-where = Trained by
model-trained-here = this computer
model-zip-there = The zip itself is still beside the model.
model-zip-gone = The zip itself is not beside the model any more; this list of what was in it stays.
model-no-loss = No loss was kept of this training, so there is no curve.
model-no-loss-reported = { $provider } reported no loss, so there is no curve.
model-not-made-here = It came as a file of another program, so how it was trained is not known here.
model-the-file = The file
model-export-hint = One file that ComfyUI, A1111 and other programs load; you choose its name and place.
model-trouble-hint = Name, notes, samples and pictures are all here; drawing and exporting need the file. Put lora.safetensors back into { $folder } of the library.
model-badges = For badges
model-badge-base = What is always drawn
model-badge-base-hint = Stands first, after the trigger word.
model-badge-base-example = samurai warrior badge
model-badge-style = How it is drawn
model-badge-style-hint = Stands last.
model-badge-style-example = cartoon illustration
model-badge-holding = Try it: holding
model-badge-holding-example = telescope
model-badge-sent = The whole prompt that is sent
model-badge-nothing = Nothing yet: write what is drawn.
model-use = How you use it
model-strength = Best strength
model-strength-usual = Not set: the playground begins with { $strength }, as for every model of this base. Pull to set it.
model-strength-own = The playground begins with it.
model-strength-clear = Clear
model-notes = Notes
model-notes-example = What works, what does not, which words it likes
model-share = Share with the bot
model-share-hint = Whoever uses the bot may draw with it. The bot is switched on in its own room.
model-share-unknown = If it draws a real person, share it only if they agree.
model-consent-title = Does this model show a person?
model-consent-share = Share it only if that person agrees.
model-consent-what = Whoever uses the bot can draw with “{ $name }”.
model-consent-agree = The person agrees, or nobody is shown
palette-open-model = Open model { $name }

caption-refusal-nothing = Every photo that is used has a caption already. Choose to describe all photos, or empty captions first.
caption-refusal-under-way = Photos of this dataset are being described already. Wait for them, or stop them.
caption-refusal-no-key = fal.ai works with your own key, and none is set.
caption-refusal-no-price = No sourced price for describing a photo is known. Look at { $page } and type what one photo costs there.
caption-refusal-ceiling = { $reserved } would be set aside, and { $month } of { $ceiling } are spent this month. Raise the ceiling in Settings, or describe fewer photos.
caption-refusal-describer = There is no “{ $endpoint }” for captions in the catalogue. Choose another.
caption-failed-no-key = No key of the provider is set. Enter it in Settings, then describe the rest. Nothing was charged for it.
caption-failed-bad-key = The key was refused. Enter it again in Settings, then describe the rest. Nothing was charged for it.
caption-failed-no-credit = The account has no credit. Add some at the provider, then describe the rest. Nothing was charged for it.
caption-failed-rejected = The provider refused a photo or a value, and nothing was charged for it.
caption-failed-blocked = The provider refused the content of a photo, and nothing was charged for it.
caption-failed-busy = The provider has no room at the moment, and nothing was charged. Describe the rest later.
caption-failed-offline = The network or the provider could not be reached, and nothing was charged for the rest. Check the connection, then describe it.
caption-failed-host-refused = Settings do not allow the host. Add it to the allowed hosts, then describe the rest. Nothing was charged for it.
caption-failed-bad-proxy = The proxy in Settings is not an address. Correct it, then describe the rest. Nothing was charged for it.
caption-failed-broken-reply = The provider’s answer could not be understood, so its captions are lost. Look at the provider’s page.
caption-failed-there = Describing a photo failed at the provider. Describe the rest again.
caption-failed-stopped-there = It was stopped at the provider, not from here.
caption-failed-never-taken = Photos were never submitted, and what was set aside for them is free again. Describe the rest when you like.
caption-failed-disk-full = The disk is full. Free some space, then describe the rest; captions that came are kept.
caption-failed-disk = A photo could not be read or prepared. Check the disk and its permissions, then describe the rest.
cli-autocaption-cost = { $count ->
    [one] { $count } photo
   *[other] { $count } photos
} would be sent to { $host }, and { $cost } set aside.
cli-autocaption-limit-needed = Nothing was sent. Say with --max-usd how much it may cost at most.
cli-autocaption-done = Described { $described } of { $total ->
    [one] { $total } photo
   *[other] { $total } photos
}, for { $cost }.
cli-autocaption-left-alone = { $count ->
    [one] { $count } photo keeps
   *[other] { $count } photos keep
} the caption that was written meanwhile.
cli-autocaption-unknown = It is not known whether fal.ai took { $count ->
    [one] { $count } photo
   *[other] { $count } photos
}. Look at its page, then say --taken or --never-taken.
cli-autocaption-without-key = fal.ai cannot be asked without a good key. Set it with “blazon-cli keys set fal”; what was sent goes on there.
cli-autocaption-none = Nothing of this dataset was given to a provider to be described.
describe-card = Automatic captions
describe-about = { $provider } looks at your photos and writes what they show, with your own key. You see the price first.
describe-open = Describe photos…
describe-running = { $provider } describes photos
describe-stopping = Stopping
describe-far = { $done } of { $total }
describe-cancel = Stop
describe-waits-for-key = { $provider } cannot be asked without a good key. { $count ->
        [one] One photo is there; its caption comes
       *[other] { $count } photos are there; their captions come
    } as soon as it has one.
describe-waits-for-network = { $provider } cannot be reached. { $count ->
        [one] One photo is there; its caption comes
       *[other] { $count } photos are there; their captions come
    } when it can.
describe-waits-hint = The others were not sent, and nothing was charged for them.
describe-last = Last time: { $described } of { $total } described, { $cost }.
describe-left-alone = { $count ->
    [one] { $count } photo keeps
   *[other] { $count } photos keep
} the caption written meanwhile.
describe-title = Have photos described at { $provider } for about { $cost }?
describe-title-open = Have photos described at { $provider }?
describe-scope = Which photos
describe-scope-missing = Without a caption
describe-scope-all = All that are used
describe-counting = Counting the photos
describe-sent = { $count ->
    [one] { $count } photo, as a training gets it
   *[other] { $count } photos, as a training gets them
}
describe-sent-hint = No location, no file names, no camera data. The files stay there for a day.
describe-by = Described by { $name } ({ $endpoint })
describe-price = Price of a photo, in dollars
describe-accept = Accept and describe
describe-unknown = It is not known whether { $provider } took { $count ->
    [one] { $count } photo: the reply was lost.
   *[other] { $count } photos: the replies were lost.
}
describe-unknown-hint = It may have been paid. Blazon does not submit it again by itself. Look at the list of requests there and say what you see.
describe-taken = They are there: count them as paid
describe-never-taken = They are not there

badge-row-empty = There is no text for “{ $field }”.
badge-row-stopped = Its picture was stopped before it was drawn.
cli-badge-prompts = { $count ->
        [one] One picture is drawn here first, from the prompt of its row.
       *[other] { $count } pictures are drawn here first, from the prompts of their rows.
    }
badge-row-cell-too-long = A cell has more than { $limit } characters.
badge-row-too-many-cells = It has more than { $limit } cells.
badge-row-unclosed-quote = A quote is opened in column { $column } and never closed.
badge-row-too-many-rows = The list has more than { $limit } rows; those from here on are not read.
badge-row-unreadable = The file cannot be read any further: { $detail }
badge-row-picture = Its picture cannot be used: { $detail }
badge-row-undrawable = It cannot be drawn: { $detail }
badge-row-broken = Drawing it broke down; the other rows go on.
badge-batch-failed = The badges could not be written any further: { $detail }. What is written stays; free some space or choose another folder, then export again.
badge-no-template = There is no template “{ $what }”. Choose another.
badge-undrawable = The badge cannot be drawn: { $what }
badge-list-open = The list cannot be opened. Is it still there?
badge-list-too-large = The list is larger than 100 MB. Split it.
badge-list-workbook = This is a workbook. Save it as CSV in your spreadsheet program, then choose that file.
badge-list-no-text = This is not a text file. Save the list as CSV, then choose that file.
badge-list-empty = The list is empty.
badge-sheet-does-not-fit = The badge is larger than the paper. Choose a template with a smaller size on paper.
badge-finding-missing = No font has these characters, so they are left out: { $characters }
badge-finding-small = The text of “{ $field }” is hard to read: it had to become very small. Shorten it.
badge-finding-long = The text of “{ $field }” has { $characters } characters, more than look good. Shorten it.
badge-finding-code = The text of “{ $field }” is too long for a QR code. Shorten it.
badge-finding-empty = “{ $field }” is empty.
badge-finding-picture = The picture is not there any more. Choose another.
cli-badge-list = { $rows ->
    [one] { $rows } row
   *[other] { $rows } rows
}, { $problems } of them with a problem.
cli-badge-row = Row { $row }: { $sentence }
cli-badge-batch = { $done } of { $total } written to { $folder }
cli-badge-batch-stopped = Stopped after { $done } of { $total }; what is written stays.
cli-badge-field = “{ $setting }” is not a text of this template. Write name=text; “blazon-cli badge --templates” lists the names.
cli-badge-format = Name a format, or a file that ends in .png, .jpg, .webp, .pdf or .svg; “{ $path }” does not.
cli-demo-badge = And on a badge:
cli-demo-badge-text = RACCOON HERALD
cli-found-badge = { $id }: badge. { $title }
cli-found-missing = { $id }: its file is not there. { $title }
cli-found-picture = { $id }: { $path }. { $title }
cli-picture-says-nothing = Nothing is written in it about how it was made.
cli-pictures-checked = { $count ->
    [one] { $count } picture
   *[other] { $count } pictures
}{ $missing ->
    [0] , and every file is out.
    [one] ; the file of { $missing } is not there.
   *[other] ; the files of { $missing } are not there.
}
cli-pictures-folder-gone = The library’s folder of pictures cannot be read: is its disk connected? Nothing was changed.
cli-trash-emptied = { $count ->
    [0] The trash was empty.
    [one] { $count } thing was deleted for good.
   *[other] { $count } things were deleted for good.
}
error-model-badge-prompt = This part of the prompt is too long: at most 500 characters.
error-model-notes = The notes are too long: at most 4,000 characters.
error-model-strength = The strength is 0.05 to 2.
error-rating-invalid = A rating is 0 to 5.
error-tag-invalid = A tag has 1 to 40 characters, with a letter or a figure, and no comma.

## Grids as pictures, and in the terminal

grid-title = Grid
grid-without-lora = Without LoRA
grid-strength = Strength { $strength }
grid-seed = Seed { $seed }
cli-grid-state = { $drawn } of { $total } cells are drawn.
cli-grid-saved = The sheet is in { $path }.
cli-grid-cost = { $missing ->
    [one] One cell is missing
   *[other] { $missing } cells are missing
}: about { $cost } at { $provider }.

# What guests of the bot read. Texts without placeholders can be written anew in the window.
guest-welcome = Hi! I draw badges. Send /create and tell me what the character holds and what the banner says.
guest-ask-hold = What does the character hold?
guest-ask-banner = What text goes on the banner?
guest-ask-portrait = What should the portrait show?
guest-ready = 🎊 Your badge is ready! /create makes another.
guest-private = This bot is private. Its owner sees that you wrote and can let you in.
guest-help = /create makes a badge: I ask what the character holds and what the banner says. /portrait draws a portrait from your words. /model chooses who is drawn, /limits says what is left today, /cancel stops, /lang changes the language.
guest-portrait-ready = 🎊 Here it is! /portrait makes another.
guest-drawing-badge = ⏳ Drawing… (1/2)
guest-adding-text = ⏳ Adding the text… (2/2)
guest-drawing-portrait = ⏳ Drawing…
guest-sending = ⏳ Sending…
guest-next = ⏳ You are next.
guest-place = ⏳ In the queue. Before you: { $before }
guest-again = Again
guest-other-text = Other text
guest-as-file = As a file
guest-stop = Stop
guest-stopped = Stopped. Nothing was counted. /create begins again.
guest-nothing-to-stop = Nothing is under way. /create makes a badge.
guest-failed = That did not work, and nothing was counted. Try again: /create
guest-failed-held-back = The provider’s safety checker held the picture back. Try other words: /create
guest-failed-model = That model is not shared any more. Choose another one: /model
guest-refused-under-way = Your last picture is still being made. /cancel stops it.
guest-refused-quota = That were all { $quota } pictures for today. New text on a badge you have is still free: press “Other text” under it.
guest-refused-queue = Too many are waiting right now. Try again in a few minutes.
guest-refused-budget = The pictures for now are used up. New text on a badge you have is still free: press “Other text” under it.
guest-refused-nothing-shared = No model is shared yet. Ask the owner of this bot.
guest-refused-undrawable = I cannot draw right now. Ask the owner of this bot.
guest-refused-empty = I see no words in that. Write it again, please.
guest-refused-long = That is too long. At most { $longest } characters, please.
guest-old-button = That button does not work any more. /create makes a new badge.
guest-words-only = Send me words, please.
guest-unknown-command = I do not know that. /help says what I can do.
guest-choose-model = Who shall be drawn?
guest-model-chosen = From now on: { $name }
guest-model-gone = That model is not shared here.
guest-choose-language = Which language?
guest-language-chosen = English it is.
guest-limits = Today: { $used } of { $quota } pictures. New text on a badge you have is always free.
guest-paired = You own this bot now. Whom else it serves is decided in Blazon.
guest-not-paired = That code does not hold any more. Make a new one in Blazon.
guest-command-create = Make a badge
guest-command-portrait = Draw a portrait
guest-command-model = Choose who is drawn
guest-command-limits = What is left today
guest-command-cancel = Stop
guest-command-lang = Change the language
guest-command-help = What this bot can do
