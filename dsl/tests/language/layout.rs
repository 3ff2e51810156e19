//! The one layout: what it looks like, and what holds for it whatever the text.

use credstack_dsl::{Unformatted, format, parse};
use credstack_source::SourceId;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Every rule file of the packs, and every block of the language pages.
const FILES: [&str; 8] = [
    include_str!("../../../rules/be-vlg/awards.rule"),
    include_str!("../../../rules/be-vlg/higher_education.rule"),
    include_str!("../../../rules/eu/microcredentials.rule"),
    include_str!("../../../rules/eu/lisbon.rule"),
    include_str!("../../../rules/es/universities.rule"),
    include_str!("../../../rules/es/awards.rule"),
    include_str!("../../../rules/es-ucm/ucm.rule"),
    include_str!("../../../rules/es-ucm/awards.rule"),
];
const PAGES: [&str; 3] = [
    include_str!("../../../docs/language/forty-lines.md"),
    include_str!("../../../docs/language/tour.md"),
    include_str!("../../../docs/language/layout.md"),
];

/// The blocks of a page in one of its languages.
fn blocks(page: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    let rests = page.split(fence.as_str()).skip(1);
    rests.filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

fn all_texts() -> Vec<String> {
    let pages = PAGES.iter().flat_map(|page| blocks(page, "credstack"));
    FILES.iter().map(|f| (*f).to_owned()).chain(pages).collect()
}

#[track_caller]
fn laid_out(text: &str) -> String {
    match format(SourceId::default(), text) {
        Ok(laid_out) => laid_out,
        Err(problem) => panic!("{problem:?}\n{text}"),
    }
}

#[track_caller]
fn assert_layout(from: &str, to: &str) {
    assert_eq!(laid_out(from), to);
    assert_eq!(laid_out(to), to);
}

#[test]
fn the_page_of_the_layout_shows_what_the_formatter_does() {
    let page = PAGES[2];
    let (before, after) = (blocks(page, "text"), blocks(page, "credstack"));
    assert_eq!(before.len(), after.len());
    assert!(!before.is_empty());
    for (before, after) in before.iter().zip(&after) {
        assert_layout(before, after);
    }
}

#[test]
fn every_rule_file_is_in_the_layout() {
    for file in FILES {
        assert_layout(file, file);
    }
}

#[test]
fn every_block_of_the_language_pages_is_in_the_layout() {
    for block in PAGES.iter().flat_map(|page| blocks(page, "credstack")) {
        assert_layout(&block, &block);
    }
}

#[test]
fn a_file_from_another_system_gets_plain_line_ends_and_no_mark() {
    assert_layout(
        "\u{FEFF}policy es.a \"A\" {\r\n\tlayer\tcountry\r\n}\r\n\r\n\r\n",
        "policy es.a \"A\" {\n    layer country\n}\n",
    );
    assert_layout("", "");
    assert_layout("\n\n# alone\n\n", "# alone\n");
}

#[test]
fn a_bound_stays_on_its_side_of_the_line_break() {
    let own = "award a.b \"B\" {\n    require x \"X\"\n    at most 6 ECTS from mooc\n}\n";
    assert_layout(own, "award a.b \"B\" {\n    require x \"X\"\n    at most 6 ECTS from mooc\n}\n");
    let of_the_requirement = "award a.b \"B\" {\n    require x \"X\" at most 6 ECTS from mooc\n}\n";
    assert_layout(of_the_requirement, of_the_requirement);
    // Begun on the line of the brace, but not to be joined.
    let begun = "award a.b \"B\" { require x \"X\"\n at most 6 ECTS from mooc }\n";
    assert_layout(begun, "award a.b \"B\" {\n    require x \"X\"\n    at most 6 ECTS from mooc\n}\n");
}

#[test]
fn a_line_break_that_ends_a_phrase_stays() {
    let text = "award a.b \"B\" {\n    component x \"X\" kind course\n        EQF 7\n}\n";
    let joined = "award a.b \"B\" {\n    component x \"X\" kind course EQF 7\n}\n";
    let out = laid_out(text);
    assert_ne!(out, joined, "`course EQF` would be a phrase");
    assert_eq!(out.lines().count(), 4);
}

#[test]
fn comments_stay_where_they_are() {
    assert_layout(
        "# above\npolicy es.a \"A\" { # at the brace\n  # before a clause\n  layer country # beside it\n\n\n  # last\n}\n# end",
        "# above\npolicy es.a \"A\" {  # at the brace\n    # before a clause\n    layer country  # beside it\n\n    # last\n}\n# end\n",
    );
    let within = laid_out("policy es.a \"A\" {\n rule r \"R\" {\n for own study, # one\n  # two\n mooc\n bar\n }\n}");
    assert!(within.contains("for own study,  # one\n            # two\n            mooc\n        bar\n"), "{within}");
}

#[test]
fn clauses_that_begin_on_the_line_of_the_brace_stay_on_it_if_they_fit() {
    let short = "award a.b \"B\" { workload 10 ECTS  require all \"All\" at least 10 ECTS }\n";
    assert_layout(short, short);
    assert_layout("award a.b \"B\" {\nworkload 10 ECTS }", "award a.b \"B\" {\n    workload 10 ECTS\n}\n");
    let title = "T".repeat(120);
    let long = format!("award a.b \"{title}\" {{\n    workload 10 ECTS\n}}\n");
    assert_layout(&format!("award a.b \"{title}\" {{ workload 10 ECTS }}"), &long);
}

#[test]
fn a_file_that_cannot_be_read_is_refused_with_its_problems() {
    let refused = format(SourceId::default(), "policy es.a \"A\" {\n    layr country\n}\n");
    assert!(matches!(refused, Err(Unformatted::Syntax(found)) if found.len() == 1));
}

#[test]
fn ten_thousand_lines_take_no_longer_for_each_line_than_a_hundred() {
    // A guard against anything that grows faster than the file: one file of many items, and one of many lines in one item.
    let rule = "    rule NAME \"A rule\" {\n        for own study\n        bar when workload < 15 ECTS\n        example \"a\" { workload 1 ECTS } is barred\n    }\n";
    let many: String = (0..2000).map(|n| rule.replace("NAME", &format!("r{n}"))).collect();
    let text = format!("policy es.a \"A\" {{\n    layer country\n{many}}}\n");
    assert!(laid_out(&text).lines().count() > 10_000);
    let examples: Vec<String> =
        (0..5000).map(|n| format!("example \"e{n}\" {{ workload {n} ECTS }} is barred")).collect();
    let examples = examples.join("\n");
    let text =
        format!("policy es.a \"A\" {{\nlayer country\nrule r \"R\" {{\nfor own study\nbar\n{examples}\n}}\n}}\n");
    assert!(laid_out(&text).lines().count() > 5000);
}

/// A piece of a file that layout may not change, and what stands before it.
struct Token<'t> {
    before: &'t str,
    text: &'t str,
}

