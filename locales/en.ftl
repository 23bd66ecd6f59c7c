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
problem-vanished = { $file } was gone before it could be read. If it was moved, add it from its new place.
problem-unreadable = { $file } could not be read from the disk. Check the disk or take another copy.
problem-folder-unreadable = The folder { $file } could not be opened. Check its permissions and add it again.
problem-name-not-text = { $file } is in the dataset. Its name has characters that are not text, so they are shown as �.
problem-disk-full = { $file } was not kept: the disk is full. Free some space and add it again.

## Notices: what the library has to say for itself. Shown by window and terminal.

notice-restored-from-backup = The library’s database could not be read. The copy of { $when } was put in its place; the unreadable file is kept at { $path }.
notice-restored-without-backup = The library’s database could not be read, and there was no copy of it. A new one was begun; the unreadable file is kept at { $path }, and your photos are still in the library folder.
notice-keys-in-file = This computer has no keychain, so keys are kept in { $path }, a file that only your account may read.
notice-disk-full = The disk is full. Nothing new can be kept until there is space again.

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

shared-cancel = Cancel
shared-close = Close
shared-dismiss = Dismiss
shared-not-now = Not now
shared-undo = Undo
shared-redo = Redo
shared-go-to-datasets = Go to datasets

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
datasets-empty-formats = JPEG and PNG, whole folders too. Nothing leaves this computer.
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
datasets-no-training-yet = Training comes in a later version. Your photos are kept here, ready for it.

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
datasets-delete-no-undo = This cannot be undone.
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
import-drop-formats = JPEG and PNG, whole folders too

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
palette-back-up = Back up the library
palette-backed-up = The library is backed up to { $path }
palette-theme-system = Theme as the system
palette-theme-light = Light theme
palette-theme-dark = Dark theme
palette-language-system = Language of the system
palette-language-en = English language
palette-language-ru = Russian language

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
settings-back-up = Back up now
settings-backed-up = Backed up to { $path }, { NUMBER($size, maximumFractionDigits: 1) } MB
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
settings-network = Network and spending
settings-network-about = This version sends nothing and pays nothing. The limits hold as soon as one does.
settings-ceiling = Monthly ceiling
settings-ceiling-hint = Nothing that costs money goes beyond it. Empty means no ceiling.
settings-ceiling-none = no ceiling
settings-ceiling-refused = Write a sum in dollars, for example 20 or 7.50
settings-proxy = Proxy
settings-proxy-hint = For example http://127.0.0.1:8080. Empty means a direct connection.
settings-proxy-none = none
settings-hosts = Hosts that may be reached
settings-hosts-none = None: no host may be reached.
settings-host-new = Another host
settings-host-add = Add
settings-host-remove = Remove { $host }
settings-keys-later = Keys of fal.ai, Replicate and Telegram will be entered here in the version that uses them.

training-heading = Your own model will be trained here
training-sentence = From a dataset to a model that knows a face or a style: what it costs before it starts, how far it is, and sample pictures on the way.
training-now = Not in this version yet. What you can do now: gather 10 to 25 photos in a dataset.
playground-heading = Pictures will be drawn here
playground-sentence = Write what you want to see, choose a model and a strength, and compare what comes of it.
playground-now = Not in this version yet. It needs a trained model, and a model needs photos: those can be gathered now.
badges-heading = Badges will be made here
badges-sentence = Put a picture on a shield with a name on its banner, one by one or for a whole list of people, ready to print.
badges-now = Not in this version yet. What you can do now: gather the photos it all begins with.
bot-heading = Your bot will work here
bot-sentence = Others will make portraits and badges in Telegram with your model, and you decide who and how much.
bot-now = Not in this version yet. What you can do now: gather photos for the model that it will use.
gallery-heading = All your pictures will hang here
gallery-sentence = Everything you draw, found by its words, and each picture with all it takes to make it again.
gallery-now = Not in this version yet. Photos that you add are kept in their datasets.

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
error-library-newer = This library was written by a newer Blazon. It was left as it is.
error-library-newer-hint = Install the newer Blazon, or open another library with BLAZON_HOME.
error-library-unwritable = The library’s folder cannot be read or written.
error-library-unwritable-hint = Check its permissions, or choose another folder with BLAZON_HOME.
error-no-home = This system names no folder for application data.
error-no-home-hint = Set BLAZON_HOME to a folder for the library.

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
cli-work-carries = Carrying the work. Stop with Ctrl+C.
cli-work-waits = Another program carries the work; waiting to take over. Stop with Ctrl+C.
cli-demo = The samples are in your library as “{ $name }”: { $photos } photos, trigger word { $trigger }.
  They lie in { $library }
cli-demo-next = Training, drawing and badges follow here as they are built.
cli-doctor-processors = Processors: { $count }
cli-doctor-library = Library: { $path }
cli-doctor-datasets = Datasets: { $count }
cli-doctor-keychain = Keychain: found. Keys are kept there.
cli-doctor-no-keychain = Keychain: none answers. Keys would be kept in a file that only you may read.
cli-doctor-key-keychain = { $name }: set, in the keychain
cli-doctor-key-environment = { $name }: set, in the environment
cli-doctor-key-file = { $name }: set, in a file in the library
cli-doctor-key-missing = { $name }: not set
