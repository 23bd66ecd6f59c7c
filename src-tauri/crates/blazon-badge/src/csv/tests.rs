//! Lists of every convention, lists that are broken, and lists made to harm.

use super::*;
use bolero::check;
use proptest::prelude::*;
use rstest::rstest;
use std::io::Cursor;

fn fields() -> Vec<FieldNames> {
    let field = |id: &str, names: &[&str]| FieldNames {
        id: id.to_owned(),
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    vec![
        field("name", &["Name", "Имя"]),
        field("role", &["Role", "Роль"]),
    ]
}

fn open(bytes: &[u8]) -> Result<CsvTable<Cursor<Vec<u8>>>, CsvError> {
    open_with(bytes, &CsvOptions::default())
}

fn open_with(bytes: &[u8], options: &CsvOptions) -> Result<CsvTable<Cursor<Vec<u8>>>, CsvError> {
    CsvTable::from_reader(Cursor::new(bytes.to_vec()), options, &fields())
}

/// Names by row number, or what is wrong.
fn names(bytes: &[u8]) -> Vec<(usize, String)> {
    open(bytes)
        .unwrap()
        .rows()
        .map(|row| match row {
            Ok(row) => (
                row.number,
                row.texts.get("name").cloned().unwrap_or_default(),
            ),
            Err(error) => (error.number, error.to_string()),
        })
        .collect()
}

fn rows(bytes: &[u8]) -> Vec<Row> {
    open(bytes).unwrap().rows().map(Result::unwrap).collect()
}

fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    units.flat_map(to_bytes).collect()
}

const RUSSIAN: &str = "имя;роль\r\nЖанна Щукина;докладчик\r\nПётр 😀;гость\r\n";

#[rstest]
#[case::utf8(RUSSIAN.as_bytes().to_vec(), TextEncoding::Utf8)]
#[case::utf8_with_a_mark([b"\xEF\xBB\xBF", RUSSIAN.as_bytes()].concat(), TextEncoding::Utf8)]
#[case::utf16_low_first(utf16(RUSSIAN, u16::to_le_bytes), TextEncoding::Utf16Le)]
#[case::utf16_high_first(utf16(RUSSIAN, u16::to_be_bytes), TextEncoding::Utf16Be)]
fn unicode_in_every_writing_is_read(#[case] bytes: Vec<u8>, #[case] encoding: TextEncoding) {
    let mut table = open(&bytes).unwrap();
    assert_eq!(table.encoding(), encoding);
    assert_eq!(table.columns(), ["имя", "роль"]);
    let rows: Vec<Row> = table.rows().map(Result::unwrap).collect();
    assert_eq!(rows[0].texts["name"], "Жанна Щукина");
    assert_eq!(rows[1].texts["name"], "Пётр 😀");
    assert_eq!(rows[1].texts["role"], "гость");
}

#[rstest]
#[case::russian(
    encoding_rs::WINDOWS_1251,
    "имя;роль\r\nЁжик;в тумане\r\n",
    TextEncoding::Windows1251,
    "Ёжик"
)]
#[case::german(
    encoding_rs::WINDOWS_1252,
    "name;role\r\nJürgen Müller;Köchin\r\n",
    TextEncoding::Windows1252,
    "Jürgen Müller"
)]
#[case::french(
    encoding_rs::WINDOWS_1252,
    "name,role\nChloé Besançon,hôtesse\n",
    TextEncoding::Windows1252,
    "Chloé Besançon"
)]
fn what_excel_writes_without_unicode_is_read(
    #[case] codec: &'static encoding_rs::Encoding,
    #[case] text: &str,
    #[case] encoding: TextEncoding,
    #[case] name: &str,
) {
    let (bytes, _, _) = codec.encode(text);
    let mut table = open(&bytes).unwrap();
    assert_eq!(table.encoding(), encoding);
    assert_eq!(table.row(0).unwrap().unwrap().texts["name"], name);
}