/// Words, signs, texts and comments, with the white space before each.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let (mut found, mut rest) = (Vec::new(), text);
    loop {
        let start = rest.find(|c: char| !c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (before, after) = rest.split_at(start);
        let length = match after.chars().next() {
            None => return found,
            Some('"') => text_end(after),
            Some('#') => after.find('\n').unwrap_or(after.len()),
            Some('{' | '}' | ',') => 1,
            _ => after.find(|c: char| c.is_ascii_whitespace() || ",{}\"#".contains(c)).unwrap_or(after.len()),
        };
        found.push(Token { before, text: &after[..length] });
        rest = &after[length..];
    }
}

fn text_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// Another layout of the same: the white space between tokens changed where it means nothing.
fn another_layout(text: &str, blanks: &[u8]) -> String {
    let mut out = String::new();
    let mut choices = blanks.iter().copied().cycle();
    let mut last = "";
    for token in tokens(text) {
        let choice = choices.next().unwrap_or_default();
        let blank = match (token.before, choice % 6) {
            // Line breaks that the author chose count, and so does one that could be within a phrase.
            (before, 0) if before.contains('\n') => before.replace('\n', "\r\n"),
            (before, 1) if before.contains('\n') => before.replace(' ', "\t"),
            (before, 2) if before.contains('\n') => format!(" \t{}  ", before.replace(' ', "")),
            (before, _) if before.contains('\n') => before.replace("    ", if choice > 99 { "" } else { "  " }),
            ("", 3) if matches!(token.text, ",") => "  ".to_owned(),
            ("", _) => String::new(),
            // After a comma and around a keyword that joins, lines break as one likes.
            (_, 0) if last == "," || matches!(token.text, "and" | "or" | "when" | "where" | "else" | "cite" | "}") => {
                "\n".to_owned()
            }
            (_, 1) => "\t".to_owned(),
            (_, 2) => " \t ".to_owned(),
            _ => " ".to_owned(),
        };
        // What closes a line's braces stays there unless the block is a list, which has no opinion of its own.
        out.push_str(&blank);
        out.push_str(token.text);
        last = token.text;
    }
    out
}

