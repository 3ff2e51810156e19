//! The command line of credstack.
fn main() {
    if std::env::args().nth(1).as_deref() == Some("syntax") {
        let path = std::env::args().nth(2).unwrap_or_default();
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let mut map = credstack::source::SourceMap::default();
        let id = map.add(&path, &text);
        let p = credstack_dsl::parse(id, &text);
        print!("{}", credstack::diagnostics::to_text(&p.diagnostics, &map, false));
        println!("{} syntax problems", p.diagnostics.len());
        return;
    }
    let rules = credstack::Rules::from_folder(std::path::Path::new(&std::env::args().nth(2).unwrap_or("rules".into())));
    match rules {
        Ok(r) => { print!("{}", credstack::diagnostics::to_text(&r.diagnostics, &r.sources, false)); println!("{} policies, {} problems", r.policies.policies.len(), r.diagnostics.len()); if r.has_errors() { std::process::exit(1) } }
        Err(e) => { println!("{e}"); std::process::exit(2) }
    }
}