#[test]
fn the_first_russian_letter_may_come_late() {
    let text = "name\n".to_owned() + &"Ann\n".repeat(40_000) + "Анна\n";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&text);
    let mut table = open(&bytes).unwrap();
    assert_eq!(table.row(40_000).unwrap().unwrap().texts["name"], "Анна");
}

#[test]
fn a_damaged_letter_does_not_make_utf8_something_else() {
    let mut bytes = [RUSSIAN, RUSSIAN].concat().into_bytes();
    let at = bytes.len() - "гость\r\n".len();
    bytes[at] = 0xFF;
    let rows = rows(&bytes);
    assert_eq!(rows[0].texts["name"], "Жанна Щукина");
    assert_eq!(rows[0].findings, []);
    assert_eq!(rows[4].findings, [RowFinding::DamagedText { column: 1 }]);
}

#[rstest]
#[case::comma("name,role\na,b;c\nd;e,f\n", Separator::Comma)]
#[case::semicolon("name;role\na,b;c\n1,5;f\n", Separator::Semicolon)]
#[case::tab("name\trole\na, b\tc;d\n", Separator::Tab)]
#[case::announced("sep=;\r\nname;role\r\na,b;c,d\r\n", Separator::Semicolon)]
#[case::unnamed_columns("a;b,c\nd;e\nf;g,h\n", Separator::Semicolon)]
fn the_separator_is_found(#[case] text: &str, #[case] separator: Separator) {
    assert_eq!(open(text.as_bytes()).unwrap().separator(), separator);
}

#[test]
fn a_list_of_one_column_keeps_the_commas_of_its_names() {
    let text = b"name\nIvanov, Ivan\nPetrov, Petr\n";
    assert_eq!(names(text)[1].1, "Petrov, Petr");
    let options = CsvOptions {
        separator: Some(Separator::Comma),
        ..CsvOptions::default()
    };
    let mut table = open_with(text, &options).unwrap();
    assert_eq!(table.row(0).unwrap().unwrap().texts["name"], "Ivanov");
}

#[test]
fn quotes_hold_separators_line_ends_and_quotes() {
    let text = "name,role\r\n\"Smith, \"\"Bob\"\"\",\"two\r\nlines\"\r\nO\"Neil,x\n\"a\" b,\n";
    let rows = rows(text.as_bytes());
    assert_eq!(rows[0].texts["name"], "Smith, \"Bob\"");
    assert_eq!(rows[0].texts["role"], "two\r\nlines");
    assert_eq!(rows[1].texts["name"], "O\"Neil");
    assert_eq!(rows[2].texts["name"], "a b");
    assert_eq!(rows[2].number, 4);
}

#[rstest]
#[case::unix("name\na\n\nb")]
#[case::windows("name\r\na\r\n\r\nb\r\n")]
#[case::old_mac("name\ra\r\rb\r")]
fn empty_lines_are_skipped_and_counted(#[case] text: &str) {
    let expected = [(2, "a".to_owned()), (4, "b".to_owned())];
    assert_eq!(names(text.as_bytes()), expected);
}

#[test]
fn rows_of_separators_alone_are_empty() {
    assert_eq!(names(b"name;role\na;b\n;\n;;;\n ; \nc;\n").len(), 2);
}

#[test]
fn ragged_rows_are_findings_and_the_rest_goes_on() {
    let rows = rows(b"name,role\na\nb,c,d,e\nf,g,,\nh,i\n");
    assert_eq!(
        rows[0].findings,
        [RowFinding::TooFewCells {
            found: 1,
            expected: 2
        }]
    );
    assert_eq!(
        rows[1].findings,
        [RowFinding::TooManyCells {
            found: 4,
            expected: 2
        }]
    );
    assert_eq!(rows[2].findings, []);
    assert_eq!(rows[3].texts["role"], "i");
}

#[test]
fn an_unclosed_quote_takes_its_own_line_and_no_more() {
    let found = names(b"name,role\na,b\n\"c,d\ne,f\ng,h\n");
    assert_eq!(found[0], (2, "a".to_owned()));
    assert_eq!(
        found[1],
        (
            3,
            "row 3: a quote is opened in column 1 and never closed".to_owned()
        )
    );
    assert_eq!(found[2..], [(4, "e".to_owned()), (5, "g".to_owned())]);
}