/// The comments of a text, in order.
fn comments(text: &str) -> Vec<&str> {
    tokens(text).into_iter().map(|t| t.text).filter(|t| t.starts_with('#')).map(str::trim_end).collect()
}

/// Everything but white space and comments.
fn without_blanks(text: &str) -> String {
    let words: Vec<&str> = tokens(text).into_iter().map(|t| t.text).filter(|t| !t.starts_with('#')).collect();
    words.concat().chars().filter(|c| !c.is_whitespace() && *c != '\u{FEFF}').collect()
}

fn assert_holds(text: &str) -> Result<(), TestCaseError> {
    match format(SourceId::default(), text) {
        Err(Unformatted::Syntax(found)) => prop_assert!(!found.is_empty()),
        Err(Unformatted::Unfaithful(what)) => prop_assert!(false, "not faithful: {}\n{}", what, text),
        Ok(out) => {
            prop_assert_eq!(without_blanks(&out), without_blanks(text), "a token was lost");
            prop_assert_eq!(comments(&out), comments(text));
            prop_assert_eq!(format(SourceId::default(), &out).ok(), Some(out.clone()), "not its own layout");
            prop_assert!(parse(SourceId::default(), &out).diagnostics.is_empty());
            prop_assert!(!out.contains('\t') && !out.contains('\r') && !out.contains("\n\n\n"), "untidy:\n{}", out);
            prop_assert!(out.lines().all(|l| l.trim_end_matches(' ') == l), "blanks at the end of a line:\n{}", out);
        }
    }
    Ok(())
}

/// One item of a real text, so that a case is quick.
fn item() -> impl Strategy<Value = String> {
    let items: Vec<String> = all_texts().iter().filter(|t| t.len() < 6000).cloned().collect();
    select(items)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_layout_of_its_author_makes_no_difference(text in item(), blanks in proptest::collection::vec(any::<u8>(), 1..200)) {
        let other = another_layout(&text, &blanks);
        prop_assert_eq!(laid_out(&other), laid_out(&text), "\n{}", other);
    }

    #[test]
    fn comments_anywhere_are_kept(
        text in item(),
        places in proptest::collection::vec((any::<Index>(), any::<bool>()), 1..12),
    ) {
        let tokens = tokens(&text);
        let mut before = vec![String::new(); tokens.len()];
        for (n, (place, own_line)) in places.iter().enumerate() {
            let line = if *own_line { format!("\n# comment {n} {{\n") } else { format!(" # comment \" {n}\n") };
            before[place.index(tokens.len())].push_str(&line);
        }
        let other: Vec<&str> =
            tokens.iter().zip(&before).flat_map(|(t, comment)| [t.before, comment.as_str(), t.text]).collect();
        assert_holds(&other.concat())?;
    }

    #[test]
    fn any_mutilated_text_is_laid_out_or_refused(text in item(), edits in proptest::collection::vec((any::<Index>(), any::<Index>(), 0u8..4), 0..4)) {
        let all = tokens(&text);
        let mut words: Vec<String> = all.iter().map(|t| format!("{}{}", t.before, t.text)).collect();
        for (one, other, kind) in edits {
            let (one, other) = (one.index(words.len()), other.index(words.len()));
            match kind {
                0 => words.swap(one, other),
                1 => words[one].clear(),
                2 => words[one] = format!("\n{}", words[one].trim()),
                _ => words[one] = format!(" {}", words[one].trim()),
            }
        }
        assert_holds(&words.concat())?;
    }

    #[test]
    fn any_text_is_laid_out_or_refused(text in any::<String>()) {
        assert_holds(&text)?;
    }
}
