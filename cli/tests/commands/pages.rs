//! Rules become pages in a folder of their own; a folder of somebody else's is left alone.

use std::fs;

use crate::support::{Desk, run};

#[test]
fn the_packs_become_pages_that_link_to_one_another() {
    let desk = Desk::new();
    let out = desk.path("pages");
    let first = run(&["doc", "rules", "--out", &out]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.out.contains("es.universities 0.1.0"), "{}", first.out);
    let read =
        |name: &str| fs::read_to_string(format!("{out}/{name}")).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert!(read("es.universities.html").contains("Una enseñanza propia de menos de 15 ECTS"));
    assert!(read("ch.example.mas.html").contains("<svg"));
    for page in ["index.html", "es.universities.html", "pt.higher_education.html"] {
        for link in read(page).split("href=\"").skip(1).filter_map(|rest| rest.split(['"', '#']).next()) {
            let here =
                link.is_empty() || link.starts_with("http") || fs::exists(format!("{out}/{link}")).unwrap_or(false);
            assert!(here, "{page} leads to {link}, which is not there");
        }
    }
    // Written anew, it is the same, and what is no longer a page is gone.
    let before = read("index.html");
    fs::write(format!("{out}/old.html"), "an old page").expect("a file");
    assert_eq!(
        run(&["doc", "rules", "--out", &out, "--format", "json"]).json()["packs"].as_array().map(Vec::len),
        Some(20)
    );
    assert_eq!(read("index.html"), before);
    assert!(!fs::exists(format!("{out}/old.html")).unwrap_or(true));
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let desk = Desk::new();
    let out = desk.path("mine");
    fs::create_dir(&out).expect("a folder");
    fs::write(format!("{out}/letter.txt"), "dear").expect("a file");
    let told = run(&["doc", "rules", "--out", &out]);
    assert_eq!(told.code, 2, "{}", told.err);
    assert!(told.err.contains("was not written by `credstack doc`"), "{}", told.err);
    assert_eq!(fs::read_to_string(format!("{out}/letter.txt")).expect("the file"), "dear");
}