#[test]
fn a_quote_that_is_not_closed_within_a_megabyte_is_never_closed() {
    let text = "name\n\"lost\n".to_owned() + &"Ann\n".repeat(300_000) + "\"Bob\"\n";
    let options = CsvOptions {
        limits: CsvLimits {
            rows: 1_000_000,
            ..CsvLimits::default()
        },
        ..CsvOptions::default()
    };
    let mut table = open_with(text.as_bytes(), &options).unwrap();
    assert_eq!(table.count_rows(&|| false).unwrap().unwrap(), 300_002);
    assert!(table.row(0).unwrap().is_err());
    assert_eq!(table.row(1).unwrap().unwrap().texts["name"], "Ann");
}

#[test]
fn too_long_cells_and_too_many_of_them_are_errors_of_their_row() {
    let text = format!(
        "name,role\n{},x\n{}\na,b\n",
        "я".repeat(10_001),
        ",".repeat(256)
    );
    let text = text.replace(&",".repeat(256), &format!("x{}", ",".repeat(256)));
    let found = names(text.as_bytes());
    assert_eq!(
        found[0].1,
        "row 2: the cell in column 1 is longer than 10000 characters"
    );
    assert_eq!(found[1].1, "row 3: there are more than 256 cells");
    assert_eq!(found[2], (4, "a".to_owned()));
    assert_eq!(
        names(format!("name\n{}\n", "я".repeat(10_000)).as_bytes()).len(),
        1
    );
}

#[test]
fn a_list_of_too_many_rows_ends_with_an_error() {
    let options = CsvOptions {
        limits: CsvLimits {
            rows: 2,
            ..CsvLimits::default()
        },
        ..CsvOptions::default()
    };
    let mut table = open_with(b"name\na\nb\nc\nd\n", &options).unwrap();
    let rows: Vec<_> = table.rows().collect();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        rows[2].as_ref().unwrap_err().to_string(),
        "row 4: the list has more than 2 rows"
    );
    assert!(table.count_rows(&|| false).unwrap().is_err());
    let mut table = open_with(b"name\na\nb\n", &options).unwrap();
    assert_eq!(table.rows().filter(Result::is_ok).count(), 2);
}

#[test]
fn what_is_no_list_is_refused_by_its_cause() {
    let refusal = |bytes: &[u8]| open(bytes).err().unwrap().to_string();
    assert_eq!(refusal(b""), "the list is empty");
    assert_eq!(refusal(b"\xEF\xBB\xBF\r\n;;\r\n"), "the list is empty");
    assert_eq!(
        refusal(b"PK\x03\x04rest"),
        "this is a workbook and not a CSV file"
    );
    assert_eq!(refusal(b"a\0b"), "this is not a text file");
    let options = CsvOptions {
        limits: CsvLimits {
            bytes: 3,
            ..CsvLimits::default()
        },
        ..CsvOptions::default()
    };
    assert_eq!(
        open_with(b"name", &options).err().unwrap().to_string(),
        "the list has 4 bytes, and at most 3 are read"
    );
}

#[test]
fn formulas_are_text_and_come_back_from_an_export() {
    let cells = [
        "=1+2",
        "+7 999",
        "-5",
        "@you",
        "=cmd|' /C calc'!A0",
        "'=x",
        "plain",
        "\"=q\"",
    ];
    let mut text = export_row(["name"], Separator::Semicolon);
    for cell in cells {
        assert!(!export_cell(cell, Separator::Semicolon).starts_with(['=', '+', '-', '@']));
        text += &export_row([cell], Separator::Semicolon);
    }
    let read: Vec<String> = names(text.as_bytes())
        .into_iter()
        .map(|row| row.1)
        .collect();
    assert_eq!(read, cells);
    assert_eq!(names(b"name\n=1+2\n")[0].1, "=1+2");
}

