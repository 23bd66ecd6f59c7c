//! What is read, and what is refused with which words.

use super::*;
use rstest::rstest;

const HEAD: &str = "format = 1\nname = { en = \"Test\", ru = \"Проба\" }\nsize = [100, 100]\n";

fn parse(rest: &str) -> Result<Template, BadgeError> {
    Template::parse(&format!("{HEAD}{rest}"))
}

#[test]
fn a_template_that_was_written_is_read_back_the_same() {
    let template = parse(
        r##"
        fields = [{ id = "name", label = { en = "Name", ru = "Имя" } }]
        colours = [{ id = "ink", label = { en = "Ink", ru = "Чернила" }, value = "#402000" }]
        [[layers]]
        id = "band"
        box = [0, 60, 100, 30]
        ribbon = { fill = { stops = ["#fff", { at = 0.3, colour = "$ink" }, "#000000"] } }
        [[layers]]
        id = "words"
        box = [0, 0, 100, 100]
        text = { field = "name", on = "band", fill = "$ink", stroke = { width = 0.05, paint = "#fff" } }
        [[layers]]
        id = "star"
        box = [0, 0, 100, 100]
        shape = { shape = { burst = { points = 20, depth = 0.1 } }, fill = "$ink" }
        "##,
    )
    .expect("the template is good");
    let written = template.to_toml().expect("it has a form in TOML");
    assert_eq!(
        Template::parse(&written).expect("it is read back"),
        template
    );
}

#[rstest]
#[case::unknown_key(
    "speed = 3\n[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\nshape = {}",
    "unknown field `speed`"
)]
#[case::no_kind("[[layers]]\nid = \"a\"\nbox = [0,0,1,1]", "exactly one of")]
#[case::two_kinds(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\nshape = {}\nframe = { lines = [] }",
    "exactly one of"
)]
#[case::no_layer("layers = []", "there has to be one")]
#[case::unknown_colour(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\nshape = { fill = \"$no\" }",
    "no colour \"no\""
)]
#[case::unknown_field(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\ntext = { field = \"no\", fill = \"#fff\" }",
    "no field \"no\""
)]
#[case::bad_colour(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\nshape = { fill = \"red\" }",
    "a colour such as"
)]
#[case::no_box(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1]\nshape = {}",
    "invalid length 3"
)]
#[case::box_far_away(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1e9,1]\nshape = {}",
    "not on the badge"
)]
#[case::no_number(
    "[[layers]]\nid = \"a\"\nbox = [0,nan,1,1]\nshape = {}",
    "not on the badge"
)]
#[case::twice(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\nshape = {}\n[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\nshape = {}",
    "there twice"
)]
#[case::bad_id(
    "[[layers]]\nid = \"../a\"\nbox = [0,0,1,1]\nshape = {}",
    "a-z, 0-9 and -"
)]
#[case::way_out(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\npicture = { source = { file = \"../a.png\" } }",
    "leads out"
)]
#[case::absolute(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\npicture = { source = { file = \"/a.png\" } }",
    "leads out"
)]
#[case::no_ribbon(
    "[[layers]]\nid = \"a\"\nbox = [0,0,1,1]\ntext = { always = \"x\", on = \"a\", fill = \"#fff\" }",
    "is no ribbon"
)]
fn a_bad_template_is_one_clear_line(#[case] rest: &str, #[case] reason: &str) {
    let error = parse(rest).expect_err("the template is bad");
    let words = if let BadgeError::Syntax(source) = &error {
        source.to_string()
    } else {
        error.to_string()
    };
    assert!(words.contains(reason), "{words}");
}

#[test]
fn a_newer_format_says_so_before_its_unknown_keys() {
    let error = Template::parse("format = 2\nnew-key = 1").expect_err("it is newer");
    assert!(matches!(
        error,
        BadgeError::NewerFormat { found: 2, known: 1 }
    ));
}

#[test]
fn a_huge_template_is_refused_unread() {
    let error = Template::parse(&" ".repeat(LARGEST_TOML + 1)).expect_err("it is too large");
    assert!(matches!(error, BadgeError::TooLarge { .. }));
}
