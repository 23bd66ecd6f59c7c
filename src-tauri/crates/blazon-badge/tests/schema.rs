//! The schema for editors is that of the code.
//!
//! `BLAZON_SCHEMA=write cargo test -p blazon-badge --test schema` writes it anew.

use blazon_badge::template_schema;
use std::path::Path;

#[test]
fn the_schema_beside_the_templates_is_that_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../assets/templates/template.schema.json");
    let own = format!(
        "{}\n",
        serde_json::to_string_pretty(&template_schema()).expect("a schema is JSON")
    );
    if std::env::var_os("BLAZON_SCHEMA").is_some_and(|wish| wish == "write") {
        std::fs::write(&path, &own).expect("there is room");
    }
    let written = std::fs::read_to_string(&path).expect("the schema is there");
    // A checkout on Windows may have other line ends.
    assert!(
        written.replace("\r\n", "\n") == own,
        "write it anew with BLAZON_SCHEMA=write"
    );
}