#[rstest]
#[case::english("Full Name,Job Title,Photo", &[Some("name"), Some("role"), Some("picture")])]
#[case::russian("ФИО;Должность;Фото", &[Some("name"), Some("role"), Some("picture")])]
#[case::own_label_before_synonym("ФИО;Имя;prompt", &[None, Some("name"), Some("prompt")])]
#[case::punctuation(" name: ;РОЛЬ*;файл", &[Some("name"), Some("role"), Some("picture")])]
#[case::the_last_field("role;Надпись;x", &[Some("role"), Some("name"), None])]
fn columns_are_found_by_their_names(#[case] header: &str, #[case] expected: &[Option<&str>]) {
    let table = open(format!("{header}\na;b;c\n").as_bytes()).unwrap();
    let found: Vec<Option<&str>> = (0..expected.len())
        .map(|column| {
            table.mapping().target(column).map(|target| match target {
                Target::Field(id) => id.as_str(),
                Target::Picture => "picture",
                Target::Prompt => "prompt",
            })
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn yo_is_ye_and_short_i_may_be_two_letters() {
    let fields = [FieldNames {
        id: "a".to_owned(),
        names: vec!["Зачёт".to_owned(), "Район".to_owned()],
    }];
    for name in ["зачет", "ЗАЧЁТ", "раи\u{306}он"] {
        assert_eq!(mapping::find_mapping(&[name], &fields).known(), 1, "{name}");
    }
}

#[test]
fn a_mapping_can_be_told_and_a_target_has_one_column() {
    let mut table = open(b"x;y\n1;2\n").unwrap();
    assert!(!table.has_header());
    let mut mapping = table.mapping().clone();
    mapping.set(0, Some(Target::Field("name".to_owned())));
    mapping.set(1, Some(Target::Field("name".to_owned())));
    mapping.set(0, Some(Target::Picture));
    table.set_mapping(mapping);
    let row = table.row(1).unwrap().unwrap();
    assert_eq!(row.texts["name"], "2");
    assert_eq!(row.picture, Some(RowPicture::File("1".to_owned())));
    assert!(table.row(2).is_none());
}

#[test]
fn a_path_counts_before_a_prompt() {
    let rows = rows(b"name;prompt;photo\na;a fox;fox.png\nb;a cat;\nc;;\n");
    assert_eq!(
        rows[0].picture,
        Some(RowPicture::File("fox.png".to_owned()))
    );
    assert_eq!(
        rows[1].picture,
        Some(RowPicture::Prompt("a cat".to_owned()))
    );
    assert_eq!(rows[2].picture, None);
}

/// Counts what is read, to show that a row is found without the others.
struct Counted {
    inner: Cursor<Vec<u8>>,
    read: std::rc::Rc<std::cell::Cell<u64>>,
}

impl std::io::Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.read.set(self.read.get() + count as u64);
        Ok(count)
    }
}

impl std::io::Seek for Counted {
    fn seek(&mut self, position: std::io::SeekFrom) -> std::io::Result<u64> {
        self.inner.seek(position)
    }
}

#[test]
fn a_row_that_was_read_is_found_without_the_rest() {
    let mut text = "имя\n".to_owned();
    for number in 0..50_000 {
        text += &format!("человек {number}\n");
    }
    let read = std::rc::Rc::new(std::cell::Cell::new(0));
    for bytes in [text.as_bytes().to_vec(), utf16(&text, u16::to_le_bytes)] {
        let source = Counted {
            inner: Cursor::new(bytes),
            read: read.clone(),
        };
        let mut table = CsvTable::from_reader(source, &CsvOptions::default(), &fields()).unwrap();
        assert_eq!(table.count_rows(&|| false).unwrap().unwrap(), 50_000);
        for index in [49_999, 0, 31_415, 2] {
            read.set(0);
            let row = table.row(index).unwrap().unwrap();
            assert_eq!(row.texts["name"], format!("человек {index}"));
            assert!(read.get() <= 2 << 16, "{} bytes", read.get());
        }
    }
}

#[test]
fn counting_stops_when_told() {
    let mut table = open(b"name\na\nb\n").unwrap();
    assert!(table.count_rows(&|| true).is_none());
    assert_eq!(table.count_rows(&|| false).unwrap().unwrap(), 2);
}

proptest! {
    #[test]
    fn rows_are_those_of_the_csv_crate(
        cells in prop::collection::vec(prop::collection::vec("[a-zя\",;\r\n =x]{0,6}", 1..5), 1..8),
    ) {
        let mut writer = ::csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        check_against_the_crate(&bytes);
    }

    #[test]
    fn text_of_any_shape_is_read_as_the_csv_crate_reads_it(text in "[ab\",\r\n]{0,40}") {
        check_against_the_crate(text.as_bytes());
    }

    #[test]
    fn what_is_exported_is_read(names in prop::collection::vec("[=+@'a\",;\t\n -]{0,8}", 1..6)) {
        let mut text = export_row(["name"], Separator::Comma);
        for name in &names {
            text += &export_row([name.as_str()], Separator::Comma);
        }
        let mut table = open_with(text.as_bytes(), &CsvOptions {
            separator: Some(Separator::Comma), ..CsvOptions::default()
        }).unwrap();
        let read: Vec<String> = table.rows().filter_map(|row| row.unwrap().texts.remove("name")).collect();
        let kept: Vec<&str> = names.iter().map(|name| name.trim()).filter(|name| !name.is_empty()).collect();
        // Spaces around a text are nobody's wish; a guard before them is kept.
        prop_assert_eq!(read.iter().map(|name| name.trim()).collect::<Vec<_>>(), kept);
    }
}

/// Where every quote is closed, rows and cells are the same.
fn check_against_the_crate(bytes: &[u8]) {
    let mut source = decode::Decoded::new(Cursor::new(bytes), TextEncoding::Utf8, 0);
    let mut splitter = split::Splitter::new(b',', CsvLimits::default());
    let mut record = split::Record::default();
    let mut ours: Vec<Vec<String>> = Vec::new();
    while splitter.read(&mut source, &mut record).unwrap() {
        if record.problem.is_some() {
            return;
        }
        ours.push(record.cells().map(str::to_owned).collect());
    }
    let theirs: Vec<Vec<String>> = ::csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(bytes)
        .records()
        .map(|record| record.unwrap().iter().map(str::to_owned).collect())
        .collect();
    let not_empty = |rows: &[Vec<String>]| -> Vec<Vec<String>> {
        rows.iter()
            .filter(|row| !matches!(row.as_slice(), [cell] if cell.is_empty()))
            .cloned()
            .collect()
    };
    assert_eq!(not_empty(&ours), not_empty(&theirs));
}

#[test]
fn fuzzed_lists_are_rows_and_errors_within_their_limits() {
    let options = CsvOptions {
        limits: CsvLimits {
            rows: 20,
            columns: 4,
            cell: 8,
            ..CsvLimits::default()
        },
        ..CsvOptions::default()
    };
    // Letters that matter in a list are frequent, so that rows and quotes come about.
    const LETTERS: &[u8] = b"name;,\t\"\"\r\n\n=\xD0\xAF\xFF\xFE\x00";
    check!()
        .with_iterations(3000)
        .with_type::<(bool, Vec<u8>)>()
        .for_each(|(raw, bytes)| {
            let bytes: Vec<u8> = bytes
                .iter()
                .map(|byte| {
                    if *raw {
                        *byte
                    } else {
                        LETTERS[usize::from(*byte) % LETTERS.len()]
                    }
                })
                .collect();
            let Ok(mut table) = open_with(&bytes, &options) else {
                return;
            };
            let rows: Vec<_> = table.rows().collect();
            assert!(rows.len() <= 21);
            let mut last = 0;
            for (index, row) in rows.iter().enumerate() {
                let number = match row {
                    Ok(row) => {
                        assert!(row.texts.values().all(|text| text.chars().count() <= 8));
                        row.number
                    }
                    Err(error) => error.number,
                };
                assert!(number > last);
                last = number;
                let again = table.row(index).unwrap();
                assert_eq!(format!("{row:?}"), format!("{again:?}"));
            }
        });
}
