use std::path::{Path, PathBuf};
use std::sync::Arc;

use credstack_model::stack::{Reading, Stacking};
use credstack_model::{Claim, Credential};

use super::text::{Style, width};
use super::{Graph, dot, json, ladder, of_stack, svg};
use crate::{PackFiles, Rules, StackOptions, documents, stack, wire};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn rules() -> Rules {
    let rules = Rules::from_folder(&repository().join("rules")).unwrap();
    assert!(!rules.has_errors());
    rules
}

fn wallet(rules: &Rules, json: &[u8]) -> Vec<Credential> {
    let set = &rules.policies;
    documents::read_with("wallet.json", json, &set.symbols, &set.vocabulary).unwrap().credentials
}

/// The wallet and the claim of the examples, with the award that the claim names.
fn example(rules: &Rules, which: &str, claim: &str) -> (Vec<Credential>, Claim, String) {
    let read = |folder: &str, name: &str| {
        std::fs::read_to_string(repository().join("examples").join(folder).join(format!("{name}.json"))).unwrap()
    };
    let set = &rules.policies;
    let source = wire::Source {
        name: "claim.json".into(),
        base: String::new(),
        symbols: &set.symbols,
        vocabulary: &set.vocabulary,
    };
    let claim = wire::read_claim_text(&source, &read("claims", claim)).unwrap().value;
    let award = claim.facts.code(credstack_model::vocabulary::attribute::AWARD_IDENTIFIER).unwrap();
    (wallet(rules, read("wallets", which).as_bytes()), claim, set.symbols.text(award).to_owned())
}

fn stacked(rules: &Rules, (wallet, claim, award): &(Vec<Credential>, Claim, String)) -> Stacking {
    stack(&rules.policies, award, wallet, claim, StackOptions::default()).unwrap()
}

const MANIFEST: &str = "[pack]\nname = \"nl\"\nversion = \"0.1.0\"\nlanguage = \"1\"\n";

/// A pack of one award that wants six credits, with a limit, and a wallet of credentials with these titles.
fn small(award: &str, titles: &[&str]) -> (Rules, Stacking) {
    let law = format!(
        "award nl.small \"{award}\" {{ workload 6 ECTS\n \
         require free \"{award}\" at least 6 ECTS split where workload >= 1 ECTS\n at most 4 ECTS from own study }}"
    );
    let manifest = ("pack.toml".to_owned(), MANIFEST.into());
    let rules = Rules::from_memory(&[PackFiles { manifest, rules: vec![("nl.rule".to_owned(), law.into())] }]);
    assert!(!rules.has_errors(), "{:#?}", rules.diagnostics);
    let credential = |(at, title): (usize, &&str)| {
        serde_json::json!({ "id": format!("urn:example:{at}{title}"), "credential": {
            "title": title, "kind": if at % 2 == 0 { "own_study" } else { "official_study" }, "completed": true,
            "authentic": true, "workload": { "amount": "3", "unit": "ECTS" },
        }})
    };
    let credentials: Vec<_> = titles.iter().enumerate().map(credential).collect();
    let json = serde_json::json!({ "credstack": "wallet/v1", "credentials": credentials }).to_string();
    let wallet = wallet(&rules, json.as_bytes());
    let stacking = stack(&rules.policies, "nl.small", &wallet, &Claim::default(), StackOptions::default()).unwrap();
    (rules, stacking)
}

/// Titles as a document could carry them.
fn hostile() -> Vec<String> {
    vec![
        "<script>alert('1')</script>".to_owned(),
        "R&D \"quoted\" ]]> <!-- & -->".to_owned(),
        "\\\"]; node [label=\"owned".to_owned(),
        "W".repeat(400),
        "Een heel lange titel met veel woorden ".repeat(20),
        "إدارة سلسلة التوريد \u{202E}evil\u{2066} والمشتريات العامة".to_owned(),
        "供應鏈管理與永續採購證書".repeat(5),
        format!("Zalgo{}", "\u{0301}\u{0335}".repeat(60)),
        "\u{FDFD}\u{FDFD} \u{1F468}\u{200D}\u{1F393} a\u{0}b\u{8}c\nd".to_owned(),
        "\u{200B}".to_owned(),
    ]
}

fn all(graph: &Graph) -> [String; 3] {
    [dot(graph), svg(graph).unwrap(), json(graph).to_string()]
}

