//! Catalogues as tables with commas.

use serde_json::{Map, Value};

use super::error::{CATALOGUE_V1, CatalogueError};

/// Keys that are texts even where they look like something else.
const YES_NO: [&str; 2] = ["true", "false"];

/// A table as a catalogue in JSON: each column is a key, with points between its parts; several values of a list stand with
/// `|` between them; an empty cell is a missing value.
pub(super) fn read(text: &str) -> Result<Value, CatalogueError> {
    let mut rows = rows(text)?.into_iter();
    let head = rows.next().unwrap_or_default();
    if !head.iter().any(|c| c == "id") {
        let problem = "it is neither JSON nor a table with commas whose first line names the column `id`";
        return Err(CatalogueError::Broken(problem.to_owned()));
    }
    let mut offers = Vec::new();
    let mut currency = None;
    for (at, row) in rows.enumerate().filter(|(_, row)| row.iter().any(|c| !c.is_empty())) {
        if row.len() != head.len() {
            let problem = format!("line {} has {} cells, the first line has {}", at + 2, row.len(), head.len());
            return Err(CatalogueError::Broken(problem));
        }
        let mut offer = Map::new();
        for (column, cell) in head.iter().zip(&row).filter(|(_, cell)| !cell.is_empty()) {
            if column == "currency" {
                let known = currency.get_or_insert_with(|| cell.clone());
                if known != cell {
                    let problem = format!("prices are in {known} and in {cell}; a catalogue has one currency");
                    return Err(CatalogueError::Broken(problem));
                }
                continue;
            }
            put(&mut offer, &column.split('.').collect::<Vec<_>>(), value(column, cell));
        }
        offers.push(Value::Object(offer));
    }
    let mut map = Map::new();
    map.insert("credstack".to_owned(), Value::String(CATALOGUE_V1.to_owned()));
    if let Some(currency) = currency {
        map.insert("currency".to_owned(), Value::String(currency));
    }
    map.insert("offers".to_owned(), Value::Array(offers));
    Ok(Value::Object(map))
}

fn value(column: &str, cell: &str) -> Value {
    if YES_NO.contains(&cell) {
        return Value::Bool(cell == "true");
    }
    let list = cell.contains('|') || column == "offer.requires" || column == "credential.identifier";
    if list {
        return Value::Array(cell.split('|').map(|c| Value::String(c.trim().to_owned())).collect());
    }
    Value::String(cell.to_owned())
}

fn put(map: &mut Map<String, Value>, path: &[&str], value: Value) {
    match path {
        [] => {}
        [last] => {
            map.insert((*last).to_owned(), value);
        }
        [first, rest @ ..] => {
            let inner = map.entry((*first).to_owned()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}

/// The cells of a table: quoted ones may hold commas, line breaks and doubled quotes.
fn rows(text: &str) -> Result<Vec<Vec<String>>, CatalogueError> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(cells) = rows.last_mut() else { break };
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cells.last_mut().into_iter().for_each(|c| c.push('"'));
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            other => cells.last_mut().into_iter().for_each(|c| c.push(other)),
        }
    }
    if quoted {
        return Err(CatalogueError::Broken("a quoted cell of the table does not end".to_owned()));
    }
    rows.iter_mut().flatten().for_each(|c| *c = c.trim().to_owned());
    Ok(rows)
}
