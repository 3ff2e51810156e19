//! Holds the shape of this workspace, and holds each check to it that it can fail.

mod circles;
mod house;

use std::error::Error;
use std::path::Path;

use house::House;
use xtask::tidy;
use xtask::tidy::Check;
use xtask::tidy::workspace::Workspace;

type Outcome = Result<(), Box<dyn Error>>;

/// What one check says about a made-up workspace, a line for each violation.
fn told(house: &House, check: Check) -> Result<Vec<String>, Box<dyn Error>> {
    let violations = check(&Workspace::load(house.root())?)?;
    Ok(violations.iter().map(ToString::to_string).collect())
}

#[test]
fn this_workspace_keeps_its_shape() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("xtask has no parent")?;
    let violations: Vec<String> = tidy::check(root)?.iter().map(ToString::to_string).collect();
    assert!(violations.is_empty(), "\n{}\n", violations.join("\n"));
    Ok(())
}

#[test]
fn a_sound_workspace_passes_every_check() -> Outcome {
    let house = House::new()?
        .depends("model", "[dependencies]\ncredstack-source.workspace = true\n")?
        .file("model/src/lib.rs", "//! Model.\nmod part;\npub use part::Part;\n")?
        .file("model/src/part.rs", "//! Part.\n/// A part.\npub struct Part;\n")?
        .depends("source", "")?;
    tidy::write(house.root())?;
    let violations = tidy::check(house.root())?;
    assert!(violations.is_empty(), "{violations:#?}");
    Ok(())
}

#[test]
fn layers_catch_a_dependency_that_goes_up() -> Outcome {
    let house = House::new()?
        .depends("dsl", "[dependencies]\nserde = \"1\"\ncredstack-engine.workspace = true\n")?
        .depends(
            "engine",
            "[target.'cfg(unix)'.dependencies]\nrules = { path = \"../dsl\", package = \"credstack-dsl\" }\n",
        )?
        .depends("source", "[build-dependencies]\ncredstack-model = { path = \"../model\" }\n")?
        .depends("model", "")?;
    let told = told(&house, tidy::layers::check)?;
    assert_eq!(
        told,
        [
            "dsl/Cargo.toml:7: `dsl` depends on `engine`; it may use only source, model, diagnostics",
            "engine/Cargo.toml:6: `engine` depends on `dsl`; it may use only source, model, stacking",
            "source/Cargo.toml:6: `source` depends on `model`; it may use no crate of the workspace",
        ]
    );
    Ok(())
}

#[test]
fn layers_know_every_crate_and_keep_tests_from_doors() -> Outcome {
    let house = House::new()?
        .depends("attic", "")?
        .depends("cli", "")?
        .depends("tests", "[dev-dependencies]\ncredstack-cli = { path = \"../cli\" }\n")?
        .depends("dsl", "[dev-dependencies]\ncredstack-engine = \"1\"\ncredstack-cli = { path = \"../cli\" }\n")?
        .depends("engine", "")?;
    let told = told(&house, tidy::layers::check)?;
    assert_eq!(
        told,
        [
            "attic/Cargo.toml:1: the crate `attic` has no layer; add it to the table in xtask/src/tidy/layers.rs",
            "dsl/Cargo.toml:7: a test of `dsl` depends on the door `cli`; move the test to the door or to `tests`",
        ]
    );
    Ok(())
}

#[test]
fn budgets_catch_a_long_file_and_a_long_function() -> Outcome {
    let tests = format!("#[cfg(test)]\nmod tests {{\n{}}}\n", "    // line\n".repeat(500));
    let house = House::new()?
        .depends("model", "")?
        .file("model/src/lib.rs", &format!("//! Model.\n{tests}mod long;\nmod deep;\nmod short;\n"))?
        .file("model/src/long.rs", &format!("{}{tests}", "// line\n".repeat(401)))?
        .file("model/src/short.rs", &format!("{}{tests}", "// line\n".repeat(400)))?
        .file("model/src/deep.rs", &format!("struct A;\nimpl A {{\nfn f() {{\n{}}}\n}}\n", "// line\n".repeat(59)))?;
    let told = told(&house, tidy::budgets::check)?;
    assert_eq!(
        told,
        [
            "model/src/long.rs:401: 401 lines outside tests, more than 400; split the file along what it does",
            "model/src/deep.rs:3: `fn f` has 61 lines, more than 60; split it into steps that have names",
        ]
    );
    Ok(())
}

