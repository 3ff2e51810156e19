use super::*;

const TEXT: &str = r#"{"credstack":"stack/v1","award":"vlg.certificate","title":"Certificate","policy":null,"include":"completed",
    "status":"not_complete","credentials":[],"assumed":[],"precision":"exact","questions":[],"remarks":[],"profile":null,
    "packs":[],"exceptions":[],"notice":"",
    "owed":READING,"grantable":READING,"possible":READING}"#;

const READING: &str = r#"{"complete":false,"optimal":"proven","total_ects":"3","workload_ects":"6","missing_ects":"3",
    "counted":[{"requirement":"core","credential":"c1","ects":"3","of_ects":"3"}],"requirements":[],"further":[],
    "limits":[{"limit":"x","title":null,"side":"at_most","bound":{"ects":"10/3"},"percent_of":["15","award workload"],
        "used":{"credentials":1},"credentials":["c1"],"bites":false,"sources":[]}],
    "left_over":[{"credential":"c2","ects":"3","reason":{"kind":"limited","by":["x"]}}]}"#;

#[test]
fn a_stack_reads_back_as_it_was_written_and_refuses_what_it_does_not_know() {
    let text = TEXT.replace("READING", READING);
    let stack: StackDocument = serde_json::from_str(&text).unwrap();
    assert_eq!(stack.status, AwardStatusDocument::NotComplete);
    assert_eq!(stack.owed.limits[0].bound, Some(NeedDocument::Ects("10/3".to_owned())));
    let again: StackDocument = serde_json::from_value(serde_json::to_value(&stack).unwrap()).unwrap();
    assert_eq!(stack, again);
    assert!(serde_json::from_str::<StackDocument>(&text.replace("\"profile\"", "\"profil\"")).is_err());
}

#[test]
fn the_schema_names_every_field() {
    let schema = stack_schema();
    let fields = schema["properties"].as_object().unwrap();
    for field in ["award", "status", "owed", "grantable", "possible", "questions", "profile", "packs"] {
        assert!(fields.contains_key(field), "{field}");
    }
}