/// What every picture keeps to: it is XML, it has words for who does not see it, nothing in it runs or is fetched, boxes do
/// not overlap and lie on the paper, and the text of a box stays in it.
fn check_picture(picture: &str) {
    let document = roxmltree::Document::parse(picture).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let number = |n: roxmltree::Node<'_, '_>, name: &str| n.attribute(name).unwrap_or("0").parse::<i32>().unwrap();
    let rect =
        |n| [number(n, "x"), number(n, "y"), number(n, "x") + number(n, "width"), number(n, "y") + number(n, "height")];
    for name in ["title", "desc"] {
        assert!(root.children().any(|n| n.has_tag_name(name) || n.tag_name().name() == name), "no {name}");
    }
    let names = ["svg", "g", "title", "desc", "rect", "text", "path"];
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        assert!(names.contains(&node.tag_name().name()), "{node:?}");
        assert!(node.attributes().all(|a| !a.name().starts_with("on") && a.name() != "href"), "{node:?}");
    }
    let is_box = |n: &roxmltree::Node<'_, '_>| n.attribute("class") == Some("box");
    let boxes: Vec<_> = document.descendants().filter(is_box).collect();
    for (at, one) in boxes.iter().enumerate() {
        let [left, top, right, bottom] = rect(*one);
        assert!(left >= 0 && top >= 0 && right <= number(root, "width") && bottom <= number(root, "height"), "{one:?}");
        for other in boxes.iter().skip(at + 1) {
            let [l, t, r, b] = rect(*other);
            assert!(right <= l || r <= left || bottom <= t || b <= top, "{one:?} overlaps {other:?}");
        }
        for text in one.parent().unwrap().children().filter(|n| n.has_tag_name(("http://www.w3.org/2000/svg", "text")))
        {
            let style =
                Style { size: number(text, "font-size"), bold: text.attribute("font-weight").is_some(), colour: "" };
            let (x, y) = (number(text, "x"), number(text, "y"));
            assert!(x >= left && x + width(text.text().unwrap_or_default(), style) <= right, "{text:?} leaves {one:?}");
            assert!(y - style.size >= top && y + style.size / 4 <= bottom, "{text:?} leaves {one:?}");
        }
    }
    for text in document.descendants().filter(|n| n.tag_name().name() == "text") {
        let style =
            Style { size: number(text, "font-size"), bold: text.attribute("font-weight").is_some(), colour: "" };
        let wide = width(text.text().unwrap_or_default(), style);
        let end = number(text, "x") + if text.attribute("text-anchor") == Some("middle") { wide / 2 } else { wide };
        assert!(end <= number(root, "width"), "{text:?} leaves the paper");
    }
}

#[test]
fn the_flemish_ladder_for_graphviz() {
    let rules = rules();
    insta::assert_snapshot!(dot(&ladder(&rules.policies, Some("be.vlg.example.master")).unwrap()));
}

#[test]
fn a_stack_for_graphviz() {
    let rules = rules();
    let stacking = stacked(&rules, &example(&rules, "spanish-master", "spanish-master"));
    insta::assert_snapshot!(dot(&of_stack(&rules.policies, &stacking, Reading::Grantable)));
}