#[test]
fn docs_catch_every_kind_of_public_item() -> Outcome {
    let text = "pub mod part;\npub mod told;\npub fn f() {}\npub struct S {\n    pub field: u8,\n    own: u8,\n}\n\
        impl S {\n    pub const C: u8 = 0;\n    pub fn method() {}\n}\npub enum E {\n    Variant,\n}\n\
        pub trait T {\n    fn asked();\n}\nimpl T for S {\n    fn asked() {}\n}\n/// Told.\npub type A = u8;\nfn own() {}\n\
        #[cfg(test)]\npub mod tests {}\n";
    let house = House::new()?
        .depends("model", "")?
        .file("model/src/lib.rs", text)?
        .file("model/src/part.rs", "")?
        .file("model/src/told.rs", "//! Told.\n")?;
    let told = told(&house, tidy::docs::check)?;
    let wanted = [
        "1: the crate",
        "1: `pub mod part`",
        "3: `pub fn f`",
        "4: `pub struct S`",
        "5: `pub field field`",
        "9: `pub const C`",
        "10: `pub fn method`",
        "12: `pub enum E`",
        "13: `pub variant Variant`",
        "15: `pub trait T`",
        "16: `pub fn asked`",
    ];
    let wanted = wanted
        .map(|what| format!("model/src/lib.rs:{what} has no doc comment; say what it is for, not what its name says"));
    assert_eq!(told, wanted);
    Ok(())
}

#[test]
fn purity_catches_what_reads_the_world() -> Outcome {
    let text = "use std::{fs, time::{Duration, Instant}};\nfn a() { let _ = fs::read(\"\"); }\n\
        fn b(d: Duration) { println!(\"{}\", std::env::var(\"\").is_ok()); }\n\
        use jiff::Timestamp as Moment;\nfn c() { Moment::now(); }\nuse std::time::*;\n\
        fn fine(args: &Args) { args.fs.exit(); write!(f, \"std::fs\") }\n// std::process\n\
        #[cfg(test)]\nmod tests { use std::fs; fn t() { println!(\"\"); } }\n";
    let house = House::new()?
        .depends("model", "[dependencies]\nhttp = { version = \"1\", package = \"reqwest\" }\n")?
        .file("model/src/lib.rs", text)?
        .depends("cli", "[dependencies]\ntokio = \"1\"\n")?
        .file("cli/src/lib.rs", "use std::fs;\n")?;
    tidy::write(house.root())?;
    let told = told(&house, tidy::purity::check)?;
    let wanted = [
        "1: `std::fs`",
        "1: `std::time::Instant`",
        "2: `std::fs`",
        "3: `println!`",
        "3: `std::env`",
        "5: `jiff::Timestamp::now`",
        "6: `std::time::*`",
    ];
    let wanted = wanted.map(|what| {
        format!("model/src/lib.rs:{what} in the pure crate `model`; let the caller do it and pass the outcome in")
    });
    let (last, code) = told.split_last().ok_or("nothing told")?;
    assert_eq!(code, wanted);
    assert_eq!(
        last,
        "model/Cargo.toml:6: the pure crate `model` depends on `reqwest`; do that work in a door and pass the outcome in"
    );
    Ok(())
}

#[test]
fn purity_catches_and_mends_the_bans_of_clippy() -> Outcome {
    let house = House::new()?.depends("model", "")?.depends("cli", "")?;
    let wanted = "model/clippy.toml:1: clippy's bans for a pure crate are missing or differ; \
        run `cargo run -p xtask -- tidy --write`";
    assert_eq!(told(&house, tidy::purity::check)?, [wanted]);
    assert_eq!(tidy::write(house.root())?, ["model/clippy.toml"]);
    let written = house.read("model/clippy.toml")?;
    let settings: toml::Table = written.parse()?;
    assert_eq!(settings.get("allow-unwrap-in-tests"), Some(&toml::Value::Boolean(true)));
    assert!(settings.contains_key("disallowed-methods"));
    assert!(told(&house, tidy::purity::check)?.is_empty());
    assert!(tidy::write(house.root())?.is_empty());
    let house = house.file("model/clippy.toml", &written.replace("std::fs::copy", "std::fs::write"))?;
    assert_eq!(told(&house, tidy::purity::check)?, [wanted]);
    Ok(())
}

#[test]
fn floats_catch_types_and_literals() -> Outcome {
    let text = "fn a(x: f64) {}\nfn b() { let _ = 0.5; }\nfn c(p: ((u8, u8), u8)) { p.0.1; assert!(0..2f32); }\n\
        // f64\n#[cfg(test)]\nfn t() -> f32 { 1.0 }\n";
    let house = House::new()?
        .depends("engine", "")?
        .file("engine/src/lib.rs", text)?
        .depends("cli", "")?
        .file("cli/src/lib.rs", "fn a(x: f64) {}\n")?;
    let told = told(&house, tidy::floats::check)?;
    let wanted = ["1: `f64`", "2: `0.5`", "3: `2f32`"];
    let wanted = wanted
        .map(|what| format!("engine/src/lib.rs:{what} in a crate that reckons exactly; use a ratio or an integer"));
    assert_eq!(told, wanted);
    Ok(())
}

#[test]
fn paths_catch_the_folders_of_a_machine_in_tracked_files() -> Outcome {
    let home = concat!("/ho", "me/");
    let house = House::new()?.file("notes.md", &format!("Fine.\nSee {home}someone.\n"))?;
    let wanted =
        format!("notes.md:2: names the folder `{home}` of some machine; write the path relative to the workspace");
    assert_eq!(told(&house, tidy::paths::check)?, [wanted.as_str()]);
    house.git(&["init", "--quiet"])?;
    assert!(told(&house, tidy::paths::check)?.is_empty(), "not tracked yet");
    house.git(&["add", "notes.md"])?;
    assert_eq!(told(&house, tidy::paths::check)?, [wanted.as_str()]);
    Ok(())
}

#[test]
fn lints_catch_what_silences_them_and_what_is_not_written() -> Outcome {
    let text = "#![allow(dead_code)]\n#[expect(unused)]\nfn a() { todo!() }\n\
        #[cfg_attr(unix, allow(unused))]\nfn b() { core::unimplemented!(\"x\") }\n\
        #[expect(unused, reason = \"so\")]\nfn allow(todo: bool) -> bool { todo != true }\n";
    let house = House::new()?
        .depends("cli", "")?
        .file("cli/tests/all.rs", text)?
        .file("cli/Cargo.toml", "[package]\nname = \"credstack-cli\"\n")?;
    let told = told(&house, tidy::lints::check)?;
    let expect = "write `#[expect(…, reason = \"…\")]`, or mend what the lint says";
    let later = "write the code, or leave the item out until it is written";
    assert_eq!(
        told,
        [
            "cli/Cargo.toml:1: the crate does not take the lints of the workspace; \
                add `[lints]` with `workspace = true`"
                .to_owned(),
            format!("cli/tests/all.rs:1: `#[allow(…)]` stays when it is no longer needed; {expect}"),
            format!("cli/tests/all.rs:2: `#[expect(…)]` does not say why; {expect}"),
            format!("cli/tests/all.rs:4: `#[allow(…)]` stays when it is no longer needed; {expect}"),
            format!("cli/tests/all.rs:3: `todo!` where code should be; {later}"),
            format!("cli/tests/all.rs:5: `unimplemented!` where code should be; {later}"),
        ]
    );
    Ok(())
}

#[test]
fn a_file_that_does_not_parse_is_told_and_the_others_are_still_checked() -> Outcome {
    let house = House::new()?
        .depends("cli", "")?
        .file("cli/src/lib.rs", "mod broken;\nmod gone;\nmod later;\n")?
        .file("cli/src/broken.rs", "fn f( {}\n\n")?
        .file("cli/src/later.rs", "fn f() { todo!() }\n")?;
    let told: Vec<String> = tidy::check(house.root())?.iter().map(ToString::to_string).collect();
    let [broken, later, gone] = told.as_slice() else {
        return Err(format!("{told:#?}").into());
    };
    assert!(broken.starts_with("cli/src/broken.rs:1: does not parse"), "{broken}");
    assert_eq!(gone, "cli/src/lib.rs:1: `mod gone;` has no file; lay it out as cargo does");
    assert!(later.starts_with("cli/src/later.rs:1: [lints] `todo!`"), "{later}");
    Ok(())
}