#[test]
fn around_one_award_stand_those_that_it_includes_and_those_that_include_it() {
    let rules = rules();
    let names = |around: &str| {
        let graph = ladder(&rules.policies, Some(around)).unwrap();
        let names: Vec<Arc<str>> = graph.nodes(super::Node::award).map(|(_, a)| a.name.clone()).collect();
        names.iter().map(|n| n.trim_start_matches("be.vlg.example.").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("be.vlg.example.master"), ["master", "postgraduate_certificate", "procurement_certificate"]);
    let all = ["diploma", "master", "postgraduate_certificate", "procurement_certificate"];
    assert_eq!(names("be.vlg.example.procurement_certificate"), all);
    assert_eq!(names("es.example.heritage_conservation"), ["es.example.heritage_conservation"]);
}

#[test]
fn an_unknown_award_gets_the_nearest_names() {
    let rules = rules();
    let error = |name: &str| ladder(&rules.policies, Some(name)).unwrap_err().to_string();
    assert!(error("be.vlg.example.mastr").ends_with("did you mean `be.vlg.example.master`?"));
    let both = "did you mean `be.vlg.example.diploma` or `gb.sct.example.diploma`?";
    assert!(error("diploma").ends_with(both), "{}", error("diploma"));
    assert!(error("nothing.like.it").contains("the loaded ones are: `at.example.environmental_informatics`, "));
}

#[test]
fn every_example_is_a_picture_in_which_nothing_overlaps() {
    let rules = rules();
    for around in [None, Some("be.vlg.example.master"), Some("be.vlg.example.procurement_certificate")] {
        check_picture(&svg(&ladder(&rules.policies, around).unwrap()).unwrap());
    }
    for (wallet, claim) in [
        ("flemish-climbing", "flemish-climbing-diploma"),
        ("flemish-climbing", "flemish-climbing-master"),
        ("flemish-first-two-courses", "flemish-first-two-courses"),
        ("spanish-master", "spanish-master"),
        ("spanish-master-no-level", "spanish-master-ucm"),
    ] {
        let stacking = stacked(&rules, &example(&rules, wallet, claim));
        for reading in Reading::ALL {
            check_picture(&svg(&of_stack(&rules.policies, &stacking, reading)).unwrap());
        }
    }
}

#[test]
fn what_documents_say_breaks_no_picture_and_no_graph() {
    let hostile = hostile();
    let titles: Vec<&str> = hostile.iter().map(String::as_str).collect();
    let (rules, stacking) = small("A small award", &titles);
    for reading in Reading::ALL {
        let graph = of_stack(&rules.policies, &stacking, reading);
        let [dot, svg, json] = all(&graph);
        check_picture(&svg);
        assert!(!svg.contains("<script") && !svg.contains('\u{202E}'), "{svg}");
        assert!(svg.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"), "{svg}");
        // Every quote that is not escaped opens or closes a string, so each line has an even number of them.
        let bare = |line: &str| line.replace("\\\\", "").replace("\\\"", "").matches('"').count();
        assert!(dot.lines().all(|line| bare(line) % 2 == 0), "{dot}");
        assert!(serde_json::from_str::<serde_json::Value>(&json).is_ok());
    }
}

#[test]
fn what_rules_say_breaks_no_picture() {
    let long = "Ein Zertifikat & <b>mehr</b> Nachhaltigkeitsberichterstattungspflichtenverordnung ".repeat(9);
    let (rules, stacking) = small(&long, &["One", "Two", "Three"]);
    check_picture(&svg(&of_stack(&rules.policies, &stacking, Reading::Grantable)).unwrap());
    check_picture(&svg(&ladder(&rules.policies, None).unwrap()).unwrap());
}

#[test]
fn neither_a_second_run_nor_the_order_of_the_wallet_changes_a_byte() {
    let rules = rules();
    let (credentials, claim, award) = example(&rules, "flemish-climbing", "flemish-climbing-diploma");
    let drawn = |credentials: Vec<Credential>, rules: &Rules| {
        let stacking = stacked(rules, &(credentials, claim.clone(), award.clone()));
        all(&of_stack(&rules.policies, &stacking, Reading::Grantable))
    };
    let first = drawn(credentials.clone(), &rules);
    let mut turned = credentials.clone();
    turned.reverse();
    turned.rotate_left(5);
    assert_eq!(drawn(turned, &rules), first);
    let again = self::rules();
    let reread = example(&again, "flemish-climbing", "flemish-climbing-diploma").0;
    assert_eq!(drawn(reread, &again), first);
    let ladders = |rules: &Rules| all(&ladder(&rules.policies, None).unwrap());
    assert_eq!(ladders(&again), ladders(&rules));
}

#[test]
fn edges_of_the_json_join_nodes_that_are_there() {
    let rules = rules();
    let stacking = stacked(&rules, &example(&rules, "spanish-master", "spanish-master"));
    for graph in [ladder(&rules.policies, None).unwrap(), of_stack(&rules.policies, &stacking, Reading::Grantable)] {
        let json = json(&graph);
        let ids: Vec<&str> = json["nodes"].as_array().unwrap().iter().map(|n| n["id"].as_str().unwrap()).collect();
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len());
        for edge in json["edges"].as_array().unwrap() {
            assert!(
                ids.contains(&edge["from"].as_str().unwrap()) && ids.contains(&edge["to"].as_str().unwrap()),
                "{edge}"
            );
        }
    }
}

#[test]
fn the_credits_of_the_edges_are_those_of_the_stack() {
    let rules = rules();
    let stacking = stacked(&rules, &example(&rules, "flemish-climbing", "flemish-climbing-diploma"));
    let json = json(&of_stack(&rules.policies, &stacking, Reading::Grantable));
    let counts = |edge: &&serde_json::Value| edge["type"] == "counts_toward";
    let credits: i64 = json["edges"]
        .as_array()
        .unwrap()
        .iter()
        .filter(counts)
        .map(|e| e["credits"]["amount"].as_str().unwrap().parse::<i64>().unwrap())
        .sum();
    assert_eq!(credits.to_string(), json["stack"]["total"].as_str().unwrap());
}
